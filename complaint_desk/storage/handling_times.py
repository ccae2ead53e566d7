"""How long each department took, and how many of its clocks it kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    String,
    case,
    cast,
    extract,
    func,
    select,
    type_coerce,
)

from complaint_desk.domain.analysis import AnalysisRequest, Rate, quantile, rounded
from complaint_desk.domain.casework import HandlingGroup
from complaint_desk.domain.figure_keys import counted_in
from complaint_desk.domain.rule_sets import ACCEPT, ANSWER, CLOSE, MAIN_CLOCKS, Unit
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.kept_clocks import CLOCKS_ENDED, IN_TIME
from complaint_desk.storage.schema import clock, complaint

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Clocks kept ÷ ended; how many of them count days, and the days that these were paused."""

    rate: Rate
    of_days: int
    paused: int


def handling_by_department(connection: Connection, request: AnalysisRequest) -> tuple[HandlingGroup, ...]:
    """One group for each department of the request, the one with most complaints first."""
    asked = conditions(connection, counted_in(request))
    department = complaint.c.department
    # One text for each department: a row for each complaint would be fetched only to be put into lists.
    seconds = func.aggregate_strings(cast(_seconds(connection), String), ",")
    query = select(department, func.count(), seconds).where(*asked).group_by(department)
    clocks = _clocks_by_department(connection, asked)
    groups = [
        _group(code, count, sorted(map(int, told.split(","))) if told else [], clocks[code])
        for code, count, told in connection.execute(query)
    ]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.code)))


def _clocks_by_department(
    connection: Connection, asked: Sequence[ColumnElement[bool]]
) -> defaultdict[str, dict[str, _Clocks]]:
    """By department and code of the clock."""
    here, department = clock.c, complaint.c.department
    in_days = case((here.unit == Unit.HOUR, 0), else_=1)
    sums = (func.sum(case((IN_TIME, 1), else_=0)), func.count(), func.sum(in_days), func.sum(here.paused * in_days))
    query = (
        select(department, here.code, *sums)
        .join_from(clock, complaint, complaint.c.id == here.complaint_id)
        .where(here.code.in_(MAIN_CLOCKS), *CLOCKS_ENDED, *asked)
        .group_by(department, here.code)
    )
    found: defaultdict[str, dict[str, _Clocks]] = defaultdict(dict)
    for code, name, kept, ended, of_days, paused in connection.execute(query):
        found[code][name] = _Clocks(Rate(int(kept), int(ended)), int(of_days), int(paused))
    return found


def _seconds(connection: Connection) -> ColumnElement[Any]:
    """From receipt to closing; nothing where a complaint is open."""
    here = complaint.c
    if connection.dialect.name == "sqlite":
        return type_coerce(here.closed_at, BigInteger) - type_coerce(here.received_at, BigInteger)
    between = type_coerce(here.closed_at, DateTime) - type_coerce(here.received_at, DateTime)
    return cast(extract("epoch", between), BigInteger)


def _group(code: str, count: int, seconds: list[int], clocks: Mapping[str, _Clocks]) -> HandlingGroup:
    none = _Clocks(Rate(0, 0), 0, 0)
    closing = clocks.get(CLOSE, none)
    return HandlingGroup(
        code,
        count,
        len(seconds),
        _days(Decimal(sum(seconds)) / len(seconds) if seconds else None),
        _days(quantile(seconds, Decimal("0.5"))),
        _days(quantile(seconds, Decimal("0.9"))),
        rounded(Decimal(closing.paused) / closing.of_days) if closing.of_days else None,
        clocks.get(ACCEPT, none).rate,
        clocks.get(ANSWER, none).rate,
        closing.rate,
    )


def _days(seconds: Decimal | None) -> Decimal | None:
    return None if seconds is None else rounded(seconds / _DAY)
