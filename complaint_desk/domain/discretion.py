"""What is told of the people in a complaint: a report of wrongdoing never names who reported (product contract, section 1)."""

from __future__ import annotations

import dataclasses
from typing import Any

from complaint_desk.domain.complaint import Case, Complaint, ComplaintContent
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.vocabulary import Kind


def is_withheld(complaint: ComplaintContent, field: str) -> bool:
    """True if nobody but who handles the complaint may read this field: the form alone shows it."""
    return complaint.kind == Kind.REPORT and field in PERSONAL


def discreet(complaint: Complaint) -> Complaint:
    """The complaint as it may leave the form: what is withheld is not said, nor is it in the texts of an imported row."""
    if complaint.kind != Kind.REPORT:
        return complaint
    silent: dict[str, Any] = dict.fromkeys(PERSONAL, "")
    return dataclasses.replace(complaint, **silent, original_values=(), extra=())


def discreet_case(case: Case) -> Case:
    """The same for a case: its journal does not say either what stood in these fields."""
    if case.complaint.kind != Kind.REPORT:
        return case
    journal = tuple(
        dataclasses.replace(entry, before=tuple(each for each in entry.before if each[0] not in PERSONAL))
        if entry.before
        else entry
        for entry in case.journal
    )
    return dataclasses.replace(case, complaint=discreet(case.complaint), journal=journal)
