"""Counting against a slow, obvious reference, over all announced years and the first that is not."""

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaint_desk.domain.announced_days import announced_calendar, announced_days
from complaint_desk.domain.counting import Span, count, end_of
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.rule_sets import Unit

CALENDAR = announced_calendar()
DAY = dt.timedelta(1)
FIRST, LAST = dt.date(2004, 1, 1), dt.date(2027, 6, 30)


def at(day: dt.date | str, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day) if isinstance(day, str) else day, dt.time(hour), SHANGHAI)


def is_worked(day: dt.date) -> bool:
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


# One long strip of days, as on a wall: every question is answered by walking along it.
STRIP = [FIRST + DAY * number for number in range((dt.date(2029, 12, 31) - FIRST).days)]
WORKED = {day: is_worked(day) for day in STRIP}


def slow_due(
    start: dt.date, length: int, *, working: bool, rolls: bool, pauses: list[tuple[dt.date, dt.date]]
) -> dt.date:
    """The last day, by striking out what does not count and taking the day at the place of the length."""
    later = STRIP[(start - FIRST).days + 1 :]
    open_days = [day for day in later if not any(first < day <= last for first, last in pauses)]
    counting = [day for day in open_days if WORKED[day] or not working]
    last = counting[length - 1]
    possible = [day for day in open_days if day >= last and (WORKED[day] or not rolls)]
    return possible[0]


days = st.dates(FIRST, LAST)
lengths = st.integers(1, 90)
pauses = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 40)), max_size=3)


def spans_after(start: dt.date, wanted: list[tuple[int, int]]) -> list[tuple[dt.date, dt.date]]:
    return [(start + DAY * first, start + DAY * (first + long)) for first, long in wanted]


@given(start=days, length=lengths, rolls=st.booleans(), working=st.booleans(), stopped=pauses)
@example(start=dt.date(2026, 3, 7), length=7, rolls=True, working=True, stopped=[])
@example(start=dt.date(2026, 2, 13), length=1, rolls=True, working=False, stopped=[(1, 9)])
@example(start=dt.date(2026, 12, 25), length=7, rolls=True, working=True, stopped=[(2, 10)])
@example(start=dt.date(2018, 12, 28), length=1, rolls=True, working=False, stopped=[])
def test_the_last_day_is_the_one_found_by_walking(start, length, rolls, working, stopped) -> None:
    spans = spans_after(start, stopped)
    unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
    made = count(
        at(start), length, unit, CALENDAR, rolls=rolls, pauses=[Span(at(first), at(last)) for first, last in spans]
    )
    assert made.due == end_of(slow_due(start, length, working=working, rolls=rolls, pauses=spans))


@given(start=days, length=lengths, more=lengths, working=st.booleans())
def test_a_longer_period_never_ends_earlier(start, length, more, working) -> None:
    unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
    assert count(at(start), length, unit, CALENDAR).due <= count(at(start), length + more, unit, CALENDAR).due


@given(start=days, length=lengths, stopped=pauses, working=st.booleans())
def test_a_pause_never_makes_a_period_end_earlier_and_one_of_no_day_changes_nothing(
    start, length, stopped, working
) -> None:
    unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
    plain = count(at(start), length, unit, CALENDAR)
    spans = [Span(at(first), at(last)) for first, last in spans_after(start, stopped)]
    assert count(at(start), length, unit, CALENDAR, pauses=spans).due >= plain.due
    same_day = [Span(at(start + DAY, 9), at(start + DAY, 17))]
    assert count(at(start), length, unit, CALENDAR, pauses=same_day) == plain


