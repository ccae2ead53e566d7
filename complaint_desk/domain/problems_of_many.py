"""Which of many drafts may have a hard problem, seen column by column in a tenth of the time of one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from complaint_desk.domain.complaint import ComplaintContent, content_of
from complaint_desk.domain.fields import FIELD, FIELDS, Field, FieldType
from complaint_desk.domain.problems import HIGHEST_AMOUNT
from complaint_desk.domain.vocabulary import RATINGS

_Codes = Mapping[str, frozenset[str]] | None
_Places = Iterator[int]

_CENT = Decimal("0.01")
_EMPTY = content_of(ComplaintContent())
_REQUIRED = tuple(field.name for field in FIELDS if field.required and not _EMPTY[field.name])
"""What must be said and is not said of itself."""


def doubtful_places(
    columns: Mapping[str, Sequence[Any]], count: int, now: dt.datetime, codes: dict[str, frozenset[str]] | None = None
) -> set[int]:
    """The places of all drafts that `problems_in` finds a hard problem in, and of some others.

    Args:
        columns: the fields of the drafts by name, without those in which none says anything.
        count: how many drafts there are.
        now: as of `problems_in`.
        codes: as of `problems_in`.
    """
    if not columns.keys() >= set(_REQUIRED):
        return set(range(count))
    doubtful: set[int] = set()
    for name in _REQUIRED:
        doubtful.update(_blank(columns[name]))
    for name, column in columns.items():
        if (field := FIELD.get(name)) is not None:
            doubtful.update(_DOUBTS[field.type](field, column, now, codes))
    if "purchased_on" in columns:
        doubtful.update(_bought_later(columns["purchased_on"], columns["received_at"]))
    return doubtful


def _blank(column: Sequence[Any]) -> _Places:
    return (at for at, value in enumerate(column) if not value or (isinstance(value, str) and value.isspace()))


def _of_texts(field: Field, column: Sequence[str], _now: dt.datetime, _codes: _Codes) -> _Places | range:
    if max(map(len, column), default=0) <= field.limit and "".join(column).isprintable():
        return range(0)
    return (at for at, text in enumerate(column) if len(text) > field.limit or not text.isprintable())


def _of_moments(_field: Field, column: Sequence[dt.datetime | None], now: dt.datetime, _codes: _Codes) -> _Places:
    return (at for at, moment in enumerate(column) if moment is not None and moment > now)


def _of_days(_field: Field, column: Sequence[Any], now: dt.datetime, _codes: _Codes) -> _Places:
    return (
        at for at, day in enumerate(column) if day is not None and day.year >= now.year and day.first_day > now.date()
    )


def _of_amounts(_field: Field, column: Sequence[Decimal | None], _now: dt.datetime, _codes: _Codes) -> _Places:
    return (at for at, amount in enumerate(column) if amount is not None and not _is_amount(amount))


def _is_amount(amount: Decimal) -> bool:
    return amount.same_quantum(_CENT) and 0 <= amount <= HIGHEST_AMOUNT


def _of_ratings(_field: Field, column: Sequence[int | None], _now: dt.datetime, _codes: _Codes) -> _Places:
    return (at for at, rating in enumerate(column) if rating is not None and rating not in RATINGS)


def _of_words(field: Field, column: Sequence[Any], _now: dt.datetime, codes: _Codes) -> _Places | range:
    if codes is None or (known := codes.get(field.word_list or "")) is None:
        return range(0)
    unknown = {value for value in set(column) if value and not known.issuperset(_words(value))}
    return (at for at, value in enumerate(column) if value in unknown) if unknown else range(0)


def _words(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _none(_field: Field, _column: Sequence[Any], _now: dt.datetime, _codes: _Codes) -> range:
    return range(0)


def _bought_later(bought: Sequence[Any], received: Sequence[Any]) -> _Places:
    """Those whose day of buying is after that of the complaint."""
    return (
        at
        for at, (day, moment) in enumerate(zip(bought, received, strict=True))
        if day and moment and day.year >= moment.year and day.first_day > moment.date()
    )


_DOUBTS: dict[FieldType, Callable[[Field, Any, dt.datetime, _Codes], _Places | range]] = {
    FieldType.TEXT: _of_texts,
    FieldType.LONG_TEXT: _of_texts,
    FieldType.PHONE: _of_texts,
    FieldType.MOMENT: _of_moments,
    FieldType.PARTIAL_DATE: _of_days,
    FieldType.MONEY: _of_amounts,
    FieldType.RATING: _of_ratings,
    FieldType.WORD: _of_words,
    FieldType.WORDS: _of_words,
    FieldType.LEAF: _of_words,
    FieldType.NUMBERS: _none,
}
