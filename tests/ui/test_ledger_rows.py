"""The model fetches what is looked at, keeps what it has, and never waits."""

from __future__ import annotations

import datetime as dt
from array import array

import pytest
from PySide6.QtCore import Qt

from complaint_desk.domain.complaint import Case, Changes, Complaint
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.ui.ledger.complaint_html import complaint_html
from complaint_desk.ui.ledger.rows import NOT_YET, TOGETHER, RowsModel
from complaint_desk.ui.ledger.table import LedgerTable
from complaint_desk.ui.shared.tokens import LIGHT

MOMENT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


def complaint(key, **values):
    fixed = {
        "version": 1,
        "number": f"TS2026{key:06}",
        "status": "registered",
        "registered_at": MOMENT,
        "registered_by": "王敏",
    }
    return Complaint(id=key, **{**fixed, "received_at": MOMENT, "subject_name": "空调", "nature": "quality", **values})


@pytest.fixture
def model(qapp, words, qtmodeltester):
    return RowsModel(("number", "subject_name", "nature", "received_at"), words)


def test_a_model_as_qt_wants_it(model, qtmodeltester):
    model.show_first([complaint(key) for key in range(1, 6)])
    qtmodeltester.check(model)


def test_texts_are_words_and_times_as_people_read_them(model):
    model.show_first([complaint(1)])
    assert [model.text(0, column) for column in range(4)] == ["TS2026000001", "空调", "质量", "2026-11-24 09:30"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "投诉性质"
    assert "空调" in model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleDescriptionRole)


def test_a_report_names_nobody_in_table_panel_and_clipboard(qapp, words):
    reported = complaint(1, kind="report", name="张举报", phone="13900000009", original_values=(("name", "张举报"),))
    model = RowsModel(("number", "name", "phone"), words)
    model.show_first([reported])
    assert [model.text(0, column) for column in range(3)] == ["TS2026000001", "（保密）", "（保密）"]
    told = complaint_html(reported, Case(reported, (), (), ()), words, LIGHT)
    assert "空调" in told
    assert "张举报" not in told
    assert "13900000009" not in told


def test_what_is_not_here_is_asked_for_once_and_reads_an_ellipsis(model, qtbot):
    model.show_keys(array("q", range(1, 1001)))
    with qtbot.waitSignal(model.wanted) as asked:
        assert model.text(450, 0) == NOT_YET
        model.text(451, 0)
    (keys,) = asked.args
    assert list(keys) == list(range(449, 481))
    model.take_page([complaint(key) for key in keys])
    assert model.text(450, 0) == "TS2026000451"


def test_the_newest_looks_are_answered_first_and_old_ones_are_forgotten(model, qtbot):
    model.show_keys(array("q", range(1, 2001)))
    asked: list[list[int]] = []
    model.wanted.connect(asked.append)
    for page in (0, 3, 7, 11, 15):
        model.text(page * TOGETHER, 0)
    qtbot.waitUntil(lambda: bool(asked))
    assert list(dict.fromkeys((key - 1) // TOGETHER for key in asked[0])) == [15, 11, 7]
    model.text(3 * TOGETHER, 0)
    model.take_page([complaint(key) for key in asked[0]])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == list(range(3 * TOGETHER + 1, 4 * TOGETHER + 1))


def test_rows_are_found_by_their_keys(model):
    model.show_keys(array("q", range(1000, 0, -1)))
    assert [model.row_of(key) for key in (1, 1, 1000, 2000)] == [999, 999, 0, None]
    assert model.rows_of((7, 2000, 1000)) == [0, 993]
    model.show_keys(array("q", (5, 1)))
    assert (model.row_of(1), model.row_of(1000)) == (1, None)


def test_keys_that_begin_with_what_is_shown_only_grow_the_table(model, qtbot):
    model.show_first([complaint(key) for key in range(1, 101)])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.show_keys(array("q", range(1, 301)))
    assert model.rowCount() == 300


def test_a_changed_row_keeps_its_old_text_until_the_new_one_is_here(model, qtbot):
    model.show_first([complaint(1), complaint(2)])
    model.grow_stale(Changes(changed=(2,)))
    with qtbot.waitSignal(model.wanted) as asked:
        assert model.text(1, 1) == "空调"
    assert list(asked.args[0]) == [2]
    model.take_page([complaint(2, subject_name="冰箱", version=2)])
    assert model.text(1, 1) == "冰箱"


def test_a_page_that_failed_is_asked_for_again(model, qtbot):
    model.show_keys(array("q", [1]))
    with qtbot.waitSignal(model.wanted):
        model.text(0, 0)
    model.page_failed()
    with qtbot.waitSignal(model.wanted):
        model.text(0, 0)


class _CountingRows(RowsModel):
    asked = 0

    def flags(self, index):
        self.asked += 1
        return super().flags(index)


def test_choosing_every_row_asks_only_those_that_are_seen(words, qtbot):
    model = _CountingRows(("number", "status"), words)
    table = LedgerTable(model, words)
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    model.show_keys(array("q", range(1, 20_001)))
    table.selectAll()
    table.repaint()
    table.horizontalHeader().viewport().repaint()
    assert model.asked < 1_000
    assert table.chosen_rows(5) == [0, 1, 2, 3, 4]
    assert len(table.chosen_rows()) == 20_000
