"""Time limits: which are due, and whether this PC's clock can be trusted to say so."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, due_lists, journal, older_clocks
from complaint_desk.storage.journal import Signature

log = logging.getLogger(__name__)

THE_PROGRAM = "Complaint Desk"
"""Who signs what nobody asked for."""


@dataclass(frozen=True, slots=True)
class DueClock:
    """A clock that still runs, with its complaint."""

    complaint: Complaint
    reasons: DueReasons


@needs(Right.READ)
def due_until(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> tuple[DueClock, ...]:
    """Every running clock that is due on that day or before, those due first first. A paused one is not due."""
    with desk.store.reading(stop) as connection:
        due = complaints.read_many(connection, due_lists.due_ids(connection, day))
        explained = cases.explained_clocks(connection, [each.id for each in due], desk.clock())
    found = [
        DueClock(complaint, each)
        for complaint in due
        for each in explained.get(complaint.id, ())
        if each.clock.is_open and not each.clock.is_paused and each.due and each.due.date() <= day
    ]
    return tuple(sorted(found, key=lambda each: (each.reasons.due or desk.clock(), each.complaint.id)))


@needs(Right.READ)
def begin_older(desk: Desk, progress: Progress = no_progress) -> None:
    """Begin the clocks of open complaints that are older than the clocks of their ledger, by the rules of the office.

    Done once in the life of a ledger, in portions that several desks share; what was broken off goes on at the next opening.
    Each is a deed of the program in the journal. Who may not write leaves it to the next who may.
    """
    with desk.store.reading() as connection:
        total = older_clocks.waiting(connection)
    if total is None:
        return
    done, count = 0, 1
    try:
        while count:
            with desk.store.writing() as connection:
                signature = Signature(THE_PROGRAM, desk.clock())
                count = older_clocks.begin_some(connection, signature, desk.settings.rule_set)
            done += count
            progress(min(done, total), total)
    except Surroundings as error:
        if error.code != "server_no_rights":
            raise
        log.info("the clocks of older complaints wait for somebody who may write")


@needs(Right.READ)
def clock_gone_back(desk: Desk) -> dt.timedelta | None:
    """How far this PC's clock lies behind what the ledger has seen, if by more than a few minutes: due dates would be wrong."""
    with desk.store.reading() as connection:
        last = journal.last_moment(connection)
    behind = last - desk.clock() if last else dt.timedelta()
    return behind if behind > _FORGIVEN else None


_FORGIVEN = dt.timedelta(minutes=10)
"""Clocks of several desks differ by less than that."""
