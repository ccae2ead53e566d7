"""Changing many complaints in one writing scope, and taking such a change back.

Only the fields of `domain.bulk.CHANGEABLE` may be written this way: none of them is a contact.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from complaint_desk.domain.bulk import CHANGEABLE, BulkPreview
from complaint_desk.domain.clock_keeping import Happening, settle
from complaint_desk.domain.complaint import Complaint
from complaint_desk.storage import clocks, complaints, day_counts, journal, sealing, search_index
from complaint_desk.storage.attachments import attachments_of
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.rules import rules_in_force
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.search_texts import FOUND_BY
from complaint_desk.storage.steps import steps_of

PORTION = 500
"""Complaints between two looks at the stop signal."""

_RULED_BY = frozenset({"kind", "rule_set"})
"""Fields that decide which clocks a complaint has."""

_Wanted = Sequence[tuple[Complaint, Mapping[str, str]]]


def preview(connection: Connection, ids: Sequence[int], values: Mapping[str, str]) -> BulkPreview:
    """Count what a change would do to a portion of complaints."""
    here = complaint.c
    standing = here.erased_at.is_(None)
    differs = or_(*(here[name] != value for name, value in values.items()))
    counted = select(
        func.count(),
        func.coalesce(func.sum(case((and_(standing, differs), 1), else_=0)), 0),
        func.coalesce(func.sum(case((standing, 0), else_=1)), 0),
    )
    changing = already = erased = 0
    for chunk in in_chunks(ids):
        there, different, gone = connection.execute(counted.where(here.id.in_(chunk))).one()
        changing += different
        erased += gone
        already += there - different - gone
    return BulkPreview(changing, already, erased)


def change(
    connection: Connection, signature: Signature, ids: Sequence[int], values: Mapping[str, str], token: str
) -> list[int]:
    """Set fields of a portion of complaints; returns those that it changed. Erased ones are left alone."""
    wanted = []
    for current in complaints.read_many(connection, ids):
        changed = {name: value for name, value in values.items() if getattr(current, name) != value}
        if changed and current.erased_at is None:
            wanted.append((current, changed))
    _write(connection, signature, Deed("bulk_edited", details=(("bulk", token),)), wanted)
    return [current.id for current, _ in wanted]


def undo(connection: Connection, signature: Signature, ids: Sequence[int], token: str) -> tuple[list[int], list[str]]:
    """Set back those of a portion that nobody has written since; returns their ids, and the numbers of the others."""
    last = _last_entries(connection, ids)
    keys = journal.keys_of(connection, ids)
    wanted, kept = [], []
    for current in complaints.read_many(connection, ids):
        before = _before(last.get(current.id), keys.get(current.id), token)
        if before is None:
            kept.append(current.number)
        else:
            wanted.append((current, before))
    _write(connection, signature, Deed("bulk_undone", details=(("bulk", token),)), wanted)
    return [current.id for current, _ in wanted], kept


def _last_entries(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """The newest journal entry of each complaint."""
    here = journal_table.c
    found: dict[int, Any] = {}
    for chunk in in_chunks(ids):
        newest = select(func.max(here.sequence)).where(here.complaint_id.in_(chunk)).group_by(here.complaint_id)
        query = select(here.complaint_id, here.sequence, here.deed, here.details, here.before)
        found.update((row.complaint_id, row) for row in connection.execute(query.where(here.sequence.in_(newest))))
    return found


def _before(entry: Any, key: bytes | None, token: str) -> dict[str, str] | None:
    """What stood before the change named by `token`; None if that was not the last deed at the complaint."""
    if entry is None or key is None or entry.deed != "bulk_edited" or json.loads(entry.details)["bulk"] != token:
        return None
    stood = sealing.unseal(key, entry.sequence, bytes(entry.before))
    return None if stood is None else {name: value or "" for name, value in stood.items() if name in CHANGEABLE}


def _write(connection: Connection, signature: Signature, told: Deed, wanted: _Wanted) -> None:
    """Change rows, search texts and journal; `told` is what all entries have in common."""
    if not wanted:
        return
    _update_rows(connection, wanted)
    counted = [current.received_at for current, changed in wanted if changed.keys() & day_counts.LOOKED_AT]
    day_counts.forget(connection, counted)
    ids = [current.id for current, _ in wanted]
    after = complaints.read_many(connection, ids)
    moved = [
        (complaints.search_row(stood), complaints.search_row(now))
        for now, (stood, changed) in zip(after, wanted, strict=True)
        if not changed.keys().isdisjoint(FOUND_BY)
    ]
    search_index.replace(connection, [old for old, _ in moved], [new for _, new in moved])
    steps, owned, running = (
        steps_of(connection, ids),
        attachments_of(connection, ids),
        clocks.clocks_of(connection, ids),
    )
    ruled_anew = [now for now, (_, changed) in zip(after, wanted, strict=True) if changed.keys() & _RULED_BY]
    if ruled_anew:
        rules = rules_in_force(connection)
        for now in ruled_anew:
            happening = Happening(signature.at, steps.get(now.id, ()))
            existing = running.get(now.id, ())
            running[now.id], _ = clocks.write(connection, now.id, existing, settle(existing, now, rules, happening))
    deeds = [
        dataclasses.replace(
            told,
            complaint_id=now.id,
            fields=tuple(changed),
            canonical=complaints.canonical(now, steps.get(now.id, ()), owned.get(now.id, ()), running.get(now.id, ())),
            before={name: sealing.stored_value(name, getattr(stood, name)) for name in changed},
        )
        for now, (stood, changed) in zip(after, wanted, strict=True)
    ]
    journal.append(connection, signature, deeds)


def _update_rows(connection: Connection, wanted: _Wanted) -> None:
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for current, changed in wanted:
        row = {f"new_{name}": value for name, value in changed.items()}
        alike[tuple(changed)].append(row | {"new_version": current.version + 1, "of": current.id})
    for names, rows in alike.items():
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*names, "version")}
        connection.execute(update(complaint).where(complaint.c.id == bindparam("of")).values(new), rows)
