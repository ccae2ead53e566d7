"""The plan of a deed as it fits one case: which clocks, events and reasons its dialog offers, and what it begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from complaint_desk.domain.clock_deeds import (
    clock_to_date,
    clocks_for,
    clocks_to_pause,
    clocks_to_resume,
    next_rung,
    waits_for,
)
from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.complaint import Case
from complaint_desk.domain.rule_sets import CLOSE, PauseReason
from complaint_desk.i18n.clocks import clock_name
from complaint_desk.i18n.words import Words
from complaint_desk.ui.case.deed_plans import DeedPlan, words_of
from complaint_desk.ui.shared.form.plan import Place
from complaint_desk.ui.shared.form.texts import JOINT

Choices = tuple[tuple[str, str], ...]


def fitted(plan: DeedPlan, case: Case, words: Words, now: dt.datetime) -> DeedPlan:
    """The plan with what this case offers; what it offers nothing for is not asked."""
    places = tuple(_fitted(place, plan, case, words, now) for place in plan.places)
    kept = tuple(place for place in places if place.name not in _OF_CASE or place.choices)
    if plan.code == "handle" and not any(place.name == "resumed_clocks" for place in kept):
        kept = ()
    return replace(plan, words=words_of(plan, case.complaint.status), places=kept)


def first_texts(plan: DeedPlan, case: Case) -> dict[str, str]:
    """What a fitted plan's own fields begin with: what is usually meant."""
    texts = {}
    for place in plan.places:
        codes = [code for code, _word in place.choices]
        if place.name in ("event", "reason") and len(codes) == 1:
            texts[place.name] = codes[0]
        elif place.name == "clock":
            usual = clock_to_date(case.clocks) if plan.code == "set_date" else CLOSE
            texts["clock"] = usual if usual in codes else codes[0]
        elif place.name == "paused_clocks":
            texts[place.name] = JOINT.join(codes)
        elif place.name == "resumed_clocks":
            waited = [each.clock.code for each in case.clocks if waits_for(each.clock, PauseReason.COMPLAINANT)]
            texts[place.name] = JOINT.join(code for code in codes if code in waited)
    if plan.code == "extend":
        texts["to"] = rung_text(case, texts["clock"])
    return texts


def rung_text(case: Case, code: str) -> str:
    """To where the next extension of a clock leads, as its field holds it."""
    found = chosen(case, "extend", code)
    rung = next_rung(found.clock, found.obligation) if found else None
    return str(rung.to) if rung else ""


def chosen(case: Case, deed: str, code: str) -> DueReasons | None:
    """The clock of a code that a deed may be done to."""
    return next((each for each in clocks_for(deed, case.clocks) if each.clock.code == code), None)


_OF_CASE = frozenset({"clock", "event", "reason", "paused_clocks", "resumed_clocks"})


def _fitted(place: Place, plan: DeedPlan, case: Case, words: Words, now: dt.datetime) -> Place:
    match place.name:
        case "clock":
            return replace(place, choices=_clock_choices(clocks_for(plan.code, case.clocks), words))
        case "event":
            return replace(place, choices=_labelled("start_event", case.events, words))
        case "reason":
            reasons = [reason for each in clocks_for("pause", case.clocks) for reason in each.obligation.pauses]
            ordered = [reason for reason in PauseReason if reason in reasons]
            return replace(place, choices=_labelled("pause_reason", ordered, words))
        case "paused_clocks":
            return replace(
                place, choices=_clock_choices(clocks_to_pause(case.clocks, PauseReason.COMPLAINANT, now), words)
            )
        case "resumed_clocks":
            return replace(place, choices=_clock_choices(clocks_to_resume(case.clocks, plan.to or ""), words))
        case "approver" | "told":
            return replace(place, wanted=all(_wants(each, place.name) for each in clocks_for(plan.code, case.clocks)))
    return place


def _wants(each: DueReasons, name: str) -> bool:
    rung = next_rung(each.clock, each.obligation)
    return rung is not None and bool(rung.approver if name == "approver" else rung.tell)


def _clock_choices(clocks: Iterable[DueReasons], words: Words) -> Choices:
    return tuple((each.clock.code, clock_name(each.clock.code, each.obligation.name, words)) for each in clocks)


def _labelled(list_name: str, codes: Sequence[str], words: Words) -> Choices:
    labels = ((code, words.label(list_name, code)) for code in codes)
    return tuple((code, label[:1].upper() + label[1:]) for code, label in labels)
