"""How a text file is read as a table."""

TextForm = tuple[str, str]
"""Encoding and delimiter, "" for what is guessed."""

AS_GUESSED: TextForm = ("", "")

ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
