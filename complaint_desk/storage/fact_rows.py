"""Facts read from the complaints themselves, their clocks and their steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    and_,
    case,
    cast,
    extract,
    select,
    type_coerce,
)

from complaint_desk.domain.rule_sets import ACCEPT, ANSWER, CLOSE, MAIN_CLOCKS, Unit
from complaint_desk.domain.vocabulary import REFUNDING
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.columns import Fen, Moment
from complaint_desk.storage.facts import Amounts, Coded, Facts, amounts, coded, joined
from complaint_desk.storage.kept_clocks import CLOCKS_ENDED, IN_TIME
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import clock, complaint, step
from complaint_desk.storage.step_conditions import JUDGED_BY, acknowledged_late, unverified

Within: TypeAlias = Callable[[ColumnElement[int]], ColumnElement[bool]]
"""The condition that the id of a complaint, in whichever table, is one of those wanted."""

CODED = (
    "kind", "channel", "nature", "category", "department", "handler", "outlet", "region", "severity", "cause", "liability",
    "outcome", "follow_up", "satisfaction", "satisfaction_handling", "reopened", "status",
)  # fmt: skip
"""Facts that are columns of a complaint. Where somebody lives is erased with them: `contacts.forget_kept`."""

WORKED_OUT = ("clocks", "told")
"""`clocks`: for acceptance, answer and closing a digit to the base 3, `told`: for acknowledging and correcting one."""

AMOUNTS = ("received_at", "taken", "compensation", "returned", "paused")
"""Seconds since 1970 of the wall clock; seconds until closed; fen paid; the price in fen where it was given back; days that
pauses took out of a close clock that counts days."""

NAMES = (*CODED, *WORKED_OUT, *AMOUNTS)

NOT_DUE, FAILED, KEPT = range(3)
"""A digit: there is nothing to judge, it came too late (or not at all), it was done in time."""

_COLUMNS = {"taken": ("received_at", "closed_at"), "returned": ("outcome", "price")}
_BASE = 3
_CLOCK_DIGIT: dict[str, int] = {code: _BASE**place for place, code in enumerate((ACCEPT, ANSWER, CLOSE))}
_ACKNOWLEDGED, _CORRECTED = 1, _BASE
_PORTION = 16_384


def clock_digit(value: int, code: str) -> int:
    """The digit of one clock within a value of `clocks`."""
    return value // _CLOCK_DIGIT[code] % _BASE


def told_digits(value: int) -> tuple[int, int]:
    """The digits of acknowledging and of correcting within a value of `told`."""
    return value % _BASE, value // _BASE


def read(
    connection: Connection,
    names: Sequence[str],
    within: Within,
    asked: Iterable[ColumnElement[bool]] = (),
    stop: StopSignal | None = None,
) -> Facts:
    """Some of the facts (`NAMES`) of the complaints with certain ids that meet further conditions."""
    columns = tuple(
        dict.fromkeys(
            column
            for name in names
            if name != "paused" and name not in WORKED_OUT
            for column in _COLUMNS.get(name, (name,))
        )
    )
    query = select(*(stored(connection, name) for name in ("id", *columns))).where(within(complaint.c.id), *asked)
    parts = [_facts(("id", *columns), [], names)]
    for rows in in_portions(connection, query, _PORTION):
        if stop:
            stop.heed()
        parts.append(_facts(("id", *columns), rows, names))
    found = joined(parts)
    if len(found) and ("clocks" in names or "paused" in names):
        found = _with_clocks(connection, found, within)
    if len(found) and "told" in names:
        found = found.beside("told", _aligned(found.ids, _told(connection, within)))
    return found


def stored(connection: Connection, name: str) -> ColumnElement[Any]:
    """The column without the types of domain values: a million Decimals would be made for nothing."""
    column = complaint.c[name]
    if isinstance(column.type, Fen):
        return type_coerce(column, BigInteger).label(name)
    if isinstance(column.type, Moment) and connection.dialect.name != "sqlite":
        return cast(extract("epoch", type_coerce(column, DateTime)), BigInteger).label(name)
    return column


def _facts(columns: Sequence[str], rows: Sequence[Sequence[Any]], names: Sequence[str]) -> Facts:
    count = len(rows)
    values = dict(zip(columns, zip(*rows, strict=True) if rows else ((),) * len(columns), strict=True))
    numbers: dict[str, Amounts] = {}
    for name in AMOUNTS:
        if name in names:
            numbers[name] = amounts(_amount(name, values, count), count)
    nothing_due = coded((0,) * count)
    return Facts(
        amounts(values["id"], count),
        {
            name: nothing_due if name in WORKED_OUT else coded(values[name])
            for name in (*CODED, *WORKED_OUT)
            if name in names
        },
        numbers,
    )


def _amount(name: str, values: Mapping[str, Sequence[Any]], count: int) -> Iterable[int | None]:
    match name:
        case "taken":
            pairs = zip(values["received_at"], values["closed_at"], strict=True)
            return (None if closed is None else closed - received for received, closed in pairs)
        case "returned":
            pairs = zip(values["outcome"], values["price"], strict=True)
            return (price if outcome in REFUNDING else None for outcome, price in pairs)
        case "paused":
            return (None,) * count
    return values[name]


def _with_clocks(connection: Connection, found: Facts, within: Within) -> Facts:
    here = clock.c
    query = select(
        here.complaint_id, here.code, cast(case((IN_TIME, 1), else_=0), Integer), here.unit, here.paused
    ).where(within(here.complaint_id), _near(found, here.complaint_id), here.code.in_(MAIN_CLOCKS), *CLOCKS_ENDED)
    digits: dict[int, int] = {}
    paused: dict[int, int] = {}
    for rows in in_portions(connection, query, _PORTION):
        for complaint_id, code, in_time, unit, days in rows:
            digit = KEPT if in_time else FAILED
            digits[complaint_id] = digits.get(complaint_id, 0) + digit * _CLOCK_DIGIT[code]
            if code == CLOSE and unit != Unit.HOUR:
                paused[complaint_id] = days
    column = _aligned(found.ids, digits)
    if "paused" not in found.amounts:
        return found.beside("clocks", column)
    of_ids = amounts(map(paused.get, found.ids.tolist()), len(found))
    numbers = {**found.amounts, "paused": of_ids}
    return Facts(found.ids, {**found.coded, **({"clocks": column} if "clocks" in found.coded else {})}, numbers)


def _told(connection: Connection, within: Within) -> dict[int, int]:
    """What steps say of the complaints that have any of the kinds that matter."""
    late, acknowledged = acknowledged_late()
    open_, corrected = unverified()
    of_kind = select(step.c.complaint_id).where(step.c.kind.in_(JUDGED_BY), within(step.c.complaint_id))
    query = select(
        complaint.c.id, *(case((each, 1), else_=0) for each in (acknowledged, late, corrected, open_))
    ).where(complaint.c.id.in_(of_kind))
    return {
        complaint_id: _ACKNOWLEDGED * _digit(told, told_late) + _CORRECTED * _digit(mended, unseen)
        for complaint_id, told, told_late, mended, unseen in connection.execute(query)
    }


def _digit(judged: int, failed: int) -> int:
    if not judged:
        return NOT_DUE
    return FAILED if failed else KEPT


def _near(found: Facts, column: ColumnElement[int]) -> ColumnElement[bool]:
    """Of many ids only some may have been found."""
    return and_(column >= int(found.ids.min()), column <= int(found.ids.max()))


def _aligned(ids: Amounts, values: dict[int, int]) -> Coded:
    if not values:
        return Coded(np.zeros(len(ids), np.int32), (0,))
    return coded([values.get(each, 0) for each in ids.tolist()])
