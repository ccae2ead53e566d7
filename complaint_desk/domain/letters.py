"""Letters to the complainant: their kinds, what each asks of the office beside the complaint, and what it must not lack.

What each must state: domain notes, section 7. No statute prescribes the form of an enterprise's own letters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.complaint import Changed, Complaint, is_said
from complaint_desk.domain.fields import Field, FieldType, Group
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.problems import Problem, is_control
from complaint_desk.domain.vocabulary import Kind, LetterKind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterEntry:
    """What a person enters for a letter; each kind uses some of it (`ASKED`). Days are whole days."""

    addressee: str = ""
    sent_by: str = ""
    contact: str = ""
    contact_phone: str = ""
    answer_by: PartialDate | None = None
    answer_basis: str = ""
    next_step: str = ""
    decline_grounds: tuple[str, ...] = ()
    decline_basis: str = ""
    papers: str = ""
    papers_by: PartialDate | None = None
    papers_to: str = ""
    papers_else: str = ""
    old_due: PartialDate | None = None
    new_due: PartialDate | None = None
    extension_reason: str = ""
    approver: str = ""
    progress: str = ""
    findings: str = ""
    demand_findings: str = ""
    reply_basis: str = ""
    measures: str = ""
    refused: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes: as the settings say. `review` is whom to ask for a review inside."""

    name: str = ""
    address: str = ""
    phone: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter as it is kept with its case, never to change; `number` is "" for a form that has none."""

    kind: str
    number: str
    name: str
    sha256: str
    content: bytes
    changed: Changed


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter that the journal of a case knows; its bytes are fetched by `sha256`."""

    kind: str
    number: str
    sha256: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """A mistake in a template. Codes: `TEMPLATE_FAULTS` of the room of words.

    `line` counts the paragraphs of the part (`body`, `header`, `footer`) that hold text, from 1; `shown` is how it begins.
    """

    code: str
    part: str
    line: int
    placeholder: str
    shown: str
    meant: str = ""


def _text(name: str, *, required: bool = True) -> Field:
    return Field(name, Group.RESULT, FieldType.TEXT, required=required)


def _long(name: str, *, required: bool = True) -> Field:
    return Field(name, Group.RESULT, FieldType.LONG_TEXT, required=required, limit=8_000)


def _day(name: str) -> Field:
    return Field(name, Group.RESULT, FieldType.PARTIAL_DATE, required=True)


_HEAD = (_text("addressee"),)
_FOOT = (
    _text("contact"),
    _text("contact_phone"),
    Field("sent_by", Group.RESULT, FieldType.WORD, "reply_by"),
)

ASKED: MappingProxyType[LetterKind, tuple[Field, ...]] = MappingProxyType(
    {
        LetterKind.RECEIPT: (*_HEAD, _day("answer_by"), _text("answer_basis"), _long("next_step"), *_FOOT),
        LetterKind.NON_ACCEPTANCE: (
            *_HEAD,
            Field("decline_grounds", Group.RESULT, FieldType.WORDS, "decline_reason", required=True),
            _long("decline_basis"),
            *_FOOT,
        ),
        LetterKind.PAPERS: (
            *_HEAD,
            _long("papers"),
            _day("papers_by"),
            _text("papers_to"),
            _long("papers_else"),
            *_FOOT,
        ),
        LetterKind.EXTENSION: (
            *_HEAD,
            _day("old_due"),
            _day("new_due"),
            _long("extension_reason"),
            _text("approver"),
            _long("progress"),
            *_FOOT,
        ),
        LetterKind.REPLY: (
            *_HEAD,
            _long("findings"),
            _long("demand_findings"),
            _long("reply_basis"),
            _long("measures"),
            _long("refused", required=False),
            _text("reviewer"),
            *_FOOT,
        ),
        LetterKind.SHEET: (),
    }
)
"""What each kind asks, in the order in which one fills it in."""

ENTRY_FIELDS: MappingProxyType[str, Field] = MappingProxyType(
    {field.name: field for fields in ASKED.values() for field in fields}
)

