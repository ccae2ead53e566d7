"""What a complaint is. Standard library only, plus phonenumbers and pypinyin for the words of phones and names."""
