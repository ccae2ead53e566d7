"""A bug is shown wherever it arises, and its report holds nothing that somebody typed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from sqlalchemy.exc import IntegrityError

from complaint_desk import bootstrap
from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.logs import LOG_NAME, start_log, stop_log
from complaint_desk.ui import application
from complaint_desk.ui.shared.bug import BugDialog, BugReporter, bug_report
from complaint_desk.ui.watching import watched

NAME, PHONE, WORDS = "欧阳若兮", "13987654321", "锅底漏水烫伤手背"


class Typed(Exception):
    """Says what was typed in its message, its notes and its attributes."""

    def __init__(self) -> None:
        super().__init__(f"{NAME} {PHONE}")
        self.code = f"{WORDS}"
        self.add_note(f"while saving {NAME}")


def _integrity() -> None:
    raise IntegrityError("INSERT INTO complaint", {"name": NAME}, ValueError(PHONE))


def _chained() -> None:
    nobody: dict[str, str] = {}
    try:
        nobody[NAME]
    except KeyError as error:
        raise Typed from error


def _in_a_group() -> None:
    raise ExceptionGroup(NAME, [ValueError(PHONE), Typed()])


def _of_the_disk() -> None:
    Path(f"/no/such/{NAME}.db").read_bytes()


def _of_the_desk() -> None:
    raise Surroundings("damaged", path=f"C:/Users/{NAME}/ledger.db", reason=PHONE)


def _of_an_import() -> None:
    __import__(NAME)


RAISING: list[Callable[[], None]] = [_integrity, _chained, _in_a_group, _of_the_disk, _of_the_desk, _of_an_import]


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    start_log(tmp_path)
    yield tmp_path / LOG_NAME
    stop_log()


def raised(deed: Callable[[], None]) -> BaseException:
    with pytest.raises(Exception) as caught:
        deed()
    return caught.value


@pytest.mark.parametrize("deed", RAISING)
def test_a_report_says_where_and_never_what_was_typed(deed: Callable[[], None], log_file: Path) -> None:
    error = raised(deed)
    report = bug_report(error)
    logging.getLogger("complaint_desk.test").info("failed", exc_info=error)
    for text in (report, log_file.read_text("utf-8")):
        assert deed.__name__ in text
        assert type(error).__name__ in text
        assert not [each for each in (NAME, PHONE, WORDS) if each in text]


def shown() -> BugDialog | None:
    return next(
        (each for each in QApplication.topLevelWidgets() if isinstance(each, BugDialog) and each.isVisible()), None
    )


@pytest.fixture
def reporter(workplace, qapp) -> Iterator[BugReporter]:
    made = BugReporter()
    workplace.lanes.bug.disconnect()
    workplace.lanes.bug.connect(made.report)
    yield made
    if (dialog := shown()) is not None:
        dialog.reject()


def test_a_bug_in_a_lane_is_shown_and_its_report_copied(workplace, reporter, qtbot, expect_log) -> None:
    expect_log.append("bug")
    workplace.lanes.submit("care", _chained, lambda _none: None)
    qtbot.waitUntil(lambda: shown() is not None)
    dialog = shown()
    report = dialog.findChild(QPlainTextEdit, "bug.report").toPlainText()
    assert "_chained" in report
    assert NAME not in report
    dialog.findChild(QPushButton, "bug.copy").click()
    assert QApplication.clipboard().text() == report


def test_a_bug_in_a_thread_of_its_own_is_shown_in_the_windows_thread(reporter, qtbot, qapp, expect_log) -> None:
    expect_log.append("bug")
    with watched(qapp, reporter):
        thread = threading.Thread(target=_chained)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: shown() is not None)
    assert shown().thread() is qapp.thread()


def test_a_second_bug_does_not_pile_up(reporter, qtbot, expect_log) -> None:
    expect_log += ["bug"]
    reporter.report(raised(_chained))
    reporter.report(raised(_integrity))
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, BugDialog) and each.isVisible()]
    assert len(dialogs) == 1


def test_a_bug_before_any_window_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp, expect_log, capsys
) -> None:
    expect_log.append("bug")
    seen: list[BaseException] = []
    monkeypatch.setattr(bootstrap, "window", lambda _premises, _wished: _chained())
    monkeypatch.setattr(application, "show_bug", seen.append)
    assert bootstrap.main(["--data", str(tmp_path)]) == 1
    stop_log()
    assert isinstance(seen[0], Typed)
    assert NAME not in capsys.readouterr().err


def test_a_bug_of_a_command_opens_no_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp, expect_log) -> None:
    from complaint_desk.cli import placing

    expect_log.append("bug")
    monkeypatch.setitem(placing.COMMANDS, "where", lambda _context: _chained())
    monkeypatch.setattr(application, "show_bug", lambda _error: pytest.fail("there may be nobody to close it"))
    assert bootstrap.main(["--data", str(tmp_path), "where"]) == 1
    stop_log()
