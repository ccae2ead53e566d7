"""Words of foreign ledgers that no list knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no list knows, the field in which it stands, and in how many rows."""

    field: str
    word: str
    rows: int
