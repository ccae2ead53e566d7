"""What people typed, without what nobody sees: the same for forms, command line and import."""

from __future__ import annotations

import unicodedata


class Unreadable(ValueError):
    """A text that is no value of the wanted kind; `code` is the code of the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_INVISIBLE_MARKS = "\u200b\u200e\u200f\u2060\ufeff"
_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE_MARKS))


def tidy(text: str) -> str:
    """Text without invisible marks and outer blanks; every line break is one line feed."""
    if text.isprintable():
        return text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() and any(map(text.__contains__, _INVISIBLE_MARKS)):
        text = text.translate(_INVISIBLE)
    return text.strip()


def one_line(text: str) -> str:
    """Tidy text whose line breaks are blanks."""
    if text.isprintable():
        return text.strip()
    return " ".join(tidy(text).split("\n"))


def plain_text(text: str) -> str:
    """Tidy text with full-width forms made narrow (NFKC)."""
    return tidy(text) if text.isascii() else tidy(unicodedata.normalize("NFKC", text))
