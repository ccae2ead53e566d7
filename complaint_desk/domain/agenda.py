"""What a day asks of a desk: the selections of its page, each in the order in which it is worked through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.periods import within
from complaint_desk.domain.usual_views import STILL_OPEN, UsualView, call_list, my_cases, watched
from complaint_desk.domain.vocabulary import DueAsked, Status

_DUE_FIRST = LedgerOrder("due_at", descending=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """Days after which waiting for a complainant is too long, and days after closing within which complainants are called."""

    waiting: int
    calling: int


@dataclass(frozen=True, slots=True)
class Part:
    """One selection of the day: how many complaints it has, and the most urgent of them."""

    name: str
    view: UsualView
    count: int = 0
    first: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The parts of a day as they stood `at` a moment."""

    at: dt.datetime
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        return next(each for each in self.parts if each.name == name)


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many complaints are overdue, and how many fall due before the day ends; `mine` with the person as handler."""

    overdue: int
    today: int
    mine: tuple[int, int] = (0, 0)


def parts_of(person: str, today: dt.date, limits: Limits) -> tuple[Part, ...]:
    """The parts of a day for a person, the most urgent first, still without their complaints."""
    return tuple(Part(name, view) for name, view in _views(person, today, limits).items())


def due_or_overdue() -> UsualView:
    """What has to be done before the day ends."""
    return UsualView(_due(DueAsked.OVERDUE, DueAsked.TODAY), _DUE_FIRST)


def _views(person: str, today: dt.date, limits: Limits) -> dict[str, UsualView]:
    waiting = LedgerFilter(one_of=(("status", (Status.WAITING,)),))
    answered = LedgerFilter(one_of=(("status", (Status.ANSWERED,)),))
    return {
        "overdue": UsualView(_due(DueAsked.OVERDUE), _DUE_FIRST),
        "due_today": UsualView(_due(DueAsked.TODAY), _DUE_FIRST),
        "due_soon": UsualView(
            # What is due today is due soon, too; here it stands in a part of its own.
            _due(DueAsked.DUE_SOON).with_range("due_at", low=today + dt.timedelta(1)),
            _DUE_FIRST,
        ),
        "mine": UsualView(my_cases(person).filter, _DUE_FIRST),
        "new": UsualView(within(LedgerFilter(), "received_at", "since_yesterday", today), LedgerOrder()),
        "unassigned": UsualView(STILL_OPEN.with_choices("handler", ("",)), _DUE_FIRST),
        "waiting": UsualView(
            waiting.with_range("last_step", high=today - dt.timedelta(limits.waiting)),
            LedgerOrder("received_at", descending=False),
        ),
        "answered": UsualView(answered, _DUE_FIRST),
        "calls": call_list(today, limits.calling),
        "watched": watched(),
    }


def _due(*states: DueAsked) -> LedgerFilter:
    return LedgerFilter(one_of=(("due", states),))
