"""The grams of many complaints at once, the same as of each by itself (`grams`), from arrays of their characters.

Loads numpy, which takes as long as the grams of some thousand complaints one by one: for portions of many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from complaint_desk.domain.searching import FIELD_BREAK
from complaint_desk.storage.grams import SOUND_MARK, standing

_CODING = "utf-32-le"
_Characters = NDArray[np.uint32]

_MOST_CHARACTERS = 65_536
"""Characters laid out at once: what they take meanwhile stays near the processor."""

_SPACE, _MARK, _BREAK = map(ord, (" ", SOUND_MARK, FIELD_BREAK))
_STANDING = np.array([ord(standing(chr(code))) for code in range(128)], np.uint32)
"""How the characters of ASCII stand in grams; all others stand for themselves."""


def gram_texts(texts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """For each complaint's normalised text and its sounds what `gram_text` says; the spaces between grams may be more."""
    first = taken = 0
    for behind, (words, sounds) in enumerate(texts, 1):
        taken += len(words) + len(sounds)
        if taken >= _MOST_CHARACTERS or behind == len(texts):
            yield from _portion(texts[first:behind])
            first, taken = behind, 0


def _portion(texts: Sequence[tuple[str, str]]) -> Iterator[str]:
    words, sounds = zip(*texts, strict=True)
    return map(str.__add__, _cut(words, _laid_out_words(words), 4), _cut(sounds, _laid_out_sounds(sounds), 5))


def _cut(texts: Sequence[str], laid_out: _Characters, width: int) -> Iterator[str]:
    """What was laid out for each of the texts, which stand one behind the other with a break between them."""
    whole = laid_out.tobytes().decode(_CODING)
    sizes = [len(text) for text in texts]
    starts = accumulate((size + 1 for size in sizes), initial=0)
    return (whole[width * start : width * (start + size)] for start, size in zip(starts, sizes, strict=False))


def _laid_out_words(texts: Sequence[str]) -> _Characters:
    """Each character, its neighbour, where both are letters or digits the third, and a space."""
    characters = _characters(FIELD_BREAK.join(texts) + FIELD_BREAK).copy()
    splitting = characters < len(_STANDING)
    characters[splitting] = _STANDING[characters[splitting]]
    laid_out = np.full((len(characters) - 1, 4), _SPACE, np.uint32)
    laid_out[:, 0] = characters[:-1]
    laid_out[:, 1] = characters[1:]
    runs = _within(characters, "0", "9") | _within(characters, "a", "z")
    begun = np.flatnonzero(runs[:-1] & runs[1:])
    laid_out[begun, 2] = characters[begun + 2]
    return laid_out


def _laid_out_sounds(texts: Sequence[str]) -> _Characters:
    """A space, the mark, and the character with the two behind it, as far as its line goes."""
    characters = _characters(FIELD_BREAK.join(texts) + 3 * FIELD_BREAK)
    ends = characters == _BREAK
    laid_out = np.full((len(characters) - 2, 5), _SPACE, np.uint32)
    laid_out[:, 1] = _MARK
    laid_out[:, 2] = characters[:-2]
    laid_out[:, 3] = characters[1:-1]
    laid_out[:, 4] = characters[2:]
    laid_out[ends[1:-1] | ends[2:], 4] = _SPACE
    laid_out[ends[1:-1], 3] = _SPACE
    laid_out[ends[:-2]] = _SPACE
    return laid_out


def _characters(text: str) -> _Characters:
    return np.frombuffer(text.encode(_CODING), np.uint32)


def _within(characters: _Characters, first: str, last: str) -> NDArray[np.bool_]:
    return (characters >= ord(first)) & (characters <= ord(last))
