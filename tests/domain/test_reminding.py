"""Office hours as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.reminding import OfficeHours
from tests.conftest import NOW


@pytest.mark.parametrize("text", ["08:30-17:30", " 8:30 - 17:30 ", "08:30\uff5e17:30", "8:30\u201317:30"])
def test_hours_are_read_as_people_write_them(text):
    assert OfficeHours.read(text) == OfficeHours(dt.time(8, 30), dt.time(17, 30))


@pytest.mark.parametrize(
    "text", ["", "08:30", "17:30-08:30", "08:30-08:30", "25:00-26:00", "8-17", "08:30-17:30 daily"]
)
def test_anything_else_is_no_hours(text):
    assert OfficeHours.read(text) is None


def test_the_beginning_belongs_to_the_hours_and_the_end_does_not():
    hours = OfficeHours(dt.time(8, 30), dt.time(17, 30))
    assert hours.hold(NOW.replace(hour=8, minute=30))
    assert not hours.hold(NOW.replace(hour=8, minute=29))
    assert not hours.hold(NOW.replace(hour=17, minute=30))
    assert not hours.hold(NOW.replace(hour=0, minute=0))
