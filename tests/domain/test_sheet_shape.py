"""Where the header of a sheet stands, and which rows below it tell of no complaint."""

from __future__ import annotations

import pytest

from complaint_desk.domain.foreign.cells import Cell
from complaint_desk.domain.foreign.header_words import HeaderWords, RowWords
from complaint_desk.domain.foreign.sheet_shape import (
    Passed,
    RowJudge,
    find_header,
    header_at,
    told_apart,
    usual_year,
    year_said,
)

ROWS = RowWords(totals=("合计", "小计"), notes=("制表人", "审核"), group_endings=("信息", "情况"))
WORDS = HeaderWords(
    columns={name: (field, 1) for name, field in {
        "投诉时间": "received_at", "姓名": "name", "电话": "phone", "投诉内容": "facts", "处理日期": "handled_at", "商品名称": "subject_name",
    }.items()},
    rows=ROWS,
)  # fmt: skip
HEADER = ("投诉时间", "姓名", "电话", "投诉内容")


def test_a_header_among_title_rows() -> None:
    rows: list[list[Cell]] = [
        ["某公司2026年投诉台账"],
        [],
        ["填报：客服部", "", "日期：4月1日"],
        [*HEADER],
        ["2026-05-06", "张三", "1", "抖"],
    ]
    found = find_header(rows, WORDS)
    assert found is not None
    assert (found.first, found.rows, found.texts) == (3, 1, HEADER)
    assert found.title == ("某公司2026年投诉台账", "填报：客服部  日期：4月1日")


def test_a_header_of_two_rows_is_joined_where_cells_are_merged() -> None:
    rows: list[list[Cell]] = [
        ["投诉时间", "投诉人信息", "", "投诉内容", "处理情况"],
        ["", "姓名", "电话", "", "日期"],
        ["5月6日", "张三", 138.0, "抖", "5月8日"],
    ]
    found = find_header(rows, WORDS, [((0, 1), (0, 2))])
    assert found is not None
    assert found.texts == ("投诉时间", "投诉人信息 / 姓名", "投诉人信息 / 电话", "投诉内容", "处理情况 / 日期")
    assert WORDS.meanings("处理情况 / 日期")[0].fields == ("handled_at",)


def test_the_first_complaint_is_no_second_row_of_a_header() -> None:
    for first in (["2026-05-06", "张三", "16400001234", "抖"], ["", "张三", "", "抖"], ["昨天", "张三", "无", "抖"]):
        found = find_header([[*HEADER], first], WORDS)
        assert found is not None
        assert found.rows == 1


def test_without_known_headers_the_first_row_is_the_header() -> None:
    found = find_header([[""], ["甲", "乙", "乙"]], WORDS)
    assert found is not None
    assert (found.first, found.texts) == (1, ("甲", "乙", "乙 (2)"))
    assert find_header([["", " "]], WORDS) is None


def test_somebody_points_at_the_header() -> None:
    rows: list[list[Cell]] = [["甲", "乙"], ["丙", "丁"], ["1", "2"]]
    assert header_at(rows, 1, 1).texts == ("丙", "丁")
    assert header_at(rows, 0, 2).texts == ("甲 / 丙", "乙 / 丁")
    assert header_at(rows, 9, 1).texts == ()


def test_blank_and_repeated_headers_are_told_apart() -> None:
    assert told_apart(["甲", "", "甲", "甲 (2)", ""]) == ("甲", "B", "甲 (2)", "甲 (2) (2)", "E")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["", " ", None, "\u3000"], Passed.BLANK),
        (["合计", None, "12件", None], Passed.TOTAL),
        ([None, "合 计：9件", None, None], Passed.TOTAL),
        (["合计", None, None, "共12件"], Passed.TOTAL),
        ([*HEADER], Passed.HEADER),
        (["制表人：甲", None, "审核：乙", None], Passed.NOTE),
        (["三月份", None, None, None], Passed.NOTE),
        (["2026-05-06", "张三", None, "抖"], None),
        (["2026-05-06", "张三", "1", None], None),
        ([None, None, None, "只有内容"], None),
        (["2026-05-06", "合计", "1", "叫合计的人"], None),
    ],
)  # fmt: skip
def test_rows_that_tell_of_no_complaint(cells: list[Cell], why: Passed | None) -> None:
    assert RowJudge(HEADER, (3,), ROWS).passes(cells) is why


def test_the_year_of_a_sheet() -> None:
    assert year_said("1月", "某公司2024年3月台账", "2023") == 2024
    assert year_said("20240101", "台账") is None
    assert usual_year([]) is None
