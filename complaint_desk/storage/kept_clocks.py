"""Which clocks count for the rates of acceptance, answer and closing in time."""

from __future__ import annotations

from complaint_desk.domain.vocabulary import Status
from complaint_desk.storage.schema import clock

CLOCKS_ENDED = (
    clock.c.round == 1,
    clock.c.ended_at.is_not(None),
    clock.c.due.is_not(None),
    clock.c.ended_by != Status.WITHDRAWN,
)
"""Clocks that count for a rate: only the first round, so that a complaint counts once; one withdrawn was decided by nobody."""

IN_TIME = clock.c.ended_at <= clock.c.due
