"""The window joins the pages: tabs, menus, shortcuts, status bar, closing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QPlainTextEdit, QPushButton, QTextBrowser

from complaint_desk.services import exchange, ledger
from complaint_desk.ui.actions import LINE, menus
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.exchange.wizard import PREVIEW
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugReporter, bug_report
from complaint_desk.ui.shared.letters.dialog import LettersDialog
from complaint_desk.ui.shared.tokens import Tone


@pytest.fixture
def window(filled, show_window):
    return show_window(filled)


def trigger(window, name):
    window.actions_by_name[name].trigger()


def test_title_and_places(window):
    assert window.windowTitle() == "投诉台账"
    assert [action.text() for action in window.menuBar().actions()] == [
        "文件(&F)",
        "投诉(&C)",
        "查看(&V)",
        "分析(&A)",
        "工具(&T)",
        "帮助(&H)",
    ]
    assert window.bench.tabs.tabText(0) == "台账"


def test_every_entry_of_the_menus_has_its_deed_and_no_key_is_given_twice(window):
    entries = [entry for plan in menus() for entry in plan.entries if entry is not LINE]
    assert {entry.name for entry in entries} == set(window.actions_by_name)
    keys = [key for entry in entries for key in entry.keys]
    assert len(keys) == len(set(keys))


def test_mnemonics_of_a_menu_differ(window):
    for plan in menus():
        marks = [entry.text[entry.text.index("&") + 1].upper() for entry in plan.entries if "&" in entry.text]
        assert len(marks) == len(set(marks)), plan.name


def test_ctrl_n_opens_a_form_and_an_untouched_one_is_used_again(window, settle):
    trigger(window, "new")
    settle()
    assert isinstance(window.bench.page, IntakePage)
    trigger(window, "ledger")
    trigger(window, "new")
    settle()
    assert window.bench.tabs.count() == 2


def test_ctrl_e_opens_the_letters_of_the_row_or_the_case_in_front(window, settle):
    for _place in ("row", "case"):
        trigger(window, "letters")
        settle()
        (dialog,) = window.findChildren(LettersDialog)
        assert "TS" in dialog.windowTitle()
        dialog.reject()
        settle()
        dialog.setParent(None)
        trigger(window, "open")
        settle()
    trigger(window, "new")
    assert not window.actions_by_name["letters"].isEnabled()


def test_f3_opens_the_case_once(window, settle):
    trigger(window, "open")
    settle()
    assert isinstance(window.bench.page, CasePage)
    number = window.bench.tabs.tabText(1)
    assert number.startswith("TS")
    trigger(window, "ledger")
    trigger(window, "open")
    settle()
    assert window.bench.tabs.count() == 2
    trigger(window, "close_tab")
    assert window.bench.tabs.count() == 1


def test_the_ledgers_tab_stays(window):
    trigger(window, "close_tab")
    assert window.bench.tabs.count() == 1


def test_a_form_with_text_keeps_its_draft_when_its_tab_closes(window, filled, settle):
    from complaint_desk.services import intake

    trigger(window, "new")
    settle()
    window.bench.page.form.put("name", "张三")
    assert window.bench.tabs.tabText(1).startswith("●")
    assert window.bench.close_tab(1)
    settle()
    assert [draft.title for draft in intake.drafts(filled.desk)] == ["张三"]


def test_the_ledgers_deeds_rest_where_no_row_is_in_front(window, settle):
    trigger(window, "new")
    settle()
    assert not window.actions_by_name["answer"].isEnabled()
    trigger(window, "ledger")
    assert window.actions_by_name["answer"].isEnabled()


def test_ctrl_f_comes_back_to_the_search_box(window, qtbot, settle):
    trigger(window, "new")
    settle()
    trigger(window, "search")
    assert window.bench.page is window.bench.ledger
    assert window.bench.ledger.bar.search.hasFocus() or window.focusWidget() is window.bench.ledger.bar.search


def test_the_status_bar_says_when_something_was_saved(window, filled, settle):
    from complaint_desk.domain.complaint import Changes

    assert window.status.saved.text() == "本机台账"
    filled.hub.changed.emit(Changes(everything=True))
    settle()
    assert window.status.saved.text() == "已保存 10:00 · 本机台账"


def test_an_export_can_be_imported_again_and_is_known(window, filled, answers, settle, tmp_path):
    answers.saved_to = tmp_path / "out.xlsx"
    answers.yes = False
    trigger(window, "export")
    dialog = window.findChild(QDialog, "export")
    dialog.every.setChecked(True)
    dialog.accept()
    settle()
    assert answers.saved_to.is_file()
    result = exchange.import_files(filled.desk, [answers.saved_to], filled.words, dry_run=True)
    assert (result.read, result.known) == (260, 260)


def test_an_import_says_what_became_of_every_row_and_can_be_taken_back(
    window, filled, answers, settle, tmp_path, qtbot
):
    path = tmp_path / "more.csv"
    path.write_text(
        "投诉时间,商品/服务名称,类别,投诉事实,投诉性质\n2026-11-20 10:00,空调,家用电子电器类,异响,质量\n2026-11-20 10:00,,,,\n2099-01-01,冰箱,家用电子电器类,不制冷,质量\n",
        encoding="utf-8-sig",
    )
    window.deeds.import_files([path])
    settle()
    wizard = window.findChild(QDialog, "import")
    wizard.go_to(PREVIEW)
    wizard.findChild(object, "import.go").click()
    settle()
    settle()
    summary = window.findChild(QDialog, "import.summary")
    assert summary.findChild(object, "import.summary.registered").text() == "1"
    assert ledger.total(filled.desk) == 261
    qtbot.waitUntil(lambda: window.bench.ledger.table.model().rowCount() == 261)
    summary._undo()
    settle()
    assert ledger.total(filled.desk) == 260


def test_check_and_copy(window, answers, settle, tmp_path):
    trigger(window, "verify")
    settle()
    assert "台账完好" in answers.told[0]
    answers.saved_to = tmp_path / "copy.db"
    trigger(window, "back_up")
    window.findChild(QPushButton, "copies.to_file").click()
    settle()
    assert answers.saved_to.is_file()


def test_the_manual_opens_once(window):
    trigger(window, "help")
    trigger(window, "help")
    (text,) = window.findChildren(QTextBrowser, "manual.text")
    assert "台账：查找和筛选" in text.toPlainText()


def test_about_names_every_library_with_its_licence(window, settle):
    trigger(window, "about")
    settle()
    names, text = window.findChild(QListWidget, "about.parts"), window.findChild(QPlainTextEdit, "about.licence")
    shown = [names.item(row).text() for row in range(names.count())]
    assert "PySide6_Essentials 6.9.3 · LGPL-3.0-only" in shown
    assert {name.split(" ")[0] for name in shown} >= {"Python", "Qt", "SQLite", "SQLAlchemy", "openpyxl", "OpenSSL"}
    names.setCurrentRow(shown.index("PySide6_Essentials 6.9.3 · LGPL-3.0-only"))
    settle()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text.toPlainText()
    assert "may be replaced" in text.toPlainText()


def test_the_window_comes_back_where_it_was(window, filled, qtbot, settle):
    window.resize(790, 560)
    assert window.close()
    again = MainWindow(filled)
    qtbot.addWidget(again)
    assert again.height() == window.height() == 560


def int_of(text):
    return int(text)


def test_a_bug_report_holds_no_data():
    with pytest.raises(ValueError, match="张三") as caught:
        int_of("张三 13812345678")
    report = bug_report(caught.value)
    assert "ValueError" in report
    assert "test_main_window.py" in report
    assert "张三" not in report
    assert "138" not in report


def test_a_bug_is_shown_and_the_program_goes_on(window, qtbot, expect_log):
    expect_log.append("bug")
    reporter = BugReporter()
    reporter.report(ValueError("x"))
    assert reporter._shown.isVisible()
    reporter._shown.accept()
    assert reporter._shown is None


def test_the_panel_can_be_hidden(window):
    trigger(window, "panel")
    assert not window.bench.ledger.panel.isVisible()
    trigger(window, "panel")
    assert window.bench.ledger.panel.isVisible()


def test_arrow_keys_go_along_the_rows_and_the_panel_follows(window, qtbot, settle):
    table = window.bench.ledger.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    settle()
    assert table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: window.bench.ledger.panel.complaint_id == table.current_key())


def test_the_window_fits_a_laptop_at_150_percent(window):
    """1366 × 768 at 150 % leaves 910 × 512, also while a bar tells something in two lines."""
    window.resize(910, 470)
    for told in ("", "今天有 3 件到期，另有 25 件已经逾期。", "今天有 3 件到期，另有 25 件已经逾期，请及时办理。" * 4):
        window.reminder._bar.setVisible(bool(told))
        if told:
            window.reminder._bar.tell(told, Tone.AMBER, ("查看", lambda: None))
        QApplication.processEvents()
        assert window.minimumSizeHint().width() <= 910
        assert window.minimumSizeHint().height() <= 470
        assert window.height() <= 470


def test_only_a_form_can_be_saved_and_its_hint_says_what_saving_means(window):
    assert not window.actions_by_name["save"].isEnabled()
    trigger(window, "new")
    assert window.actions_by_name["save"].isEnabled()
    assert "Ctrl+S 登记" in window.status.hint.text()


def test_a_telephone_number_stands_whole_in_its_tab(window):
    trigger(window, "new")
    window.bench.page.form.put("phone", "13812345678")
    assert window.bench.tabs.tabText(1) == "● 登记 · 13812345678"
