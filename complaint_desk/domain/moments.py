"""Moments and days as the law counts them: Beijing time, whatever the PC's own zone is."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

# China has kept one offset without summer time since 1992; a fixed offset needs no zone database on Windows.
SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment in Beijing time, to the second."""
    return dt.datetime.now(SHANGHAI).replace(microsecond=0)


def in_shanghai(moment: dt.datetime) -> dt.datetime:
    """The same moment in Beijing time; one without a zone is taken to be Beijing time already."""
    if moment.tzinfo is SHANGHAI:
        return moment
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day in Beijing time."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of which one may know only the year, or the year and month (`2023`, `2023-05`, `2023-05-06`)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ISO form.

        Raises:
            ValueError: the text is not of that form, or names no day of the calendar.
        """
        found = _PARTIAL.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> dt.date:
        """The earliest day that it may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The latest day that it may mean."""
        if self.day is not None:
            return self.first_day
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text
