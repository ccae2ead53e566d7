"""Taking the newest deed at a complaint back: what stood there stands there again, and the journal shows both."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import Complaint, RemovedFile, Step
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.storage import complaints, journal, sealing
from complaint_desk.storage.attachments import ATTACHMENTS, put_back, take_out
from complaint_desk.storage.clocks import ClockDeed
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.steps import steps_of, take_out_steps


@dataclass(frozen=True, slots=True)
class NewestDeed:
    """The newest entry of a complaint. `stood` are the stored values that it replaced."""

    sequence: int
    deed: str
    person: str
    at: dt.datetime
    details: Mapping[str, str]
    stood: Mapping[str, Any]


def newest_deed(connection: Connection, complaint_id: int) -> NewestDeed:
    """What was done last at a complaint, with what stood there before; never to be called for an erased one."""
    here = journal_table.c
    own = select(journal_table).where(here.complaint_id == complaint_id, here.deed.not_in(journal.READING))
    row = connection.execute(own.order_by(here.sequence.desc()).limit(1)).one()
    key = journal.keys_of(connection, [complaint_id])[complaint_id]
    stood = sealing.unseal(key, row.sequence, bytes(row.before)) if row.before is not None else {}
    if stood is None:
        raise LookupError(complaint_id)
    at = in_shanghai(dt.datetime.fromisoformat(row.at))
    return NewestDeed(row.sequence, row.deed, row.person, at, json.loads(row.details or "{}"), stood)


def take_back(
    connection: Connection, signature: Signature, current: Complaint, newest: NewestDeed, files: Sequence[RemovedFile]
) -> Complaint:
    """Set back fields and clocks that a deed moved, take out steps and files that came with it, put back `files`."""
    fields = complaints.COMPLAINT_FIELDS
    restored = {name: sealing.domain_value(name, value) for name, value in newest.stood.items() if name in fields}
    removed: dict[str, Any] = {}
    if step_ids := step_ids_in(newest.details):
        gone = [each for each in steps_of(connection, [current.id]).get(current.id, ()) if each.id in step_ids]
        take_out_steps(connection, current.id, step_ids)
        removed["steps"] = [said_of_step(each) for each in gone]
    if file_ids := _ids(newest.details, ATTACHMENTS):
        removed["attachments"] = [each.attachment.name for each in take_out(connection, current.id, file_ids)]
    put_back(connection, current.id, files)
    details = (("deed", newest.deed), ("undoes", str(newest.sequence)))
    besides = complaints.Besides(removed, _clocks_that_stood(newest))
    return complaints.write_changes(
        connection, signature, "undone", current, restored, details=details, besides=besides
    )


def _clocks_that_stood(newest: NewestDeed) -> ClockDeed:
    stood = newest.stood.get(complaints.CLOCKS)
    return ClockDeed() if stood is None else ClockDeed(sealing.domain_clocks(stood))


def step_ids_in(details: Mapping[str, str]) -> tuple[int, ...]:
    """The steps that were recorded with a deed, by the details of its journal entry."""
    return _ids(details, complaints.STEPS)


def _ids(details: Mapping[str, str], detail: str) -> tuple[int, ...]:
    return tuple(int(each) for each in details.get(detail, "").split(",") if each)


def said_of_step(step: Step) -> dict[str, str]:
    """What the journal keeps of a step that is taken out."""
    return {"kind": step.kind, "at": step.at.isoformat(), "person": step.person, "text": step.text}
