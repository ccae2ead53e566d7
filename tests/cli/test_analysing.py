"""figures and report from the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Call, line

PERIOD = ("--from", "2026-11-01", "--to", "2026-11-23")
NOVEMBER = "2026-11-01..2026-11-23"


@pytest.fixture
def filled(call: Call) -> Call:
    """Two on quality by phone, one on price by letter in November; one on quality in October."""
    lines = [
        line(),
        line(channel="phone", department="售后"),
        line(channel="letter", nature="price", department="市场"),
        line(received_at="2026-10-30 10:00"),
    ]
    assert call("register", stdin="".join(lines)).code == 0
    return call


def test_total_groups_and_indicators(filled: Call) -> None:
    document = filled("figures", *PERIOD, "--by", "nature", "--json").document
    assert set(document) == {"total", "key", "groups", "indicators", "indicator_keys"}
    assert document["total"] == 3
    assert document["groups"] == [
        {"code": "quality", "label": "质量", "count": 2, "share": 66.67, "key": f"#{NOVEMBER}/nature=quality"},
        {"code": "price", "label": "价格", "count": 1, "share": 33.33, "key": f"#{NOVEMBER}/nature=price"},
    ]
    indicators = document["indicators"]
    assert (indicators["total"], indicators["finished"], indicators["compensation"]) == (3, 0.0, "0.00")
    assert indicators["of"]["finished"] == {"part": 0, "whole": 3}
    assert indicators["days_mean"] is None


def test_labels_speak_the_language(filled: Call) -> None:
    document = filled("figures", *PERIOD, "--by", "nature", "--json", "--lang", "en").document
    assert [group["code"] for group in document["groups"]] == ["quality", "price"]
    assert "质量" not in [group["label"] for group in document["groups"]]


def test_comparison(filled: Call) -> None:
    document = filled(
        "figures", "--from", "2026-11-01", "--to", "2026-11-30", "--by", "nature", "--compare", "previous", "--json"
    ).document
    assert (document["total"], document["other_total"]) == (3, 1)
    assert document["groups"][0] == {
        "code": "quality", "label": "质量", "count": 2, "share": 66.67, "key": "#2026-11/nature=quality",
        "other_count": 1, "other_share": 100.0, "other_key": "#2026-10/nature=quality", "points": -33.33, "change": 100.0,
    }  # fmt: skip
    assert (document["groups"][1]["other_count"], document["groups"][1]["change"]) == (0, None)


def test_two_groupings_cross(filled: Call) -> None:
    groups = filled("figures", *PERIOD, "--by", "nature", "--by", "department", "--json").document["groups"]
    assert sorted((tuple(group["codes"]), group["count"]) for group in groups) == [
        (("price", "市场"), 1),
        (("quality", ""), 1),
        (("quality", "售后"), 1),
    ]
    assert all(group["code"] == "|".join(group["codes"]) for group in groups)


def test_a_cross_is_a_heat_table_too(filled: Call) -> None:
    crossed = ("figures", *PERIOD, "--by", "department", "--by", "nature")
    table = filled(*crossed, "--json").document["table"]
    assert [each["code"] for each in table["rows"]] == ["", "售后", "市场"]
    assert [each["label"] for each in table["columns"]] == ["质量", "价格"]
    assert table["counts"] == [[1, 0], [1, 0], [0, 1]]
    assert ["市场", "·", "1", "█", "1"] in [line.split() for line in filled(*crossed).out.splitlines()]


def test_two_comparisons_at_once(filled: Call) -> None:
    both = ("--compare", "last-year", "--compare", "previous")
    document = filled(
        "figures", "--from", "2026-11-01", "--to", "2026-11-30", "--by", "nature", *both, "--json"
    ).document
    assert [(each["comparison"], each["from"], each["total"]) for each in document["others"]] == [
        ("last_year", "2025-11-01", 0),
        ("previous", "2026-10-01", 1),
    ]
    quality = document["groups"][0]
    assert [(each["count"], each["share"], each["points"]) for each in quality["compared"]] == [
        (0, 0.0, 66.67),
        (1, 100.0, -33.33),
    ]


def test_every_key_of_the_document_finds_its_complaints(filled: Call) -> None:
    by = ("--by", "department", "--by", "weekday", "--compare", "previous")
    document = filled("figures", *PERIOD, "--channel", "phone", *by, "--json").document
    for group in document["groups"]:
        for key, count in ((group["key"], group["count"]), (group["other_key"], group["other_count"])):
            assert filled("find", "--key", key, "--json").document["count"] == count
            assert filled("find", key, "--json").document["count"] == count
            assert filled("find", "--key", key.removeprefix("#"), "--json").document["count"] == count
    assert document["groups"]


@pytest.mark.parametrize("arguments", [("--key", "2026-13"), ("--key", "#2026/colour=red"), ("--key", "2026", "退款")])
def test_a_key_that_is_none_is_said(filled: Call, arguments: tuple[str, ...]) -> None:
    answer = filled("find", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "查询键" in answer.err


def test_times_come_in_their_order(filled: Call) -> None:
    document = filled("figures", "--from", "2026-10-01", "--to", "2026-11-23", "--by", "month", "--json").document
    assert [(group["code"], group["count"]) for group in document["groups"]] == [("2026-10", 1), ("2026-11", 3)]


def test_without_groups_and_by_closing_day(filled: Call) -> None:
    document = filled("figures", *PERIOD, "--basis", "closed", "--json").document
    assert (document["total"], document["groups"]) == (0, [])


@pytest.mark.parametrize(
    ("grouping", "codes"), [("branch", {"goods"}), ("category", {"electronics"}), ("hour", {"09"})]
)
def test_other_groupings(filled: Call, grouping: str, codes: set[str]) -> None:
    groups = filled("figures", *PERIOD, "--by", grouping, "--json").document["groups"]
    assert {group["code"] for group in groups} == codes


def test_figures_in_sentences(filled: Call) -> None:
    text = filled("figures", *PERIOD, "--by", "nature", "--compare", "previous").out
    assert "66.67" in text
    assert "质量" in text


def test_figures_of_what_matches(filled: Call) -> None:
    every = filled("figures", *PERIOD, "--by", "nature", "--json").document
    quality = next(group["count"] for group in every["groups"] if group["code"] == "quality")
    found = filled("figures", *PERIOD, "--by", "nature", "--nature", "质量", "--json").document
    assert found["total"] == quality < every["total"]
    assert filled("figures", *PERIOD, "--not-said", "nature", "--json").document["total"] == 0


def test_report(filled: Call, tmp_path: Path) -> None:
    file = tmp_path / "分析.xlsx"
    answer = filled("report", *PERIOD, "--to-file", str(file), "--json")
    assert answer.code == 0
    document = answer.document
    assert document["file"] == str(file)
    names = [sheet["name"] for sheet in document["sheets"]]
    assert {
        "概览",
        "投诉性质",
        "商品服务类别",
        "投诉渠道",
        "责任部门",
        "趋势",
        "处理结果与赔付",
        "满意度",
        "明细",
    } <= set(names)
    assert {sheet["name"]: sheet["rows"] for sheet in document["sheets"]}["明细"] == 3
    with zipfile.ZipFile(file) as workbook:
        assert workbook.testzip() is None


def test_a_report_fills_the_offices_own_workbook(filled: Call, tmp_path: Path) -> None:
    template, target = tmp_path / "模板.xlsx", tmp_path / "r.xlsx"
    assert filled("report-template", str(template), "--json").document == {"file": str(template)}
    called = filled("report", *PERIOD, "--template", str(template), "--to-file", str(target), "--json")
    assert called.document["sheets"][1] == {"name": "投诉性质", "rows": 2}
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[:3] == ["封面", "投诉性质", "概览"]
    assert book["封面"]["B6"].value == 3
    before = template.read_bytes()
    assert filled("report-template", str(template)).code == 3
    assert template.read_bytes() == before
    assert filled("report", *PERIOD, "--template", str(template), "--to-file", str(tmp_path / "r.docx")).code == 2


def test_a_mistake_of_the_offices_workbook_is_told(filled: Call, tmp_path: Path) -> None:
    template = tmp_path / "模板.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "封面"
    book.worksheets[0]["B3"] = "{{办结律}}"
    book.save(template)
    called = filled("report", *PERIOD, "--template", str(template), "--to-file", str(tmp_path / "r.xlsx"), "--json")
    assert called.code == 3
    assert called.document["error"]["code"] == "workbook_mistakes"
    assert "B3" in called.document["error"]["message"]
    assert called.document["error"]["details"]["mistakes"] == [
        {"code": "unknown_place", "sheet": "封面", "cell": "B3", "written": "办结律", "meant": "办结率"}
    ]
    assert not (tmp_path / "r.xlsx").exists()


def test_the_ending_of_the_file_decides_on_a_word_report(filled: Call, tmp_path: Path) -> None:
    file = tmp_path / "报告 {period}.docx"
    answer = filled("report", *PERIOD, "--to-file", str(file), "--json")
    assert answer.code == 0
    assert list(answer.document) == ["file"]
    with zipfile.ZipFile(answer.document["file"]) as report:
        assert "六、改进建议" in report.read("word/document.xml").decode()


def test_a_pdf_is_the_windows_and_the_way_on_is_said(filled: Call, tmp_path: Path) -> None:
    answer = filled("report", *PERIOD, "--to-file", str(tmp_path / "x.pdf"))
    assert answer.code == 2
    assert ".docx" in answer.err
    assert filled("report", *PERIOD, "--to-file", str(tmp_path / "x.csv"), "--json").code == 2
