"""Improvement: problems that are followed from their cause to a measure whose effect is measured."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import (
    CONTENT,
    TEXTS,
    Followed,
    Improvement,
    ImprovementContent,
    ImprovementDeed,
    counted_filter,
    may,
    problems_of,
)  # fmt: skip
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import improvements
from complaint_desk.storage.journal import Signature

_JOURNALLED = {each: f"improvement_{each}" for each in ImprovementDeed}


@dataclass(frozen=True, slots=True)
class Improved:
    """An improvement after a deed."""

    improvement: Improvement
    changes: Changes = field(default_factory=lambda: Changes(improvements=True))


@needs(Right.READ)
def listed(desk: Desk) -> tuple[Improvement, ...]:
    """Every improvement, the newest first, without counting."""
    with desk.store.reading() as connection:
        return improvements.all_of(connection, desk.clock().date())


@needs(Right.READ)
def followed(desk: Desk, stop: StopSignal | None = None) -> tuple[Followed, ...]:
    """Every improvement with what it brought until yesterday, the newest first."""
    with desk.store.reading(stop) as connection:
        return improvements.followed(connection, desk.clock(), stop)


@needs(Right.READ)
def came_back(desk: Desk, stop: StopSignal | None = None) -> tuple[Followed, ...]:
    """The improvements whose problem came back: what the page of the day warns of."""
    return tuple(each for each in followed(desk, stop) if each.came_back)


@needs(Right.READ)
def overdue(desk: Desk) -> tuple[Improvement, ...]:
    """The improvements whose measure should be done by today and is not, the longest overdue first."""
    today = desk.clock().date()
    late = (each for each in listed(desk) if each.is_overdue(today))
    return tuple(sorted(late, key=lambda each: (each.due_on or today, each.id)))


@needs(Right.READ)
def one(desk: Desk, improvement_id: int, stop: StopSignal | None = None) -> Followed:
    """Raises Refusal: `no_improvement`."""
    now = desk.clock()
    with desk.store.reading(stop) as connection:
        found = improvements.one(connection, improvement_id, now.date())
        return Followed(found, improvements.effect(connection, found, now))


@needs(Right.IMPROVE)
def add(desk: Desk, content: ImprovementContent) -> Improved:
    """Keep a new improvement; days of receipt leave its filter, since the windows have their own.

    Raises:
        ProblemsFound: see `problems_of`.
    """
    sound = _sound(content)
    with desk.store.writing() as connection:
        return Improved(improvements.add(connection, _signature(desk), sound))


@needs(Right.IMPROVE)
def change(desk: Desk, improvement_id: int, version: int, content: ImprovementContent) -> Improved:
    """Write other content.

    Raises:
        ProblemsFound: see `problems_of`.
        StaleImprovement: somebody else changed it since `version`.
        Refusal: `no_improvement`.
    """
    sound = _sound(content)
    wanted = {name: getattr(sound, name) for name in CONTENT}
    return _write(desk, improvement_id, version, improvements.CHANGED, wanted)


@needs(Right.IMPROVE)
def mark_done(desk: Desk, improvement_id: int, version: int, day: dt.date) -> Improved:
    """The measure is in force since that day; before and after it complaints are counted.

    Raises:
        ProblemsFound: `done_on` lies in the future.
        StaleImprovement: see `change`.
        Refusal: `no_improvement`, `improvement_state`.
    """
    _check_day(desk, "done_on", day)
    return _do(desk, improvement_id, version, ImprovementDeed.DONE, {"done_on": day})


@needs(Right.IMPROVE)
def verify(desk: Desk, improvement_id: int, version: int, day: dt.date, finding: str) -> Improved:
    """Somebody looked whether the measure is in force (整改验证), and what they found.

    Raises:
        ProblemsFound: `verified_on` in the future or before the measure was done; `finding` missing.
        StaleImprovement: see `change`.
        Refusal: `no_improvement`, `improvement_state`.
    """
    _check_day(desk, "verified_on", day)
    if not finding.strip():
        raise ProblemsFound((Problem("finding", "required"),))
    wanted = {"verified_on": day, "verified_by": desk.person, "finding": finding.strip()}
    return _do(desk, improvement_id, version, ImprovementDeed.VERIFIED, wanted)


@needs(Right.IMPROVE)
def reopen(desk: Desk, improvement_id: int, version: int) -> Improved:
    """It is to be worked at again: done and verified are taken off. Raises as `mark_done`."""
    wanted = {"done_on": None, "verified_on": None, "verified_by": "", "finding": "", "dropped": False}
    return _do(desk, improvement_id, version, ImprovementDeed.REOPENED, wanted)


@needs(Right.IMPROVE)
def drop(desk: Desk, improvement_id: int, version: int) -> Improved:
    """It is given up; it stays on record. Raises as `mark_done`."""
    return _do(desk, improvement_id, version, ImprovementDeed.DROPPED, {"dropped": True})


def _do(desk: Desk, improvement_id: int, version: int, deed: ImprovementDeed, wanted: dict[str, Any]) -> Improved:
    return _write(desk, improvement_id, version, _JOURNALLED[deed], wanted, deed)


def _write(
    desk: Desk,
    improvement_id: int,
    version: int,
    journalled: str,
    wanted: dict[str, Any],
    deed: ImprovementDeed | None = None,
) -> Improved:
    with desk.store.writing() as connection:
        current = improvements.one(connection, improvement_id, desk.clock().date())
        if current.version == version and deed is not None and not may(deed, current.state):
            raise Refusal("improvement_state", improvement=improvement_id, state=str(current.state))
        verified = wanted.get("verified_on")
        if verified and current.done_on and verified < current.done_on:
            raise ProblemsFound((Problem("verified_on", "before_done"),))
        return Improved(improvements.change(connection, _signature(desk), journalled, current, version, **wanted))


def _sound(content: ImprovementContent) -> ImprovementContent:
    texts = {name: getattr(content, name).strip() for name in TEXTS}
    sound = dataclasses.replace(content, filter=counted_filter(content.filter), **texts)
    if found := problems_of(sound):
        raise ProblemsFound(found)
    return sound


def _check_day(desk: Desk, name: str, day: dt.date) -> None:
    if day > desk.clock().date():
        raise ProblemsFound((Problem(name, "future"),))


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
