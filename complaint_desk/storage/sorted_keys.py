"""Many keys with the places of those that hold them, in 12 bytes each: sorted runs that are joined as they grow alike.

Loads numpy, of no use to a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

_Keys = NDArray[np.int64]
_Run = tuple[_Keys, NDArray[np.int32]]
"""Keys in their order, and beside each a place; those of one key in the order in which they came."""

_MARKS = 1 << 23


class SortedKeys:
    """Keys are added in portions, with places above all those before."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        # Most keys are new, and to see that takes a hundredth of a search.
        self._marks = np.zeros(_MARKS, np.bool_)

    def add(self, keys: Collection[int], places: Sequence[int]) -> None:
        """Further keys, and beside each a place that holds it."""
        added = np.fromiter(keys, np.int64, len(keys))
        self._marks[added & (_MARKS - 1)] = True
        run = _sorted(added, np.fromiter(places, np.int32, len(places)))
        while self._runs and len(self._runs[-1][0]) <= len(run[0]):
            before, held = self._runs.pop()
            run = _sorted(np.concatenate((before, run[0])), np.concatenate((held, run[1])))
        self._runs.append(run)

    def holders(self, wanted: Collection[int], most: int) -> dict[int, list[int]]:
        """The places of those keys that any has, by key; of one that many have the last `most` of each run."""
        sought = np.fromiter(wanted, np.int64, len(wanted))
        sought = np.sort(sought[self._marks[sought & (_MARKS - 1)]])
        found: defaultdict[int, list[int]] = defaultdict(list)
        for keys, places in self._runs:
            first = np.searchsorted(keys, sought)
            there = keys[np.minimum(first, len(keys) - 1)] == sought
            met = sought[there]
            behind = np.searchsorted(keys, met, side="right")
            for key, begin, end in zip(met.tolist(), first[there].tolist(), behind.tolist(), strict=True):
                found[key] += places[max(begin, end - most) : end].tolist()
        return found


def _sorted(keys: _Keys, places: NDArray[np.int32]) -> _Run:
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order]
