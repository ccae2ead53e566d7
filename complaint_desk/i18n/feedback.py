"""Feedback sheets of departments as people read them."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.feedback import Feedback
from complaint_desk.i18n.catalogue import _
from complaint_desk.i18n.figure_texts import count_text, period_name
from complaint_desk.i18n.words import Words


def state_text(each: Feedback, today: dt.date, words: Words) -> str:
    """How far it is; `overdue` where the answer should have come."""
    return _("Overdue") if each.is_overdue(today) else words.label("feedback_state", str(each.state))


def feedback_sentence(each: Feedback, today: dt.date, words: Words) -> str:
    """A line: number, department, period, how many complaints, how far."""
    return _("{number}  {department}, {period}: {count} complaints ({state})").format(
        number=each.id,
        department=words.figure_label("department", each.department),
        period=period_name(each.period),
        count=count_text(each.count),
        state=state_text(each, today, words),
    )


def history_sentences(each: Feedback) -> tuple[str, ...]:
    """What became of it so far, a sentence each."""
    told = []
    if each.made_at is not None:
        told.append(_("Made by {person} on {day}.").format(person=each.made_by, day=each.made_at.date()))
    if each.sent_on:
        told.append(
            _("Sent by {person} on {day}, answer due on {due}.").format(
                person=each.sent_by, day=each.sent_on, due=each.due_on
            )
        )
    if each.answered_on:
        told.append(
            _("Answered on {day}, taken down by {person}.").format(day=each.answered_on, person=each.answered_by)
        )
    if each.improvement_id:
        told.append(_("Followed as improvement {number}.").format(number=each.improvement_id))
    return tuple(told)
