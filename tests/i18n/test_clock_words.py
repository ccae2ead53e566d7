"""Time limits in English: one day is a day."""

from __future__ import annotations

import pytest

from complaint_desk import i18n
from complaint_desk.i18n.clocks import length_text
from complaint_desk.runtime.paths import resource


@pytest.fixture
def english():
    i18n.install("en", resource())
    yield
    i18n.install("zh_CN", resource())


@pytest.mark.parametrize(
    ("length", "unit", "text"),
    [
        (1, "working_day", "1 working day"),
        (2, "working_day", "2 working days"),
        (1, "calendar_day", "1 day"),
        (0, "calendar_day", "0 days"),
        (1, "hour", "1 hour"),
        (48, "hour", "48 hours"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_length_is_said_as_people_say_it(length, unit, text):
    assert length_text(length, unit) == text
