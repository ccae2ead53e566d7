"""Days and times as they stand in foreign sheets: what every reader of dates knows, and what only a sheet tells.

A sheet knows its year, so that 5月6日 is a day; it counts days in serials, from 1900 or 1904; and its people write 23/5/6,
230506 and 5.6-5.8.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from complaint_desk.domain.chinese_numbers import with_arabic_days
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.plain_text import Unreadable, plain_text
from complaint_desk.domain.reading import read_moment, read_partial_date

_ORIGIN_1900 = dt.datetime(1899, 12, 30, tzinfo=SHANGHAI)
"""Excel takes 1900 for a leap year, so that its day 1 is one day late; from 1 March 1900 on this origin is right."""
_ORIGIN_1904 = dt.datetime(1904, 1, 1, tzinfo=SHANGHAI)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""1954 to 2119: smaller numbers are more likely counts or amounts."""
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SHORT_YEAR = re.compile(
    r"'?(\d{2})\s*[-./\u5e74]\s*(\d{1,2})\s*[-./\u6708]\s*(\d{1,2})(?!\d)(?:\s*[\u65e5\u53f7])?(.*)", re.DOTALL
)
_SIX_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})")
_RANGE = re.compile(r"\s*(?:--+|[~\u2013\u2014\uff5e\u81f3\u5230]|(?<=\d)-(?=\d{1,4}[./\u5e74\u6708])|\u65e5-)\s*")
_TWO_DIGIT_CENTURY = _LEAP_YEAR = 2000
_HALF_SECOND = dt.timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class SheetDates:
    """`year`: that of days without one, None if nobody says; `from_1904`: how the workbook counts its days."""

    year: int | None = None
    from_1904: bool = False

    def moment(self, text: str) -> tuple[dt.datetime, bool]:
        """A day with or without a time, and whether it is the first of several.

        Raises:
            Unreadable: `not_a_date`, `no_year`.
        """
        try:
            return read_moment(text), False
        except Unreadable:
            return self._otherwise(text)

    def partial_date(self, text: str) -> tuple[PartialDate, bool]:
        """A day, a month or a year, and whether it is the first of several.

        Raises:
            Unreadable: `not_a_date`, `no_year`.
        """
        try:
            return read_partial_date(text), False
        except Unreadable:
            try:
                return read_partial_date(with_arabic_days(plain_text(text))), False
            except Unreadable:
                moment, several = self._otherwise(text)
                return PartialDate.of(moment.date()), several

    def serial(self, days: float) -> dt.datetime:
        """The moment of a serial, to the second.

        Raises:
            Unreadable: `not_a_date`, for a number that is more likely none.
        """
        if not _FIRST_SERIAL <= days < _LAST_SERIAL:
            raise Unreadable("not_a_date")
        origin = _ORIGIN_1904 if self.from_1904 else _ORIGIN_1900
        return (origin + dt.timedelta(days=days) + _HALF_SECOND).replace(microsecond=0)

    def _otherwise(self, text: str) -> tuple[dt.datetime, bool]:
        plain = with_arabic_days(plain_text(text))
        if _SERIAL.fullmatch(plain):
            return self.serial(float(plain)), False
        if found := self._single(plain):
            return found, False
        first = _RANGE.split(plain, maxsplit=1)[0]
        if first and first != plain and (found := self._single(first)):
            return found, True
        raise Unreadable("no_year" if self.year is None and _reads(first, _LEAP_YEAR) else "not_a_date")

    def _single(self, plain: str) -> dt.datetime | None:
        """One day in another way of writing; None if it is none."""
        if found := _SHORT_YEAR.fullmatch(plain):
            year, month, day, rest = found.groups()
            return _moment_or_none(f"{_TWO_DIGIT_CENTURY + int(year)}-{month}-{day}{rest}")
        if found := _SIX_DIGITS.fullmatch(plain):
            year, month, day = found.groups()
            return _moment_or_none(f"{_TWO_DIGIT_CENTURY + int(year)}-{month}-{day}")
        return _moment_or_none(plain) or (_reads(plain, self.year) if self.year else None)


def _reads(plain: str, year: int) -> dt.datetime | None:
    """A day without a year, in that year; None if it is none."""
    try:
        return read_moment(plain, today=dt.date(year, 12, 31))
    except Unreadable:
        return None


def _moment_or_none(text: str) -> dt.datetime | None:
    try:
        return read_moment(text)
    except Unreadable:
        return None
