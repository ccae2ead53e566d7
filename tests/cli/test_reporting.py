"""report and report-definitions from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from complaint_desk.domain.analysis import PeriodKind, last_whole
from complaint_desk.domain.moments import now
from complaint_desk.domain.report_definitions import period_mark
from tests.cli.conftest import Call, line

MONTH = last_whole(PeriodKind.MONTH, now().date())


@pytest.fixture
def filled(call: Call) -> Call:
    """Three of the last month, of which one is on price."""
    received = f"{MONTH.last} 09:30"
    lines = line(received_at=received) * 2 + line(received_at=received, nature="price")
    assert call("register", stdin=lines).code == 0
    return call


def test_the_usual_reports_are_listed(call: Call) -> None:
    document = call("report-definitions", "--json").document
    assert [each["name"] for each in document["rows"]] == ["月报", "季报", "给质量部"]
    monthly, _quarterly, quality = document["rows"]
    assert (monthly["period"], monthly["from"], monthly["to"]) == ("last_month", str(MONTH.first), str(MONTH.last))
    assert monthly["compare"] == ["previous", "last_year"]
    assert monthly["made"] == ["workbook"]
    assert quality["find"] == ["--nature", "quality", "--nature", "safety"]
    assert "channel" not in quality["sheets"]
    assert "月报" in call("report-definitions").out


def test_a_scheduled_task_writes_a_definition_under_the_name_of_its_period(filled: Call, tmp_path: Path) -> None:
    answer = filled("report", "--definition", "给质量部", "--to-file", str(tmp_path / "质量 {period}.xlsx"), "--json")
    assert answer.code == 0, answer.err
    path = tmp_path / f"质量 {period_mark(MONTH)}.xlsx"
    assert answer.document["file"] == str(path)
    assert ("明细", 2) in [(each["name"], each["rows"]) for each in answer.document["sheets"]]
    assert "投诉渠道" not in load_workbook(path).sheetnames


def test_a_definition_may_be_asked_for_other_days(filled: Call, tmp_path: Path) -> None:
    days = ("--from", "2025-01-01", "--to", "2025-12-31")
    answer = filled("report", "--definition", "月报", *days, "--to-file", str(tmp_path / "{period}.xlsx"))
    assert answer.code == 0
    assert (tmp_path / "2025.xlsx").is_file()


def test_an_unknown_definition_is_refused_with_those_there_are(call: Call, tmp_path: Path) -> None:
    answer = call("report", "--definition", "年报", "--to-file", str(tmp_path / "1.xlsx"), "--json")
    assert answer.code == 3
    assert answer.document["error"]["details"]["known"] == ["月报", "季报", "给质量部"]
    assert "月报、季报、给质量部" in answer.err
    assert not (tmp_path / "1.xlsx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--from", "2026-01-01"),
        ("--definition", "月报", "--to", "2026-01-01"),
        ("--definition", "月报", "--nature", "price"),
        ("--definition", "月报", "--compare", "previous"),
        ("--definition", "月报", "--basis", "closed"),
        ("--definition", "月报", "--from", "2026-02-01", "--to", "2026-01-01"),
    ],
)
def test_what_says_two_things_or_none_is_a_wrong_call(call: Call, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    answer = call("report", *arguments, "--to-file", str(tmp_path / "1.xlsx"))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
