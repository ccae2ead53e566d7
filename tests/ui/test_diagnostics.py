"""The bundle for IT from the window, and what is said at the start of a folder that spoils a ledger."""

from __future__ import annotations

import dataclasses
import zipfile

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QListWidget, QPlainTextEdit, QPushButton

from complaint_desk import bootstrap
from complaint_desk.domain.entrance import Entrance
from complaint_desk.domain.health import Finding, State
from complaint_desk.runtime.folder_kinds import Service
from complaint_desk.services.program import Options
from complaint_desk.ui import application
from complaint_desk.ui.help.diagnostics import DiagnosticsDialog
from complaint_desk.ui.main_window import MainWindow


def open_from_menu(window, settle):
    window.actions_by_name["diagnostics"].trigger()
    settle()
    return window.findChild(DiagnosticsDialog)


def test_all_of_it_is_read_before_it_is_saved(filled, show_window, settle, answers, tmp_path, qtbot):
    dialog = open_from_menu(show_window(filled), settle)
    names, text = dialog.findChild(QListWidget), dialog.findChild(QPlainTextEdit)
    shown = {}
    for row in range(names.count()):
        names.setCurrentRow(row)
        shown[names.item(row).text()] = text.toPlainText()
    assert shown["doctor.txt"].startswith("系统：")
    assert '"revision": ' in shown["ledger.json"]
    answers.saved_to = tmp_path / "诊断.zip"
    qtbot.keyClick(names, Qt.Key.Key_Return)
    settle()
    with zipfile.ZipFile(answers.saved_to) as bundle:
        assert {name: bundle.read(name).decode() for name in bundle.namelist()} == shown
    assert QApplication.activeModalWidget() is None


def test_a_place_that_cannot_be_written_is_told_in_the_dialog(filled, show_window, settle, answers, tmp_path):
    dialog = open_from_menu(show_window(filled), settle)
    answers.saved_to = tmp_path / "no folder" / "x.zip"
    dialog.findChild(QPushButton, "diagnostics.save").click()
    settle()
    assert dialog.isVisible()
    assert str(answers.saved_to) in dialog._message.text


def test_nothing_is_saved_where_the_person_changes_their_mind(filled, show_window, settle, answers):
    dialog = open_from_menu(show_window(filled), settle)
    answers.saved_to = None
    dialog.findChild(QPushButton, "diagnostics.save").click()
    settle()
    assert dialog.isVisible()
    dialog.reject()


def test_a_folder_that_spoils_a_ledger_is_told_at_the_start(tmp_path, qtbot, monkeypatch):
    monkeypatch.setenv("OneDrive", str(tmp_path))
    monkeypatch.setenv("COMPLAINT_DESK_AUTOMATIC_BACKUP", "no")
    said = []

    def look():
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        if not found:
            QTimer.singleShot(20, look)
            return
        said.append(found[0]._warning.text)
        found[0].close()

    QTimer.singleShot(20, look)
    premises = bootstrap.premises(Options(data=str(tmp_path / "data"), language="zh_CN"))
    assert bootstrap.window(premises) == 0
    sentences = (
        f"{tmp_path / 'data'} 由“OneDrive”同步到其他电脑：写入过程中被同步的副本可能无法打开。 "
        "请把数据文件夹移出同步范围，或将其排除在同步之外；需要异地备份时，请设置 backup_folder。"
    )
    assert said == [sentences]


def test_cautions_stand_beside_settings_that_were_passed_over(tmp_path, desk, words):
    caution = Finding("data", "synchronised", State.WARNING, {"path": "D:/x", "service": Service("坚果云", "Nutstore")})
    premises = bootstrap.premises(Options(data=str(tmp_path), language="zh_CN"), {})
    from complaint_desk.services.program import Program

    program = dataclasses.replace(Program(premises, desk, words, Entrance(desk.person)), cautions=(caution,))
    (said,) = application._warnings(program)
    assert "坚果云" in said
