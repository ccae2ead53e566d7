"""Intake rules: what is wrong with a draft, as values. The sentence for each code comes from `i18n.sentences`."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

from complaint_desk.domain.complaint import ComplaintContent, ComplaintDraft
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELDS, Field, FieldType
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.phones import read_phones
from complaint_desk.domain.vocabulary import RATINGS

PRICE_TO_ASK = Decimal(1_000_000)
"""A price above this is unusual enough to ask about, in yuan."""

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


_Codes = dict[str, frozenset[str]] | None
_Found = tuple[Problem, ...] | list[Problem]


def problems_in(
    draft: ComplaintContent, now: dt.datetime, codes: dict[str, frozenset[str]] | None = None
) -> tuple[Problem, ...]:
    """All problems of a draft in field order.

    Args:
        draft: what was entered.
        now: the present moment; nothing may lie after it.
        codes: the codes in force of each word list, to find unknown ones; None skips that check.
    """
    values = _VALUES(draft)
    # A draft is judged at each keystroke and each row of an import, and most have no problem.
    found = [] if _are_sound(values, now, codes) else _found_in(values, now, codes)
    if (bought := draft.purchased_on) and draft.received_at and bought.first_day > draft.received_at.date():
        found.append(Problem("purchased_on", "after_complaint"))
    if isinstance(draft, ComplaintDraft) and draft.closed_at and draft.closed_at > now:
        found.append(Problem("closed_at", "future"))
    return tuple(found)


def _are_sound(values: tuple[Any, ...], now: dt.datetime, codes: _Codes) -> bool:
    """Whether no value that says something has a problem, and what is required is there: seen without looking at the rest."""
    for (field, judge), value in itertools.compress(zip(_JUDGES, values, strict=True), values):
        if judge(field, value, now, codes):
            return False
    return 0 not in _RATINGS(values) and not any(map(_is_blank, _REQUIRED(values)))


def _found_in(values: tuple[Any, ...], now: dt.datetime, codes: _Codes) -> list[Problem]:
    """The problems of single fields, in their order."""
    found: list[Problem] = []
    for (field, judge), value in zip(_JUDGES, values, strict=True):
        if _is_blank(value):
            if field.required:
                found.append(Problem(field.name, "required"))
        elif problems := judge(field, value, now, codes):
            found.extend(problems)
    return found


def _is_blank(value: object) -> bool:
    return (not value and (value is None or value in ("", ()))) or (isinstance(value, str) and value.isspace())


def hard_problems(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.hard)


def _judge_text(field: Field, text: str, _now: dt.datetime, _codes: _Codes) -> _Found:
    if len(text) <= field.limit and text.isprintable():
        return ()
    found: list[Problem] = []
    if len(text) > field.limit:
        found.append(Problem(field.name, "too_long", details=(("limit", field.limit), ("length", len(text)))))
    if not text.isprintable() and _CONTROL.search(text):
        found.append(Problem(field.name, "control_character"))
    return found


def _judge_phone(field: Field, text: str, now: dt.datetime, codes: _Codes) -> _Found:
    found = [*_judge_text(field, text, now, codes)]
    if odd := [phone.typed for phone in read_phones(text) if not phone.usual]:
        found.append(Problem(field.name, "unusual_phone", hard=False, details=(("value", odd[0]),)))
    return found


def _judge_moment(field: Field, moment: dt.datetime, now: dt.datetime, _codes: _Codes) -> _Found:
    return (Problem(field.name, "future"),) if moment > now else ()


def _judge_partial_date(field: Field, day: PartialDate, now: dt.datetime, _codes: _Codes) -> _Found:
    return (Problem(field.name, "future"),) if day.first_day > now.date() else ()


def _judge_money(field: Field, amount: Decimal, _now: dt.datetime, _codes: _Codes) -> _Found:
    if not amount.is_finite() or abs(amount) > HIGHEST_AMOUNT:
        return (Problem(field.name, "not_money", details=(("value", str(amount)),)),)
    if amount < 0:
        return (Problem(field.name, "negative"),)
    if amount != amount.quantize(_CENT):
        return (Problem(field.name, "too_precise"),)
    if amount > PRICE_TO_ASK:
        return (Problem(field.name, "unusual_amount", hard=False),)
    return ()


def _judge_rating(field: Field, rating: int, _now: dt.datetime, _codes: _Codes) -> _Found:
    return () if rating in RATINGS else (Problem(field.name, "unknown_word", details=(("value", rating),)),)


def _judge_words(field: Field, value: str | tuple[str, ...], _now: dt.datetime, codes: _Codes) -> _Found:
    if codes is None or (known := codes.get(field.word_list or "")) is None:
        return ()
    if value.__class__ is str and value in known:
        return ()
    wanted = (value,) if isinstance(value, str) else value
    return [Problem(field.name, "unknown_word", details=(("value", word),)) for word in wanted if word not in known]


def _pass(_field: Field, _value: object, _now: dt.datetime, _codes: _Codes) -> _Found:
    return ()


_JUDGE_OF: dict[FieldType, Callable[[Field, Any, dt.datetime, _Codes], _Found]] = {
    FieldType.TEXT: _judge_text,
    FieldType.LONG_TEXT: _judge_text,
    FieldType.PHONE: _judge_phone,
    FieldType.MOMENT: _judge_moment,
    FieldType.PARTIAL_DATE: _judge_partial_date,
    FieldType.MONEY: _judge_money,
    FieldType.RATING: _judge_rating,
    FieldType.WORD: _judge_words,
    FieldType.WORDS: _judge_words,
    FieldType.LEAF: _judge_words,
    FieldType.NUMBERS: _pass,
}
_JUDGES = tuple((field, _JUDGE_OF[field.type]) for field in FIELDS if field.editable)
_VALUES = attrgetter(*(field.name for field, _judge in _JUDGES))
_REQUIRED = itemgetter(*(at for at, (field, _judge) in enumerate(_JUDGES) if field.required))
_RATINGS = itemgetter(*(at for at, (field, _judge) in enumerate(_JUDGES) if field.type is FieldType.RATING))
_CENT = Decimal("0.01")
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
