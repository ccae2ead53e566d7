"""Letter numbers: one sequence for each kind and year, without gaps, never reused; and letters kept with their case."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import Connection, insert, select, update

from complaint_desk.domain import clock_deeds
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Complaint, NewStep
from complaint_desk.domain.moments import PartialDate
from complaint_desk.storage.attachments import add_attachment
from complaint_desk.storage.clocks import ClockDeed, clocks_of
from complaint_desk.storage.complaints import Besides, write_changes
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import letter_sequence

_PROMISED = ("answer", "close")


def take_letter_number(connection: Connection, kind: str, year: int) -> int:
    """The next number of a kind in a year. Inside a writing scope: it counts only if that ends well."""
    here = (letter_sequence.c.kind == kind) & (letter_sequence.c.year == year)
    last: int | None = connection.execute(select(letter_sequence.c.last).where(here)).scalar()
    if last is None:
        connection.execute(insert(letter_sequence), [{"kind": kind, "year": year, "last": 1}])
        return 1
    connection.execute(update(letter_sequence).where(here).values(last=last + 1))
    return last + 1


def keep_letter(
    connection: Connection,
    signature: Signature,
    current: Complaint,
    named: tuple[tuple[str, str], ...],
    file: tuple[str, bytes],
    steps: tuple[NewStep, ...],
    *,
    told: PartialDate | None = None,
) -> Complaint:
    """Keep a letter as an attachment, put it on record, and write its kind, number and SHA-256 into the journal.

    Args:
        connection: a writing scope.
        signature: who makes it, and when.
        current: the complaint as it stands.
        named: `kind` and `number`, for the journal.
        file: its name and bytes.
        steps: what the handling record says of it.
        told: the day until which it promises an answer; clocks due then are told, and no calendar moves them any more.
    """
    name, content = file
    add_attachment(connection, signature, current.id, name, content)
    details = (*named, ("sha256", hashlib.sha256(content).hexdigest()))
    besides = Besides(clocks=_told_clocks(connection, current.id, told, signature.at))
    return write_changes(
        connection, signature, "letter", current, {}, details=details, new_steps=steps, besides=besides
    )


def _told_clocks(connection: Connection, complaint_id: int, day: PartialDate | None, at: dt.datetime) -> ClockDeed:
    if day is None:
        return ClockDeed()
    there = clocks_of(connection, [complaint_id]).get(complaint_id, ())
    return ClockDeed(tuple(clock_deeds.told(each, at) if _is_due_on(each, day) else each for each in there))


def _is_due_on(clock: Clock, day: PartialDate) -> bool:
    promised = clock.code in _PROMISED and clock.is_open
    return promised and clock.due is not None and PartialDate.of(clock.due.date()) == day
