"""Editing rule sets: what an office's change makes of an obligation, what is wrong with it, and what a new one begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from complaint_desk.domain.problems import Problem
from complaint_desk.domain.rule_sets import (
    ACCEPT,
    ANSWER,
    BY_LAW,
    CLOSE,
    MAIN_CLOCKS,
    EndEvent,
    Obligation,
    SourceType,
    StartEvent,
    Unit,
)

_LONGEST_CODE = 32
_MAIN = (
    (ACCEPT, 1, Unit.WORKING_DAY, EndEvent.ACCEPTED),
    (ANSWER, 7, Unit.CALENDAR_DAY, EndEvent.ANSWERED),
    (CLOSE, 15, Unit.CALENDAR_DAY, EndEvent.CLOSED),
)


def as_kept(edited: Obligation, base: Obligation | None) -> Obligation:
    """What an office made of an obligation: what the law named does not say is the office's own promise.

    Who names another law or article keeps it as law.
    """
    if (
        base is None
        or edited.source_type not in BY_LAW
        or (edited.source, edited.article) != (base.source, base.article)
    ):
        return edited
    counted = ("length", "unit", "starts", "rolls")
    if base.source_type not in BY_LAW or all(getattr(edited, each) == getattr(base, each) for each in counted):
        return edited
    return replace(edited, source_type=SourceType.PROMISE, source="", article="")


def problems_of_obligation(edited: Obligation) -> tuple[Problem, ...]:
    """What is wrong with one, by its attribute: `name`, `length`, `ends`, `source`, `extensions`."""
    problems = []
    if not edited.code and not edited.name.strip():
        problems.append(Problem("name", "no_clock_name"))
    if edited.length is None and not edited.named:
        problems.append(Problem("length", "no_length"))
    if not edited.ends:
        problems.append(Problem("ends", "no_end"))
    if edited.source_type in BY_LAW and not edited.source.strip():
        problems.append(Problem("source", "law_without_name"))
    reached = edited.length or 0
    for rung in edited.extensions:
        if rung.to <= reached:
            problems.append(Problem("extensions", "ladder_falls", details=(("to", rung.to), ("before", reached))))
            break
        reached = rung.to
    return tuple(problems)


def may_be_removed(obligation: Obligation) -> bool:
    """Every rule set keeps its clocks of acceptance, answer and closing."""
    return obligation.code not in MAIN_CLOCKS


def with_another(obligations: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """The obligations with a new one at their end; the first of an empty rule set are acceptance, answer and closing."""
    if not obligations:
        return tuple(_promise(code, length, unit, end) for code, length, unit, end in _MAIN)
    return (*obligations, another())


def another() -> Obligation:
    """A new obligation, which wants a name."""
    return _promise("", 7, Unit.CALENDAR_DAY, EndEvent.CLOSED)


def _promise(code: str, length: int, unit: Unit, end: EndEvent) -> Obligation:
    return Obligation(code, "", SourceType.PROMISE, "", "", StartEvent.RECEIVED, length, unit, (end,))


def with_codes(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """New obligations have their first name as code, so that it is told wherever no list knows the code."""
    found: list[Obligation] = []
    for each in obligations:
        code, number = each.code or each.name.strip()[:_LONGEST_CODE], 2
        plain = code
        while any(code == other.code for other in found):
            ending = f" {number}"
            code, number = plain[: _LONGEST_CODE - len(ending)] + ending, number + 1
        found.append(replace(each, code=code))
    return tuple(found)
