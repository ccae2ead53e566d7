"""The key of a figure: short, typed by people, and meaning the same whoever reads it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.analysis import GROUPINGS, TIME_GROUPINGS, Basis, Period, PeriodKind, period_around
from complaint_desk.domain.figure_keys import FigureKey, group_ending, key_text, part_ending, period_ending, read_key
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.moments import SHANGHAI

OCTOBER = period_around(dt.date(2025, 10, 1), PeriodKind.MONTH)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
NAMES = sorted(set(GROUPINGS) - TIME_GROUPINGS)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("#2025", "2025-01-01", "2025-12-31"),
        ("#2025H2", "2025-07-01", "2025-12-31"),
        ("#2025Q1", "2025-01-01", "2025-03-31"),
        ("#2024-02", "2024-02-01", "2024-02-29"),
        ("#2026W01", "2025-12-29", "2026-01-04"),
        ("#2025-10-05", "2025-10-05", "2025-10-05"),
        ("#2025-10-05..2025-11-04", "2025-10-05", "2025-11-04"),
    ],
)
def test_periods_are_written_shortly(text: str, first: str, last: str) -> None:
    key = read_key(text)
    assert key is not None
    assert (str(key.period.first), str(key.period.last)) == (first, last)
    assert key_text(key) == text


@given(
    first=DAYS,
    length=st.integers(0, 800),
    kind=st.sampled_from(PeriodKind),
    basis=st.sampled_from(Basis),
    groups=st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=12)), max_size=2),
    words=st.text(max_size=12),
    choices=st.lists(st.text(max_size=6), min_size=1, max_size=3),
    piece=st.text(max_size=6),
)
def test_a_key_is_read_as_it_was_meant(
    first: dt.date, length: int, kind: PeriodKind, basis: Basis, groups: list[tuple[str, str]], words: str, choices: list[str],
    piece: str,
) -> None:  # fmt: skip
    period = Period(first, first + dt.timedelta(length)) if kind is PeriodKind.CUSTOM else period_around(first, kind)
    asked = LedgerFilter(
        words=words,
        one_of=(("department", tuple(choices)),),
        between=(("price", Between(Decimal("0.10"), None)), ("due_at", Between(None, first))),
        said=(("attachment", False),),
        as_of=dt.datetime(2025, 10, 1, 12, tzinfo=SHANGHAI),
    ).with_piece("facts", piece)
    groups = [(name, code) for name, code in groups if name not in {"weekday", "hour"}]
    key = FigureKey(period, basis, asked, tuple(groups))
    read = read_key(key_text(key))
    assert read is not None
    assert (read.period.first, read.period.last) == (period.first, period.last)
    assert dataclasses.replace(read, period=period) == key
    assert key_text(read) == key_text(key)


def test_an_ending_narrows_a_key_to_a_group_a_part_or_moves_it_to_another_period() -> None:
    whole = "#2025-10@closed"
    assert read_key(whole + group_ending("department", "A/B#1")) == FigureKey(
        OCTOBER, Basis.CLOSED, groups=(("department", "A/B#1"),)
    )
    assert read_key(whole + part_ending("satisfied-of")) == FigureKey(OCTOBER, Basis.CLOSED, part="satisfied-of")
    before = period_around(dt.date(2024, 1, 1), PeriodKind.QUARTER)
    moved = read_key("#2025-10@closed/nature=quality" + period_ending(before))
    assert moved == FigureKey(before, Basis.CLOSED, groups=(("nature", "quality"),))
    assert key_text(moved) == "#2024Q1@closed/nature=quality"


def test_signs_typed_in_full_width_are_the_same() -> None:
    assert read_key(" ＃2025-10／nature＝quality") == FigureKey(OCTOBER, groups=(("nature", "quality"),))


@pytest.mark.parametrize(
    "text",
    ["2025-10", "#", "#5", "#2025-13", "#2025W60", "#2025-10/colour=red", "#2025-10/hour=25", "#2025-10/week=x", "#2025-10/x",
     "#2025@never", "#2025-10-05..2025-10-01", "#2025/nature~piece", "#2025/price:a..b", "#2025/attachment!perhaps", "#2025/#x", "#号退款"],
)  # fmt: skip
def test_other_words_are_no_key(text: str) -> None:
    assert read_key(text) is None
