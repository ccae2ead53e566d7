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


@dataclass(frozen=True, slots=True)
class KeptClocks:
    """`rates`: clocks kept ÷ clocks ended, by code; `paused_mean`: days that pauses took out of closed complaints."""

    rates: dict[str, Rate] = field(default_factory=dict)
    paused_mean: Decimal | None = None

    def rate(self, code: str) -> Rate:
        return self.rates.get(code, Rate(0, 0))


def kept_clocks(connection: Connection, asked: Sequence[ColumnElement[bool]]) -> KeptClocks:
    """Count over the complaints that meet some conditions.

    Only the first round counts, so that a complaint counts once; one that was withdrawn was decided by nobody.
    """
    here = clock.c
    in_time = case((here.ended_at <= here.due, 1), else_=0)
    query = (
        select(here.code, func.count(), func.sum(in_time), func.sum(here.paused))
        .join_from(clock, complaint, complaint.c.id == here.complaint_id)
        .where(
            here.code.in_(MAIN_CLOCKS),
            here.round == 1,
            here.ended_at.is_not(None),
            here.due.is_not(None),
            here.ended_by != Status.WITHDRAWN,
            here.unit != Unit.HOUR,
            *asked,
        )
        .group_by(here.code)
    )
    rows = {code: (int(ended), int(kept), int(paused)) for code, ended, kept, paused in connection.execute(query)}
    ended, _kept, paused = rows.get(CLOSE, (0, 0, 0))
    return KeptClocks(
        {code: Rate(kept, ended) for code, (ended, kept, _) in rows.items()},
        rounded(Decimal(paused) / ended) if ended else None,
    )
