"""Who holds a key: as they come while they are few, sorted in a tenth of the memory where they are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from complaint_desk.domain.foreign.similar_rows import MOST_HOLDERS

if TYPE_CHECKING:
    from complaint_desk.storage.sorted_keys import SortedKeys

_FEW = 50_000


class KeyHolders:
    """Keys of 64 bits and the places that hold them; of a key that many hold the newest, but more than `MOST_HOLDERS`."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._others: defaultdict[int, list[int]] = defaultdict(list)
        self._sorted: SortedKeys | None = None
        self._sorted_holders: dict[int, list[int]] = {}

    def look_forward(self, keys: Collection[int]) -> None:
        """Find at once the holders of keys that will be asked for; ask for no other ones before this is called again."""
        if len(self._first) > _FEW:
            self._sort()
        if self._sorted is not None:
            self._sorted_holders = self._sorted.holders(keys, MOST_HOLDERS + 1)

    def held(self, keys: AbstractSet[int]) -> set[int]:
        """Those of the keys looked forward to that anybody holds."""
        return (keys & self._first.keys()) | self._sorted_holders.keys()

    def add(self, keys: Iterable[int], place: int) -> None:
        """The keys of one that stands behind all those before it."""
        first = self._first
        for key in keys:
            if first.setdefault(key, place) != place:
                self._others[key].append(place)

    def of(self, key: int) -> Sequence[int]:
        """The places of those that hold a key, in their order."""
        if (first := self._first.get(key)) is None:
            return self._sorted_holders.get(key, ())
        return [*self._sorted_holders.get(key, ()), first, *self._others.get(key, ())]

    def _sort(self) -> None:
        from complaint_desk.storage.sorted_keys import SortedKeys  # noqa: PLC0415 - loads numpy, of no use to a few

        if self._sorted is None:
            self._sorted = SortedKeys()
        keys, places = [*self._first], [*self._first.values()]
        for key, held in self._others.items():
            keys += [key] * len(held)
            places += held
        self._sorted.add(keys, places)
        self._first, self._others = {}, defaultdict(list)