_BEFORE_ACCEPTANCE = frozenset({Status.REGISTERED, Status.DECLINED})


def letter_problems(
    kind: LetterKind, complaint: Complaint, entry: LetterEntry, office: Office, today: dt.date
) -> tuple[Problem, ...]:
    """What the letter lacks, in the order of its fields; soft ones only warn. The sheet may be printed as it is."""
    if kind == LetterKind.SHEET:
        return ()
    found = _problems_of_case(kind, complaint, office)
    for field in ASKED[kind]:
        value = getattr(entry, field.name)
        if not is_said(value) or (isinstance(value, str) and not value.strip()):
            needless = field.name == "demand_findings" and not complaint.demands
            if field.required and not needless:
                found.append(Problem(field.name, "required"))
        else:
            found += _problems_of_value(field, value)
            if complaint.kind == Kind.REPORT and isinstance(value, str) and _names(complaint, value):
                found.append(Problem(field.name, "names_reporter"))
    return (*found, *_problems_of_days(entry, kind, today), *_problems_of_demands(entry, kind, complaint))


def _names(complaint: Complaint, text: str) -> bool:
    """Whether a text says who reported: a report of wrongdoing never does."""
    return any(len(said) > 1 and said in text for said in (complaint.name.strip(), complaint.phone.strip()))


def _problems_of_case(kind: LetterKind, complaint: Complaint, office: Office) -> list[Problem]:
    found = []
    if not office.name.strip():
        found.append(Problem("office_name", "required_setting"))
    if kind == LetterKind.RECEIPT and complaint.status in _BEFORE_ACCEPTANCE:
        found.append(Problem("status", "not_accepted"))
    if kind == LetterKind.NON_ACCEPTANCE and complaint.status != Status.DECLINED:
        found.append(Problem("status", "not_declined"))
    if kind == LetterKind.REPLY and not complaint.outcome:
        found.append(Problem("outcome", "no_outcome"))
    return found


def _problems_of_value(field: Field, value: Any) -> list[Problem]:
    if isinstance(value, PartialDate):
        return [Problem(field.name, "whole_day", details=(("value", str(value)),))] if value.day is None else []
    if not isinstance(value, str):
        return []
    found = []
    if len(value) > field.limit:
        found.append(Problem(field.name, "too_long", details=(("limit", field.limit), ("length", len(value)))))
    if any(is_control(character) for character in value):
        found.append(Problem(field.name, "control_character"))
    return found


def _problems_of_days(entry: LetterEntry, kind: LetterKind, today: dt.date) -> list[Problem]:
    found = []
    ahead = {LetterKind.PAPERS: "papers_by", LetterKind.EXTENSION: "new_due", LetterKind.RECEIPT: "answer_by"}.get(kind)
    day: PartialDate | None = getattr(entry, ahead) if ahead else None
    if ahead and day is not None and day.day is not None and day.first_day < today:
        found.append(Problem(ahead, "past_day"))
    old, new = entry.old_due, entry.new_due
    if kind == LetterKind.EXTENSION and old is not None and old.day is not None:
        if new is not None and new.day is not None and new.first_day <= old.first_day:
            found.append(Problem("new_due", "not_later"))
        if old.first_day < today:
            found.append(Problem("old_due", "told_too_late", hard=False))
    return found


def _problems_of_demands(entry: LetterEntry, kind: LetterKind, complaint: Complaint) -> list[Problem]:
    """A reply says something of each demand: `demand_findings` holds a line for each, the demand before its colon."""
    if kind != LetterKind.REPLY or not entry.demand_findings.strip():
        return []
    lines = [line.strip() for line in entry.demand_findings.splitlines() if line.strip()]
    if silent := [line[:-1] for line in lines if line.endswith((":", "\uff1a"))]:
        return [Problem("demand_findings", "demand_unanswered", details=(("value", silent[0]),))]
    if len(lines) < len(complaint.demands):
        details = (("wanted", len(complaint.demands)), ("said", len(lines)))
        return [Problem("demand_findings", "demands_missing", details=details)]
    return []
