"""What a day asks of a desk: the page of today, and what a reminder tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from complaint_desk.domain.agenda import Agenda, DueCounts, Limits, parts_of
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.discretion import discreet
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import agenda

MOST_TOLD = 5
"""Complaints that one look at the clock names."""


@dataclass(frozen=True, slots=True)
class Lookout:
    """What is due at a moment, and which complaints fall due next."""

    at: dt.datetime
    counts: DueCounts
    falling: tuple[Complaint, ...] = ()


@needs(Right.READ)
def of_today(desk: Desk, few: int, stop: StopSignal | None = None) -> Agenda:
    """The parts of this day with at most `few` complaints each, from one snapshot; nobody who reported is named."""
    now = desk.clock()
    limits = Limits(int(desk.settings.waiting_days), int(desk.settings.follow_up_days))
    with desk.store.reading(stop) as connection:
        found = agenda.filled(connection, parts_of(desk.person, now.date(), limits), now, few)
    return Agenda(now, tuple(replace(each, first=tuple(map(discreet, each.first))) for each in found))


@needs(Right.READ)
def lookout(desk: Desk, after: dt.datetime | None = None, until: dt.datetime | None = None) -> Lookout:
    """How many complaints are due, and those that fall due after a moment and until another."""
    now = desk.clock()
    with desk.store.reading() as connection:
        counts = agenda.due_counts(connection, now, desk.person)
        falling = agenda.falling_due(connection, after, until, MOST_TOLD) if after and until else ()
    return Lookout(now, counts, tuple(discreet(each) for each in falling))
