"""From what a deed's dialog was told to the service that does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from complaint_desk.domain.clock_deeds import ExtensionWish, clock_to_date
from complaint_desk.domain.complaint import Case, Changed, NewStep, Step
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.vocabulary import Told
from complaint_desk.i18n.words import Words
from complaint_desk.services import assigning, following_up, handling, timing
from complaint_desk.services.desk import Desk
from complaint_desk.services.timing import Entry
from complaint_desk.ui.case.deed_plans import DeedPlan

Doing = Callable[[], Changed]


def doing(
    desk: Desk,
    case: Case,
    plan: DeedPlan,
    values: Mapping[str, Any],
    at: dt.datetime | None,
    *,
    step: Step | None,
    words: Words,
) -> Doing:
    """The deed of a plan with the values of its dialog, to be run in a lane; `step` is the one that is corrected."""
    complaint = case.complaint
    entry = {name: value for name, value in values.items() if name in FIELD}
    reason = values.get("transfer_reason", "")
    version = complaint.version
    if plan.to is not None:
        to, note, why = plan.to, values.get("note", ""), values.get("decline_reason", "")
        return lambda: handling.move(
            desk, complaint.id, to, base_version=version, entry=entry, note=note, reason=why, at=at
        )
    match plan.code:
        case "record_step" | "correct_step":
            recorded = NewStep(values["step_kind"], values["step_text"], at, step.id if step else None)
            return lambda: handling.record_step(desk, complaint.id, recorded)
        case "assign":
            department, handler = values["department"], values["handler"]
            return lambda: assigning.assign(
                desk,
                complaint.id,
                base_version=version,
                department=department,
                handler=handler,
                reason=reason,
                at=at,
            )
        case "give_back":
            return lambda: assigning.give_back(desk, complaint.id, base_version=version, reason=reason, at=at)
        case "escalate":
            supervisor = values["supervisor"]
            return lambda: assigning.escalate(
                desk, complaint.id, base_version=version, reason=reason, handler=supervisor, at=at
            )
        case "respond":
            return lambda: following_up.respond(
                desk, complaint.id, base_version=version, response=values["response"], note=values["note"], at=at
            )
        case "set_date":
            entry_of_date, day, clock = Entry(at, values["note"]), values["date"].first_day, clock_to_date(case.clocks)
            return lambda: timing.set_date(desk, complaint.id, day, words, entry_of_date, clock=clock)
        case "extend" | "pause" | "resume":
            return _at_clocks(desk, complaint.id, plan.code, values, Entry(at, values["note"]), words)
        case "follow_up":
            return lambda: following_up.follow_up(desk, complaint.id, base_version=version, entry=entry)
    raise ValueError(plan.code)


def _at_clocks(
    desk: Desk, complaint_id: int, code: str, values: Mapping[str, Any], entry: Entry, words: Words
) -> Doing:
    if code == "extend":
        wish = ExtensionWish(entry.at or desk.clock(), values["approver"], values["told"] == Told.TOLD)
        return lambda: timing.extend(desk, complaint_id, wish, words, note=entry.note)
    if code == "pause":
        return lambda: timing.pause(desk, complaint_id, values["reason"], words, entry)
    return lambda: timing.resume(desk, complaint_id, words, entry)
