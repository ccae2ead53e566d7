"""An import that is being written: its complaints, what it changes in others, and what the ledger held before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, insert, select, update

from complaint_desk.domain.complaint import Complaint, ComplaintContent, ComplaintDraft
from complaint_desk.domain.foreign.known_choices import KnownWay, changes_by_row
from complaint_desk.domain.foreign.known_rows import RowMarks
from complaint_desk.domain.new_complaints import NewComplaints
from complaint_desk.storage import complaints, journal, search_index
from complaint_desk.storage.complaints import Registration, inserting, next_id
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.known_complaints import known
from complaint_desk.storage.rules import USUAL_RULE_SET
from complaint_desk.storage.schema import complaint, import_batch
from complaint_desk.storage.similar_complaints import LikeComplaints
from complaint_desk.storage.sqlite_dialect import leave_log

_FIRST = 1
"""The id of the first complaint of a ledger."""


class OpenBatch:
    """One import inside one writing scope. The batch begins with its first complaint, so that an import of nothing has none.

    In a reading scope only `known`, `similar`, `numbers_of` and `there` may be asked. What was added last is indexed while
    the caller makes the next portion ready; nobody else may use the connection before the batch has ended.
    """

    def __init__(
        self,
        connection: Connection,
        signature: Signature,
        pattern: str,
        files: Sequence[str],
        rule_set: str = USUAL_RULE_SET,
    ) -> None:
        self._used = connection
        self._portion = ExitStack()
        self._signature = signature
        self._pattern = pattern
        self._rule_set = rule_set
        self._files = files
        self._below = next_id(connection)
        self._like = LikeComplaints(connection, self._below)
        self.number: int | None = None
        self.registered = 0
        self._changed: set[int] = set()

    def __enter__(self) -> Self:
        search_index.expect_many(self._used)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._portion.__exit__(kind, error, traceback)
        if error is None:
            self._close()

    @property
    def _connection(self) -> Connection:
        """The connection, once the portion before is written whole."""
        self._portion.close()
        return self._used

    @property
    def _is_beside_others(self) -> bool:
        """Whether the ledger held anything before this import."""
        return self._below > _FIRST

    def known(self, rows: Sequence[RowMarks]) -> tuple[list[int | None], AbstractSet[str]]:
        """For each row the id of the complaint that the ledger held before this import; None for a new one.

        And those of their source numbers that it held.
        """
        if not self._is_beside_others:
            return [None] * len(rows), frozenset()
        return known(self._connection, rows, self._below)

    def similar(
        self, rows: Sequence[RowMarks | None], content_of: Callable[[int], ComplaintContent]
    ) -> list[int | None]:
        """For each row the id of a complaint that was there and tells nearly the same; None also for a row that is None.

        `content_of`: what the row at a place says.
        """
        if not self._is_beside_others:
            return [None] * len(rows)
        self._portion.close()
        return self._like.of(rows, content_of)

    def numbers_of(self, ids: Collection[int]) -> dict[int, str]:
        """The numbers of complaints by their ids."""
        here = complaint.c
        found: dict[int, str] = {}
        for chunk in in_chunks(sorted(ids)):
            query = select(here.id, here.number).where(here.id.in_(chunk))
            found.update(self._connection.execute(query).all())
        return found

    def there(self, ids: Sequence[int | None]) -> dict[int | None, Complaint]:
        """The complaints of these ids, as they stand."""
        wanted = dict.fromkeys(each for each in ids if each is not None)
        return {each.id: each for each in complaints.read_many(self._connection, list(wanted))}

    def add(self, new: NewComplaints) -> None:
        """Register a portion of complaints with their history."""
        if not len(new):
            return
        if self.number is None:
            self.number = _begin(self._connection, self._signature, self._files)
        registration = Registration(self._pattern, self._signature, self.number, self._rule_set)
        self._portion.enter_context(inserting(self._connection, new, registration))
        self.registered += len(new)

    def id_of(self, place: int) -> int:
        """The id of a complaint of this batch by its place among them."""
        return self._below + place

    def change(
        self,
        complaint_id: int,
        draft: ComplaintDraft,
        way: KnownWay,
        usual: AbstractSet[str],
        *,
        dry_run: bool,
        earlier: ComplaintDraft | None = None,
    ) -> bool:
        """Change a complaint that is there by a row, once in an import; True if anything is changed.

        `earlier`: in a dry run the row of which the complaint would have been made.
        """
        if complaint_id in self._changed:
            return False
        current = earlier or complaints.read(self._connection, complaint_id)
        if current is None:
            return False
        changed = changes_by_row(current, draft, way, usual, self._signature.at)
        if not changed:
            return False
        self._changed.add(complaint_id)
        if isinstance(current, Complaint) and not dry_run:
            if self.number is None:
                self.number = _begin(self._connection, self._signature, self._files)
            details = (("batch", str(self.number)),)
            complaints.write_changes(
                self._connection, self._signature, "import_changed", current, changed, details=details
            )
        return True

    def _close(self) -> None:
        """Note how many complaints the batch holds, and tell the journal."""
        if self.number is None:
            return
        here = import_batch.c.id == self.number
        self._connection.execute(update(import_batch).where(here).values(registered=self.registered))
        told = [("batch", str(self.number)), ("registered", str(self.registered))]
        if self._changed:
            told.append(("changed", str(len(self._changed))))
        journal.append(self._connection, self._signature, [Deed("import", details=tuple(told))])
        search_index.put_off_merging(self._connection, until_later=False)
        leave_log(self._connection)


def _begin(connection: Connection, signature: Signature, files: Sequence[str]) -> int:
    search_index.put_off_merging(connection, until_later=True)
    row = {"at": signature.at, "person": signature.person, "files": list(files), "registered": 0}
    made = connection.execute(insert(import_batch).values(row))
    return int(made.inserted_primary_key[0])  # type: ignore[index]
