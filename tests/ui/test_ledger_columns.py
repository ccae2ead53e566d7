"""Columns of the ledger: moved, sized, pinned and sorted by the keyboard, and seen while the table scrolls sideways."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu

from complaint_desk.domain.ledger import LedgerOrder
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.layout import ALL_COLUMNS, ColumnLayout
from complaint_desk.ui.ledger.row_hits import FOUND_IN
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.ledger.table import LedgerTable
from tests.ui.test_ledger_rows import complaint

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def table(words, qtbot):
    model = RowsModel((*ALL_COLUMNS, FOUND_IN), words)
    made = LedgerTable(model, words)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.arrange(ColumnLayout())
    made.show()
    made.setFocus()
    model.show_first([complaint(key, name="张三", facts="厨房水管漏水") for key in range(1, 41)])
    made.choose_row(0)
    return made


def section(table, name):
    return table._rows.columns.index(name)


def stand_in(table, name):
    table.setCurrentIndex(table._rows.index(table.currentIndex().row(), section(table, name)))


def chosen_entry(text):
    """The entry of the open menu that begins so."""
    (menu,) = _open_menus()
    return next(action for action in menu.actions() if action.text().replace("&", "").startswith(text))


def _open_menus():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]


def test_pinned_columns_stay_in_front_and_are_hit_where_they_are_seen(table, qtbot):
    table.pin("name", pinned=True)
    assert table.shown()[:2] == ("number", "name")
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    number, name = table._head.pinned_places()
    assert [table._rows.columns[each[0]] for each in (number, name)] == ["number", "name"]
    assert table.indexAt(QPoint(number[1] + 5, 40)).column() == section(table, "number")
    assert table.indexAt(QPoint(name[1] + 5, 40)).column() == section(table, "name")
    assert table.indexAt(QPoint(table._head.covered() + 5, 40)).column() not in (number[0], name[0])
    with qtbot.waitSignal(table.order_wanted) as told:
        qtbot.mouseClick(table._head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(name[1] + 30, 20))
    assert told.args == [LedgerOrder("name", descending=False)]


def test_what_is_painted_in_front_is_the_pinned_column(table):
    table.horizontalScrollBar().setValue(0)
    width = table.columnWidth(section(table, "number"))
    before = table.viewport().grab().toImage().copy(0, 0, width - 2, 200)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    after = table.viewport().grab().toImage().copy(0, 0, width - 2, 200)
    assert before == after
    table.pin("number", pinned=False)
    assert table.viewport().grab().toImage().copy(0, 0, width - 2, 200) != before


def test_going_along_a_row_never_hides_the_current_cell_behind_pinned_ones(table, qtbot):
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    stand_in(table, table.shown()[-1])
    for name in reversed(table.shown()[1:]):
        assert table.current_column() == name
        assert table.columnViewportPosition(section(table, name)) >= table._head.covered()
        qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.current_column() == "number"


def test_columns_are_moved_and_sized_by_keys(table, qtbot):
    stand_in(table, "channel")
    with qtbot.waitSignal(table.layout_changed):
        qtbot.keyClick(table, Qt.Key.Key_Right, CTRL_SHIFT)
    assert table.shown()[1:4] == ("received_at", "name", "channel")
    for _each in range(5):
        qtbot.keyClick(table, Qt.Key.Key_Left, CTRL_SHIFT)
    assert table.shown()[:2] == ("number", "channel")
    width = table.columnWidth(section(table, "channel"))
    qtbot.keyClick(table, Qt.Key.Key_Right, ALT)
    assert table.columnWidth(section(table, "channel")) == table.column_layout.widths["channel"] == width + 16
    assert table.current_column() == "channel"


def test_the_menu_of_a_column_opens_by_a_key_and_sorts_pins_and_hides(table, qtbot):
    stand_in(table, "channel")
    qtbot.keyClick(table, Qt.Key.Key_Down, ALT)
    with qtbot.waitSignal(table.order_wanted) as told:
        qtbot.keyClick(_open_menus()[0], Qt.Key.Key_Return)
    assert told.args == [LedgerOrder("channel", descending=False)]
    table.show_column_menu()
    chosen_entry("固定").trigger()
    _open_menus()[0].close()
    assert table.column_layout.pinned == ("number", "channel")
    assert table.shown()[:2] == ("number", "channel")
    table.show_column_menu()
    chosen_entry("隐藏").trigger()
    _open_menus()[0].close()
    assert "channel" not in table.shown()


def test_a_column_dragged_among_pinned_ones_is_put_back_behind_them(table, qtbot):
    head = table.horizontalHeader()
    head.moveSection(head.visualIndex(section(table, "status")), 0)
    qtbot.waitUntil(lambda: table.shown()[:2] == ("number", "status"))


def test_home_and_end_go_to_the_ends_and_with_shift_take_all_between(table, qtbot):
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 39
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert table.chosen_rows() == list(range(39))
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    assert table.currentIndex().row() > 3
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.chosen_rows()) == 40


def test_a_layout_is_remembered_with_its_pins(qapp, tmp_path):
    from PySide6.QtCore import QSettings

    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert layout.remembered(memory) == ColumnLayout()
    kept = ColumnLayout(("name", "number", "facts"), {"facts": 300}, ("name",))
    layout.remember(memory, kept)
    assert layout.remembered(memory) == kept
    memory.setValue("ledger/columns", "{broken")
    assert layout.remembered(memory) == ColumnLayout()


def test_a_row_found_by_what_no_column_shows_says_where(table, words):
    model = table._rows
    model.seek(("漏水",), (), table.shown())
    assert model.any_found_elsewhere()
    assert model.text(0, section(table, FOUND_IN)) == "投诉事实：厨房水管漏水"
    first = model.complaint(0)
    assert [model.text_of(first, FOUND_IN)[a:b] for a, b in model.hits.spans(first, FOUND_IN)] == ["漏水"]
    table.tell_found_in(told=True)
    assert not table.isColumnHidden(section(table, FOUND_IN))
    assert FOUND_IN not in table.shown()
    model.seek(("张三",), (), table.shown())
    assert not model.any_found_elsewhere()
    assert model.hits.spans(first, "name") == ((0, 2),)
    table.tell_found_in(told=False)
    assert table.isColumnHidden(section(table, FOUND_IN))


def test_a_hit_is_painted_on_the_ground_of_marks(table, qtbot):
    from PySide6.QtGui import QColor

    from complaint_desk.ui.shared.tokens import LIGHT

    def marked_pixels():
        image = table.viewport().grab().toImage()
        mark = QColor(LIGHT.mark).rgb()
        return sum(image.pixel(x, y) == mark for x in range(0, image.width(), 2) for y in range(0, 100, 2))

    assert marked_pixels() == 0
    table._rows.seek(("2026000001",), (), table.shown())
    assert marked_pixels() > 20


def test_a_scroll_bar_that_comes_while_columns_are_arranged_sets_no_widths(table):
    table.resize(1200, 300)
    size = table.size()
    table.horizontalHeader().sectionResized.connect(lambda *_each: table.resizeEvent(QResizeEvent(size, size)))
    table._rows.seek(("漏水",), (), table.shown())
    table.tell_found_in(told=True)
    table.tell_found_in(told=False)
    assert table.column_layout == ColumnLayout()


def test_typing_in_the_table_is_passed_on(table, qtbot):
    with qtbot.waitSignal(table.typed) as told:
        qtbot.keyClick(table, Qt.Key.Key_Z)
    assert told.args == ["z"]


def test_a_million_rows_scroll_sideways_without_being_asked_for(words, qtbot):
    model = RowsModel((*ALL_COLUMNS, FOUND_IN), words)
    table = LedgerTable(model, words)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.arrange(ColumnLayout())
    table.show()
    model.show_keys(array("q", range(1, 1_000_001)))
    asked: list[list[int]] = []
    model.wanted.connect(asked.append)
    table.horizontalScrollBar().setValue(100)
    table.repaint()
    qtbot.waitUntil(lambda: bool(asked))
    assert sum(map(len, asked)) <= 64
