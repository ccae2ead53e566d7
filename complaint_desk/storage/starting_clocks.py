"""The clocks that start when complaints are registered, one at a desk or thousands of a file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from complaint_desk.domain.clock_keeping import expects_clocks
from complaint_desk.domain.clocks import Clock, DueMark, DueSummary, summary_of
from complaint_desk.domain.complaint import Complaint, NewStep, Step
from complaint_desk.domain.workflow import FINISHED
from complaint_desk.storage.clocks import started
from complaint_desk.storage.rules import rules_in_force

_FIELDS = tuple(each.name for each in dataclasses.fields(Complaint))
NOTHING_DUE = dataclasses.asdict(DueSummary())
"""What a row says of which no clock runs."""

_LONG_OVER = dt.timedelta(400)
"""Of a complaint that was imported so long after it was received no clock runs any more."""


def first_clocks(
    connection: Connection,
    rows: Sequence[dict[str, Any]],
    steps: Sequence[Sequence[NewStep]],
    at: dt.datetime,
    rule_set: str,
) -> dict[int, tuple[Clock, ...]]:
    """The clocks that start with these complaints, by id; what the ledger keeps of them goes into the rows.

    Args:
        connection: gives rules and calendar of the ledger.
        rows: the new complaints as they will stand in the table.
        steps: parallel to them where there are any.
        at: the moment of registering.
        rule_set: of complaints for which nothing else chooses one.
    """
    for row in rows:
        if row["import_batch"] is not None and expects_clocks(row["kind"], row["rule_set"]):
            row["due_mark"] = DueMark.HISTORIC
    running = [
        (row, new) for row, new in zip(rows, [*steps, *[()] * (len(rows) - len(steps))], strict=True) if _may_run(row)
    ]
    if not running:
        return {}
    rules = rules_in_force(connection, rule_set, min(row["received_at"] for row, _ in running).date())
    recorded = {
        row["id"]: tuple(Step(0, str(each.kind), each.at or at, "", "", at) for each in new) for row, new in running
    }
    made = started((Complaint(**{name: row[name] for name in _FIELDS}) for row, _ in running), recorded, rules, at)
    for row, _ in running:
        if row["id"] in made:
            row.update(dataclasses.asdict(summary_of(made[row["id"]])))
    return made


def _may_run(row: Mapping[str, Any]) -> bool:
    if row["import_batch"] is None:
        return True
    young = row["registered_at"] - row["received_at"] < _LONG_OVER
    return young and row["status"] not in FINISHED
