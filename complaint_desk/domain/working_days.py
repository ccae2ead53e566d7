"""Which days are worked in mainland China: weekends, the State Council's yearly notice, the office's own days.

Source: Civil Code 203 (rest days by law move the end of a period); 全国年节及纪念日放假办法 (2024) for the holidays whose date
is known without a notice. An office's own days never move a period that the law sets, only the office's own promises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

KNOWN_WITHOUT_NOTICE: tuple[tuple[int, int], ...] = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Month and day of the statutory holidays that fall on the same date every year (from 2025 on)."""

_MAY_STILL_CHANGE = (12, 25)
"""From here on a year's last days may be moved by the notice for the next year, as those of 2018 and 2007 were."""

_SATURDAY = 5


class Layer(StrEnum):
    """Who says that a day is special; the office's own word stands above the notice."""

    NOTICE = "notice"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says. `name` is the holiday's or the reason, `source` the notice's."""

    day: dt.date
    rest: bool
    name: str = ""
    layer: Layer = Layer.NOTICE
    source: str = ""


class DayKind(StrEnum):
    """What a day is, and why."""

    WORKDAY = "workday"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OFFICE_REST = "office_rest"
    OFFICE_WORK = "office_work"


_REST = frozenset({DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.OFFICE_REST})


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of all years: those of `announced` years are certain, the others provisional (暂定)."""

    announced: frozenset[int]
    notice: Mapping[dt.date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))
    office: Mapping[dt.date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, announced: Iterable[int], days: Iterable[SpecialDay]) -> WorkingCalendar:
        layers: dict[Layer, dict[dt.date, SpecialDay]] = {Layer.NOTICE: {}, Layer.OFFICE: {}}
        for each in days:
            layers[each.layer][each.day] = each
        return cls(frozenset(announced), MappingProxyType(layers[Layer.NOTICE]), MappingProxyType(layers[Layer.OFFICE]))

    def by_law(self) -> WorkingCalendar:
        """The same calendar without the office's own days."""
        return WorkingCalendar(self.announced, self.notice) if self.office else self

    def kind(self, day: dt.date) -> DayKind:
        if own := self.office.get(day):
            return DayKind.OFFICE_REST if own.rest else DayKind.OFFICE_WORK
        if said := self.notice.get(day):
            if said.rest:
                return DayKind.HOLIDAY
            return DayKind.MADE_UP if day.weekday() >= _SATURDAY else DayKind.WORKDAY
        if day.year not in self.announced and (day.month, day.day) in KNOWN_WITHOUT_NOTICE:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY

    def is_rest(self, day: dt.date) -> bool:
        return self.kind(day) in _REST

    def name(self, day: dt.date) -> str:
        """The name of a special day; empty for one that has none."""
        said = self.office.get(day) or self.notice.get(day)
        return said.name if said else ""

    def is_provisional(self, day: dt.date) -> bool:
        """True while a notice that is still to come may change what the day is."""
        if day in self.office:
            return False
        if day.year not in self.announced:
            return True
        return (day.month, day.day) >= _MAY_STILL_CHANGE and day.year + 1 not in self.announced
