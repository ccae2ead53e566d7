"""The handling record of a complaint as one text, which people read in an export and the import reads back.

A step begins a line of its own: `2026-05-06 09:30:00 · 受理 · 王敏 · what was written`. Further lines of its text are indented;
a step that corrects an earlier one names its place after the kind (`备注 #1`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from complaint_desk.domain.complaint import NewStep, Step
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.reading import Lookup

LONGEST_PART = 32_000
"""Characters of such a text that one cell holds (a cell of a workbook: 32,767)."""

_BETWEEN, _INDENT = " \N{MIDDLE DOT} ", "  "
"""A sign that parts no cells of a text file."""
_WRITTEN = "%Y-%m-%d %H:%M:%S"
_BEGIN = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \u00b7 (?P<kind>.+?)(?: #(?P<corrects>\d{1,9}))? \u00b7 "
    r"(?P<person>.*?) \u00b7(?: (?P<text>.*))?"
)


def text_of_steps(steps: Sequence[Step], label: Callable[[str], str]) -> str:
    """Steps in the order of recording; `label` gives the word for a kind."""
    places = {step.id: place for place, step in enumerate(steps, 1)}
    return "\n".join(_line(step, label(step.kind), places.get(step.corrects or 0, 0)) for step in steps)


def steps_of_text(text: str, lookup: Lookup, now: dt.datetime) -> tuple[NewStep, ...] | None:
    """The steps that a text tells; None for one that was not written so, or tells of times to come."""
    steps: list[NewStep] = []
    for line in text.split("\n"):
        if line.startswith(_INDENT) and steps:
            steps[-1] = _longer(steps[-1], line.removeprefix(_INDENT))
        elif (step := _begun(line, lookup)) and step.at and step.at <= now and step.corrects_place <= len(steps):
            steps.append(step)
        else:
            return None
    return tuple(steps)


def parts_of_text(text: str) -> Iterator[str]:
    """As many cells as a text needs; put together they are the text."""
    return (text[at : at + LONGEST_PART] for at in range(0, len(text), LONGEST_PART))


def _line(step: Step, kind: str, corrects: int) -> str:
    kind = f"{kind} #{corrects}" if corrects else kind
    person = step.person.replace(_BETWEEN, _BETWEEN.strip())
    text = step.text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", f"\n{_INDENT}")
    return _BETWEEN.join((step.at.strftime(_WRITTEN), kind, person, text))


def _begun(line: str, lookup: Lookup) -> NewStep | None:
    found = _BEGIN.fullmatch(line)
    kind = found and lookup("step_kind", found["kind"])
    if not found or not kind:
        return None
    try:
        at = dt.datetime.strptime(found["at"], _WRITTEN).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return NewStep(kind, found["text"] or "", at, person=found["person"], corrects_place=int(found["corrects"] or 0))


def _longer(step: NewStep, line: str) -> NewStep:
    return dataclasses.replace(step, text=f"{step.text}\n{line}")
