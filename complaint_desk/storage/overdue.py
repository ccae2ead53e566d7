"""Complaints of a report whose next clock has run out, and where they stand among its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.casework import OverdueGroup, overdue_request
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.figure_keys import FigureKey, counted_in
from complaint_desk.storage.complaints import COLUMNS, complaint_of
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.portions import among
from complaint_desk.storage.schema import complaint


def overdue_by_department(
    connection: Connection, request: AnalysisRequest, now: dt.datetime
) -> tuple[OverdueGroup, ...]:
    """The department with most overdue complaints first."""
    here = complaint.c
    asked = conditions(connection, counted_in(overdue_request(request, now)))
    query = select(here.department, func.count(), func.min(here.due_at)).where(*asked).group_by(here.department)
    groups = [OverdueGroup(*row) for row in connection.execute(query)]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.code)))


def overdue_cases(
    connection: Connection, request: AnalysisRequest, now: dt.datetime, most: int
) -> tuple[Complaint, ...]:
    """The first of them, that which is overdue longest first."""
    here = complaint.c
    asked = conditions(connection, counted_in(overdue_request(request, now)))
    query = select(*COLUMNS).where(*asked).order_by(here.due_at, here.id).limit(most)
    return tuple(map(complaint_of, connection.execute(query)))


def places_of(connection: Connection, request: AnalysisRequest, ids: Collection[int]) -> dict[int, int]:
    """Where some complaints stand among those of a request, from 0, in the order of `figures.rows_of`."""
    if not ids:
        return {}
    moment = complaint.c[FigureKey(request.period, request.basis).basis_field]
    asked = conditions(connection, counted_in(request))
    place = func.row_number().over(order_by=(moment, complaint.c.id)) - 1
    ordered = select(complaint.c.id, place.label("place")).where(*asked).subquery()
    query = select(ordered.c.id, ordered.c.place).where(among(connection, ordered.c.id, sorted(ids)))
    return {row.id: row.place for row in connection.execute(query)}
