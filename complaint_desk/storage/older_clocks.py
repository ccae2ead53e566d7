"""Clocks of complaints that are older than the clocks of their ledger: begun once, in portions, each told in the journal.

Revision 0010 leaves a note in a ledger that held complaints; the note says up to which id they were done, and goes with the
last portion. What was over on the first day stays silent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, func, or_, select, update

from complaint_desk.domain.clocks import Clock, summary_of
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.domain.workflow import OPEN
from complaint_desk.storage import clocks, complaints, journal, rules, sealing
from complaint_desk.storage.attachments import attachments_of
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import clock, complaint, ledger_fact
from complaint_desk.storage.steps import steps_of

_DONE_TO = "older_clocks_done_to"
_PORTION = 500


def waiting(connection: Connection) -> int | None:
    """How many complaints wait for clocks; None where the ledger has begun theirs."""
    done_to = _done_to(connection)
    if done_to is None:
        return None
    return int(connection.execute(select(func.count()).where(_without_clocks(done_to))).scalar_one())


def begin_some(connection: Connection, signature: Signature, usual: str) -> int:
    """Begin the clocks of the next portion; returns how many complaints were looked at, 0 once all are done.

    `usual` is the rule set of those for which nothing chooses one.
    """
    done_to = _done_to(connection)
    if done_to is None:
        return 0
    if rules.kept_since(connection) == rules.NOT_YET:
        rules.begin_keeping(connection, signature.at)
    query = select(complaint.c.id).where(_without_clocks(done_to)).order_by(complaint.c.id).limit(_PORTION)
    ids = connection.execute(query).scalars().all()
    note = ledger_fact.c.name == _DONE_TO
    if not ids:
        connection.execute(delete(ledger_fact).where(note))
        return 0
    _begin(connection, signature, usual, complaints.read_many(connection, ids))
    connection.execute(update(ledger_fact).where(note).values(value=str(ids[-1])))
    return len(ids)


def _done_to(connection: Connection) -> int | None:
    found = connection.execute(select(ledger_fact.c.value).where(ledger_fact.c.name == _DONE_TO)).scalar()
    return None if found is None else int(found)


def _without_clocks(done_to: int) -> ColumnElement[bool]:
    """Open complaints that should have clocks and have none."""
    here = complaint.c
    return and_(
        here.id > done_to,
        here.status.in_(sorted(OPEN)),
        here.erased_at.is_(None),
        or_(here.kind == Kind.COMPLAINT, here.rule_set != ""),
        ~exists().where(clock.c.complaint_id == here.id),
    )


def _begin(connection: Connection, signature: Signature, usual: str, owners: Sequence[Complaint]) -> None:
    received = [each.received_at.date() for each in owners if each.received_at]
    in_force = rules.rules_in_force(connection, usual, min(received, default=None))
    ids = [each.id for each in owners]
    steps, owned = steps_of(connection, ids), attachments_of(connection, ids)
    begun = clocks.started(owners, steps, in_force, signature.at)
    clocks.insert_many(connection, begun)
    rows: list[dict[str, Any]] = []
    deeds = []
    for each in owners:
        if not (own := begun.get(each.id, ())):
            continue
        summary = dataclasses.asdict(summary_of(own))
        after = dataclasses.replace(each, version=each.version + 1, **summary)
        rows.append({"of": each.id, "new_version": after.version} | {f"new_{name}": summary[name] for name in summary})
        canonical = complaints.canonical(after, steps.get(each.id, ()), owned.get(each.id, ()), own)
        before = {complaints.CLOCKS: sealing.stored_clocks(())}
        deeds.append(Deed("clocks_begun", each.id, canonical=canonical, before=before, details=_told(own)))
    if rows:
        new: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in rows[0] if name != "of"}
        connection.execute(update(complaint).where(complaint.c.id == bindparam("of")).values(new), rows)
        journal.append(connection, signature, deeds)


def _told(begun: Sequence[Clock]) -> tuple[tuple[str, str], ...]:
    return tuple((each.code, f"{each.due:%Y-%m-%d}" if each.due else "") for each in begun)
