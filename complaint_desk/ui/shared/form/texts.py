"""From what stands in the form's editors to values and back.

A text is what an editor holds: for a word of a list its code, or what was typed as long as no entry is meant; several
codes joined by commas. So a half-typed date is kept as it is, and a draft does not depend on the language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.fields import Field
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import Lookup, empty_value, read_field
from complaint_desk.i18n.values import moment_text, money_text

JOINT = ","


@dataclass(frozen=True, slots=True)
class Read:
    """The values of a form by field, and a problem for each text that means no value (its field is then empty)."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def text_of(value: object) -> str:
    """The text of a field's value as an editor holds it."""
    match value:
        case None:
            return ""
        case dt.datetime():
            return moment_text(value)
        case Decimal():
            return money_text(value)
        case tuple():
            return JOINT.join(value)
    return str(value)


def texts_of(content: ComplaintContent, fields: tuple[Field, ...]) -> dict[str, str]:
    """The texts of a complaint or draft by field."""
    return {field.name: text_of(getattr(content, field.name)) for field in fields}


def read_texts(
    texts: Mapping[str, str],
    fields: tuple[Field, ...],
    lookup: Lookup,
    today: dt.date,
    base: ComplaintContent | None = None,
) -> Read:
    """What the texts mean.

    A text that still is that of `base` gives the value of `base` itself: what nobody touched keeps its seconds and its
    blanks.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        text = texts.get(field.name, "")
        if base is not None and text == text_of(getattr(base, field.name, None)):
            values[field.name] = getattr(base, field.name)
            continue
        read = read_field(field, text, lookup, today)
        if isinstance(read, Problem):
            problems.append(read)
            values[field.name] = empty_value(field.name)
        else:
            values[field.name] = read
    return Read(values, tuple(problems))


def changed_texts(texts: Mapping[str, str], start: Mapping[str, str]) -> dict[str, str]:
    """The texts that differ from what the form started with."""
    return {name: text for name, text in texts.items() if text.strip() != start.get(name, "").strip()}


_START = "start."


def with_start(edits: Mapping[str, str], start: Mapping[str, str]) -> dict[str, str]:
    """Edited texts together with those that they began with, as a draft of edits keeps them."""
    return {**edits, **{_START + name: start.get(name, "") for name in edits}}


def parted(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The edits of such a draft, and the texts that they began with."""
    edits = {name: text for name, text in texts.items() if not name.startswith(_START)}
    return edits, {name.removeprefix(_START): text for name, text in texts.items() if name.startswith(_START)}


def joined(text: str, more: str) -> str:
    """A text of several codes or numbers with one more, once."""
    return JOINT.join(dict.fromkeys([*(each for each in text.split(JOINT) if each), more]))


def without(text: str, one: str) -> str:
    """The same text without one of its codes or numbers."""
    return JOINT.join(each for each in text.split(JOINT) if each and each != one)


def title_in(texts: Mapping[str, str]) -> str:
    """How people call an unfinished complaint: by name, else phone, else subject, else the first words of the facts."""
    for name in ("name", "phone", "subject_name", "facts"):
        if text := " ".join(texts.get(name, "").split()):
            return text[:24]
    return ""
