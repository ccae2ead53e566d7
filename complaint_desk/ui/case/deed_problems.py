"""What is wrong with the values of a deed's dialog, told while they are typed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.assigning import problems_of_handing_over
from complaint_desk.domain.clock_deeds import (
    ExtensionWish,
    next_rung,
    problems_of_day,
    problems_of_event,
    problems_of_extension,
)
from complaint_desk.domain.complaint import Case, NewStep, Step, is_said
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.following_up import problems_of_response
from complaint_desk.domain.problems import Problem, problems_in
from complaint_desk.domain.steps import problems_of_moment, problems_of_step
from complaint_desk.domain.vocabulary import Told
from complaint_desk.domain.workflow import problems_of_closing, problems_of_transition
from complaint_desk.ui.case.deed_plans import DeedPlan
from complaint_desk.ui.case.fitted_plans import chosen

Values = Mapping[str, Any]


def problems_of_deed(
    plan: DeedPlan, case: Case, values: Values, now: dt.datetime, step: Step | None = None
) -> tuple[Problem, ...]:
    """All of them, by field; `step` is the one that is corrected."""
    content = {name: value for name, value in values.items() if name in FIELD}
    complaint = dataclasses.replace(case.complaint, **content)
    problems = [problem for problem in problems_in(complaint, now) if problem.field in content]
    if plan.to is not None:
        problems += problems_of_transition(complaint, plan.to, values.get("decline_reason", ""))
        problems += problems_of_closing(complaint, plan.to, values.get("note", ""))
    own = (place for place in plan.places if place.name not in FIELD and place.starred)
    problems += [Problem(place.name, "required") for place in own if not is_said(values[place.name])]
    return (*problems, *_of_its_own(plan, case, values, now), *_of_time(plan, case, values, now, step))


def extension_wish(values: Values, now: dt.datetime) -> ExtensionWish | None:
    """What the dialog of an extension asks for; None while the length is no number."""
    text = values["to"].strip()
    if text and not text.isdecimal():
        return None
    told = values["told"] == Told.TOLD
    return ExtensionWish(values["step_at"] or now, values["approver"], told, int(text) if text else None)


def _of_its_own(plan: DeedPlan, case: Case, values: Values, now: dt.datetime) -> tuple[Problem, ...]:
    before = case.complaint
    match plan.code:
        case "assign":
            found = problems_of_handing_over(before, values["department"], values["handler"], values["transfer_reason"])
            # Nobody did anything wrong by opening the dialog: that nothing is new is said when it is tried.
            return tuple(problem for problem in found if problem.code != "same_as_before")
        case "respond":
            return problems_of_response(before, values["response"], values["note"])
        case "set_date":
            return problems_of_day(values["date"])
        case "extend":
            return _of_extension(case, values, now)
    return ()


def _of_extension(case: Case, values: Values, now: dt.datetime) -> tuple[Problem, ...]:
    found = chosen(case, "extend", values["clock"])
    rung = next_rung(found.clock, found.obligation) if found else None
    if found is None or rung is None:
        return ()
    wish = extension_wish(values, now)
    if wish is None:
        return (Problem("to", "whole_number", details=(("value", values["to"]),)),)
    problems = problems_of_extension(found.clock, found.obligation, rung, wish)
    # Whether the complainant was told is asked for before it is held against anybody.
    asked = {each for each in ("approver", "told") if not is_said(values[each])}
    return tuple(
        dataclasses.replace(each, field="step_at") if each.field == "at" else each
        for each in problems
        if each.field not in asked or each.code == "required"
    )


def _of_time(plan: DeedPlan, case: Case, values: Values, now: dt.datetime, step: Step | None) -> tuple[Problem, ...]:
    """What is wrong with the time, and with a step that is recorded or corrected."""
    complaint, earlier = case.complaint, case.steps
    if plan.code == "answer":
        return problems_of_moment("replied_at", values["replied_at"], now, complaint, earlier)
    if "step_at" not in values:
        return ()
    at = values["step_at"]
    if plan.code == "start_event":
        return problems_of_event("step_at", values["event"], at, now, complaint)
    if "step_kind" not in values:
        return problems_of_moment("step_at", at, now, complaint, earlier)
    recorded = NewStep(values["step_kind"], values["step_text"], at, step.id if step else None)
    return problems_of_step(recorded, now, complaint, earlier)
