"""The wait while an older ledger is brought up to date: told, live, and to be stopped."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton

from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.ui import opening
from complaint_desk.ui.opening import UpdatingBox, opened_beside


@pytest.fixture(autouse=True)
def _shown_at_once(monkeypatch):
    monkeypatch.setattr(opening, "_SHORTEST_SECONDS", 0.0)


def box() -> UpdatingBox | None:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, UpdatingBox)), None)


def when(condition, deed):
    """Do something as soon as a condition holds, while the box has the window's thread."""
    timer = QTimer(interval=5)

    def look():
        if condition():
            timer.stop()
            deed()

    timer.timeout.connect(look)
    timer.start()
    return timer


def figure() -> str:
    shown = box()
    return shown.findChild(QLabel, "updating.figure").text() if shown else ""


def test_a_ledger_of_today_needs_no_box(qapp):
    thread = []

    def deed(_progress):
        thread.append(threading.current_thread())
        return "opened"

    assert opened_beside(deed, lambda: pytest.fail("no application is wanted")) == "opened"
    assert thread[0] is not threading.main_thread()


def test_the_box_follows_while_the_thread_of_the_window_is_free(qapp):
    first, second, seen = threading.Event(), threading.Event(), []

    def deed(progress):
        progress(40, 100)
        assert first.wait(20)
        progress(95, None)
        assert second.wait(20)
        progress(100, 100)
        return "opened"

    def note(known):
        shown = box()
        bar = shown.findChild(QProgressBar, "updating.bar")
        seen.append((figure(), bar.value(), bar.maximum(), shown.stop_button.isEnabled()))
        known.set()

    timers = [
        when(lambda: figure() == "40%", lambda: note(first)),
        when(lambda: "缩小" in figure(), lambda: note(second)),
    ]
    assert opened_beside(deed, lambda: None) == "opened"
    assert [timer.isActive() for timer in timers] == [False, False]
    assert seen[0] == ("40%", 40, 100, True)
    assert seen[1][2:] == (0, False), "from here on it is not to be stopped"


def test_it_is_stopped_by_its_button(qapp):
    asked = threading.Event()

    def deed(progress):
        progress(10, 100)
        assert asked.wait(20)
        progress(11, 100)
        return "opened"

    def press():
        shown = box()
        shown.findChild(QPushButton, "updating.stop").click()
        assert not shown.stop_button.isEnabled()
        assert "保持原样" in figure()
        asked.set()

    timer = when(lambda: figure() == "10%", press)
    with pytest.raises(Stopped):
        opened_beside(deed, lambda: None)
    assert not timer.isActive()


def test_what_fails_is_raised_here(qapp):
    def deed(progress):
        progress(1, 100)
        raise Surroundings("locked", path="ledger.db")

    with pytest.raises(Surroundings, match="locked"):
        opened_beside(deed, lambda: None)
