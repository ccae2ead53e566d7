"""Facts of many complaints as columns of numbers: what figures are counted from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Word: TypeAlias = str | int | None
Amounts: TypeAlias = NDArray[np.int64]
Choice: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]

NOTHING = int(np.iinfo(np.int64).min)
"""What stands in a column of amounts where nothing is said."""

_MOST_CELLS = 1 << 20
"""As many different combinations are counted in a table of their own, which is far quicker than sorting them."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few different values: for each complaint the place of its value in `words`."""

    codes: NDArray[np.int32]
    words: tuple[Word, ...]

    def among(self, wanted: Iterable[Word]) -> Choice:
        """Where one of some values stands."""
        chosen = set(wanted)
        fits = np.fromiter((word in chosen for word in self.words), np.bool_, len(self.words))
        return fits[self.codes] if len(fits) else np.zeros(len(self.codes), np.bool_)


Column: TypeAlias = Coded | Amounts


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns by name, all as long as `ids` and in its order, which is none in particular."""

    ids: Amounts
    coded: Mapping[str, Coded] = field(default_factory=dict)
    amounts: Mapping[str, Amounts] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, chosen: Choice | Places) -> Facts:
        """The facts of those chosen, or of those at some places, in the order of these."""
        return Facts(
            self.ids[chosen],
            {name: Coded(each.codes[chosen], each.words) for name, each in self.coded.items()},
            {name: each[chosen] for name, each in self.amounts.items()},
        )

    def beside(self, name: str, column: Coded) -> Facts:
        """The same with one more column."""
        return Facts(self.ids, {**self.coded, name: column}, self.amounts)

    def moments(self, name: str) -> Amounts:
        """When they were received or closed, in seconds of the wall clock since 1970; `NOTHING` where they are open."""
        received = self.amounts["received_at"]
        if name == "received_at":
            return received
        taken = self.amounts["taken"]
        return np.where(taken == NOTHING, NOTHING, received + taken)


def coded(values: Sequence[Word]) -> Coded:
    words = dict.fromkeys(values)
    places = {word: place for place, word in enumerate(words)}
    return Coded(np.fromiter(map(places.__getitem__, values), np.int32, len(values)), tuple(words))


def amounts(values: Iterable[int | None], count: int) -> Amounts:
    return np.fromiter((NOTHING if value is None else value for value in values), np.int64, count)


def joined(parts: Sequence[Facts]) -> Facts:
    """Facts of several portions, which have the same columns, as one; at least one portion."""
    first = parts[0]
    return Facts(
        np.concatenate([each.ids for each in parts]),
        {name: _joined_codes([each.coded[name] for each in parts]) for name in first.coded},
        {name: np.concatenate([each.amounts[name] for each in parts]) for name in first.amounts},
    )


def _joined_codes(parts: Sequence[Coded]) -> Coded:
    places: dict[Word, int] = {}
    for each in parts:
        for word in each.words:
            places.setdefault(word, len(places))
    moved = [
        np.fromiter((places[word] for word in each.words), np.int32, len(each.words))[each.codes]
        for each in parts
        if len(each.codes)
    ]
    return Coded(np.concatenate(moved) if moved else np.zeros(0, np.int32), tuple(places))


def counts(columns: Sequence[Coded]) -> Iterator[tuple[tuple[Word, ...], int]]:
    """How often each combination of values stands there."""
    sizes = [max(1, len(each.words)) for each in columns]
    combined = columns[0].codes.astype(np.int64)
    for each, size in zip(columns[1:], sizes[1:], strict=True):
        combined = combined * size + each.codes
    if math.prod(sizes) <= _MOST_CELLS:
        numbers = np.bincount(combined)
        cells = np.flatnonzero(numbers)
        numbers = numbers[cells]
    else:
        cells, numbers = np.unique(combined, return_counts=True)
    for cell, number in zip(cells.tolist(), numbers.tolist(), strict=True):
        values = []
        for each, size in zip(reversed(columns), reversed(sizes), strict=True):
            cell, place = divmod(cell, size)  # noqa: PLW2901 - digit by digit
            values.append(each.words[place])
        yield tuple(reversed(values)), number
