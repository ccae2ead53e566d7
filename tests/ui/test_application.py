"""The window from start to end, as bootstrap runs it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from complaint_desk.bootstrap import opened, premises
from complaint_desk.domain.errors import Surroundings
from complaint_desk.services.program import Options
from complaint_desk.ui import application
from complaint_desk.ui.main_window import MainWindow


@pytest.fixture
def place(tmp_path, qapp):
    return premises(Options(data=str(tmp_path / "data"), language="zh_CN"), {})


def test_the_window_opens_and_ends_with_code_0(place, qtbot):
    seen = []

    def look():
        (window,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()
        ]
        if not window.bench.ledger.settled:
            QTimer.singleShot(20, look)
            return
        seen.append(window.windowTitle())
        window.close()

    QTimer.singleShot(20, look)
    with opened(place) as program:
        assert application.run(program) is None
    assert seen == ["投诉台账"]
    assert place.places.settings_file.with_name("window.ini").is_file()


def test_a_ledger_of_samples_says_that_it_is_gone_afterwards(place, tmp_path):
    with opened(place.on_trial(tmp_path / "trial")) as program:
        (said,) = application._warnings(program)
    assert "样例" in said


def test_settings_that_were_passed_over_are_said(tmp_path, qtbot, expect_log):
    expect_log.append("setting")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text('colour = "green"\n', encoding="utf-8")
    said = []

    def look():
        (window,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()
        ]
        said.append(window._warning.text)
        window.close()

    QTimer.singleShot(50, look)
    with opened(premises(Options(data=str(folder), language="zh_CN"), {})) as program:
        application.run(program)
    assert "colour" in said[0]


def test_a_ledger_that_cannot_be_opened_is_explained(place, qtbot):
    texts = []

    def look():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, look)
            return
        texts.extend([box.text(), box.informativeText()])
        box.accept()

    QTimer.singleShot(20, look)
    application.explain(Surroundings("locked", path="D:\\台账\\ledger.db"), place)
    assert "D:\\台账\\ledger.db" in texts[0]
    assert str(place.places.data) in texts[1]


def test_qt_speaks_chinese(qapp):
    translator = QTranslator()
    assert translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert translator.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize(("own", "shown"), [("", 1.5), ("2", 2.0)])
def test_the_window_is_as_large_as_the_preferences_say_unless_the_session_says_otherwise(own, shown):
    code = (
        "from complaint_desk.runtime.settings import Settings\n"
        "from complaint_desk.ui.application import prepared_application\n"
        "print(prepared_application(Settings(scale='150')).primaryScreen().devicePixelRatio())"
    )
    around = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    if own:
        around["QT_SCALE_FACTOR"] = own
    told = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True)
    assert float(told.stdout) == shown
