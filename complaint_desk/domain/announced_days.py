"""The announced years as the package `chinesecalendar` ships them: its table of days, none of its arithmetic.

Its `find_workday` is a day late from a rest day and fails in a year that it does not know, so days are counted here.
"""

from __future__ import annotations

from complaint_desk.domain.working_days import Layer, SpecialDay, WorkingCalendar

SOURCE = "chinesecalendar"


def announced_days() -> tuple[SpecialDay, ...]:
    """Every rest day of a notice and every weekend day that a notice makes a working day, in the order of days."""
    # A start of the program that counts no days should not wait for the table.
    from chinese_calendar.constants import Holiday, holidays, workdays  # noqa: PLC0415

    names = {each.value: each.chinese for each in Holiday}
    days = [SpecialDay(day, True, names[name], Layer.NOTICE, SOURCE) for day, name in holidays.items()]
    days += [SpecialDay(day, False, names[name], Layer.NOTICE, SOURCE) for day, name in workdays.items()]
    return tuple(sorted(days, key=lambda each: each.day))


def announced_years(days: tuple[SpecialDay, ...]) -> frozenset[int]:
    """The years of which the days are told; a year is announced by its own New Year's Day, not by a day of December."""
    return frozenset(each.day.year for each in days if each.rest and (each.day.month, each.day.day) == (1, 1))


def announced_calendar() -> WorkingCalendar:
    """The calendar of a ledger in which nobody changed anything."""
    days = announced_days()
    return WorkingCalendar.of(announced_years(days), days)
