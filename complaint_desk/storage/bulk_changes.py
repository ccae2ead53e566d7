"""Changing many complaints, a portion in each writing scope, and taking such a change back.

Only the fields of `domain.bulk.CHANGEABLE` and what goes with a status may be written this way: none of them is a contact.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, false, func, not_, or_, select, true, update

from complaint_desk.domain.bulk import BulkPreview, Rewriting, rewriting
from complaint_desk.domain.clock_keeping import Happening, settle
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Complaint, Step, is_said
from complaint_desk.domain.reading import Value
from complaint_desk.domain.vocabulary import Response, Status
from complaint_desk.domain.workflow import REQUIRED_BY, TRANSITIONS
from complaint_desk.storage import clocks, complaints, day_counts, journal, sealing, search_index
from complaint_desk.storage.attachments import attachments_of
from complaint_desk.storage.filtering import is_empty
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.portions import among
from complaint_desk.storage.rules import USUAL_RULE_SET, rules_in_force
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.search_texts import FOUND_BY
from complaint_desk.storage.steps import add_steps, steps_of, take_out_steps_of_many
from complaint_desk.storage.taking_back import said_of_step, step_ids_in

_COUNTED_AT_ONCE = 20_000

_RULED_BY = frozenset({"kind", "rule_set", "status", "replied_at"})
"""Fields that decide which clocks a complaint has, and when they end."""


def preview(connection: Connection, ids: Sequence[int], values: Mapping[str, Value]) -> Iterator[BulkPreview]:
    """Count what a change would do to complaints: what is known so far, after each part of them."""
    here = complaint.c
    standing = here.erased_at.is_(None)
    differs = or_(*(here[name].is_distinct_from(value) for name, value in values.items()))
    fits = and_(true(), *_fitting(values))
    counted = select(
        func.count(),
        *(
            func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
            for condition in (and_(standing, differs, fits), not_(standing), and_(standing, differs, not_(fits)))
        ),
    )
    changing = already = erased = unfit = 0
    for chunk in in_chunks(ids, _COUNTED_AT_ONCE):
        there, able, gone, unable = connection.execute(counted.where(among(connection, here.id, chunk))).one()
        changing += able
        erased += gone
        unfit += unable
        already += there - able - gone - unable
        yield BulkPreview(changing, already, erased, unfit)


def _fitting(values: Mapping[str, Value]) -> Iterator[ColumnElement[bool]]:
    """The conditions under which a complaint can be changed, as `domain.bulk.rewriting` judges them one by one."""
    here = complaint.c
    for name, value in values.items():
        if isinstance(value, dt.datetime):
            yield or_(here[name].is_not_distinct_from(value), here.received_at <= value)
    if (to := values.get("status")) is None:
        return
    ways = [start for start, ends in TRANSITIONS.items() if to in ends]
    there: list[ColumnElement[bool]] = [here.status.in_(ways)]
    for name in REQUIRED_BY.get(Status(str(to)), ()):
        if name in values:
            there.append(true() if is_said(values[name]) else false())
        else:
            there.append(not_(is_empty(name)))
    if to == Status.CLOSED:
        there.append(here.response != Response.REFUSED)
    yield or_(here.status == to, and_(*there))


def change(
    connection: Connection,
    signature: Signature,
    ids: Sequence[int],
    values: Mapping[str, Value],
    token: str,
    *,
    usual: str = USUAL_RULE_SET,
) -> list[int]:
    """Set fields of a portion of complaints, `usual` being the office's rule set; returns those that it changed."""
    found = (rewriting(current, values, signature.at) for current in complaints.read_many(connection, ids))
    wanted = [each for each in found if each is not None]
    _write(connection, signature, Deed("bulk_edited", details=(("bulk", token),)), wanted, usual)
    return [each.current.id for each in wanted]


def undo(
    connection: Connection, signature: Signature, ids: Sequence[int], token: str, *, usual: str = USUAL_RULE_SET
) -> tuple[list[int], list[str]]:
    """Set back those of a portion that nobody has written since; returns their ids, and the numbers of the others."""
    last = _last_entries(connection, ids)
    keys = journal.keys_of(connection, ids)
    steps = steps_of(connection, ids)
    wanted, kept = [], []
    for current in complaints.read_many(connection, ids):
        before = _before(last.get(current.id), keys.get(current.id), token)
        if before is None:
            kept.append(current.number)
            continue
        gone = step_ids_in(json.loads(last[current.id].details))
        said = [said_of_step(each) for each in steps.get(current.id, ()) if each.id in gone]
        wanted.append(Rewriting(current, before, removed={"steps": said} if said else {}, gone=gone))
    take_out_steps_of_many(connection, [step_id for each in wanted for step_id in each.gone])
    _write(connection, signature, Deed("bulk_undone", details=(("bulk", token),)), wanted, usual)
    return [each.current.id for each in wanted], kept


