"""Numbers: per year, without gaps, with several writers, and whatever end a program meets."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import select

from complaint_desk.domain.moments import SHANGHAI, now
from complaint_desk.storage import complaints, numbers, schema
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.storage.drafts import sound_draft

_REGISTER = """
import sys, uuid
from pathlib import Path
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import intake
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.storage.drafts import sound_draft
desk = Desk(Store.open(Path(sys.argv[1])), Settings(), "writer")
for _ in range(int(sys.argv[2])):
    print(intake.register(desk, sound_draft(draft_id=uuid.uuid4())).number, flush=True)
"""


def _writer(store: Store, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _REGISTER, str(store.path), str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _in_ledger(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.execute(select(schema.complaint.c.number).order_by(schema.complaint.c.number)).scalars())


def test_two_writers_leave_no_gap(store):
    running = [_writer(store, 40), _writer(store, 40)]
    ended = [process.communicate(timeout=120) for process in running]
    assert [errors for _, errors in ended] == ["", ""]
    printed = sorted(number for output, _ in ended for number in output.split())
    assert printed == [f"TS2026{sequence:06}" for sequence in range(1, 81)]
    assert _in_ledger(store) == printed
    assert verify(store).ok


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9; the endurance test ends processes there")
def test_killed_writers_lose_nothing_that_they_printed(store):
    printed: list[str] = []
    for lines in (1, 3, 5, 2, 4):
        process = _writer(store, 1000)
        assert process.stdout is not None
        printed += [process.stdout.readline().strip() for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        printed += process.communicate(timeout=120)[0].split()
    there = _in_ledger(store)
    assert set(printed) <= set(there)
    assert there == [f"TS2026{sequence:06}" for sequence in range(1, len(there) + 1)]
    assert verify(store).ok


def test_each_year_counts_for_itself(store):
    days = [dt.datetime(year, 12, 31, 23, 59, tzinfo=SHANGHAI) for year in (2024, 2025, 2024, 2025, 2024)]
    # Four in the morning in Beijing is still last year in London.
    days.append(dt.datetime(2025, 12, 31, 20, 0, tzinfo=dt.UTC))
    registration = Registration("{yyyy}-{seq}", Signature("王敏", now()))
    drafts = [sound_draft(received_at=day) for day in days]
    with store.writing() as connection:
        made = complaints.insert_many(connection, drafts, registration)
        assert numbers.last_numbers(connection) == {2024: 3, 2025: 2, 2026: 1}
    assert [number for _, number in made] == ["2024-1", "2025-1", "2024-2", "2025-2", "2024-3", "2026-1"]


def test_refused_registration_takes_no_number(store):
    registration = Registration("TS{yyyy}{seq:06}", Signature("王敏", now()))
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        complaints.insert_many(connection, [sound_draft()], registration)
        raise ZeroDivisionError
    with store.writing() as connection:
        ((_, number),) = complaints.insert_many(connection, [sound_draft()], registration)
    assert number == "TS2026000001"
    assert verify(store).ok


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("TS{yyyy}{seq:06}", "TS2026000012"), ("客诉{yy}-{seq:04}", "客诉26-0012"), ("{yyyy}/{seq}", "2026/12")],
)
def test_patterns(pattern, expected):
    assert numbers.number_text(pattern, 2026, 12) == expected


def test_ids_are_never_used_twice(store):
    registration = Registration("TS{yyyy}{seq:06}", Signature("王敏", now()))
    with store.writing() as connection:
        complaints.insert_many(connection, [sound_draft(), sound_draft()], registration)
        connection.execute(schema.complaint.delete())
        ((key, number),) = complaints.insert_many(connection, [sound_draft()], registration)
    assert (key, number) == (3, "TS2026000003")
