"""What a step of the handling record must be, and the moments at which a deed may have been done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.complaint import Complaint, NewStep, Step
from complaint_desk.domain.problems import Problem, is_control
from complaint_desk.domain.vocabulary import StepKind

LONGEST_STEP = 32_000
"""Characters of the longest step."""


def problems_of_step(
    step: NewStep, now: dt.datetime, complaint: Complaint, earlier: Sequence[Step]
) -> tuple[Problem, ...]:
    """What keeps a step from being recorded after `earlier`, the steps of that complaint.

    A correction may tell what happened at any time since the complaint was made.
    """
    found = []
    if step.kind not in tuple(StepKind):
        found.append(Problem("step_kind", "unknown_word", details=(("value", step.kind),)))
    if step.kind == StepKind.NOTE and not step.text.strip():
        found.append(Problem("step_text", "required"))
    found += problems_of_note("step_text", step.text)
    found += problems_of_moment("step_at", step.at, now, complaint, () if step.corrects is not None else earlier)
    if step.corrects is not None and step.corrects not in {each.id for each in earlier}:
        found.append(Problem("step_corrects", "unknown_step", details=(("value", step.corrects),)))
    return tuple(found)


def problems_of_note(field: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with the text of a step."""
    found = []
    if any(is_control(character) for character in text):
        found.append(Problem(field, "control_character"))
    if len(text) > LONGEST_STEP:
        found.append(Problem(field, "too_long", details=(("limit", LONGEST_STEP), ("length", len(text)))))
    return tuple(found)


def problems_of_moment(
    field: str, at: dt.datetime | None, now: dt.datetime, complaint: Complaint, earlier: Sequence[Step]
) -> tuple[Problem, ...]:
    """What keeps a deed from having been done at `at`: not after now, not before the complaint or the step before it.

    People say times to the minute, so the seconds of what stands there do not count. None means now and is always right.
    """
    if at is None:
        return ()
    if at > now:
        return (Problem(field, "future"),)
    if (received := complaint.received_at) is not None and at < minute_of(received):
        return (Problem(field, "before_complaint", details=(("moment", received),)),)
    last = last_moment(earlier)
    if last is not None and at < minute_of(last):
        return (Problem(field, "before_previous_step", details=(("moment", last),)),)
    return ()


def last_moment(steps: Sequence[Step]) -> dt.datetime | None:
    """When the newest step was done; a corrected one counts by its correction."""
    corrected = {each.corrects for each in steps}
    return max((each.at for each in steps if each.id not in corrected), default=None)


def minute_of(moment: dt.datetime) -> dt.datetime:
    """A moment as people say it."""
    return moment.replace(second=0, microsecond=0)