def _last_entries(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """The newest journal entry of each complaint by which it was written."""
    here = journal_table.c
    found: dict[int, Any] = {}
    for chunk in in_chunks(ids):
        own = (here.complaint_id.in_(chunk), here.deed.not_in(journal.READING))
        newest = select(func.max(here.sequence)).where(*own).group_by(here.complaint_id)
        query = select(here.complaint_id, here.sequence, here.deed, here.details, here.before)
        found.update((row.complaint_id, row) for row in connection.execute(query.where(here.sequence.in_(newest))))
    return found


def _before(entry: Any, key: bytes | None, token: str) -> dict[str, Any] | None:
    """What stood before the change named by `token`; None if that was not the last deed at the complaint."""
    if entry is None or key is None or entry.deed != "bulk_edited" or json.loads(entry.details)["bulk"] != token:
        return None
    stood = sealing.unseal(key, entry.sequence, bytes(entry.before))
    return None if stood is None else {name: sealing.domain_value(name, value) for name, value in stood.items()}


def _write(connection: Connection, signature: Signature, told: Deed, wanted: Sequence[Rewriting], usual: str) -> None:
    """Change rows, steps, search texts and journal; `told` is what all entries have in common."""
    if not wanted:
        return
    _update_rows(connection, wanted)
    counted = [each.current.received_at for each in wanted if each.changed.keys() & day_counts.LOOKED_AT]
    day_counts.forget(connection, counted)
    ids = [each.current.id for each in wanted]
    recorded = add_steps(connection, signature, [(each.current.id, step) for each in wanted for step in each.steps])
    after = complaints.read_many(connection, ids)
    moved = [
        (complaints.search_row(each.current), complaints.search_row(now))
        for now, each in zip(after, wanted, strict=True)
        if not each.changed.keys().isdisjoint(FOUND_BY)
    ]
    search_index.replace(connection, [old for old, _ in moved], [new for _, new in moved])
    steps, owned = steps_of(connection, ids), attachments_of(connection, ids)
    running = _clocks_that_follow(connection, signature, wanted, after, steps, usual)
    deeds = []
    for now, each in zip(after, wanted, strict=True):
        made = recorded.get(now.id, ())
        stood = {name: sealing.stored_value(name, getattr(each.current, name)) for name in each.changed}
        deeds.append(
            dataclasses.replace(
                told,
                complaint_id=now.id,
                fields=tuple(each.changed),
                canonical=complaints.canonical(
                    now, steps.get(now.id, ()), owned.get(now.id, ()), running.get(now.id, ())
                ),
                before=stood | dict(each.removed),
                details=(*told.details, *each.details, *complaints.told_steps(made)),
            )
        )
    journal.append(connection, signature, deeds)


def _clocks_that_follow(
    connection: Connection,
    signature: Signature,
    wanted: Sequence[Rewriting],
    after: Sequence[Complaint],
    steps: Mapping[int, tuple[Step, ...]],
    usual: str,
) -> dict[int, tuple[Clock, ...]]:
    """The clocks of the complaints after the change, by id."""
    running = clocks.clocks_of(connection, [each.id for each in after])
    ruled_anew = [
        (now, each) for now, each in zip(after, wanted, strict=True) if not each.changed.keys().isdisjoint(_RULED_BY)
    ]
    if ruled_anew:
        rules = rules_in_force(connection, usual)
        for now, each in ruled_anew:
            at = next((step.at for step in reversed(each.steps) if step.at), signature.at)
            existing = running.get(now.id, ())
            reopens = now.reopened > each.current.reopened
            wanted_clocks = settle(existing, now, rules, Happening(at, steps.get(now.id, ()), reopens=reopens))
            running[now.id], _ = clocks.write(connection, now, existing, wanted_clocks, rules)
    return running


def _update_rows(connection: Connection, wanted: Sequence[Rewriting]) -> None:
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for each in wanted:
        row = {f"new_{name}": value for name, value in each.changed.items()}
        alike[tuple(each.changed)].append(row | {"new_version": each.current.version + 1, "of": each.current.id})
    for names, rows in alike.items():
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*names, "version")}
        connection.execute(update(complaint).where(complaint.c.id == bindparam("of")).values(new), rows)
