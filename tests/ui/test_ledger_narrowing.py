"""The quick filter: of the rows that were found, those whose shown columns hold some words."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from complaint_desk.domain.complaint import Changes, ComplaintContent, content_of
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n.values import shown_text
from complaint_desk.services import handling, ledger
from complaint_desk.ui.ledger import narrowing
from complaint_desk.ui.ledger.narrowing import Narrowed


@pytest.fixture
def page(filled, monkeypatch, show_ledger):
    # Portions of a few rows, so that 260 take several.
    monkeypatch.setattr(narrowing, "_FIRST_PORTION", 10)
    monkeypatch.setattr(narrowing, "_PORTION", 40)
    return show_ledger(filled)


@pytest.fixture
def narrow(page, qtbot, settle):
    def type_and_wait(text):
        page.bar.within.setText(text)
        page.bar.within._tell()
        settle()
        qtbot.waitUntil(lambda: page.settled)
        settle()

    return type_and_wait


EVERYTHING = LedgerFilter()


def holding(page, filled, text, wanted=EVERYTHING):
    """What a person would find who read every shown cell."""
    keys = ledger.keys(filled.desk, wanted, LedgerOrder())
    rows = ledger.rows(filled.desk, keys)
    columns = page.table.shown()
    return [each.id for each in rows if any(text in shown_text(each, name, filled.words) for name in columns)]


def shown(page):
    return list(page.table.model().keys)


def test_only_rows_with_the_word_in_a_shown_column_stay_in_their_order(page, filled, narrow):
    expected = holding(page, filled, "质量")
    assert 0 < len(expected) < 260
    narrow("质量")
    assert shown(page) == expected
    assert page.bar.count.text() == f"260 条，其中显示 {len(expected)} 条"
    assert page.table.current_key() in expected
    complaint = page.table.model().complaint(0)
    assert any(page.table.model().hits.spans(complaint, name) for name in page.table.shown())


def test_it_narrows_what_a_search_found_and_stays_over_the_next_one(page, filled, narrow, settle, qtbot):
    page.show_view(LedgerFilter(one_of=(("status", ("closed",)),)))
    narrow("售后")
    assert shown(page) == holding(page, filled, "售后", LedgerFilter(one_of=(("status", ("closed",)),)))
    page.show_view(LedgerFilter())
    settle()
    qtbot.waitUntil(lambda: page.settled)
    assert shown(page) == holding(page, filled, "售后")


def test_esc_gives_all_rows_back_before_it_clears_the_search(page, filled, narrow, qtbot, settle):
    page.bar.search.show_words("空调")
    page.show_view(LedgerFilter(words="空调"))
    narrow("没有这样的词")
    assert page._middle.currentWidget() is page._empty
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    settle()
    assert page.bar.within.text() == ""
    assert shown(page) == list(ledger.keys(filled.desk, LedgerFilter(words="空调"), LedgerOrder()))
    assert page.bar.search.text() == "空调"
    assert page._middle.currentWidget() is page.table


def test_clear_all_takes_it_away_too(page, narrow, settle):
    narrow("没有这样的词")
    page.findChild(QPushButton, "ledger.empty.clear").click()
    settle()
    assert len(shown(page)) == 260


def test_every_word_must_be_found_and_letters_find_names(page, filled, narrow):
    rows = ledger.rows(filled.desk, ledger.keys(filled.desk, LedgerFilter(), LedgerOrder()))
    some = next(each for each in rows if len(each.name) == 3 and each.nature == "quality")
    narrow(f"{some.name} 质量")
    assert some.id in shown(page)
    assert set(shown(page)) <= set(holding(page, filled, some.name))
    assert Narrowed(("zs",), ("name",)).holds(dataclasses.replace(some, name="张三"), filled.words)
    assert not Narrowed(("zs",), ("subject_name",)).holds(dataclasses.replace(some, name="张三"), filled.words)


def test_a_change_elsewhere_is_looked_at_again_and_nothing_else(page, filled, narrow, settle, qtbot, monkeypatch):
    narrow("质量")
    before = shown(page)
    others = [key for key in ledger.keys(filled.desk, LedgerFilter(), LedgerOrder()) if key not in before]
    looked_at: list[int] = []
    holding_of = narrowing._holding

    def note(rows, *each):
        looked_at.extend(row.id for row in rows)
        return holding_of(rows, *each)

    monkeypatch.setattr(narrowing, "_holding", note)
    (changed,) = ledger.rows(filled.desk, [others[0]])
    handling.save_edit(filled.desk, changed, ComplaintContent(**{**content_of(changed), "department": "质量部"}))
    page.refresh(Changes(changed=(changed.id,)))
    settle()
    qtbot.waitUntil(lambda: page.settled)
    assert shown(page) == holding(page, filled, "质量")
    assert len(shown(page)) == len(before) + 1
    assert looked_at == [changed.id]


def test_typing_in_the_table_goes_to_the_box(page, qtbot):
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Z)
    assert page.bar.within.text() == "z"
    page.bar.within.give_up()
    page.focus_within()
    assert page.bar.within.isActiveWindow() is page.isActiveWindow()


def test_what_is_exported_is_what_is_shown(page, filled, narrow):
    narrow("质量")
    assert list(ledger.keys(filled.desk, page.shown_filter, page.order)) == shown(page)
    narrow("")
    assert page.shown_filter == LedgerFilter()


def test_a_newer_word_wins_over_one_that_is_still_looked_for(page, filled, settle, qtbot):
    for word in ("质量", "售后"):
        page.bar.within.setText(word)
        page.bar.within._tell()
    settle()
    qtbot.waitUntil(lambda: page.settled)
    assert shown(page) == holding(page, filled, "售后")


def test_hidden_columns_are_not_looked_at(page, filled, narrow):
    narrow("质量")
    with_nature = shown(page)
    page.table.show_column("nature", shown=False)
    narrow("质量")
    assert shown(page) == holding(page, filled, "质量")
    assert shown(page) != with_nature
