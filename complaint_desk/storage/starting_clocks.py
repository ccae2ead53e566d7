"""The clocks that start when complaints are registered, one at a desk or thousands of a file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection

from complaint_desk.domain.clock_keeping import expects_clocks
from complaint_desk.domain.clocks import Clock, DueMark, DueSummary, summary_of
from complaint_desk.domain.complaint import Complaint, NewStep, Step
from complaint_desk.domain.workflow import FINISHED
from complaint_desk.storage.clocks import started
from complaint_desk.storage.rules import rules_in_force
from complaint_desk.storage.turning import Columns

_FIELDS = tuple(each.name for each in dataclasses.fields(Complaint))
NOTHING_DUE = dataclasses.asdict(DueSummary())
"""What a row says of which no clock runs."""

_LONG_OVER = dt.timedelta(400)
"""Of a complaint that was imported so long after it was received no clock runs any more."""


def first_clocks(
    connection: Connection,
    columns: Columns,
    steps: Sequence[Sequence[NewStep]],
    at: dt.datetime,
    rule_set: str,
) -> dict[int, tuple[Clock, ...]]:
    """The clocks that start with these complaints, by id; what the ledger keeps of them goes into the columns.

    Args:
        connection: gives rules and calendar of the ledger.
        columns: the new complaints as they will stand in the table.
        steps: parallel to them.
        at: the moment of registering.
        rule_set: of complaints for which nothing else chooses one.
    """
    marks = map(_first_mark, columns["import_batch"], columns["kind"], columns["rule_set"])
    due = {name: [value] * len(steps) for name, value in NOTHING_DUE.items()} | {"due_mark": list(marks)}
    columns.update(due)
    running = [place for place, may_run in enumerate(map(_may_run, *(columns[name] for name in _DECIDING))) if may_run]
    if not running:
        return {}
    rules = rules_in_force(connection, rule_set, min(columns["received_at"][place] for place in running).date())
    ids = columns["id"]
    recorded = {
        ids[place]: tuple(Step(0, str(each.kind), each.at or at, "", "", at) for each in steps[place])
        for place in running
    }
    new = (Complaint(**{name: columns[name][place] for name in _FIELDS}) for place in running)
    made = started(new, recorded, rules, at)
    for place in running:
        if ids[place] in made:
            for name, value in dataclasses.asdict(summary_of(made[ids[place]])).items():
                due[name][place] = value
    return made


def _first_mark(batch: int | None, kind: str, rule_set: str) -> str:
    return DueMark.HISTORIC if batch is not None and expects_clocks(kind, rule_set) else DueMark.NONE


_DECIDING = ("import_batch", "registered_at", "received_at", "status")


def _may_run(batch: int | None, registered_at: dt.datetime, received_at: dt.datetime, status: str) -> bool:
    return batch is None or (registered_at - received_at < _LONG_OVER and status not in FINISHED)
