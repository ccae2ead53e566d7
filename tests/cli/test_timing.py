"""Time limits on the command line: `due`, `extend`, `pause`, `resume`, `clock-date`, and what `show` tells."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from complaint_desk.services.desk import Desk
from tests.cli.conftest import line
from tests.conftest import NOW


@pytest.fixture
def number(call, monkeypatch) -> str:
    """A complaint of 20 November, looked at on the 24th."""
    monkeypatch.setattr("complaint_desk.services.desk.Desk", functools.partial(Desk, clock=lambda: NOW))
    return str(call("register", "--json", stdin=line(received_at="2026-11-20T09:30:00")).document["number"])


def clocks(call, number: str) -> dict[str, dict[str, object]]:
    return {each["clock"]: each for each in call("show", number, "--json").document["clocks"]}


def test_show_tells_the_clocks_with_their_reasons(call, number):
    close = clocks(call, number)["close"]
    assert close["rule"] == "general"
    assert close["start"] == "2026-11-20T09:30:00+08:00"
    assert close["due"] == "2026-12-07"
    assert (close["state"], close["paused_days"], close["extended_by"], close["provisional"]) == (
        "running",
        0,
        0,
        False,
    )
    assert "侵害消费者权益行为处罚办法" in str(close["why"])
    assert "顺延至 2026-12-07" in str(close["why"])
    assert "顺延至 2026-12-07" in call("show", number).out


def test_due_lists_what_is_due_or_overdue(call, number):
    rows = call("due", "--on", "2026-11-27", "--json").document
    assert (rows["on"], rows["count"]) == ("2026-11-27", 2)
    assert [(row["number"], row["clock"], row["due"], row["state"]) for row in rows["rows"]] == [
        (number, "accept", "2026-11-23", "overdue"),
        (number, "answer", "2026-11-27", "due_soon"),
    ]
    said = call("due", "--on", "2026-11-27").out
    assert "逾期 4 天" in said
    assert "逾期 1 天" in call("due").out
    later = call("due", "--on", "2026-11-28", "--json").document["rows"]
    assert [row["state"] for row in later] == ["overdue", "overdue"]
    assert number in said
    assert call("due", "--json").document["count"] == 1


def test_extend_pause_resume(call, number):
    assert call("extend", number, "--json").code == 3
    done = call("extend", number, "--approver", "李主管", "--reason", "等配件", "--json").document
    assert {each["clock"]: each["extended_by"] for each in done["clocks"]}["close"] == 15
    assert call("pause", number, "--reason", "检测鉴定", "--at", "2026-11-24 10:00", "--json").code == 0
    assert clocks(call, number)["close"]["state"] == "paused"
    assert call("resume", number, "--json").document["number"] == number
    assert clocks(call, number)["close"]["due"] == "2026-12-21"


def test_a_late_entry_that_cannot_be_is_refused(call, number):
    for moment in ("2026-11-25 09:00", "2026-11-19 09:00", "gestern"):
        assert call("pause", number, "--reason", "testing", "--at", moment, "--json").code == 3
    assert clocks(call, number)["close"]["state"] == "running"


def test_clock_date_takes_over_what_an_authority_says(call, number):
    call("clock-date", number, "--date", "2026-12-31", "--note", "转办单 12 号")
    close = clocks(call, number)["close"]
    assert (close["due"], close["named"]) == ("2026-12-31", True)
    call("clock-date", number, "--clock", "answer", "--told")
    assert clocks(call, number)["answer"]["told_at"] == "2026-11-24T10:00:00+08:00"
    assert call("clock-date", number).code == 2
    assert call("clock-date", number, "--event", "goods_returned").code == 3
    assert dt.date.fromisoformat(str(close["due"])) > NOW.date()


def test_calendar_takes_a_notice_over_and_tells_what_moves(call, number, tmp_path):
    assert call("calendar", "--json").document["missing"] == 2027
    assert "2027" in call("calendar").out
    table = tmp_path / "2027.csv"
    table.write_text("2026-12-07,休,演练\n2027-01-01,rest,元旦\n", "utf-8")
    shown = call("calendar", str(table), "--dry-run", "--json").document
    assert shown["moved"] == [{"number": number, "clock": "close", "before": "2026-12-07", "after": "2026-12-08"}]
    assert clocks(call, number)["close"]["due"] == "2026-12-07"
    assert call("calendar", str(table), "--json").document == shown
    assert clocks(call, number)["close"]["due"] == "2026-12-08"
    assert call("calendar", "--json").document["missing"] is None
    assert call("calendar", str(tmp_path / "none.csv"), "--json").code == 3
    assert call("calendar", "--shipped", "--json").document["moved"] == []


OWN = """
[[rule_set]]
code = "blank"
valid_from = 2026-11-01
[[rule_set.clock]]
code = "close"
name = "结案"
source_type = "internal"
starts = "received"
length = 3
unit = "working_day"
ends = ["closed"]
"""


def test_rules_are_shown_with_an_example(call):
    (found,) = call("rules", "--rule-set", "通用", "--on", "2026-09-16", "--json").document["rule_sets"]
    assert {each["clock"]: each["due"] for each in found["example"]}["close"] == "2026-10-08"
    assert "国庆节" in call("rules", "--rule-set", "general", "--on", "2026-09-16").out
    assert len(call("rules", "--json").document["rule_sets"]) == 11
    assert call("rules", "--rule-set", "月球", "--json").code == 2


def test_a_version_of_the_offices_own_holds_for_what_is_received_then(call, number, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    tried = call("rules", str(file), "--dry-run", "--on", "2026-11-20", "--json").document["rule_sets"][0]
    assert [each["due"] for each in tried["example"]] == ["2026-11-25"]
    assert call("rules", "--rule-set", "blank", "--json").document["rule_sets"][0]["own"] is False
    assert call("rules", str(file)).code == 0
    made = call("register", "--json", stdin=line(received_at="2026-11-20T09:30:00", rule_set="自定")).document["number"]
    (close,) = clocks(call, made).values()
    assert (close["due"], close["version"], "结案" in str(close["why"])) == ("2026-11-25", "2026-11-01/1", True)
    before = call("register", "--json", stdin=line(received_at="2026-10-20T09:30:00", rule_set="自定")).document[
        "number"
    ]
    assert clocks(call, before) == {}
    assert clocks(call, number)["close"]["due"] == "2026-12-07"
    assert call("verify", "--json").document["ok"]


def test_a_mistake_in_the_rules_is_told_with_its_place(call, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace("length = 3", 'length = "three"'), "utf-8")
    told = call("rules", str(file), "--json")
    assert (told.code, told.document["error"]["code"]) == (3, "bad_rules")
    assert "close, length" in told.document["error"]["message"]
    file.write_text("[[rule_set", "utf-8")
    assert call("rules", str(file), "--json").code == 3
    assert call("rules", str(tmp_path / "none.toml"), "--json").code == 3


def test_what_a_province_sets_otherwise_is_shown_tried_and_kept(call, number, tmp_path):
    shown = call("rules", "--rule-set", "prepaid", "--region", "浙江省杭州市", "--json").document
    (prepaid,) = shown["rule_sets"]
    assert {each["code"]: each["length"] for each in prepaid["clock"]}["refund"] == 5
    assert [each["code"] for each in shown["provinces"]] == ["zhejiang"]
    assert "预付款退款（浙江）" in call("rules", "--rule-set", "prepaid").out
    file = tmp_path / "shandong.toml"
    file.write_text(
        '[[province]]\ncode = "shandong"\nnames = ["山东"]\nvalid_from = 2026-01-01\n[[province.rules.general]]\n'
        'code = "close"\nsource_type = "statutory"\nsource = "山东省消费者权益保护条例"\nstarts = "received"\n'
        'length = 9\nends = ["closed"]\n',
        "utf-8",
    )
    for options, length in (("--dry-run",), 15), ((), 9):
        assert call("rules", str(file), *options).code == 0
        after = call("rules", "--rule-set", "general", "--region", "山东", "--on", "2026-11-24", "--json").document
        assert {each["code"]: each["length"] for each in after["rule_sets"][0]["clock"]}["close"] == length
    assert call("verify").code == 0
