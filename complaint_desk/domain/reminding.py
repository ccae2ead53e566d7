"""When a desk is reminded of what is due: once a day and when something falls due, in office hours alone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

DEFAULT_OFFICE_HOURS = "08:30-17:30"
AHEAD = dt.timedelta(hours=1)
"""How long before it falls due a complaint is named."""

_HOURS = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[-\u2013\uff0d~\uff5e]\s*(\d{1,2}):(\d\d)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From when to when somebody is at the desk; the end is later than the beginning."""

    begin: dt.time
    end: dt.time

    @classmethod
    def read(cls, text: str) -> OfficeHours | None:
        """Hours as `08:30-17:30`; None for anything else."""
        if (found := _HOURS.fullmatch(text)) is None:
            return None
        try:
            begin, end = dt.time(int(found[1]), int(found[2])), dt.time(int(found[3]), int(found[4]))
        except ValueError:
            return None
        return cls(begin, end) if begin < end else None

    def hold(self, moment: dt.datetime) -> bool:
        return self.begin <= moment.time() < self.end


@dataclass(frozen=True, slots=True)
class Told:
    """What this PC was reminded of: the last day with its counts, and up to which moment what falls due was named."""

    day: dt.date | None = None
    until: dt.datetime | None = None

    def next(self, now: dt.datetime) -> Told:
        """What was told once the present is told."""
        return Told(now.date(), now + AHEAD)

    def is_new_day(self, now: dt.datetime) -> bool:
        return self.day is None or self.day < now.date()
