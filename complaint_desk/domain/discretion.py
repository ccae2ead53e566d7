"""What is told of the people in a complaint: a report of wrongdoing never names who reported (product contract, section 1)."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import Any, TypeVar

from complaint_desk.domain.complaint import Case, Complaint, ComplaintContent
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.vocabulary import Kind

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


def discreet_name(name: str) -> str:
    """Of a file's name only its ending."""
    return f"*{PurePosixPath(name).suffix}"
