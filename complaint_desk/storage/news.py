"""What other desks wrote: read from the journal, without the entries that this program wrote itself."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import Changes
from complaint_desk.storage import journal
from complaint_desk.storage.feedback import FEEDING_BACK
from complaint_desk.storage.improvements import IMPROVING
from complaint_desk.storage.product_sales import SELLING
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.staff import STAFFING

MOST_ENTRIES = 5_000
"""Of more entries nobody names the complaints: everything is to be read again."""

_OF_NO_COMPLAINT = {
    "list_changed": Changes(lists=True),
    "views_changed": Changes(views=True),
    "definitions_changed": Changes(definitions=True),
    "export": Changes(),
    "signed_in": Changes(),
    "sign_in_failed": Changes(),
    "import": Changes(),
    **dict.fromkeys(IMPROVING, Changes(improvements=True)),
    **dict.fromkeys(SELLING, Changes(improvements=True)),
    **dict.fromkeys(FEEDING_BACK, Changes(feedback=True)),
    **dict.fromkeys(STAFFING, Changes(lists=True)),
}
"""Deeds about the whole ledger after which not everything is to be read again; an import names its complaints itself."""


class OwnEntries:
    """The journal entries that this program wrote: whoever did it has told its window already. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ranges: list[range] = []

    def note(self, entries: range) -> None:
        """Count entries as own; before they are committed, since somebody may look at once."""
        if not entries:
            return
        with self._lock:
            last = self._ranges[-1] if self._ranges else range(0)
            if last and last.stop == entries.start:
                self._ranges[-1] = range(last.start, entries.stop)
            else:
                self._ranges.append(entries)

    @contextmanager
    def noting(self, connection: Connection) -> Iterator[Callable[[], range]]:
        """Around one transaction, which calls what it is given as its last deed and gets the entries that it wrote.

        After an error none of them counts as own.
        """
        journal.take_written(connection)
        noted = range(0)

        def note() -> range:
            nonlocal noted
            noted = journal.take_written(connection)
            self.note(noted)
            return noted

        try:
            yield note
        except BaseException:
            self.forget(noted)
            raise

    def forget(self, entries: range) -> None:
        """They were not written after all: another desk gets these places."""
        if not entries:
            return
        with self._lock:
            kept = self._ranges.pop()
            if kept.start < entries.start:
                self._ranges.append(range(kept.start, entries.start))

    def __contains__(self, sequence: int) -> bool:
        with self._lock:
            at = bisect_right(self._ranges, sequence, key=lambda each: each.start)
            return at > 0 and sequence in self._ranges[at - 1]


def news_since(connection: Connection, since: int, own: OwnEntries) -> tuple[int, Changes]:
    """The newest journal entry, and what others changed after entry `since`."""
    head = journal.head(connection).sequence
    if head < since:
        # Another ledger lies in its place: a backup was restored.
        return head, Changes(everything=True)
    if head - since > MOST_ENTRIES:
        return head, Changes(everything=True)
    here = journal_table.c
    query = select(here.sequence, here.complaint_id, here.deed).where(here.sequence > since).order_by(here.sequence)
    named = [each for each in connection.execute(query) if each.sequence not in own]
    gone = {each.complaint_id for each in named if each.deed in journal.REMOVING and each.complaint_id}
    new = {each.complaint_id for each in named if each.deed == "registered"} - gone
    known = {each.complaint_id for each in named if each.complaint_id} - gone - new
    whole = [_OF_NO_COMPLAINT.get(each.deed, Changes(everything=True)) for each in named if each.complaint_id is None]
    return head, Changes(
        added=tuple(sorted(new)),
        changed=tuple(sorted(known)),
        removed=tuple(sorted(gone)),
        lists=any(each.lists for each in whole),
        views=any(each.views for each in whole),
        improvements=any(each.improvements for each in whole),
        feedback=any(each.feedback for each in whole),
        definitions=any(each.definitions for each in whole),
        everything=any(each.everything for each in whole),
    )
