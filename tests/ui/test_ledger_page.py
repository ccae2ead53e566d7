"""The ledger page at a real ledger of 260 complaints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from complaint_desk.domain.complaint import Changes, ComplaintContent, content_of
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import handling, ledger
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.choice_menu import ChoiceMenu
from complaint_desk.ui.ledger.page import LedgerPage


@pytest.fixture
def page(filled, show_ledger):
    return show_ledger(filled)


@pytest.fixture
def rest(page, settle, qtbot):
    """Wait until the page has its answer to what was asked last."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not page.bar.search._rest.isActive())
        settle()
        qtbot.waitUntil(lambda: page.settled)
        settle()

    return wait


def commit(page, words):
    """What an input method does when a candidate is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(page.bar.search, event)


def test_the_newest_is_first_and_chosen(page, filled):
    newest = ledger.first_rows(filled.desk, LedgerFilter(), LedgerOrder(), 1)[0]
    assert page.table.model().rowCount() == 260
    assert page.table.current_key() == newest.id
    assert page.panel.complaint_id == newest.id
    assert page.bar.count.text() == "260 条"


def test_a_search_counts_what_it_finds_and_esc_gives_all_back(page, filled, qtbot, rest):
    wanted = ledger.first_rows(filled.desk, LedgerFilter(), LedgerOrder(), 1)[0].subject_name[:4]
    commit(page, wanted)
    rest()
    count = len(ledger.keys(filled.desk, LedgerFilter(words=wanted), LedgerOrder()))
    assert 0 < count < 260
    assert page.table.model().rowCount() == count
    assert page.bar.count.text() == f"260 条，筛选出 {count} 条"
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Escape)
    rest()
    assert page.table.model().rowCount() == 260


def test_what_an_input_method_composes_is_not_searched(page, qtbot):
    composing = QInputMethodEvent("kongtiao", [])
    with qtbot.assertNotEmitted(page.bar.search.settled, wait=300):
        QApplication.sendEvent(page.bar.search, composing)
        qtbot.keyClick(page.bar.search, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.bar.search.settled) as told:
        commit(page, "空调")
    assert told.args == ["空调"]


def test_an_older_answer_is_dropped(page, filled, rest):
    page.show_view(LedgerFilter(words="空调"))
    page.show_view(LedgerFilter(one_of=(("status", ("closed",)),)))
    rest()
    closed = ledger.keys(filled.desk, LedgerFilter(one_of=(("status", ("closed",)),)), LedgerOrder())
    assert page.table.model().keys == closed


def test_conditions_stand_as_chips_and_go_at_a_click(page, rest):
    page.show_view(LedgerFilter(one_of=(("nature", ("quality", "safety")),)))
    rest()
    chip = page.findChild(QPushButton, "ledger.condition.nature")
    assert chip.text().strip() == "投诉性质：质量、安全"
    chip.click()
    rest()
    assert page.filter == LedgerFilter()
    assert page.table.model().rowCount() == 260


def test_nothing_found_says_what_to_do(page, qtbot, rest):
    commit(page, "没有这样的词")
    rest()
    assert page._middle.currentWidget() is page._empty
    assert page.panel.complaint_id is None
    page.findChild(QPushButton, "ledger.empty.clear").click()
    rest()
    assert page._middle.currentWidget() is page.table


def test_sorting_keeps_what_is_chosen(page, filled, rest):
    page.table.choose_row(7)
    key = page.table.current_key()
    page.table.sort_by("name")
    rest()
    assert page.order == LedgerOrder("name", descending=False)
    assert page.table.model().keys == ledger.keys(filled.desk, LedgerFilter(), LedgerOrder("name", descending=False))
    assert page.table.current_key() == key
    assert page.panel.complaint_id == key


def test_a_change_elsewhere_keeps_place_and_choice(page, filled, qtbot, rest):
    page.table.choose_row(120)
    top, key = page.table.top_key(), page.table.current_key()
    assert top is not None
    changed = page.table.model().keys[121]
    (moved,) = ledger.rows(filled.desk, [changed])
    handling.save_edit(filled.desk, moved, ComplaintContent(**{**content_of(moved), "department": "新部门"}))
    filled.hub.changed.emit(Changes(changed=(changed,)))
    qtbot.waitUntil(lambda: not page._pending._rest.isActive())
    rest()
    assert (page.table.top_key(), page.table.current_key()) == (top, key)
    column = page.table._rows.columns.index("department")
    assert page.table.model().text(121, column) == "新部门"


def test_enter_and_f3_open_the_case(page, qtbot):
    page.table.choose_row(3)
    with qtbot.waitSignal(page.opened) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args == [page.table.model().keys[3]]
    with qtbot.waitSignal(page.opened) as told:
        page.open_current()
    assert told.args == [page.table.model().keys[3]]


def test_columns_are_remembered(page, filled, qtbot):
    page.table.show_column("handler", shown=True)
    page.table.show_column("channel", shown=False)
    page.table.horizontalHeader().resizeSection(page.table._rows.columns.index("handler"), 123)
    again = LedgerPage(filled)
    qtbot.addWidget(again)
    assert again.table.shown() == page.table.shown()
    assert "handler" in again.table.shown()
    assert "channel" not in again.table.shown()
    assert again.table.columnWidth(page.table._rows.columns.index("handler")) == 123


def test_chosen_rows_are_copied_as_a_table(page, settle):
    page.table.choose(page.table.model().keys[0], list(page.table.model().keys[:3]), None)
    page.copy_chosen()
    settle()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert len(lines) == 4
    assert lines[0].split("\t")[0] == "投诉编号"
    assert lines[1].split("\t")[0] == page.table.model().text(0, 0)
    assert data.html().count("<tr>") == 4


def test_a_view_is_saved_opened_and_deleted(page, filled, answers, settle, rest):
    wanted = LedgerFilter(one_of=(("nature", ("quality",)),))
    page.show_view(wanted, LedgerOrder("price"))
    rest()
    answers.text = "质量问题"
    page._views.save()
    settle()
    (view,) = ledger.views(filled.desk)
    assert (view.name, view.filter, view.order, view.columns) == (
        "质量问题",
        wanted,
        LedgerOrder("price"),
        page.table.shown(),
    )
    page.bar.clear()
    rest()
    page.views_menu.opened.emit(page._views.views[0])
    rest()
    assert (page.filter, page.order) == (wanted, LedgerOrder("price"))
    page._views.drop(view)
    settle()
    assert ledger.views(filled.desk) == ()


def test_a_ledger_that_fails_says_so_with_a_way_on(page, monkeypatch, rest, settle):
    from complaint_desk.domain.errors import Surroundings

    def locked(*_each, **_named):
        raise Surroundings("ledger_locked", path="ledger.db")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "first_rows", locked)
        page.refresh()
        settle()
        assert page.message.isVisible()
    page.findChild(QPushButton, "ledger.message.way0").click()
    rest()
    assert not page.message.isVisible()


def test_the_panel_shows_all_that_was_said(page, filled, settle, qtbot):
    qtbot.waitUntil(lambda: page.panel._case is not None)
    complaint = page.panel._case.complaint
    text = page.panel._body.toPlainText()
    assert complaint.facts.split("\n")[0][:20] in text
    assert complaint.name in text
    assert "操作日志" in text


def test_far_rows_come_when_they_are_looked_at(page, settle, qtbot):
    page.table.choose_row(259)
    page.table.scrollToBottom()
    settle()
    qtbot.waitUntil(lambda: page.table.model().text(259, 0) != "…")
    assert page.panel.complaint_id == page.table.model().keys[259]


def test_every_control_has_a_name_for_machines(page):
    own = [widget for kind in (QPushButton, QLineEdit) for widget in page.findChildren(kind) if widget.objectName()]
    assert len(own) > 10
    assert [widget.objectName() for widget in own if not widget.accessibleName()] == []


def test_stopping_interrupts_the_question(page, filled):
    page._query.ask(LedgerFilter(words="空"), LedgerOrder())
    stop = page._query._stop
    page.stop()
    assert stop.requested


def test_widths_fill_the_room_and_yield_before_the_table_scrolls():
    usual = {"number": 100, "subject_name": 152, "nature": 96, "status": 100}
    names = tuple(usual)
    wide = layout.shares(names, usual, 648)
    assert sum(wide.values()) == 648
    assert wide["subject_name"] - 152 > wide["nature"] - 96 > 0
    assert layout.shares(names, usual, 415) == {"number": 100, "subject_name": 130, "nature": 85, "status": 100}
    assert sum(layout.shares(names, usual, 411).values()) == 411
    assert layout.shares(names, usual, 300) == usual


def test_the_click_that_opens_a_long_menu_over_its_button_ticks_nothing(page, qtbot):
    menu = ChoiceMenu("类别", lambda: [("food", "食品类"), ("travel", "旅游服务类")], tuple, page)
    picked: list[tuple[str, ...]] = []
    menu.picked.connect(picked.append)
    menu.popup(page.mapToGlobal(page.rect().center()))
    spot = menu.actionGeometry(menu.actions()[1]).center()
    qtbot.mouseRelease(menu, Qt.MouseButton.LeftButton, pos=spot)
    assert picked == []
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=spot)
    assert picked == [("travel",)]
    assert menu.isVisible()
    menu.close()
