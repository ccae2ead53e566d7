"""What the pages share: colours, the style sheet, icons, and widgets without a page of their own."""
