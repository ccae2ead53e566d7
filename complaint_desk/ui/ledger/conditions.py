"""A ledger filter in words: one text for each condition, as the chips show it."""

from __future__ import annotations

import dataclasses
import datetime as dt

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words

RECEIVED = "received_at"
CLOSED = "closed_at"
IDS = "ids"


def conditions(wanted: LedgerFilter, words: Words) -> tuple[tuple[str, str], ...]:
    """(condition, text) pairs without the search words; the condition is a field name or `ids`."""
    found = []
    if wanted.ids is not None:
        found.append((IDS, _("Chosen complaints")))
    for field, first, last in (
        (RECEIVED, wanted.received_from, wanted.received_to),
        (CLOSED, wanted.closed_from, wanted.closed_to),
    ):
        if first or last:
            found.append((field, f"{words.field_label(field)}: {days_text(first, last)}"))
    found += [(field, _choice_text(field, choices, words)) for field, choices in wanted.one_of]
    return tuple(found)


def without(wanted: LedgerFilter, condition: str) -> LedgerFilter:
    """The filter with one condition taken away."""
    match condition:
        case "received_at":
            return dataclasses.replace(wanted, received_from=None, received_to=None)
        case "closed_at":
            return dataclasses.replace(wanted, closed_from=None, closed_to=None)
        case "ids":
            return dataclasses.replace(wanted, ids=None)
    return wanted.with_choices(condition, ())


def days_text(first: dt.date | None, last: dt.date | None) -> str:
    """Days from first to last as one reads them; one of them may be open."""
    if first and last:
        if first == last:
            return f"{first}"
        return _("{first} to {last}").format(first=first, last=last)
    return _("from {day}").format(day=first) if first else _("until {day}").format(day=last)


def _choice_text(field: str, choices: tuple[str, ...], words: Words) -> str:
    if field == "status" and set(choices) == OPEN:
        return _("Not finished")
    texts = [words.figure_label(field, code) for code in choices]
    return _("{field}: {value}").format(field=words.field_label(field), value=_(", ").join(texts))