@pytest.mark.parametrize("worked", [day.day for day in announced_days() if not day.rest])
def test_every_working_weekend_counts_as_a_working_day_and_holds_an_end(worked: dt.date) -> None:
    before = max(day for day in STRIP if day < worked and WORKED[day])
    assert count(at(before), 1, Unit.WORKING_DAY, CALENDAR).due == end_of(worked)
    assert count(at(worked - DAY), 1, Unit.CALENDAR_DAY, CALENDAR).due == end_of(worked)


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-02-13", 7, Unit.WORKING_DAY, "2026-03-02"),
        ("2026-09-28", 7, Unit.WORKING_DAY, "2026-10-13"),
        ("2026-03-07", 7, Unit.WORKING_DAY, "2026-03-17"),
        ("2026-12-25", 7, Unit.WORKING_DAY, "2027-01-06"),
        ("2026-11-05", 15, Unit.CALENDAR_DAY, "2026-11-20"),
        ("2026-09-16", 15, Unit.CALENDAR_DAY, "2026-10-08"),
        ("2026-02-01", 15, Unit.CALENDAR_DAY, "2026-02-24"),
        ("2018-12-14", 15, Unit.CALENDAR_DAY, "2018-12-29"),
        ("2018-12-16", 15, Unit.CALENDAR_DAY, "2019-01-02"),
    ],
)
def test_known_examples(start, length, unit, due) -> None:
    assert count(at(start), length, unit, CALENDAR).due == end_of(dt.date.fromisoformat(due))


def test_the_day_of_the_event_is_not_counted_however_late_it_was() -> None:
    late = at("2026-11-05", 23).replace(minute=59)
    made = count(late, 1, Unit.CALENDAR_DAY, CALENDAR)
    assert (made.first_day, made.due) == (dt.date(2026, 11, 6), end_of(dt.date(2026, 11, 6)))


def test_an_extension_over_the_new_year_with_a_pause_in_it() -> None:
    # 30 days from 1 December end on New Year's Eve; ten days of testing move the end to 10 January, a Saturday, rolled to Monday.
    made = count(at("2025-12-01"), 30, Unit.CALENDAR_DAY, CALENDAR, pauses=[Span(at("2025-12-05"), at("2025-12-15"))])
    assert made.counted_to == dt.date(2026, 1, 10)
    assert made.due == end_of(dt.date(2026, 1, 12))
    assert made.paused == 10
    assert made.passed_over == (dt.date(2026, 1, 10), dt.date(2026, 1, 11))


def test_an_end_within_a_pause_waits_for_the_pause_to_end() -> None:
    made = count(at("2026-11-06"), 1, Unit.CALENDAR_DAY, CALENDAR, pauses=[Span(at("2026-11-08"), at("2026-11-11"))])
    assert made.counted_to == dt.date(2026, 11, 7)
    assert made.due == end_of(dt.date(2026, 11, 12))


def test_what_a_notice_may_change_is_provisional_and_nothing_else() -> None:
    assert not count(at("2026-12-01"), 7, Unit.CALENDAR_DAY, CALENDAR).provisional
    assert count(at("2026-12-20"), 15, Unit.CALENDAR_DAY, CALENDAR).provisional
    assert count(at("2026-12-20"), 6, Unit.WORKING_DAY, CALENDAR).provisional
    assert not count(at("2026-12-20"), 15, Unit.CALENDAR_DAY, CALENDAR, rolls=False).provisional
    # The days on the way do not matter to calendar days, only the last one does.
    assert not count(at("2024-12-20"), 15, Unit.CALENDAR_DAY, CALENDAR).provisional


def test_hours_run_through_nights_and_rest_days() -> None:
    friday = at("2026-11-06", 17)
    assert count(friday, 48, Unit.HOUR, CALENDAR, rolls=False).due == at("2026-11-08", 17)
    paused = [Span(at("2026-11-06", 18), at("2026-11-06", 20)), Span(at("2026-11-06", 19), at("2026-11-06", 22))]
    made = count(friday, 48, Unit.HOUR, CALENDAR, rolls=False, pauses=paused)
    assert (made.due, made.paused) == (at("2026-11-08", 21), 4)
    assert count(friday, 48, Unit.HOUR, CALENDAR).due == end_of(dt.date(2026, 11, 9))
