"""Complaints, rules and moments that the tests of clocks speak of."""

import dataclasses
import datetime as dt
import tomllib

from complaint_desk.domain.announced_days import announced_calendar
from complaint_desk.domain.clock_keeping import Happening, Rules, settle
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Complaint, Step
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.rule_form import rule_book
from complaint_desk.runtime.paths import resource

BOOK = rule_book(
    {path.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(resource("rules").glob("*.toml"))}
)
RULES = Rules(BOOK, announced_calendar(), "general")


def at(text: str) -> dt.datetime:
    """`2026-11-05` (at ten) or `2026-11-05 16:42`, in Beijing time."""
    day, _, hour = text.partition(" ")
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(hour or "10:00"), SHANGHAI)


def complaint(received: str = "2026-11-05", **said: object) -> Complaint:
    values: dict[str, object] = {
        "id": 1,
        "version": 1,
        "number": "TS2026000001",
        "status": "registered",
        "registered_at": at(received),
        "registered_by": "王敏",
        "received_at": at(received),
    }
    return Complaint(**(values | said))  # type: ignore[arg-type]


def step(kind: str, moment: str, number: int = 1) -> Step:
    return Step(number, kind, at(moment), "王敏", "", at(moment))


def clocks_of(
    value: Complaint, existing: tuple[Clock, ...] = (), now: str = "2026-11-05", *steps: Step, rules: Rules = RULES
) -> dict[str, Clock]:
    """The newest clock of each code."""
    found = settle(existing, value, rules, Happening(at(now), steps))
    return {each.code: each for each in found}


def after(value: Complaint, **said: object) -> Complaint:
    return dataclasses.replace(value, version=value.version + 1, **said)  # type: ignore[arg-type]
