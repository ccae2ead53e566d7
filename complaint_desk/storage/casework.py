"""What a report tells of single cases, from the snapshot of its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.casework import Casework, CaseworkPart
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.handling_times import handling_by_department
from complaint_desk.storage.overdue import overdue_by_department, overdue_cases, places_of
from complaint_desk.storage.repeat_matters import repeat_matters, repeated_by_class, repeated_facts

MOST_LISTED = 1_000
"""Cases that a list names at most: a longer one nobody reads."""


def read_casework(
    connection: Connection,
    request: AnalysisRequest,
    now: dt.datetime,
    parts: Collection[CaseworkPart],
    stop: StopSignal | None = None,
    *,
    placed: bool,
) -> Casework:
    """The parts wanted; with `placed` also where their cases stand among all complaints of the request."""
    found = Casework(listed=MOST_LISTED)
    if CaseworkPart.HANDLING in parts:
        found = replace(found, handling=handling_by_department(connection, request, stop))
    if CaseworkPart.REPEATS in parts:
        again = repeated_facts(connection, request, stop)
        found = replace(
            found,
            repeated=repeated_by_class(connection, again),
            matters=repeat_matters(connection, again, MOST_LISTED),
        )
    if CaseworkPart.OVERDUE in parts:
        found = replace(
            found,
            overdue=overdue_by_department(connection, request, now),
            overdue_cases=overdue_cases(connection, request, now, MOST_LISTED),
        )
    return replace(found, places=places_of(connection, request, found.ids())) if placed else found
