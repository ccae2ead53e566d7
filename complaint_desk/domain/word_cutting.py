"""Narratives cut into words: Chinese has no blanks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

LETTER = re.compile(r"[^\W\d_]")
"""What makes a token part of a text: a letter or a Chinese character. Signs end a phrase, numbers tell nothing of a group."""

LEAST_LENGTH = 2
"""One character alone is no word to tell people: it means too many things."""


def tokens(text: str) -> list[str]:
    """The tokens of a normalised text in order: words, numbers and signs."""
    from rjieba import cut  # noqa: PLC0415 - its dictionary takes 0.2 s to load, wanted only where narratives are read

    found: list[str] = cut(text)
    return found


def is_word(token: str) -> bool:
    """True for a token that may stand alone."""
    return len(token) >= LEAST_LENGTH and LETTER.search(token) is not None


def occurrences(sequence: Sequence[str], phrase: Sequence[str]) -> list[int]:
    """The places at which a phrase of tokens begins."""
    length = len(phrase)
    first, rest = phrase[0], list(phrase)
    return [at for at, token in enumerate(sequence) if token == first and list(sequence[at : at + length]) == rest]
