"""Department feedback sheets (部门反馈单): each department gets its figures and cases of a period, and answers what it will do.

One is kept for a department and a period: when it was made, sent and is due, and what was answered on which day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Comparison, Period, named_period
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import ImprovementContent, counted_filter
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.problems import Problem

USUAL_DAYS = 7
"""Days that a department has for its answer unless another day is named."""

LONGEST_ANSWER = 2000
MOST_CASES = 200
"""Cases that a sheet lists; its key shows all of them in the ledger."""


class FeedbackState(StrEnum):
    """How far a sheet is."""

    MADE = "made"
    SENT = "sent"
    ANSWERED = "answered"
    DROPPED = "dropped"


class FeedbackDeed(StrEnum):
    """What can be done with a sheet that was made. `BACK` takes the answer, or the sending, back."""

    SENT = "sent"
    ANSWERED = "answered"
    BACK = "back"
    DROPPED = "dropped"
    IMPROVED = "improved"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A sheet as it is kept: what was counted for whom, and what became of it.

    `count` is how many complaints it counted when it was made last; `improvement_id` the improvement that its answer became.
    """

    department: str
    first_on: dt.date
    last_on: dt.date
    basis: Basis = Basis.RECEIVED
    filter: LedgerFilter = field(default_factory=LedgerFilter)
    count: int = 0
    id: int = 0
    version: int = 0
    made_at: dt.datetime | None = None
    made_by: str = ""
    sent_on: dt.date | None = None
    sent_by: str = ""
    due_on: dt.date | None = None
    answered_on: dt.date | None = None
    answered_by: str = ""
    answer: str = ""
    improvement_id: int | None = None
    dropped: bool = False

    @property
    def period(self) -> Period:
        return named_period(self.first_on, self.last_on)

    @property
    def state(self) -> FeedbackState:
        if self.dropped:
            return FeedbackState.DROPPED
        if self.answered_on:
            return FeedbackState.ANSWERED
        return FeedbackState.SENT if self.sent_on else FeedbackState.MADE

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its answer should have come before today."""
        return self.state is FeedbackState.SENT and self.due_on is not None and self.due_on < today

    def request(self, comparisons: tuple[Comparison, ...] = ()) -> AnalysisRequest:
        """What its figures ask: of the whole request the complaints of its department."""
        return AnalysisRequest(self.period, self.basis, department_filter(self.filter, self.department), comparisons)


@dataclass(frozen=True, slots=True)
class FeedbackOrder:
    """Sheets as they are asked for: of a request the departments (all that have complaints without any), and by when."""

    request: AnalysisRequest
    departments: tuple[str, ...] = ()
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FedBack:
    """A sheet after a deed; `before` is how it stood, None for one that was not there. `file` is the Word file made."""

    feedback: Feedback
    before: Feedback | None = None
    file: str = ""
    changes: Changes = field(default_factory=lambda: Changes(feedback=True))


class StaleFeedback(Refusal):
    """Somebody else changed the sheet since it was opened; `current` is how it stands now."""

    def __init__(self, current: Feedback) -> None:
        super().__init__("stale_feedback", department=current.department)
        self.current = current


_FROM = MappingProxyType(
    {
        FeedbackDeed.SENT: {FeedbackState.MADE},
        FeedbackDeed.ANSWERED: {FeedbackState.SENT},
        FeedbackDeed.BACK: {FeedbackState.SENT, FeedbackState.ANSWERED},
        FeedbackDeed.DROPPED: {FeedbackState.MADE, FeedbackState.SENT},
        FeedbackDeed.IMPROVED: {FeedbackState.ANSWERED},
    }
)


def may(deed: FeedbackDeed, of: Feedback) -> bool:
    """Whether a deed has a meaning now; an answer becomes an improvement once."""
    if deed in {FeedbackDeed.BACK, FeedbackDeed.IMPROVED} and of.improvement_id is not None:
        return False
    return of.state in _FROM[deed]


def department_filter(asked: LedgerFilter, department: str) -> LedgerFilter:
    """Of a filter the complaints of a department."""
    return asked.with_choices("department", (department,))


def usual_due(sent_on: dt.date) -> dt.date:
    """The day by which an answer is expected if no other is named."""
    return sent_on + dt.timedelta(USUAL_DAYS)


def problems_of_sending(sent_on: dt.date, due_on: dt.date, today: dt.date) -> tuple[Problem, ...]:
    """`future`, `before_sent`."""
    found = [Problem("sent_on", "future")] if sent_on > today else []
    return (*found, *([Problem("answer_due_on", "before_sent")] if due_on < sent_on else []))


def problems_of_answer(of: Feedback, answered_on: dt.date, answer: str, today: dt.date) -> tuple[Problem, ...]:
    """`future`, `before_sent`, `required`, `too_long`."""
    found = [Problem("answered_on", "future")] if answered_on > today else []
    if of.sent_on and answered_on < of.sent_on:
        found.append(Problem("answered_on", "before_sent"))
    if not answer.strip():
        found.append(Problem("answer", "required"))
    if len(answer) > LONGEST_ANSWER:
        details = (("limit", LONGEST_ANSWER), ("length", len(answer)))
        found.append(Problem("answer", "too_long", details=details))
    return tuple(found)


def improvement_begun(of: Feedback, problem: str) -> ImprovementContent:
    """An improvement whose measure is the answer and whose owner is the department; `problem` names it."""
    shows = counted_filter(department_filter(of.filter, of.department))
    return ImprovementContent(problem, shows, "", of.answer, of.department, None)
