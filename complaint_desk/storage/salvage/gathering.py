"""The rows that can be read of each table, and what is known to be lost of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.salvage.pages import INNER_INDEX, LEAF_INDEX, Pages, page_header
from complaint_desk.storage.salvage.records import Record, Value, records_on
from complaint_desk.storage.salvage.shapes import SchemaRow, TableShape, schema_rows, table_shapes
from complaint_desk.storage.salvage.trees import Tree, orphans, tree_below

_MASTER = 1


@dataclass(slots=True)
class Gathered:
    """One table: its shape, the pages with its rows, and pages of it that cannot be read."""

    shape: TableShape
    tree: Tree = field(default_factory=Tree)
    read: int = 0
    partly: int = 0
    cells_lost: int = 0
    numbers: set[int] = field(default_factory=set)
    """Of its rows that were read."""

    @property
    def is_damaged(self) -> bool:
        return bool(self.tree.lost or self.cells_lost)


class Gathering:
    """What a file holds. `schema` is what it says of itself; where that is gone, `fresh` says what a ledger of today is like."""

    def __init__(self, pages: Pages, fresh: Sequence[SchemaRow], stop: StopSignal | None = None) -> None:
        self._pages = pages
        self._stop = stop
        seen: set[int] = set()
        master = tree_below(pages, _MASTER, seen)
        own = schema_rows(record for holder in master.holders for record in records_on(pages, holder)[0])
        self.schema = own
        """Tables and indexes as the file names them; some may be missing."""
        self.is_whole = not master.lost
        shapes = table_shapes(fresh) | table_shapes(own)
        named = {row.name for row in own if row.kind == "table"}
        self.tables = {name: Gathered(shape) for name, shape in shapes.items()}
        for name, table in self.tables.items():
            if name in named or (not self.is_whole and self._is_root_of(table.shape)):
                table.tree = tree_below(pages, table.shape.root, seen)
        for row in own:
            if row.kind == "index":
                tree_below(pages, row.root, seen)
        self.unknown = 0
        """Rows of which nobody can say to which table they belong."""
        self._give_orphans_back(seen)

    def rows(self, table: Gathered) -> Iterator[tuple[Value, ...]]:
        """Every row of a table that can be read; counts them on the way."""
        for holder in table.tree.holders:
            if self._stop:
                self._stop.heed()
            found, lost = records_on(self._pages, holder)
            table.cells_lost += lost
            for record in found:
                if not table.shape.fits(record):
                    table.cells_lost += 1
                    continue
                table.read += 1
                table.partly += not record.whole
                table.numbers.add(record.rowid)
                yield table.shape.row(record)

    def known_lost(self, table: Gathered) -> int | None:
        """How many rows of a damaged table its indexes know beyond those that were read; None if nobody can say."""
        if not table.is_damaged:
            return 0
        known: set[int] = set()
        told = False
        for row in self.schema:
            if row.kind == "index" and row.table == table.shape.name and " WHERE " not in row.sql.upper():
                told = True
                for holder in tree_below(self._pages, row.root, set()).holders:
                    records, _lost = records_on(self._pages, holder)
                    known.update(last for each in records if isinstance(last := each.values[-1], int))
        return len(known - table.numbers) if told and not table.shape.keyed else None

    def _is_root_of(self, shape: TableShape) -> bool:
        """True if the page that is its root in every ledger made by this version holds such rows, or leads to others."""
        header = page_header(self._pages.page(shape.root), shape.root)
        if header is None or (header[0] in (INNER_INDEX, LEAF_INDEX)) != shape.keyed:
            return False
        records, _lost = records_on(self._pages, shape.root)
        return all(map(shape.fits, records))

    def _give_orphans_back(self, seen: set[int]) -> None:
        strays: defaultdict[str, list[int]] = defaultdict(list)
        for number in orphans(self._pages, seen, self._stop):
            records, _lost = records_on(self._pages, number)
            header = page_header(self._pages.page(number), number)
            if not records or header is None:
                continue
            owner = self._owner(records, keyed=header[0] in (INNER_INDEX, LEAF_INDEX))
            if owner is not None:
                strays[owner.shape.name].append(number)
            elif header[0] not in (INNER_INDEX, LEAF_INDEX):
                self.unknown += len(records)
        for name, numbers in strays.items():
            self.tables[name].tree.holders.extend(numbers)

    def _owner(self, records: Sequence[Record], *, keyed: bool) -> Gathered | None:
        fitting = [
            table
            for table in self.tables.values()
            if table.shape.keyed == keyed and 2 * sum(map(table.shape.fits, records)) > len(records)
        ]
        # Where several have rows of that form, it is of one that misses pages.
        missing = [table for table in fitting if table.tree.lost or not table.tree.holders]
        several = missing if len(fitting) > 1 and missing else fitting
        return several[0] if len(several) == 1 else None
