"""figures and report from the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Call, line

PERIOD = ("--from", "2026-11-01", "--to", "2026-11-23")


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
    assert set(document) == {"total", "groups", "indicators"}
    assert document["total"] == 3
    assert document["groups"] == [
        {"code": "quality", "label": "质量", "count": 2, "share": 66.67},
        {"code": "price", "label": "价格", "count": 1, "share": 33.33},
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
        "code": "quality", "label": "质量", "count": 2, "share": 66.67,
        "other_count": 1, "other_share": 100.0, "points": -33.33, "change": 100.0,
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


def test_report_is_a_workbook(filled: Call, tmp_path: Path) -> None:
    assert filled("report", *PERIOD, "--to-file", str(tmp_path / "x.pdf"), "--json").code == 2
