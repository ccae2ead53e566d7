"""Intake rules: what is wrong with a draft, as values. The sentence for each code comes from `i18n.sentences`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from complaint_desk.domain.complaint import ComplaintContent, ComplaintDraft, is_said
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELDS, Field, FieldType
from complaint_desk.domain.phones import read_phones

PRICE_TO_ASK = Decimal(1_000_000)
"""A price above this is unusual enough to ask about, in yuan."""

_JUDGED = tuple(field for field in FIELDS if field.editable)

HIGHEST_AMOUNT = Decimal("9999999999999.99")
"""The largest amount that the ledger stores, in yuan."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. A hard one blocks registering, a soft one only warns.

    `details` are named values for the sentence, e.g. `(("limit", 200),)`.
    """

    field: str
    code: str
    hard: bool = True
    details: tuple[tuple[str, Any], ...] = ()


def problems_in(
    draft: ComplaintContent, now: dt.datetime, codes: dict[str, frozenset[str]] | None = None
) -> tuple[Problem, ...]:
    """All problems of a draft in field order.

    Args:
        draft: what was entered.
        now: the present moment; nothing may lie after it.
        codes: the codes in force of each word list, to find unknown ones; None skips that check.
    """
    found: list[Problem] = []
    for field in _JUDGED:
        value = getattr(draft, field.name)
        if is_said(value) or field.required:
            found.extend(_of_field(field, value, now, codes))
    if (bought := draft.purchased_on) and draft.received_at and bought.first_day > draft.received_at.date():
        found.append(Problem("purchased_on", "after_complaint"))
    if isinstance(draft, ComplaintDraft) and draft.closed_at and draft.closed_at > now:
        found.append(Problem("closed_at", "future"))
    return tuple(found)


def hard_problems(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.hard)


def _of_field(field: Field, value: Any, now: dt.datetime, codes: dict[str, frozenset[str]] | None) -> list[Problem]:
    if not is_said(value) or (isinstance(value, str) and not value.strip()):
        return [Problem(field.name, "required")] if field.required else []
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT | FieldType.PHONE:
            return _of_text(field, value)
        case FieldType.MOMENT:
            return [Problem(field.name, "future")] if value > now else []
        case FieldType.PARTIAL_DATE:
            return [Problem(field.name, "future")] if value.first_day > now.date() else []
        case FieldType.MONEY:
            return _of_money(field, value)
        case FieldType.RATING:
            return [] if value in range(1, 6) else [Problem(field.name, "unknown_word", details=(("value", value),))]
        case FieldType.WORD | FieldType.WORDS | FieldType.LEAF if codes is not None and field.word_list in codes:
            wanted = (value,) if isinstance(value, str) else value
            known = codes[field.word_list]
            return [Problem(field.name, "unknown_word", details=(("value", w),)) for w in wanted if w not in known]
    return []


def _of_text(field: Field, text: str) -> list[Problem]:
    found = []
    if len(text) > field.limit:
        found.append(Problem(field.name, "too_long", details=(("limit", field.limit), ("length", len(text)))))
    if _CONTROL.search(text):
        found.append(Problem(field.name, "control_character"))
    if field.type is FieldType.PHONE and (odd := [phone.typed for phone in read_phones(text) if not phone.usual]):
        found.append(Problem(field.name, "unusual_phone", hard=False, details=(("value", odd[0]),)))
    return found


def _of_money(field: Field, amount: Decimal) -> list[Problem]:
    if not amount.is_finite() or abs(amount) > HIGHEST_AMOUNT:
        return [Problem(field.name, "not_money", details=(("value", str(amount)),))]
    if amount < 0:
        return [Problem(field.name, "negative")]
    if amount != amount.quantize(Decimal("0.01")):
        return [Problem(field.name, "too_precise")]
    if amount > PRICE_TO_ASK:
        return [Problem(field.name, "unusual_amount", hard=False)]
    return []


# Lone surrogates count: no UTF-8 file can hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def is_control(character: str) -> bool:
    """True for control characters other than tab and line breaks: no sheet or letter can hold them."""
    return _CONTROL.match(character) is not None


class ProblemsFound(Refusal):
    """A draft has hard problems, so nothing was written; each names its field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("problems_found", fields=tuple(problem.field for problem in problems))
        self.problems = problems
