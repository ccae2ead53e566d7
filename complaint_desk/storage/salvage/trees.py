"""Which pages belong to a table: those below its root, and those that a lost page left without a parent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.salvage.pages import INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE, Pages, page_header
from complaint_desk.storage.salvage.records import children_of

_OF_TABLE, _OF_INDEX = frozenset((INNER_TABLE, LEAF_TABLE)), frozenset((INNER_INDEX, LEAF_INDEX))


@dataclass(slots=True)
class Tree:
    """The pages below a root: those that hold rows, in order, and how many cannot be read."""

    holders: list[int] = field(default_factory=list)
    lost: int = 0


def tree_below(pages: Pages, root: int, seen: set[int]) -> Tree:
    """Walk down from `root`; each page goes into `seen`, and none is walked twice."""
    found = Tree()
    header = page_header(pages.page(root), root)
    fitting = _OF_INDEX if header is not None and header[0] in _OF_INDEX else _OF_TABLE
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        header = page_header(pages.page(number), number)
        if header is None or header[0] not in fitting:
            found.lost += 1
            continue
        if header[0] != INNER_TABLE:
            found.holders.append(number)
        waiting.extend(reversed(list(children_of(pages, number))))
    return found


def orphans(pages: Pages, seen: set[int], stop: StopSignal | None) -> Iterator[int]:
    """Pages with rows that no tree reaches; overflow pages are passed over, since they read as none."""
    for number in range(1, pages.count + 1):
        if stop and not number % 1000:
            stop.heed()
        if number in seen:
            continue
        header = page_header(pages.page(number), number)
        if header is not None and header[0] != INNER_TABLE and header[2]:
            yield number
