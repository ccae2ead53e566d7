"""The clocks of complaints in the ledger: read as values, written as they follow each deed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select, update

from complaint_desk.domain.clock_keeping import Happening, Rules, is_historic, settle
from complaint_desk.domain.clocks import Clock, DueSummary, summary_of
from complaint_desk.domain.complaint import Complaint, Step
from complaint_desk.domain.rule_sets import MAIN_CLOCKS, StartEvent
from complaint_desk.storage.bulk import insert_rows
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.rules import USUAL_RULE_SET, rules_in_force
from complaint_desk.storage.schema import clock, complaint
from complaint_desk.storage.steps import steps_of

_FIELDS = tuple(each.name for each in dataclasses.fields(Clock))
_COLUMNS = tuple(clock.c[name] for name in _FIELDS)


@dataclass(frozen=True, slots=True)
class ClockDeed:
    """What a deed does to the clocks of a complaint: what it made of them, and events that no field tells.

    `usual` is the office's rule set, for a complaint that gets its first clocks by the deed.
    """

    clocks: tuple[Clock, ...] | None = None
    told: Mapping[StartEvent, dt.datetime] = field(default_factory=dict)
    usual: str = USUAL_RULE_SET


def clocks_of(connection: Connection, complaint_ids: Sequence[int]) -> dict[int, tuple[Clock, ...]]:
    """The clocks of several complaints: acceptance, answer and closing first, rounds in their order."""
    found: defaultdict[int, list[Clock]] = defaultdict(list)
    for chunk in in_chunks(complaint_ids):
        query = select(clock.c.complaint_id, *_COLUMNS).where(clock.c.complaint_id.in_(chunk))
        for complaint_id, *values in connection.execute(query):
            found[complaint_id].append(Clock(**dict(zip(_FIELDS, values, strict=True))))
    return {complaint_id: tuple(sorted(clocks, key=_place)) for complaint_id, clocks in found.items()}


def _place(each: Clock) -> tuple[int, dt.datetime, str, int]:
    main = MAIN_CLOCKS.index(each.code) if each.code in MAIN_CLOCKS else len(MAIN_CLOCKS)
    return main, each.start, each.code, each.round


def started(
    new: Iterable[Complaint], steps: Mapping[int, tuple[Step, ...]], rules: Rules, at: dt.datetime
) -> dict[int, tuple[Clock, ...]]:
    """The clocks of complaints that have none yet at a moment, by id; those of which nothing runs are left out."""
    found = {}
    for each in new:
        if clocks := settle((), each, rules, Happening(at, steps.get(each.id, ()))):
            found[each.id] = tuple(sorted(clocks, key=_place))
    return found


def insert_many(connection: Connection, made: Mapping[int, tuple[Clock, ...]]) -> None:
    """Write the first clocks of complaints."""
    insert_rows(connection, clock, [_row(key, each) for key, clocks in made.items() for each in clocks])


def follow(
    connection: Connection, after: Complaint, at: dt.datetime, deed: ClockDeed, *, reopens: bool = False
) -> tuple[Complaint, tuple[Clock, ...] | None]:
    """The complaint after a deed that was done at `at`, its clocks having followed, and what stood there if any moved."""
    existing = clocks_of(connection, [after.id]).get(after.id, ())
    rules = rules_in_force(connection, deed.usual, min(at, after.received_at or at, *deed.told.values()).date())
    steps = steps_of(connection, [after.id]).get(after.id, ())
    wanted = existing if deed.clocks is None else deed.clocks
    settled = settle(wanted, after, rules, Happening(at, steps, deed.told, reopens))
    now_there, summary = write(connection, after, existing, settled, rules)
    return dataclasses.replace(after, **dataclasses.asdict(summary)), existing if now_there != existing else None


def write(
    connection: Connection, owner: Complaint, existing: Sequence[Clock], wanted: Sequence[Clock], rules: Rules
) -> tuple[tuple[Clock, ...], DueSummary]:
    """Make the clocks of a complaint those that are wanted; returns them in their order, with their summary."""
    complaint_id = owner.id
    now_there = tuple(sorted(wanted, key=_place))
    old, new = set(existing), set(now_there)
    for gone in old - new:
        here = clock.c
        connection.execute(
            delete(clock).where(here.complaint_id == complaint_id, here.code == gone.code, here.round == gone.round)
        )
    insert_rows(connection, clock, [_row(complaint_id, each) for each in now_there if each not in old])
    summary = summary_of(now_there, historic=is_historic(owner, rules.kept_since))
    connection.execute(update(complaint).where(complaint.c.id == complaint_id).values(dataclasses.asdict(summary)))
    return now_there, summary


def _row(complaint_id: int, each: Clock) -> dict[str, Any]:
    return {"complaint_id": complaint_id, **{name: getattr(each, name) for name in _FIELDS}}
