"""From what a deed's dialog was told to the service that does it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from complaint_desk.domain.complaint import Case, Changed, Changes, Complaint, NewStep, Step
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n.words import Words
from complaint_desk.services import assigning, following_up, handling, people, timing
from complaint_desk.services.desk import Desk
from complaint_desk.services.handling import WithClocks
from complaint_desk.services.timing import Entry
from complaint_desk.ui.case.deed_plans import DeedPlan
from complaint_desk.ui.case.deed_problems import extension_wish

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
        return _moving(desk, case, plan, values, Entry(at, values.get("note", "")), words)
    match plan.code:
        case "set_date" | "tell_date" | "start_event" | "extend" | "pause" | "resume":
            return _at_clocks(desk, complaint.id, plan.code, values, Entry(at, values["note"]), words)
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
        case "follow_up":
            return lambda: following_up.follow_up(desk, complaint.id, base_version=version, entry=entry)
        case "reveal" | "hold" | "release" | "erase":
            return _about_the_person(desk, complaint, plan.code, values)
    raise ValueError(plan.code)


def _moving(desk: Desk, case: Case, plan: DeedPlan, values: Mapping[str, Any], entry: Entry, words: Words) -> Doing:
    complaint = case.complaint
    own = {name: value for name, value in values.items() if name in FIELD}
    if plan.to is None:
        raise ValueError(plan.code)
    if plan.to == Status.DECLINED:
        reason = values["decline_reason"]
        return lambda: handling.decline(
            desk, complaint.id, base_version=complaint.version, reason=reason, note=entry.note, at=entry.at
        )
    to, clocks = plan.to, WithClocks(words, values.get("paused_clocks", ()), values.get("resumed_clocks", ()))
    return lambda: handling.move(
        desk,
        complaint.id,
        to,
        base_version=complaint.version,
        entry=own,
        note=entry.note,
        at=entry.at,
        clocks=clocks,
    )


def _at_clocks(
    desk: Desk, complaint_id: int, code: str, values: Mapping[str, Any], entry: Entry, words: Words
) -> Doing:
    match code:
        case "extend":
            wish = extension_wish(values, desk.clock())
            if wish is None:
                raise ValueError(values["to"])
            wanted = dataclasses.replace(wish, at=entry.at or desk.clock())
            return lambda: timing.extend(desk, complaint_id, wanted, words, clock=values["clock"], note=entry.note)
        case "pause":
            return lambda: timing.pause(desk, complaint_id, values["reason"], words, entry)
        case "resume":
            return lambda: timing.resume(desk, complaint_id, words, entry)
        case "start_event":
            return lambda: timing.note_event(desk, complaint_id, values["event"], words, entry)
        case "tell_date":
            return lambda: timing.mark_told(desk, complaint_id, words, entry, clock=values["clock"])
    day = values["date"].first_day
    return lambda: timing.set_date(desk, complaint_id, day, words, entry, clock=values["clock"])


def _revealed(desk: Desk, complaint: Complaint, reason: str) -> Changed:
    """What the page is told: it asks for the case itself, so that nobody else gets it unmasked."""
    people.reveal(desk, complaint.id, reason)
    return Changed(complaint, Changes(changed=(complaint.id,)))


def _about_the_person(desk: Desk, complaint: Complaint, code: str, values: Mapping[str, Any]) -> Doing:
    own = complaint.id
    match code:
        case "reveal":
            return lambda: _revealed(desk, complaint, values["reveal_reason"])
        case "hold":
            return lambda: people.hold(desk, own, values["hold"])
        case "release":
            return lambda: people.release(desk, own)
    return lambda: people.erase_person(desk, own, values["erase_reason"])
