"""A complaint as JSON values: what the command line reads and prints (product contract, section 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.complaint import Complaint, ComplaintDraft, Step
from complaint_desk.domain.fields import FIELD, FIELDS, Field, FieldType
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import Lookup, Value, empty_value, read_field
from complaint_desk.domain.rule_sets import Unit
from complaint_desk.domain.vocabulary import Status

_LISTS = frozenset({FieldType.WORDS, FieldType.NUMBERS})
_HISTORY = ("status", "closed_at")
"""Set by the way through the desk in the window; a complaint registered from elsewhere may bring them along."""


def draft_from_json(
    values: Mapping[str, Any], lookup: Lookup, today: dt.date | None = None
) -> tuple[ComplaintDraft, tuple[Problem, ...]]:
    """The draft that a JSON object means, and a problem for each key that could not be read or is none of a complaint.

    Keys are field names of section 1. Words stand as code or label, several of them as a list or one text; money as text
    or number; times as ISO 8601, without offset in Beijing time. `null` and "" say nothing. A time of closing makes the
    status closed where none is said, and the other way round the time is that of handling. Codes of problems:
    `unknown_field`, `not_writable` (set by the program), `wrong_type`, `not_closed` (a time of closing with another
    status), and those of `read_field`.
    """
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        field = FIELD.get(key)
        if field is None or not (field.editable or key in _HISTORY):
            problems.append(Problem(key, "not_writable" if field else "unknown_field"))
            continue
        read = _read_value(field, value, lookup, today)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found[key] = read
    if problem := _closing(found):
        problems.append(problem)
    return ComplaintDraft(**found), tuple(problems)  # type: ignore[arg-type]


def _closing(found: dict[str, Value]) -> Problem | None:
    """Status and time of closing completed by each other; a problem if they contradict."""
    if found.get("closed_at"):
        if found.setdefault("status", Status.CLOSED) != Status.CLOSED:
            return Problem("closed_at", "not_closed")
    elif found.get("status") == Status.CLOSED and found.get("handled_at"):
        found["closed_at"] = found["handled_at"]
    return None


def _read_value(field: Field, value: object, lookup: Lookup, today: dt.date | None) -> Value | Problem:
    if value is None:
        return empty_value(field.name)
    if isinstance(value, str):
        return read_field(field, value, lookup, today)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and field.type is not FieldType.MOMENT:
        return read_field(field, str(value), lookup, today)
    if isinstance(value, list) and field.type in _LISTS and all(isinstance(item, str) for item in value):
        codes: dict[str, None] = {}
        for item in value:
            read = read_field(field, item, lookup, today)
            if isinstance(read, Problem):
                return read
            codes.update(dict.fromkeys(read))  # type: ignore[arg-type]
        return tuple(codes)
    return Problem(field.name, "wrong_type", details=(("value", str(value)),))


def complaint_to_json(complaint: Complaint) -> dict[str, Any]:
    """All fields of section 1 in their order; then `hold`, `original_values` and `extra`, where there are any."""
    values: dict[str, Any] = {field.name: json_value(getattr(complaint, field.name)) for field in FIELDS}
    if complaint.hold:
        values["hold"] = complaint.hold
    for name in ("original_values", "extra"):
        if kept := getattr(complaint, name):
            values[name] = dict(kept)
    return values


def step_to_json(step: Step) -> dict[str, Any]:
    """One line of the handling record; `corrects` names the `id` of another."""
    return {
        "id": step.id,
        "kind": step.kind,
        "at": json_value(step.at),
        "person": step.person,
        "text": step.text,
        "recorded_at": json_value(step.recorded_at),
        "corrects": step.corrects,
    }


def clock_to_json(reasons: DueReasons, now: dt.datetime, why: str) -> dict[str, Any]:
    """One clock: `due` is its last day, for hours the moment; `why` its reasons in words, given by the caller."""
    clock, obligation = reasons.clock, reasons.obligation
    return {
        "clock": clock.code,
        "rule": clock.rule_set,
        "version": clock.version,
        "round": clock.round,
        "source_type": str(obligation.source_type),
        "source": obligation.source,
        "article": obligation.article,
        "start": json_value(clock.start),
        "due": due_value(reasons.due, clock.unit),
        "state": str(clock.state(now)),
        "paused_days": reasons.paused // 24 if clock.unit == Unit.HOUR else reasons.paused,
        "extended_by": clock.extended_by,
        "unit": clock.unit,
        "provisional": clock.provisional,
        "named": clock.named,
        "told_at": json_value(clock.told_at),
        "ended_at": json_value(clock.ended_at),
        "ended_by": clock.ended_by,
        "why": why,
    }


def due_value(due: dt.datetime | None, unit: str) -> str | None:
    """The last day as `YYYY-MM-DD`, for hours the moment; None where no date is known yet."""
    if due is None:
        return None
    return due.isoformat() if unit == Unit.HOUR else due.date().isoformat()


def json_value(value: object) -> Any:
    """A field's value as JSON: money as text with 2 places, times with offset, several words as a list, nothing as null."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case dt.datetime() | dt.date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value
