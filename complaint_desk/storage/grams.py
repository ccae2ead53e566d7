"""Text as overlapping pairs of characters, so that a full-text index answers like a plain substring test.

Every character of a line begins one gram: itself and its neighbour, the last one with a line break. A word of n ≥ 2
characters is found by the phrase of its n − 1 pairs, a word of one character by every gram that begins with it.
"""

from __future__ import annotations

from complaint_desk.domain.searching import FIELD_BREAK

# The tokenizer splits at ASCII other than letters and digits. Full-width forms and half-width katakana stand in for it:
# normalised text (NFKC) never holds them, so no two different texts get the same grams.
_STAND_INS = {code: 0xFF61 + code for code in range(32)}
_STAND_INS |= {127: 0xFF61 + 32, ord(" "): 0x3000}
_STAND_INS |= {code: code + 0xFEE0 for code in range(33, 127) if not chr(code).isalnum()}

_END = chr(_STAND_INS[ord(FIELD_BREAK)])


def grams(text: str) -> str:
    """The grams of a normalised text, in order, with a space between them."""
    return " ".join([pair for line in text.split(FIELD_BREAK) if line for pair in _pairs(line.translate(_STAND_INS))])


def _pairs(line: str) -> list[str]:
    return [first + second for first, second in zip(line, line[1:] + _END, strict=True)]


def word_query(word: str) -> str:
    """What FTS5 is asked for one normalised word without white space; matches the lines that hold the word."""
    standing = word.translate(_STAND_INS)
    if len(standing) == 1:
        return f'"{standing}" *'
    return '"' + " ".join(_pairs(standing)[:-1]) + '"'
