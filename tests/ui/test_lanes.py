"""Deeds run beside the window, and their answers come back into its thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.ui.background.lanes import Lanes


@pytest.fixture
def lanes(qtbot):
    made = Lanes()
    yield made
    made.close()


def test_the_answer_comes_back_into_the_windows_thread(lanes, qtbot):
    seen = []
    lanes.submit("read", threading.get_ident, lambda value: seen.append((value, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver == threading.get_ident() != worker


def test_writes_keep_their_order(lanes, qtbot):
    seen: list[int] = []
    for number in range(20):
        lanes.submit("write", lambda number=number: number, seen.append)
    qtbot.waitUntil(lambda: lanes.idle)
    assert seen == list(range(20))


def test_a_refusal_goes_to_its_submitter_or_else_to_the_window(lanes, qtbot):
    told: list[Refusal] = []
    heard: list[Refusal] = []
    lanes.refused.connect(heard.append)

    def refuse():
        raise Refusal("no_such_file", file="x")

    lanes.submit("read", refuse, told.append, told.append)
    lanes.submit("read", refuse, told.append)
    qtbot.waitUntil(lambda: lanes.idle)
    assert [error.code for error in told] == ["no_such_file"]
    assert [error.code for error in heard] == ["no_such_file"]


def test_a_stop_is_silent_and_a_bug_is_not(lanes, qtbot):
    told: list[object] = []
    bugs: list[Exception] = []
    ended: list[int] = []
    lanes.bug.connect(bugs.append)

    def stop():
        raise Stopped

    lanes.submit("read", stop, told.append, told.append, always=lambda: ended.append(1))
    lanes.submit("read", lambda: 1 // 0, told.append, told.append, always=lambda: ended.append(2))
    qtbot.waitUntil(lambda: lanes.idle)
    assert told == []
    assert [type(error) for error in bugs] == [ZeroDivisionError]
    assert sorted(ended) == [1, 2]


def test_an_answer_to_somebody_who_is_gone_is_dropped(lanes, qtbot):
    told: list[int] = []
    owner = QObject()
    gate = threading.Event()
    lanes.submit("read", lambda: gate.wait(5), lambda _value: told.append(1), owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(lambda: lanes.idle)
    assert told == []


def test_closing_finishes_what_is_written_and_drops_what_waits(qtbot):
    lanes = Lanes()
    gate = threading.Event()
    written: list[int] = []
    read: list[int] = []

    def write_slowly() -> None:
        gate.wait(5)
        written.append(1)

    lanes.submit("write", write_slowly, lambda _value: None)
    lanes.submit("write", lambda: written.append(2), lambda _value: None)
    lanes.submit("page", lambda: gate.wait(5), lambda _value: None)
    lanes.submit("page", lambda: read.append(1), lambda _value: None)
    gate.set()
    lanes.close()
    assert written == [1, 2]
