"""Whether the journal is whole: each entry as it was written, each upon the one before, and on an anchor from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.reports import Fault
from complaint_desk.storage.journal import START, Head, entry_hash
from complaint_desk.storage.schema import journal

_BATCH = 1000
_SHORTEST_ANCHOR = 16


def parse_anchor(text: str) -> Head:
    """Read an anchor as it is printed: `17-<hash>`; the hash may be cut short to no less than 16 digits.

    Raises:
        Refusal: `bad_anchor`.
    """
    sequence, _, digits = text.strip().partition("-")
    hexadecimal = all(digit in "0123456789abcdef" for digit in digits.lower())
    if not sequence.isdecimal() or not hexadecimal or not _SHORTEST_ANCHOR <= len(digits) <= len(START):
        raise Refusal("bad_anchor", anchor=text)
    return Head(int(sequence), digits.lower())


def chain_faults(connection: Connection, anchor: Head | None) -> Iterator[Fault | None]:
    """Walk the chain: for each entry one fault after the other, then None, so that the caller can count."""
    last = Head(0, START)
    last_sound = True
    anchored = anchor is None or (anchor.sequence == 0 and START.startswith(anchor.hash))
    for row in _entries(connection):
        sequence = row["sequence"]
        if sequence != last.sequence + 1:
            yield Fault("journal_missing", _place(last.sequence + 1), (("until", str(sequence - 1)),))
        own = entry_hash(row) == row["hash"]
        if not own:
            yield Fault("journal_changed", _place(sequence))
        elif last_sound and row["previous_hash"] != last.hash and sequence == last.sequence + 1:
            # This entry is sound, so the one before it was written anew.
            yield Fault("journal_changed", _place(max(last.sequence, 1)))
        if anchor is not None and sequence == anchor.sequence:
            anchored = True
            if not row["hash"].startswith(anchor.hash):
                yield Fault("anchor_differs", _place(sequence))
        last, last_sound = Head(sequence, row["hash"]), own
        yield None
    if not anchored and anchor is not None:
        yield Fault("journal_cut", _place(anchor.sequence), (("last", str(last.sequence)),))


def _entries(connection: Connection) -> Iterator[Mapping[str, Any]]:
    last = -1
    while True:
        query = select(journal).where(journal.c.sequence > last).order_by(journal.c.sequence).limit(_BATCH)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        last = rows[-1]["sequence"]
        yield from (dict(row) for row in rows)


def _place(sequence: int) -> str:
    return f"journal {sequence}"
