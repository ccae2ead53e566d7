"""Text that somebody saved after a program had read it in the wrong encoding, read anew."""

from __future__ import annotations

_FIRST_GARBLED, _LAST_GARBLED = "\x80", "\xff"
_LAST_ASCII = 127
_FIRST_HAN = "\u3000"
_LEAST_HAN = 0.6
"""Chinese text has some other signs, too: dashes, degrees, curly quotes."""


def is_garbled(text: str) -> bool:
    """A quick look at the first sign: no Chinese text begins with the ones that garbled text is made of."""
    return _FIRST_GARBLED <= text[0] <= _LAST_GARBLED


def mended(text: str) -> str | None:
    """The text that was meant, where its signs are the bytes of UTF-8 or GB18030 taken for Latin-1; None if they are not."""
    for wrong in ("latin-1", "cp1252"):
        try:
            told = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        # UTF-8 proves itself; nearly any two accents are a pair of GB18030, so that little may stand between them.
        crowded = sum(byte > _LAST_ASCII for byte in told) >= _LEAST_HAN * len(told)
        for right in ("utf-8", "gb18030") if crowded else ("utf-8",):
            try:
                meant = told.decode(right)
            except UnicodeDecodeError:
                continue
            foreign = [sign for sign in meant if not sign.isascii()]
            if foreign and sum(sign >= _FIRST_HAN for sign in foreign) >= _LEAST_HAN * len(foreign):
                return meant
    return None
