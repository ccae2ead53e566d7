"""Many keys with the places of those that hold them, in 12 bytes each: sorted runs that are joined as they grow alike.

Loads numpy, of no use to a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

_Run = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Keys in their order, and beside each a place; those of one key in the order in which they came."""


class SortedKeys:
    """Keys are added in portions, with places above all those before."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def add(self, holders: Mapping[int, Sequence[int]]) -> None:
        """Further places by their keys."""
        keys = np.fromiter(holders, np.int64, len(holders))
        counts = np.fromiter(map(len, holders.values()), np.int64, len(holders))
        places = np.fromiter(chain.from_iterable(holders.values()), np.int32, int(counts.sum()))
        run = _sorted(np.repeat(keys, counts), places)
        while self._runs and len(self._runs[-1][0]) <= len(run[0]):
            keys, places = self._runs.pop()
            run = _sorted(np.concatenate((keys, run[0])), np.concatenate((places, run[1])))
        self._runs.append(run)

    def holders(self, wanted: Collection[int], most: int) -> dict[int, list[int]]:
        """The places of those keys that any has, by key; of one that many have the last `most` of each run."""
        sought = np.sort(np.fromiter(wanted, np.int64, len(wanted)))
        found: defaultdict[int, list[int]] = defaultdict(list)
        for keys, places in self._runs:
            first = np.searchsorted(keys, sought)
            there = keys[np.minimum(first, len(keys) - 1)] == sought
            met = sought[there]
            behind = np.searchsorted(keys, met, side="right")
            for key, begin, end in zip(met.tolist(), first[there].tolist(), behind.tolist(), strict=True):
                found[key] += places[max(begin, end - most) : end].tolist()
        return found


def _sorted(keys: NDArray[np.int64], places: NDArray[np.int32]) -> _Run:
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order]
