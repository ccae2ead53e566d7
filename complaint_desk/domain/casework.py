"""What a report tells of single cases: how long departments took, who complained again, what is overdue."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Period, Rate
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.figure_keys import FigureKey, key_text
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.vocabulary import DueAsked


@dataclass(frozen=True, slots=True)
class HandlingGroup:
    """How long one department took. Days have 2 decimals; None where nothing can be counted.

    `timed` of the `count` complaints have a moment of closing; the rates count clocks that ended, `paused_mean` days that
    pauses took out of the close clocks.
    """

    code: str
    count: int
    timed: int
    days_mean: Decimal | None
    days_median: Decimal | None
    days_p90: Decimal | None
    paused_mean: Decimal | None
    accepted_in_time: Rate
    answered_in_time: Rate
    closed_in_time: Rate


@dataclass(frozen=True, slots=True)
class OverdueGroup:
    """Complaints of one department whose next clock has run out, and the due date that is longest past."""

    code: str
    count: int
    longest: dt.datetime


Matter = tuple[Complaint, ...]
"""What one person complained of again and again, oldest first."""


def received_of(case: Complaint) -> dt.datetime:
    """When it was received, which is known of every complaint of the ledger."""
    if case.received_at is None:
        raise ValueError(case.number)
    return case.received_at


class CaseworkPart(StrEnum):
    """What is looked up only for a report that tells it."""

    HANDLING = "handling"
    REPEATS = "repeats"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Casework:
    """Counts by department and class, and the cases that deserve to be named.

    `repeated` counts repeat complaints by class of goods or services. `matters` are those of the newest repeat complaints, the
    most repeated first, `overdue_cases` begin with the one due first; neither rests on more than `listed` complaints.
    `places` tells which of all complaints of the period, from 0, some of these are.
    """

    handling: tuple[HandlingGroup, ...] = ()
    repeated: Mapping[str, int] = field(default_factory=dict)
    matters: tuple[Matter, ...] = ()
    overdue: tuple[OverdueGroup, ...] = ()
    overdue_cases: tuple[Complaint, ...] = ()
    listed: int = 0
    places: Mapping[int, int] = field(default_factory=dict)

    def ids(self) -> frozenset[int]:
        """The complaints that are named."""
        return frozenset(each.id for cases in (*self.matters, self.overdue_cases) for each in cases)


def matter_key(matter: Matter) -> str:
    """The key that finds the complaints of a matter."""
    days = [received_of(each).date() for each in matter]
    asked = LedgerFilter(ids=tuple(each.id for each in matter))
    return key_text(FigureKey(Period(min(days), max(days)), Basis.RECEIVED, asked))


def overdue_request(request: AnalysisRequest, now: dt.datetime) -> AnalysisRequest:
    """The same request of those complaints alone whose next clock has run out at a moment.

    Of a request that asks for other states of the clocks alone nothing is left.
    """
    asked = request.filter.at(now)
    states = asked.choices("due")
    if states and DueAsked.OVERDUE not in states:
        asked = dataclasses.replace(asked, ids=())
    else:
        asked = asked.with_choices("due", (DueAsked.OVERDUE,)).at(now)
    return dataclasses.replace(request, filter=asked)
