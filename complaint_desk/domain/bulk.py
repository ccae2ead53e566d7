"""One change of many complaints at once: which fields, to what; and what came of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from complaint_desk.domain.complaint import Changes, Complaint, ComplaintContent, NewStep
from complaint_desk.domain.errors import DeskError, Refusal
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.problems import Problem, hard_problems, problems_in
from complaint_desk.domain.reading import Value
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import (
    details_of_move,
    fields_of_move,
    problems_of_closing,
    problems_of_transition,
    steps_of_move,
)

CHANGEABLE: tuple[str, ...] = (
    "department", "handler", "status", "nature", "category", "severity", "cause", "liability", "outcome", "outcome_text",
    "handled_at", "replied_at", "reply_by", "compensation", "demands", "channel", "outlet", "brand", "subject_name", "model",
    "batch", "price", "region", "kind", "rule_set",
)  # fmt: skip
"""Fields that several complaints can share, those that are changed most first. None says who complained or what one person
told or wished, and none is a number of its own."""

ONE_BY_ONE = frozenset({Status.REGISTERED, Status.DECLINED})
"""Statuses that many complaints cannot be led to: the one is where they begin, the other needs each one's reason."""

MOST_NAMED = 5_000
"""Of more changed complaints nobody is told the ids: everything is to be read again."""


class Clear(Enum):
    """What a field is changed to when it shall be emptied, so that this is never mistaken for leaving it alone."""

    CLEAR = "clear"


CLEAR: Final = Clear.CLEAR


@dataclass(frozen=True, slots=True)
class BulkChange:
    """The new value of each field that is changed; fields that are not named are left alone."""

    fields: tuple[tuple[str, Value | Clear], ...] = ()

    def values(self) -> dict[str, Value]:
        """What shall stand in each field, its empty value for an emptied one."""
        return {name: _emptied(name) if value is CLEAR else _stripped(value) for name, value in self.fields}


def _stripped(value: Value | Clear) -> Value:
    return value.strip() if isinstance(value, str) else value  # type: ignore[return-value]


def _emptied(name: str) -> Value:
    match FIELD[name].type:
        case FieldType.MOMENT | FieldType.MONEY:
            return None
        case FieldType.WORDS:
            return ()
    return ""


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """How many complaints a change would change, how many stand like that already, how many nobody may change.

    `unfit` are those to which the change cannot be done: their status leads elsewhere or something is missing for it, or
    they came later than what shall have happened to them.
    """

    changing: int = 0
    already: int = 0
    erased: int = 0
    unfit: int = 0


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What of a change is durable. `token` names it in the journal; `ids` are the complaints that it changed.

    A change that ended before its time tells why in `halted`; `rest` are the complaints that it did not come to.
    """

    token: str
    ids: array[int]
    changes: Changes
    rest: array[int] = field(default_factory=lambda: array("q"))
    halted: DeskError | None = None


@dataclass(frozen=True, slots=True)
class BulkUndone:
    """What of a change was taken back: at `ids`. At `kept_count` complaints somebody has worked since: they stay as they are.

    `kept` are the numbers of those, at most `KEPT_NAMED`. What ended before its time tells why in `halted`; `rest` is
    what is still to be taken back.
    """

    ids: array[int]
    kept: tuple[str, ...]
    kept_count: int
    changes: Changes
    rest: BulkDone | None = None
    halted: DeskError | None = None


KEPT_NAMED = 100


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a change does to one complaint: new values by field, what its journal tells of it, steps put on record."""

    current: Complaint
    changed: Mapping[str, Any]
    details: tuple[tuple[str, str], ...] = ()
    steps: tuple[NewStep, ...] = ()
    removed: Mapping[str, Any] = field(default_factory=dict)
    gone: tuple[int, ...] = ()


def rewriting(current: Complaint, values: Mapping[str, Value], now: dt.datetime) -> Rewriting | None:
    """What a change does to a complaint; None where there is nothing to do, or where it cannot be done."""
    changed: dict[str, Any] = {name: value for name, value in values.items() if getattr(current, name) != value}
    if not changed or current.erased_at is not None or _comes_too_late(current, changed):
        return None
    to = changed.pop("status", None)
    if to is None:
        return Rewriting(current, changed)
    wanted = dataclasses.replace(current, **changed)
    if problems_of_transition(wanted, to) or problems_of_closing(wanted, to, ""):
        return None
    moment = wanted.replied_at if to == Status.ANSWERED and "replied_at" in changed else None
    return Rewriting(
        current,
        changed | fields_of_move(current, to, now),
        details_of_move(current, to),
        tuple(steps_of_move(current.status, to, "", moment)),
    )


def _comes_too_late(current: Complaint, changed: Mapping[str, Any]) -> bool:
    """Nobody was answered before they complained."""
    moments = (value for value in changed.values() if isinstance(value, dt.datetime))
    return current.received_at is not None and any(each < current.received_at for each in moments)


def changes_of(ids: array[int]) -> Changes:
    """What everybody is told of changed complaints."""
    return Changes(changed=tuple(ids)) if len(ids) <= MOST_NAMED else Changes(everything=True)


def problems_of_bulk(
    change: BulkChange, now: dt.datetime, codes: dict[str, frozenset[str]] | None = None
) -> tuple[Problem, ...]:
    """The hard problems of what shall stand in the changed fields. What is wrong elsewhere in a complaint is no obstacle.

    Raises:
        Refusal: `not_for_bulk` for a field that is not among `CHANGEABLE`.
    """
    values = change.values()
    if strange := [name for name in values if name not in CHANGEABLE]:
        raise Refusal("not_for_bulk", field=strange[0])
    status = values.pop("status", None)
    found = problems_in(dataclasses.replace(ComplaintContent(), **values), now, codes)  # type: ignore[arg-type]
    problems = hard_problems(tuple(problem for problem in found if problem.field in values))
    return problems if status is None else (*_problems_of_status(str(status)), *problems)


def _problems_of_status(status: str) -> tuple[Problem, ...]:
    if not status:
        return (Problem("status", "required"),)
    if status not in set(Status):
        return (Problem("status", "unknown_word", details=(("value", status),)),)
    return (Problem("status", "one_by_one", details=(("to", status),)),) if status in ONE_BY_ONE else ()
