"""The days of the notices, of years without one, and of the office itself."""

import datetime as dt

import chinese_calendar
import pytest

from complaint_desk.domain.announced_days import announced_calendar, announced_days, announced_years
from complaint_desk.domain.working_days import DayKind, Layer, SpecialDay, WorkingCalendar
from tests.clocks.notices import NOTICES, rest_days, worked_weekends

CALENDAR = announced_calendar()


def days_of(year: int):
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        day += dt.timedelta(1)


@pytest.mark.parametrize("year", NOTICES)
def test_a_year_is_as_its_notice_says(year: int) -> None:
    rest, worked = rest_days(year), worked_weekends(year)
    of_next = rest_days(year + 1) | worked_weekends(year + 1) if year + 1 in NOTICES else set()
    for day in {*days_of(year), *rest, *worked} - of_next:
        if day.year == year or day in rest | worked:
            expected = day in rest or (day.weekday() >= 5 and day not in worked)
            assert CALENDAR.is_rest(day) == expected, day


def test_every_announced_day_is_what_the_library_says() -> None:
    for year in range(2004, 2027):
        for day in days_of(year):
            assert CALENDAR.is_rest(day) == chinese_calendar.is_holiday(day), day


def test_a_working_weekend_and_a_holiday_are_named() -> None:
    assert CALENDAR.kind(dt.date(2026, 2, 14)) is DayKind.MADE_UP
    assert CALENDAR.name(dt.date(2026, 2, 14)) == "春节"
    assert CALENDAR.kind(dt.date(2026, 10, 2)) is DayKind.HOLIDAY
    assert CALENDAR.kind(dt.date(2026, 3, 7)) is DayKind.WEEKEND
    assert CALENDAR.name(dt.date(2026, 3, 7)) == ""


def test_a_year_without_notice_has_its_weekends_and_the_holidays_known_by_date() -> None:
    rest = {day for day in days_of(2027) if CALENDAR.is_rest(day) and day.weekday() < 5}
    assert rest == {dt.date(2027, 1, 1), dt.date(2027, 10, 1)}
    assert CALENDAR.is_rest(dt.date(2027, 5, 1))
    assert all(CALENDAR.is_provisional(day) for day in days_of(2027))


def test_the_last_days_of_the_last_announced_year_may_still_change() -> None:
    assert not CALENDAR.is_provisional(dt.date(2026, 12, 24))
    assert CALENDAR.is_provisional(dt.date(2026, 12, 28))
    assert not CALENDAR.is_provisional(dt.date(2025, 12, 28))
    told_later = [day for day in announced_days() if day.day.month == 12]
    assert min(day.day.day for day in told_later) > 25


def test_a_day_of_december_announces_no_year() -> None:
    only = tuple(day for day in announced_days() if day.day.year < 2019)
    assert max(announced_years(only)) == 2018


def test_own_days_stand_above_the_notice_but_not_by_law() -> None:
    own = [
        SpecialDay(dt.date(2026, 3, 9), rest=True, name="盘点", layer=Layer.OFFICE),
        SpecialDay(dt.date(2026, 10, 3), rest=False, layer=Layer.OFFICE),
    ]
    calendar = WorkingCalendar.of(CALENDAR.announced, [*announced_days(), *own])
    assert calendar.kind(dt.date(2026, 3, 9)) is DayKind.OFFICE_REST
    assert calendar.name(dt.date(2026, 3, 9)) == "盘点"
    assert not calendar.is_rest(dt.date(2026, 10, 3))
    assert not calendar.by_law().is_rest(dt.date(2026, 3, 9))
    assert calendar.by_law().is_rest(dt.date(2026, 10, 3))
    assert CALENDAR.by_law() is CALENDAR
