"""Rows beside the complaints whose every deed leaves a journal entry with the digest of what is kept after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from complaint_desk.domain.feedback import Feedback
from complaint_desk.domain.improvement import Improvement
from complaint_desk.domain.reports import Fault
from complaint_desk.domain.staff import StaffMember
from complaint_desk.storage import journal
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import journal as journal_table

_Kept = TypeVar("_Kept", Improvement, Feedback, StaffMember)


@dataclass(frozen=True, slots=True)
class JournalledRows:
    """One table; `name` is what its entries call a row, `deeds` what they tell of.

    `unknown`, `changed` and `missing` are the codes of what can be wrong with a row. Columns that came `later` than the first
    entries count once they are filled, and those that are `passing` never.
    """

    table: Table
    name: str
    deeds: tuple[str, ...]
    unknown: str
    changed: str
    missing: str
    later: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()

    def add(
        self, connection: Connection, signature: Signature, deed: str, row: Mapping[str, Any], fields: tuple[str, ...]
    ) -> int:
        """Insert a row and journal it; returns its id."""
        added = connection.execute(insert(self.table).values(row).returning(self.table.c.id)).scalar_one()
        self._tell(connection, signature, deed, {"id": added, **row}, fields)
        return int(added)

    def change(
        self,
        connection: Connection,
        signature: Signature,
        deed: str,
        current: _Kept,
        changed: Mapping[str, Any],
        row_of: Callable[[_Kept], Mapping[str, Any]],
    ) -> _Kept:
        """Write what a deed changed, as a version of its own; nothing where nothing would change."""
        new = {name: value for name, value in changed.items() if getattr(current, name) != value}
        if not new:
            return current
        after = dataclasses.replace(current, version=current.version + 1, **new)
        self.write(connection, signature, deed, {"id": current.id, **row_of(after)}, tuple(new))
        return after

    def write(
        self,
        connection: Connection,
        signature: Signature,
        deed: str,
        row: Mapping[str, Any],
        fields: tuple[str, ...],
        more: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Put a row in the place of the one of its id; `more` is told in the journal beside what changed."""
        connection.execute(update(self.table).where(self.table.c.id == row["id"]).values(dict(row)))
        self._tell(connection, signature, deed, row, fields, more)

    def _tell(
        self,
        connection: Connection,
        signature: Signature,
        deed: str,
        row: Mapping[str, Any],
        fields: tuple[str, ...],
        more: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Journal a deed: the row as it is after it, and which of its columns changed."""
        details = ((self.name, str(row["id"])), ("sha256", self._digest(row)), *more)
        journal.append(connection, signature, [Deed(deed, fields=fields, details=details)])

    def faults(self, connection: Connection, went_on: Callable[[], None]) -> Iterator[Fault]:
        """Rows that are not as their last journal entry says; `went_on` is called for each that was looked at."""
        here = journal_table.c
        query = select(here.sequence, here.details).where(here.deed.in_(self.deeds)).order_by(here.sequence)
        told: dict[str, tuple[int, str]] = {}
        for sequence, details in connection.execute(query):
            named = _named(details)
            told[named.get(self.name, "")] = (sequence, named.get("sha256", ""))
        for row in connection.execute(select(self.table).order_by(self.table.c.id)).mappings():
            went_on()
            place = str(row["id"])
            entry, digest = told.pop(place, (0, ""))
            if not entry:
                yield Fault(self.unknown, place, ())
            elif digest != self._digest(row):
                yield Fault(self.changed, place, (("entry", str(entry)),))
        for place, (entry, _digest_then) in told.items():
            yield Fault(self.missing, place, (("entry", str(entry)),))

    def _digest(self, row: Mapping[str, Any] | RowMapping) -> str:
        """SHA-256 over UTF-8 JSON of all columns by name that count; days and moments as ISO 8601."""
        names = sorted({column.name for column in self.table.columns} - self.passing)
        plain = {
            name: row[name].isoformat() if isinstance(row[name], dt.date) else row[name]
            for name in names
            if row[name] or name not in self.later
        }
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _named(details: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in json.loads(details or "{}").items()}
    except (ValueError, AttributeError):
        # The entry itself is named by the check of the chain.
        return {}
