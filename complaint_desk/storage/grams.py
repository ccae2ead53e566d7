"""Text as short overlapping pieces, so that an index of words answers nearly like a plain substring test.

Every character begins one gram: itself and its neighbour, the last one with a line break. Where both are letters or
digits the third character belongs to it as well: there are so few of them that pairs alone would stand in every text.
A word is found by the grams that it holds whole; where it ends within one, by all that begin like it.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache

from complaint_desk.domain.searching import FIELD_BREAK

# The tokenizer splits at ASCII other than letters and digits. Full-width forms and half-width katakana stand in for it:
# normalised text (NFKC) never holds them, so no two different texts get the same grams.
_STAND_INS = {chr(code): chr(0xFF61 + code) for code in range(32)}
_STAND_INS |= {"\x7f": chr(0xFF61 + 32), " ": chr(0x3000)}
_STAND_INS |= {chr(code): chr(code + 0xFEE0) for code in range(33, 127) if not chr(code).isalnum()}
_SPLITTING = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
SOUND_MARK = "\uff5f"
"""Begins every gram of a sound, so that one index holds both and mixes up neither; no normalised text holds it either."""

_SOUND_BREAK = " " + SOUND_MARK

_RUN = re.compile("[0-9a-z]{2,}")

_END = _STAND_INS[FIELD_BREAK]
_MOST_ASKED = 64
"""Grams of a long word that the index is asked for; the rest is left to looking at the text itself."""

# Characters of equal width can be laid out side by side by whole slices, ten times as quick as one by one.
_CODING = "utf-32-le"
_UNIT = "I"
_SPACE = " ".encode(_CODING)


def gram_text(words: str, sounds: str) -> str:
    """The grams of a complaint's normalised text and of its sounds with spaces between them, as the tokenizer wants them."""
    lines = map(_sound_grams, sounds.split(FIELD_BREAK)) if sounds else ()
    return "".join([_laid_out(words), *lines])


def grams(words: str, sounds: str) -> list[str]:
    """The same one by one; a gram comes as often as it stands there."""
    return [gram for gram in gram_text(words, sounds).split(" ") if gram]


def word_query(word: str, *, sounds: bool = False) -> tuple[str, bool]:
    """What FTS5 is asked for one normalised word without white space, and whether what it finds holds the word for certain.

    Args:
        word: of the search box.
        sounds: look for it, which then is of letters alone, among the sounds instead of the text.
    """
    stood = standing(word)
    whole, beginning = _grams_of(stood)
    mark = SOUND_MARK if sounds else ""
    terms = [f'"{mark}{gram}"' for gram in whole] + ([f'"{mark}{beginning}" *'] if beginning else [])
    return "(" + " AND ".join(terms) + ")", stood in (beginning, *whole)


def _grams_of(word: str) -> tuple[list[str], str]:
    """The grams that stand whole in a word, at most so many, and the beginning of one that ends beyond it ("": none)."""
    if len(word) == 1:
        return [], word
    whole: dict[str, None] = {}
    beginning = ""
    for at in range(len(word) - 1):
        size = 3 if _is_run(word[at : at + 2]) else 2
        if at + size <= len(word):
            whole[word[at : at + size]] = None
        elif at == 0 or not _is_run(word[at - 1 : at + 1]):
            beginning = word[at:]
    found = list(whole)
    return found[:: -(-len(found) // _MOST_ASKED)] if found else found, beginning


def _is_run(pair: str) -> bool:
    return _RUN.fullmatch(pair) is not None


@lru_cache(maxsize=65_536)
def _sound_grams(line: str) -> str:
    return _SOUND_BREAK + _SOUND_BREAK.join([line[at : at + 3] for at in range(len(line))]) if line else ""


def _laid_out(text: str) -> str:
    if not text:
        return ""
    stood = standing(text) + _END
    characters = array(_UNIT, stood.encode(_CODING))
    count = len(characters) - 1
    laid_out = array(_UNIT, _SPACE) * (4 * count)
    laid_out[0::4] = characters[:-1]
    laid_out[1::4] = characters[1:]
    for run in _RUN.finditer(stood):
        first, behind = run.span()
        laid_out[4 * first + 2 : 4 * behind - 2 : 4] = characters[first + 2 : behind + 1]
    return laid_out.tobytes().decode(_CODING)


def standing(text: str) -> str:
    """A text as it stands in its grams: nothing in it at which the tokenizer would split."""
    for splitting in set(_SPLITTING.findall(text)):
        text = text.replace(splitting, _STAND_INS[splitting])
    return text
