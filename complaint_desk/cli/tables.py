"""Plain text tables for a terminal, in which a Chinese character takes two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_LONGEST = 40


def text_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: frozenset[int] = frozenset(),
    whole: frozenset[int] = frozenset(),
) -> list[str]:
    """Lines of a table; columns of `right` are set to the right. Cells show their first 40 places of one line, or the `whole`."""
    cells = [[cell if at in whole else _short(cell) for at, cell in enumerate(row)] for row in (heads, *rows)]
    widths = [max(places(row[at]) for row in cells) for at in range(len(heads))]
    return ["  ".join(_set(cell, widths[at], at in right) for at, cell in enumerate(row)).rstrip() for row in cells]


def _set(cell: str, width: int, to_the_right: bool) -> str:
    gap = " " * (width - places(cell))
    return gap + cell if to_the_right else cell + gap


def _short(text: str) -> str:
    line = "".join(character for character in " ".join(text.split()) if character.isprintable())
    if places(line) <= _LONGEST:
        return line
    kept = ""
    taken = 0
    for character in line:
        taken += places(character)
        if taken >= _LONGEST:
            break
        kept += character
    return kept + "…"


def places(text: str) -> int:
    """How many places of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
