"""What stands for each placeholder of a letter: the complaint, what was entered for the letter, and the office."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from complaint_desk.domain.complaint import Case, Complaint, is_said
from complaint_desk.domain.discretion import is_withheld
from complaint_desk.domain.fields import FIELDS, FieldType
from complaint_desk.domain.letters import ENTRY_FIELDS, LetterEntry, Office
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.vocabulary import Kind, LetterKind
from complaint_desk.i18n.letter_phrases import LetterPhrases
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.word.filling import Column, Value
from complaint_desk.printing.word.placeholders import Placeholders

COMPUTED = (
    "letter_title", "letter_number", "letter_date", "received_on", "matter", "grounds", "demand_ticks", "ways", "proof",
    "respondent", "record_time", "record_kind", "record_person", "record_text",
)  # fmt: skip
"""Placeholders that are no field of the complaint, the office or the letter's dialog."""

_OF_OFFICE = ("office_name", "office_address", "office_phone")


def letter_placeholders(words: Words) -> Placeholders:
    """What a template of a letter may hold between braces."""
    fields = (*_OF_OFFICE, *ENTRY_FIELDS, *(field.name for field in FIELDS))
    return Placeholders(words, {"placeholder": COMPUTED, "field": fields})


@dataclasses.dataclass(frozen=True, slots=True)
class Filling:
    """One letter to be: its kind and number, the case, what was entered, who writes and on which day. Words are Chinese."""

    kind: LetterKind
    number: str
    case: Case
    entry: LetterEntry
    office: Office
    today: dt.date
    words: Words
    phrases: LetterPhrases


def letter_values(letter: Filling) -> dict[str, Value]:
    """The value of every placeholder by code."""
    complaint = letter.case.complaint
    values: dict[str, Value] = {field.name: _of_complaint(letter, field.name) for field in FIELDS}
    values |= {name: _of_entry(letter, name) for name in ENTRY_FIELDS}
    values |= {
        "office_name": letter.office.name,
        "office_address": letter.office.address,
        "office_phone": letter.office.phone,
        "letter_title": letter.words.label("letter", letter.kind),
        "letter_number": letter.number,
        "letter_date": letter.phrases.day(letter.today),
        "received_on": letter.phrases.day(complaint.received_at.date()) if complaint.received_at else "",
        "matter": matter_of(complaint, letter.words, letter.phrases),
        "grounds": _ticks(letter, "decline_reason", letter.entry.decline_grounds),
        "demand_ticks": letter.phrases.text("ticks_parted").join(_ticks(letter, "demands", complaint.demands)),
        "papers": _items(letter),
        "addressee": letter.entry.addressee if complaint.kind != Kind.REPORT else letter.phrases.of("person", "report"),
        "ways": letter.phrases.ways,
        "proof": letter.phrases.parted([each.name for each in letter.case.attachments]),
        "respondent": complaint.outlet or letter.office.name,
    }
    return values | _record(letter)


def matter_of(complaint: Complaint, words: Words, phrases: LetterPhrases) -> str:
    """What the complaint is about, in half a sentence."""
    subject = complaint.subject_name
    if not complaint.nature:
        return phrases.text("plain_matter", subject=subject)
    return phrases.text("matter", subject=subject, nature=words.label("nature", complaint.nature))


def _of_complaint(letter: Filling, name: str) -> str:
    complaint = letter.case.complaint
    if is_withheld(complaint, name) and is_said(getattr(complaint, name)):
        return letter.phrases.text("withheld")
    return _text(letter, name, getattr(complaint, name))


def _of_entry(letter: Filling, name: str) -> str:
    field, value = ENTRY_FIELDS[name], getattr(letter.entry, name)
    if field.type is FieldType.WORD:
        return letter.words.label(field.word_list or "", value)
    if field.type is FieldType.WORDS:
        return letter.phrases.parted([letter.words.label(field.word_list or "", code) for code in value])
    return letter.phrases.day(value) if isinstance(value, PartialDate) else str(value or "")


def _text(letter: Filling, name: str, value: Any) -> str:
    match value:
        case dt.datetime():
            return letter.phrases.moment(value)
        case PartialDate():
            return letter.phrases.day(value)
        case tuple() if name == "demands":
            return letter.phrases.parted([letter.words.label("demands", code) for code in value])
        case tuple():
            return letter.phrases.parted(list(value))
    return value_text(name, value, letter.words)


def _ticks(letter: Filling, list_name: str, ticked: Iterable[str]) -> tuple[str, ...]:
    """The entries of a list as boxes; one that the office has hidden since stands there if it is ticked."""
    codes = dict.fromkeys((*(choice.code for choice in letter.words.choices(list_name)), *ticked))
    chosen = set(ticked)
    return tuple(
        letter.phrases.text("ticked" if code in chosen else "unticked", text=letter.words.label(list_name, code))
        for code in codes
    )


def _items(letter: Filling) -> tuple[str, ...]:
    """The papers wanted, numbered where there are several."""
    lines = [line.strip() for line in letter.entry.papers.splitlines() if line.strip()]
    if len(lines) < 2:
        return tuple(lines)
    return tuple(letter.phrases.text("item", number=number, text=line) for number, line in enumerate(lines, 1))


def _record(letter: Filling) -> dict[str, Value]:
    steps, words = letter.case.steps, letter.words
    return {
        "record_time": Column(tuple(letter.phrases.moment(step.at) for step in steps)),
        "record_kind": Column(tuple(words.label("step_kind", step.kind) for step in steps)),
        "record_person": Column(tuple(step.person for step in steps)),
        "record_text": Column(tuple(step.text for step in steps)),
    }
