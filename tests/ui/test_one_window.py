"""One window for each ledger: a second start hands over what it was asked, and a killed one stands in nobody's way."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from complaint_desk import bootstrap
from complaint_desk.domain.errors import Refusal
from complaint_desk.runtime.calling import Line, call
from complaint_desk.runtime.holding import Hold, Holder, hold, holder_of, lock_of
from complaint_desk.runtime.logs import stop_log
from complaint_desk.runtime.one_window import one_window
from complaint_desk.services.program import Options, Wishes
from complaint_desk.ui.exchange.wizard import ImportWizard
from complaint_desk.ui.main_window import MainWindow
from tests.cli.conftest import line


@pytest.fixture
def data(tmp_path):
    return tmp_path / "数据 一"


@pytest.fixture
def lock(data):
    return lock_of(str(data / "ledger.db"), data)


@pytest.fixture(autouse=True)
def _log_closed(qapp):
    yield
    stop_log()


@pytest.fixture
def start(data, tmp_path):
    """Starts the program as the person does, in a process of its own; what still runs at the end is ended."""
    started = []

    def begin(*arguments):
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COMPLAINT_DESK_AUTOMATIC_BACKUP": "no"}
        call = [sys.executable, "-m", "complaint_desk", "--data", str(data), *arguments]
        process = subprocess.Popen(call, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def window():
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
    return found[0] if found and found[0].bench.ledger.settled else None


def end():
    """Close the window, and whatever asks or tells something before that; False once nothing is left to close."""
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        box.buttons()[0].click()
    elif isinstance(box, QDialog):
        box.reject()
    else:
        for shown in [each for each in QApplication.topLevelWidgets() if each.isVisible()]:
            shown.close()
    return any(each.isVisible() for each in QApplication.topLevelWidgets())


def in_the_window(data, deed, *, wishes=Wishes(), attempts=3000):  # noqa: B008 - frozen
    """Run the program's window here, as bootstrap does, and `deed` each moment until it says that it has seen all."""
    left = iter(range(attempts))
    seen: list[bool] = []

    def look():
        is_late = next(left, None) is None
        if not seen and (is_late or ((shown := window()) is not None and deed(shown))):
            seen.append(not is_late)
        if not seen or end():
            QTimer.singleShot(20, look)
        elif is_late:
            # Where no window ever stood, the last one is never closed.
            QApplication.exit(1)

    QTimer.singleShot(20, look)
    premises = bootstrap.premises(Options(data=str(data), language="zh_CN"), dict(os.environ))
    settings = dataclasses.replace(premises.settings, automatic_backup=False)
    premises = dataclasses.replace(premises, in_force=dataclasses.replace(premises.in_force, settings=settings))
    assert bootstrap.window(premises, wishes) == 0
    assert seen == [True], "what was awaited did not come"


def test_of_two_processes_the_second_hands_over_and_ends(start, lock, qtbot):
    first = start()
    qtbot.waitUntil(lambda: bool((holder_of(lock) or Holder()).address), timeout=60_000)
    second = start("--new")
    assert second.wait(60) == 0, second.communicate()
    assert first.poll() is None
    assert holder_of(lock).process == first.pid
    if sys.platform != "win32":
        # As Ctrl+C on its terminal.
        first.send_signal(signal.SIGINT)
        assert first.wait(60) == 0, first.communicate()
        assert holder_of(lock) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_killed_window_stands_in_nobodys_way(start, data, lock, qtbot):
    first = start()
    qtbot.waitUntil(lambda: bool((holder_of(lock) or Holder()).address), timeout=60_000)
    first.send_signal(signal.SIGKILL)
    first.wait(60)
    assert holder_of(lock) is None
    in_the_window(data, lambda _shown: holder_of(lock).process == os.getpid())
    assert holder_of(lock) is None


def test_what_a_second_start_asks_is_done_in_the_window(start, data, tmp_path):
    file = tmp_path / "旧台账.csv"
    file.write_text("投诉时间,投诉人\n2026-01-05,张三\n", "utf-8")
    second: list[Any] = []

    def ask_for_all(shown):
        if not second:
            second.append(start("--new", str(file)))
        wizard = shown.findChild(ImportWizard)
        return second[0].poll() == 0 and len(shown.bench.pages()) == 2 and wizard is not None and wizard.isVisible()

    in_the_window(data, ask_for_all)


