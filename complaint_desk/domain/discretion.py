"""What is told of the people in a complaint: a report of wrongdoing never names who reported (product contract, section 1)."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import Any, TypeVar

from complaint_desk.domain.complaint import Case, Complaint, ComplaintContent
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.vocabulary import Kind

_NUMBERS = re.compile(r"(?<!\d)(?:\d{7,}[Xx]?|0\d{2,3}-\d{7,8}|\d{3,4}[ -]\d{3,4}[ -]\d{4})(?!\d)")
_LONG = 9

_TELLING = PERSONAL | {"attachments", "steps"}

_Content = TypeVar("_Content", bound=ComplaintContent)


def is_withheld(complaint: ComplaintContent, field: str) -> bool:
    """True if nobody but who handles the complaint may read this field: the form alone shows it."""
    return complaint.kind == Kind.REPORT and field in PERSONAL


def without_person(content: _Content) -> _Content:
    """The same content; of a report without the fields that say who reported."""
    if content.kind != Kind.REPORT:
        return content
    silent: dict[str, Any] = dict.fromkeys(PERSONAL, "")
    return dataclasses.replace(content, **silent)


def discreet(complaint: Complaint) -> Complaint:
    """The complaint as it may leave the form: a report also without the texts of its imported row, which may tell all."""
    if complaint.kind != Kind.REPORT:
        return complaint
    return dataclasses.replace(without_person(complaint), original_values=(), extra=())


def discreet_case(case: Case) -> Case:
    """The same for a case: neither its journal nor the names of its files say who reported."""
    if case.complaint.kind != Kind.REPORT:
        return case
    journal = tuple(
        dataclasses.replace(entry, before=tuple(each for each in entry.before if each[0] not in _TELLING))
        if entry.before
        else entry
        for entry in case.journal
    )
    files = tuple(dataclasses.replace(each, name=discreet_name(each.name)) for each in case.attachments)
    return dataclasses.replace(case, complaint=discreet(case.complaint), journal=journal, attachments=files)


def masked_name(name: str) -> str:
    """The first character alone, as lists show a person to those who only count complaints."""
    return f"{name[0]}*" if name else ""


def masked_phones(text: str) -> str:
    """The numbers in a text with their beginning and their last four digits."""
    return " ".join(f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****" for phone in normal_phones(text))


def without_numbers(text: str) -> str:
    """A narrative for people who need no personal data: of telephone, identity and card numbers only the ends."""
    return _NUMBERS.sub(lambda found: _masked(found.group()), text)


def _masked(number: str) -> str:
    kept = 3 if len(number) >= _LONG else 0
    return f"{number[:kept]}****{number[-4:]}"


def discreet_name(name: str) -> str:
    """Of a file's name only its ending."""
    return f"*{PurePosixPath(name).suffix}"
