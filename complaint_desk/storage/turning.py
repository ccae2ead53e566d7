"""Columns of many rows on their way into the ledger: what rows share is turned once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Columns = dict[str, Sequence[Any]]
"""Rows by column: for each name the values of all rows in their order."""


def turned(column: Sequence[Any], turn: Callable[[Any], Any]) -> Sequence[Any]:
    """Each value of a column turned; where most rows share one object with others, each object once."""
    if column and column.count(None) == len(column):
        return [turn(None)] * len(column)
    places = list(map(id, column))
    values = dict(zip(places, column, strict=True))
    if 2 * len(values) > len(column):
        return list(map(turn, column))
    turned_once = {place: turn(value) for place, value in values.items()}
    return list(map(turned_once.__getitem__, places))
