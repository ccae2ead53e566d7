"""Text as overlapping pairs of characters, so that a full-text index answers like a plain substring test.

Every character begins one gram: itself and its neighbour, the last one with a line break. A word of n ≥ 2 characters is
found by the phrase of its n − 1 pairs, a word of one character by every gram that begins with it.
"""

from __future__ import annotations

import re
from array import array

from complaint_desk.domain.searching import FIELD_BREAK

# The tokenizer splits at ASCII other than letters and digits. Full-width forms and half-width katakana stand in for it:
# normalised text (NFKC) never holds them, so no two different texts get the same grams.
_STAND_INS = {chr(code): chr(0xFF61 + code) for code in range(32)}
_STAND_INS |= {"\x7f": chr(0xFF61 + 32), " ": chr(0x3000)}
_STAND_INS |= {chr(code): chr(code + 0xFEE0) for code in range(33, 127) if not chr(code).isalnum()}
_SPLITTING = re.compile(r"[\x00-/:-@\[-`{-\x7f]")

_END = _STAND_INS[FIELD_BREAK]

# Characters of equal width can be laid out side by side by whole slices, ten times as quick as one by one.
_CODING = "utf-32-le"
_UNIT = "I"
_SPACE = " ".encode(_CODING)


def gram_text(text: str) -> str:
    """The grams of a normalised text with a space between them, as the tokenizer wants them."""
    if not text:
        return ""
    characters = _units(_standing(text) + _END)
    laid_out = array(_UNIT, _SPACE) * (3 * (len(characters) - 1))
    laid_out[0::3] = characters[:-1]
    laid_out[1::3] = characters[1:]
    return laid_out[:-1].tobytes().decode(_CODING)


def grams(text: str) -> list[str]:
    """The grams of a normalised text, in order."""
    return gram_text(text).split(" ") if text else []


def word_query(word: str) -> str:
    """What FTS5 is asked for one normalised word without white space; matches the lines that hold the word."""
    if len(word) == 1:
        return f'"{_standing(word)}" *'
    return '"' + " ".join(grams(word)[:-1]) + '"'


def _standing(text: str) -> str:
    return _SPLITTING.sub(lambda found: _STAND_INS[found.group()], text)


def _units(text: str) -> array[int]:
    return array(_UNIT, text.encode(_CODING))
