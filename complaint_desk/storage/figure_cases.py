"""Which complaints a figure counts, as conditions of SQL: what a figure's key adds to period and filter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    and_,
    cast,
    exists,
    extract,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from complaint_desk.domain.figure_keys import OF, REST, FigureKey, span_of
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_sets import ACCEPT, ANSWER, CLOSE
from complaint_desk.domain.vocabulary import REFUNDING, FollowUp, Liability, Status
from complaint_desk.domain.workflow import FINISHED
from complaint_desk.storage.kept_clocks import CLOCKS_ENDED, IN_TIME
from complaint_desk.storage.schema import clock, complaint
from complaint_desk.storage.step_conditions import acknowledged_late, unverified
from complaint_desk.storage.tree_places import tree_places

Condition = ColumnElement[bool]

CROSS_STAND_IN = "\uff5c"
"""What stands for the sign that parts the codes of a cross, within a code."""

_DAY, _HOUR = 86_400, 3_600
_ONE_DAY = dt.timedelta(1)
_IN_CHUNKS = 10_000
_HERE = complaint.c
_CLOSED = _HERE.status == Status.CLOSED
_JUDGED = _HERE.liability.in_([Liability.LIABLE, Liability.PARTLY, Liability.NOT_LIABLE])
_PAID = func.coalesce(type_coerce(_HERE.compensation, Integer), 0) > 0
_GIVEN_BACK = and_(_HERE.outcome.in_(sorted(REFUNDING)), func.coalesce(type_coerce(_HERE.price, Integer), 0) > 0)
_TIMED = (_HERE.closed_at.is_not(None), true())
_PLAIN_PARTS: dict[str, tuple[Condition, Condition]] = {
    "finished": (_HERE.status.in_(sorted(FINISHED)), true()),
    "liable": (_HERE.liability.in_([Liability.LIABLE, Liability.PARTLY]), _JUDGED),
    "followed_up": (_HERE.follow_up == FollowUp.DONE, _CLOSED),
    "satisfied": (_HERE.satisfaction >= 4, _HERE.satisfaction.is_not(None)),
    "satisfied_handling": (_HERE.satisfaction_handling >= 4, _HERE.satisfaction_handling.is_not(None)),
    "closed_at_once": (_HERE.reopened == 0, _CLOSED),
    "compensation": (_PAID, true()),
    "recovered": (or_(_PAID, _GIVEN_BACK), true()),
    "days_mean": _TIMED,
    "days_median": _TIMED,
    "days_p90": _TIMED,
}
_CLOCK_OF = {"accepted_in_time": ACCEPT, "answered_in_time": ANSWER, "closed_in_time": CLOSE}
_TREES = {"category": "category", "branch": "category", "cause_branch": "cause"}


def counted_by(connection: Connection, key: FigureKey) -> list[Condition]:
    """Conditions on `complaint` for the groups and the part of a key; those of `key.counted` are not among them."""
    crossed = len(key.groups) > 1
    found = [_in_group(connection, key.basis_field, *group, crossed=crossed) for group in key.groups]
    return [*found, _in_part(connection, key)] if key.part else found


def _in_group(connection: Connection, basis: str, grouping: str, code: str, *, crossed: bool) -> Condition:
    if (span := span_of(grouping, code)) is not None:
        first, end = start_of(span.first), start_of(span.last + _ONE_DAY)
        return and_(_HERE[basis] >= first, _HERE[basis] < end)
    match grouping:
        case "hour" | "weekday":
            return _time_of(connection, grouping, _HERE[basis]) == int(code)
        case "satisfaction" | "satisfaction_handling":
            return func.coalesce(cast(_HERE[grouping], String), "") == code
        case "category" | "branch" | "cause_branch":
            return _in_tree(connection, grouping, code)
    column = _HERE["category" if grouping == "leaf" else grouping]
    if crossed and CROSS_STAND_IN in code:
        return func.replace(column, "|", CROSS_STAND_IN) == code
    return column == code


def _in_tree(connection: Connection, grouping: str, code: str) -> Condition:
    places = tree_places(connection, _TREES[grouping])
    by_entry = places.classes if grouping == "category" else places.branches
    wanted = {entry for entry, place in by_entry.items() if place == code}
    return _HERE[_TREES[grouping]].in_(sorted(wanted if code in by_entry else {*wanted, code}))


def _time_of(connection: Connection, grouping: str, column: ColumnElement[Any]) -> ColumnElement[int]:
    """Hour, or weekday from 1 (Monday), of a moment as it is stored."""
    if connection.dialect.name != "sqlite":
        return extract("hour" if grouping == "hour" else "isodow", column)
    seconds = type_coerce(column, Integer)
    # 1970-01-01 was a Thursday.
    return seconds.op("/")(_HOUR) % 24 if grouping == "hour" else (seconds.op("/")(_DAY) + 3) % 7 + 1


def _in_part(connection: Connection, key: FigureKey) -> Condition:
    name = key.part.removesuffix(OF).removesuffix(REST)
    part, whole = _parts(connection, key, name)
    if key.part.endswith(OF):
        return whole
    return and_(whole, ~part) if key.part.endswith(REST) else and_(whole, part)


def _parts(connection: Connection, key: FigureKey, name: str) -> tuple[Condition, Condition]:
    """The part and the whole of an indicator; a sum or a mean counts those that have the value."""
    if name in _CLOCK_OF:
        return _clock_ended(_CLOCK_OF[name], IN_TIME), _clock_ended(_CLOCK_OF[name])
    if name in _PLAIN_PARTS:
        return _PLAIN_PARTS[name]
    match name:
        case "repeated":
            return _repeated(connection, key), true()
        case "paused_mean":
            return _clock_ended(CLOSE), true()
        case "acknowledged_late":
            return acknowledged_late()
        case "unverified":
            return unverified()
    return true(), true()


def _clock_ended(code: str, *further: Condition) -> Condition:
    ended = (clock.c.complaint_id == _HERE.id, clock.c.code == code, *CLOCKS_ENDED, *further)
    return exists().where(*ended).correlate(complaint)


def _repeated(connection: Connection, key: FigureKey) -> Condition:
    """Ids as the figure finds them; by the day of closing any day of receipt may be meant."""
    from complaint_desk.storage.repeated import repeated_ids  # noqa: PLC0415 - it brings what counts columns of numbers

    first, end = start_of(key.period.first), start_of(key.period.last + _ONE_DAY)
    if key.basis_field != "received_at":
        closed = (_HERE.closed_at >= first, _HERE.closed_at < end)
        earliest = connection.execute(select(func.min(_HERE.received_at)).where(*closed)).scalar()
        latest = connection.execute(select(func.max(_HERE.received_at)).where(*closed)).scalar()
        if earliest is None or latest is None:
            return false()
        first, end = earliest, latest + _ONE_DAY
    ids = repeated_ids(connection, [(first, end)]).tolist()
    chunks = [ids[start : start + _IN_CHUNKS] for start in range(0, len(ids), _IN_CHUNKS)]
    return or_(false(), *(_HERE.id.in_(chunk) for chunk in chunks))