def test_a_number_that_is_asked_for_is_shown(start, data, tmp_path):
    (tmp_path / "one.json").write_text(line(), "utf-8")
    assert start("register", str(tmp_path / "one.json")).wait(60) == 0
    in_the_window(
        data,
        lambda shown: getattr(shown.bench.page, "complaint_id", None) is not None,
        wishes=Wishes(number="TS2026000001"),
    )


def test_while_a_dialog_stands_what_was_asked_waits(data, start):
    dialog: list[Any] = []

    def ask_behind_a_dialog(shown):
        if not dialog:
            dialog.append(QDialog(shown))
            dialog[0].open()
            assert call(holder_of(lock_of(str(data / "ledger.db"), data)).address, Wishes(new=True).message())
            QTimer.singleShot(600, dialog[0].reject)
        if dialog[0].isVisible():
            assert len(shown.bench.pages()) == 1
        return len(shown.bench.pages()) == 2

    in_the_window(data, ask_behind_a_dialog)


def test_the_command_line_works_beside_an_open_window(start, data):
    asked: list[Any] = []

    def find(_shown):
        if not asked:
            asked.append(start("find", "--json"))
        return asked[0].poll() is not None

    in_the_window(data, find)
    assert asked[0].returncode == 0
    assert b'"count": 0' in asked[0].stdout.read()


# Who else may hold it


def holding(lock, **changes):
    held = hold(lock)
    assert isinstance(held, Hold)
    held.tell(dataclasses.replace(Holder.here("李四", "nowhere"), **changes))
    return held


def test_another_person_at_the_same_pc_is_named(lock):
    held = holding(lock, account="somebody else")
    with pytest.raises(Refusal, match="open_for_another_person") as refused, one_window(lock, "王敏", b""):
        pass
    assert refused.value.details["person"] == "李四"
    held.release()


def test_another_pc_is_named_with_the_way_on(lock):
    held = holding(lock, host="PC-07")
    with pytest.raises(Refusal, match="open_at_another_desk") as refused, one_window(lock, "王敏", b""):
        pass
    assert refused.value.details == {"path": str(lock.with_suffix("")), "person": "李四", "host": "PC-07"}
    held.release()


def test_two_servers_have_two_locks_and_two_spellings_of_a_folder_one(tmp_path, data):
    first, second = (lock_of(f"postgresql://server/{name}", data) for name in ("a", "b"))
    assert first.parent == second.parent == data
    assert first != second
    data.mkdir()
    held = hold(lock_of(str(data / "ledger.db"), data))
    assert isinstance(hold(lock_of(str(data / ".." / data.name / "ledger.db"), data)), Holder)
    held.release()


@pytest.mark.parametrize("message", [b"", b"[]", b"\xff", b'{"files": 3}', b'{"number": null, "new": "x"}'])
def test_a_call_that_says_nothing_readable_asks_for_no_more_than_the_front(message):
    assert Wishes.read(message).files == ()


def test_wishes_arrive_as_they_were_said(tmp_path):
    wishes = Wishes((tmp_path / "旧 台账.xlsx",), "TS2026000001", new=True)
    assert Wishes.read(wishes.message()) == wishes


def test_calls_before_the_window_stands_wait_for_it(tmp_path):
    heard: list[bytes] = []
    line = Line(str(tmp_path))
    assert call(line.address, b"early")
    line.take(heard.append)
    assert call(line.address, b"late")
    line.close()
    assert heard == [b"early", b"late"]
    assert not call(line.address, b"nobody")


def test_calls_while_somebody_signs_in_are_heard_and_wait_for_the_window(tmp_path):
    heard: list[bytes] = []
    line = Line(str(tmp_path))
    line.take(heard.append)
    line.rest()
    bell = threading.Event()
    line.wait(bell.set)
    assert call(line.address, b"while signing in")
    assert bell.wait(20)
    line.wait()
    assert call(line.address, b"before the window")
    assert heard == []
    line.take(heard.append)
    line.close()
    assert heard == [b"while signing in", b"before the window"]
