"""Word lists as a table: given away and taken back unchanged, edited in between, refused with its row and whole."""

from __future__ import annotations

import csv
import io

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.i18n.words import Words
from complaint_desk.services import calendars, ledger, list_tables, word_lists
from complaint_desk.storage.verification import verify
from tests.services.test_bulk import entries


@pytest.fixture
def written(desk, words, tmp_path):
    """The table of a ledger whose lists the office has worked on."""
    word_lists.add(desk, words, "category", "空气净化器", "electronics")
    word_lists.add(desk, words, "department", "售后部")
    word_lists.rename(desk, words, "channel", "letter", "信函")
    word_lists.retire(desk, "channel", "media")
    path = tmp_path / "词表.csv"
    assert list_tables.write(desk, words, path) == len(ledger.lists(desk))
    return calendars.table_of(path)


def table(text):
    return list(csv.reader(io.StringIO(text)))


def text_of(rows):
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue()


def label(desk, list_name, code):
    return Words("zh_CN", ledger.lists(desk)).label(list_name, code)


def test_what_was_written_is_read_as_no_change(desk, words, written):
    assert list_tables.preview(desk, words, written).entries == ()
    before = entries(desk)
    list_tables.take(desk, words, written)
    assert entries(desk) == before


def test_another_office_gets_the_lists_as_they_are(desk, words, written):
    there = {(each.list_name, each.code): each for each in ledger.lists(desk)}
    word_lists.rename(desk, words, "channel", "letter", "")
    word_lists.retire(desk, "channel", "media", retired=False)
    word_lists.move(desk, "outcome", "settled", 3)
    list_tables.take(desk, words, written)
    assert {(each.list_name, each.code): each for each in ledger.lists(desk)} == there
    assert verify(desk.store).ok


def test_a_table_edited_in_a_spreadsheet_changes_what_it_says(desk, words, written):
    rows = table(written)
    at = next(place for place, row in enumerate(rows) if row[1] == "phone")
    rows[at][2] = "热线来电"
    rows.insert(at, ["投诉渠道", "", "传真", "", ""])
    rows = [row if row[:2] != ["投诉渠道", "visit"] else [*row[:4], "是"] for row in rows]
    rows.append(["category", "", "智能门锁", "家用电子电器类", ""])
    change = list_tables.preview(desk, words, text_of(rows))
    assert (change.added, change.renamed, change.retired, change.offered) == (2, 1, 1, 0)
    list_tables.take(desk, words, text_of(rows))
    now = Words("zh_CN", ledger.lists(desk))
    shown = [choice.label for choice in now.choices("channel")]
    assert shown[:3] == ["传真", "热线来电", "信函"]
    assert label(desk, "channel", "phone") == "热线来电"
    assert "智能门锁" in [choice.label for choice in now.choices("category") if choice.parent == "electronics"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["办理状态", "", "搁置", "", ""], "list_row_list"),
        (["投诉渠道", "", "传真", "没有的", ""], "list_row_branch"),
        (["类别", "food", "食品类", "服务", ""], "list_row_moved"),
        (["投诉渠道", "", "来电", "", ""], "list_row_name"),
        (["投诉渠道", "", "", "", ""], "list_row_name"),
        (["投诉渠道", "a,b", "传真", "", ""], "list_row_name"),
        (["责任部门", "售后部", "客服部", "", ""], "list_row_name"),
        (["投诉渠道", "", "传真", "", "也许"], "list_row_retired"),
        (["投诉渠道", "", "传真", "", "", "六"], "list_row_columns"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_changed(desk, words, written, row, code):
    before = entries(desk)
    text = text_of([["词表", "代码", "名称", "上级", "停用"], ["投诉渠道", "", "传真机", "", ""], row])
    with pytest.raises(Refusal) as refused:
        list_tables.take(desk, words, text)
    assert (refused.value.code, refused.value.details["row"]) == (code, 3)
    assert entries(desk) == before


@pytest.mark.parametrize("text", ["", "姓名,电话\n", "\x00", "a\tb\n"])
def test_what_is_no_table_of_lists_is_refused(desk, words, text):
    with pytest.raises(Refusal, match="no_list_rows"):
        list_tables.preview(desk, words, text)


def test_a_table_that_would_leave_nothing_to_choose_is_refused(desk, words, written):
    rows = [[*row[:4], "是"] if row[0] == "答复方式" else row for row in table(written)]
    with pytest.raises(Refusal, match="last_entry"):
        list_tables.preview(desk, words, text_of(rows))
