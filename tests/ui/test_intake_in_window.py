"""The intake page in the real window: its keys beside the window's own, and what is left after a sudden end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from complaint_desk.services import ledger
from complaint_desk.ui.intake.recovery import DraftOffers

CONTROL = Qt.KeyboardModifier.ControlModifier

SUDDEN_END = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from complaint_desk import i18n
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import places, resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.shared.questions import Questions
from complaint_desk.ui.shared.workplace import Hub, Workplace

i18n.install("zh_CN", resource())
application = QApplication([])
folder = Path(sys.argv[1])
memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
desk = Desk(Store.open(folder / "ledger.db"), Settings(), "\u738b\u654f")
workplace = Workplace(desk, Words("zh_CN"), places(folder), Lanes(), Hub(), Questions(memory), Settings(), memory)
page = IntakePage(workplace)
page.show()
page.focus_first()
QTest.keyClicks(page.form.cells["phone"].editor.widget, "13812345678")
page.form.cells["name"].editor.widget.insert("\u5f20\u654f")
page.form.put("name", "\u5f20\u654f")
QTest.qWait(2000)
while not workplace.lanes.idle:
    # A busy machine may still be writing what was sent off in time.
    QTest.qWait(10)
print("two seconds later", flush=True)
application.exec()
"""


@pytest.fixture
def window(workplace, show_window):
    return show_window(workplace)


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def test_the_windows_keys_and_the_forms_keys_do_not_meet(window, workplace, qtbot, settle):
    press(qtbot, Qt.Key.Key_N, CONTROL)
    page = window.bench.page
    assert QApplication.focusWidget().objectName() == "intake.phone"
    for name, text in {"subject_name": "空调", "category": "electronics", "nature": "quality"}.items():
        page.form.put(name, text)
    page.form.go_to("facts")
    qtbot.keyClicks(QApplication.focusWidget(), "noise")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert QApplication.focusWidget().objectName() == "intake.nature"
    assert window.bench.page is page
    with qtbot.waitSignal(page.registered):
        press(qtbot, Qt.Key.Key_S, CONTROL)
    settle()
    assert ledger.total(workplace.desk) == 1
    assert QApplication.focusWidget().objectName() == "intake.phone"


def test_a_case_opens_from_the_message_and_is_saved_by_the_windows_key(window, workplace, qtbot, settle):
    press(qtbot, Qt.Key.Key_N, CONTROL)
    page = window.bench.page
    for name, text in {"subject_name": "空调", "category": "electronics", "nature": "quality", "facts": "异响"}.items():
        page.form.put(name, text)
    with qtbot.waitSignal(page.registered) as registered:
        page.save()
    window.bench.open_case(registered.args[0].id)
    settle()
    case = window.bench.page
    assert QApplication.focusWidget().objectName() == "case.phone"
    case.form.go_to("handler")
    qtbot.keyClicks(QApplication.focusWidget(), "Li")
    with qtbot.waitSignal(case.registered) as saved:
        press(qtbot, Qt.Key.Key_S, CONTROL)
    assert saved.args[0].complaint.handler == "Li"
    settle()


def test_after_a_sudden_end_what_was_typed_is_offered_by_name(store, workplace, tmp_path: Path, settle, qtbot):
    with subprocess.Popen(
        [sys.executable, "-c", SUDDEN_END, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as typing:
        said = typing.stdout.readline()
        typing.kill()
    assert said == "two seconds later\n"
    offers = DraftOffers(workplace)
    qtbot.addWidget(offers)
    settle()
    assert offers.offered.title == "张敏"
    assert dict(offers.offered.texts)["phone"] == "13812345678"
