"""Rows of plain values say the same as the complaints themselves, on both databases, and name nobody who reported."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Period
from complaint_desk.domain.complaint import Complaint, ComplaintDraft
from complaint_desk.domain.discretion import discreet
from complaint_desk.domain.fields import FIELD, FIELDS, FieldType
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.plain_rows import Plain, moment_of, yuan_of
from complaint_desk.storage import complaints, plain_rows
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store
from tests.conftest import NOW
from tests.storage.drafts import any_drafts, sound_draft

NAMES = tuple(field.name for field in FIELDS)
REGISTRATION = Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW))


def registered(store: Store, drafts: list[ComplaintDraft]) -> list[int]:
    with store.writing() as connection:
        return [key for key, _ in complaints.insert_many(connection, drafts, REGISTRATION)]


def said(name: str, value: Plain) -> Any:
    """What a plain value stands for."""
    match FIELD[name].type:
        case FieldType.MOMENT:
            return None if value is None else moment_of(int(value))
        case FieldType.MONEY:
            return None if value is None else yuan_of(int(value))
        case FieldType.WORDS | FieldType.NUMBERS:
            return tuple(str(value).split(",")) if value else ()
    return value


def expected(complaint: Complaint, name: str) -> Any:
    value = getattr(discreet(complaint), name)
    return str(value) if FIELD[name].type is FieldType.PARTIAL_DATE and value else value


@settings(max_examples=25)
@given(drafts=st.lists(any_drafts(), min_size=1, max_size=4))
def test_each_value_is_that_of_the_complaint(store: Store, drafts: list[ComplaintDraft]) -> None:
    ids = registered(store, drafts)
    with store.reading() as connection:
        rows = plain_rows.rows_of(connection, ids[::-1], NAMES)
        known = complaints.read_many(connection, ids[::-1])
    assert list(rows) == ids[::-1]
    for complaint, row in zip(known, rows.values(), strict=True):
        for name, value in zip(NAMES, row, strict=True):
            assert said(name, value) == expected(complaint, name), name


def test_who_reported_is_not_in_the_rows(store: Store) -> None:
    ids = registered(store, [sound_draft(kind="report", agent_name="李四", address="青禾路1号")])
    with store.reading() as connection:
        (row,) = plain_rows.rows_of(connection, ids, ("name", "phone", "agent_name", "address", "facts")).values()
    assert list(row) == ["", "", "", "", sound_draft().facts]


def test_what_a_period_counts_comes_in_portions_oldest_first(store: Store) -> None:
    start = dt.datetime(2025, 3, 1, tzinfo=SHANGHAI)
    drafts = [sound_draft(received_at=start - dt.timedelta(minutes=each), facts=str(each)) for each in range(-1, 2_001)]
    registered(store, [*drafts, sound_draft(received_at=start, channel="web")])
    february = Period(dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    request = AnalysisRequest(february, filter=LedgerFilter().with_choices("channel", ("phone",)))
    with store.reading() as connection:
        portions = list(plain_rows.rows_counted(connection, request, ("facts",)))
    assert [int(str(text)) for portion in portions for (text,) in portion] == list(range(2_000, 0, -1))
    assert len(portions) > 1


def test_by_the_day_of_closing_only_what_was_closed_is_counted(store: Store) -> None:
    closed = dt.datetime(2026, 1, 5, tzinfo=SHANGHAI)
    registered(store, [sound_draft(), sound_draft(received_at=closed, status="closed", closed_at=closed, facts="结")])
    january = AnalysisRequest(Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31)), basis=Basis.CLOSED)
    with store.reading() as connection:
        assert [list(map(list, rows)) for rows in plain_rows.rows_counted(connection, january, ("facts",))] == [
            [["结"]]
        ]
