"""What steps say of a complaint, as conditions of SQL: told of the receipt too late, corrected and not verified."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, select

from complaint_desk.domain.rule_sets import ACCEPT
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.storage.schema import clock, complaint, step

Condition = ColumnElement[bool]

JUDGED_BY = (StepKind.ACKNOWLEDGE, StepKind.CORRECT)
"""A complaint without a step of these kinds is in neither."""

_HERE = complaint.c


def acknowledged_late() -> tuple[Condition, Condition]:
    """Told of the receipt after the accept clock was over ÷ told of the receipt, with such a clock; the first telling counts."""
    told = _standing(StepKind.ACKNOWLEDGE)
    first = select(func.min(step.c.at)).where(*told).correlate(complaint).scalar_subquery()
    agreed = (clock.c.complaint_id == _HERE.id, clock.c.code == ACCEPT, clock.c.round == 1, clock.c.due.is_not(None))
    late = exists().where(*agreed, clock.c.due < first).correlate(complaint)
    return late, and_(exists().where(*agreed).correlate(complaint), exists().where(*told).correlate(complaint))


def unverified() -> tuple[Condition, Condition]:
    """Complaints whose last correction nobody verified at its time or later ÷ complaints with a correction."""
    done = _standing(StepKind.CORRECT)
    last = select(func.max(step.c.at)).where(*done).correlate(complaint).scalar_subquery()
    verified = exists().where(*_standing(StepKind.VERIFY_CORRECTION), step.c.at >= last).correlate(complaint)
    return ~verified, exists().where(*done).correlate(complaint)


def _standing(kind: StepKind) -> tuple[Condition, ...]:
    """Steps of a kind, without those that a later one corrects."""
    later = step.alias("later")
    corrected = exists().where(later.c.corrects == step.c.id).correlate(step)
    return (step.c.complaint_id == _HERE.id, step.c.kind == kind, ~corrected)
