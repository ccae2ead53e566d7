"""How many clocks were kept: the rates of acceptance, answer and closing in time, and the time that was paused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, case, func, select

from complaint_desk.domain.analysis import Rate, rounded
from complaint_desk.domain.rule_sets import CLOSE, MAIN_CLOCKS, Unit
from complaint_desk.domain.vocabulary import Status
from complaint_desk.storage.schema import clock, complaint

CLOCKS_ENDED = (
    clock.c.round == 1,
    clock.c.ended_at.is_not(None),
    clock.c.due.is_not(None),
    clock.c.ended_by != Status.WITHDRAWN,
)
"""Clocks that count for a rate: only the first round, so that a complaint counts once; one withdrawn was decided by nobody."""

IN_TIME = clock.c.ended_at <= clock.c.due


@dataclass(frozen=True, slots=True)
class KeptClocks:
    """`rates`: clocks kept ÷ clocks ended, by code; `paused_mean`: days that pauses took out of close clocks that count days."""

    rates: dict[str, Rate] = field(default_factory=dict)
    paused_mean: Decimal | None = None

    def rate(self, code: str) -> Rate:
        return self.rates.get(code, Rate(0, 0))


def kept_clocks(connection: Connection, asked: Sequence[ColumnElement[bool]]) -> KeptClocks:
    """Count over the complaints that meet some conditions."""
    here = clock.c
    in_time = func.sum(case((IN_TIME, 1), else_=0))
    in_days = case((here.unit == Unit.HOUR, 0), else_=1)
    query = (
        select(here.code, func.count(), in_time, func.sum(in_days), func.sum(here.paused * in_days))
        .join_from(clock, complaint, complaint.c.id == here.complaint_id)
        .where(here.code.in_(MAIN_CLOCKS), *CLOCKS_ENDED, *asked)
        .group_by(here.code)
    )
    rows = {code: tuple(map(int, sums)) for code, *sums in connection.execute(query)}
    _ended, _kept, of_days, paused = rows.get(CLOSE, (0, 0, 0, 0))
    return KeptClocks(
        {code: Rate(kept, ended) for code, (ended, kept, *_) in rows.items()},
        rounded(Decimal(paused) / of_days) if of_days else None,
    )
