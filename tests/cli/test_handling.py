"""Deeds at one complaint from the command line: the rules of the window, late entries, what is refused and why."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.moments import SHANGHAI
from tests.cli.conftest import Call, line

NUMBER = "TS2026000001"


@pytest.fixture
def made(call: Call) -> str:
    day = dt.datetime.now(SHANGHAI) - dt.timedelta(days=3)
    assert call("register", "--json", stdin=line(received_at=day.isoformat())).code == 0
    return str(json.loads(call("find", "--json").out)["rows"][0]["number"])


def ago(**time: float) -> str:
    return (dt.datetime.now(SHANGHAI) - dt.timedelta(**time)).strftime("%Y-%m-%d %H:%M")


def show(call: Call, number: str) -> dict[str, Any]:
    return dict(call("show", number, "--json").document)


def test_the_whole_way_is_read_back(call: Call, made: str, tmp_path: Path) -> None:
    (tmp_path / "票据.txt").write_text("小票", "utf-8")
    for deed in (
        ("accept", "--note", "电话受理", "--at", ago(hours=60)),
        ("assign", "--department", "售后部", "--handler", "李雷", "--at", ago(hours=50)),
        ("step", "--kind", "检测", "--note", "主板故障", "--at", ago(hours=40)),
        ("wait", "--note", "等待寄回"),
        ("handle",),
        ("attach", str(tmp_path / "票据.txt")),
        ("assign", "--department", "质量部", "--reason", "属质量问题"),
        ("return", "--reason", "检测合格"),
        ("escalate", "--reason", "超权限", "--handler", "赵主管"),
        ("answer", "--outcome", "退款", "--by", "电话", "--compensation", "1299", "--note", "同意退款"),
        ("close", "--note", "已退款"),
        ("follow-up", "--satisfaction", "非常满意", "--note", "满意"),
    ):
        name, *options = deed
        answer = call(name, made, *options, "--json")
        assert answer.code == 0, (deed, answer)
    found = show(call, made)
    assert [step["kind"] for step in found["steps"]] == [
        "accept", "transfer", "test", "contact", "transfer", "transfer", "escalate", "answer", "note", "follow_up",
    ]  # fmt: skip
    assert found["steps"][2]["text"] == "主板故障"
    assert found["steps"][4]["text"] == "售后部 李雷 → 质量部\n属质量问题"
    assert (found["department"], found["handler"]) == ("售后部", "赵主管")
    assert (found["status"], found["outcome"], found["reply_by"]) == ("closed", "refunded", "phone")
    assert (found["compensation"], found["satisfaction"], found["follow_up"]) == ("1299.00", 5, "done")
    assert [(file["name"], file["size"]) for file in found["attachments"]] == [("票据.txt", 6)]
    assert call("verify", "--json").document["ok"]


def test_an_answer_tells_what_came_of_it(call: Call, made: str) -> None:
    told = call("accept", made, "--json").document
    assert (told["number"], told["status"], told["attachments"]) == (made, "accepted", [])
    assert [(step["kind"], step["person"]) for step in told["steps"]] == [("accept", "王敏")]
    assert call("assign", made, "--handler", "李雷").out == f"{made}：已受理，经办 李雷\n"


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (("accept", "--at", "2099-01-01"), [("step_at", "future")]),
        (("accept", "--at", "2001-01-01"), [("step_at", "before_complaint")]),
        (("accept", "--at", "昨日午后"), [("step_at", "not_a_date")]),
        (("decline",), [("decline_reason", "required")]),
        (("decline", "--reason", "天气"), [("decline_reason", "unknown_word")]),
        (
            ("answer", "--by", "烽火", "--outcome", "退钱吧"),
            [("outcome", "unknown_word"), ("reply_by", "unknown_word")],
        ),
        (("answer",), [("outcome", "required"), ("reply_by", "required")]),
        (("close",), [("outcome", "required")]),
        (("reopen",), [("status", "not_reopened")]),
        (("step",), [("step_text", "required")]),
        (("step", "--kind", "检测", "--corrects", "99"), [("step_corrects", "unknown_step")]),
        (("assign",), [("department", "required")]),
        (("escalate",), [("transfer_reason", "required")]),
        (("follow-up", "--result", "无法联系", "--satisfaction", "5"), [("satisfaction", "nobody_rated")]),
    ],
)
def test_what_is_refused_names_field_and_code(
    call: Call, made: str, deed: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    before = show(call, made)
    name, *options = deed
    answer = call(name, made, *options, "--json")
    assert answer.code == 3
    problems = answer.document["error"]["details"]["problems"]
    assert [(each["field"], each["code"]) for each in problems] == expected
    assert show(call, made) == before


def test_a_late_entry_is_not_before_the_previous_step(call: Call, made: str) -> None:
    assert call("accept", made, "--at", ago(hours=5)).code == 0
    for deed in (("handle",), ("step", "--note", "x"), ("answer", "--outcome", "退款", "--by", "电话")):
        answer = call(deed[0], made, *deed[1:], "--at", ago(hours=6), "--json")
        assert answer.code == 3
        assert answer.document["error"]["details"]["problems"][0]["code"] == "before_previous_step"
    assert call("handle", made, "--at", ago(hours=4)).code == 0


def test_what_is_not_allowed_says_what_is(call: Call, made: str) -> None:
    call("withdraw", made, "--note", "已和解")
    assert "已撤诉" in call("accept", made).err
    other = call("register", "--json", stdin=line()).document["number"]
    call("accept", other)
    said = call("accept", other).err
    assert all(word in said for word in ("已受理", "处理中", "待投诉人", "已答复", "已办结"))


def test_a_dissatisfied_complainant_opens_it_again(call: Call, made: str) -> None:
    call("close", made, "--outcome", "退款")
    told = call("follow-up", made, "--satisfaction", "1", "--reopen", "--json").document
    assert told["status"] == "handling"


def test_a_refused_decision_is_watched_and_closed_with_a_reason(call: Call, made: str) -> None:
    assert call("respond", made, "--response", "不接受", "--note", "x").code == 3
    call("answer", made, "--outcome", "退款", "--by", "电话")
    assert (
        call("respond", made, "--response", "不接受", "--note", "仍要换货", "--json").document["status"] == "answered"
    )
    assert show(call, made)["response"] == "refused"
    answer = call("close", made, "--json")
    assert answer.document["error"]["details"]["problems"] == [{"field": "note", "code": "why_closed"}]
    assert call("close", made, "--note", "已告知诉讼途径").code == 0


def test_links_are_made_and_taken_away(call: Call, made: str) -> None:
    later = call("register", "--json", stdin=line()).document["number"]
    assert call("link", later, made).code == 0
    assert show(call, later)["repeats"] == [made]
    assert call("link", later, made, "--remove").code == 0
    assert show(call, later)["repeats"] == []
    answer = call("link", later, made, "--remove", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "not_linked")


def test_a_file_that_cannot_be_kept(call: Call, made: str, tmp_path: Path) -> None:
    with (tmp_path / "大.bin").open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    answer = call("attach", made, str(tmp_path / "大.bin"), "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "attachment_too_large")
    answer = call("attach", made, str(tmp_path / "没有.txt"), "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "no_file")


def test_a_file_that_came_earlier_is_kept_with_its_time(call: Call, made: str, tmp_path: Path) -> None:
    (tmp_path / "检测报告.txt").write_text("合格", "utf-8")
    file = str(tmp_path / "检测报告.txt")
    for moment, code in (("2099-01-01", "future"), ("2020-01-01", "before_complaint")):
        answer = call("attach", made, file, "--at", moment, "--json")
        assert answer.code == 3
        assert [each["code"] for each in answer.document["error"]["details"]["problems"]] == [code]
    received = show(call, made)["received_at"]
    assert call("attach", made, file, "--at", received).code == 0
    found = show(call, made)
    assert found["attachments"][0]["added_at"] == received
    assert found["journal"][-1]["details"]["at"] == received
    assert call("verify").code == 0


def test_show_names_files_in_sentences_but_not_those_of_a_report(call: Call, made: str, tmp_path: Path) -> None:
    (tmp_path / "张三的票据.txt").write_text("小票", "utf-8")
    call("attach", made, str(tmp_path / "张三的票据.txt"))
    assert "张三的票据.txt  6 B  王敏" in call("show", made).out
    report = call("register", "--json", stdin=line(kind="举报")).document["number"]
    call("attach", report, str(tmp_path / "张三的票据.txt"))
    assert [file["name"] for file in show(call, report)["attachments"]] == ["*.txt"]
    assert "张三的票据" not in call("show", report).out


def test_no_such_complaint(call: Call) -> None:
    answer = call("accept", "TS9", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "no_complaint")


def test_linked_complaints_count_once_or_apart(call: Call) -> None:
    day = (dt.datetime.now(SHANGHAI) - dt.timedelta(days=2)).isoformat()
    first, again = (call("register", "--json", stdin=line(received_at=day)).document["number"] for _each in range(2))
    call("link", again, first)
    period = ("--from", ago(days=9)[:10], "--to", ago(days=0)[:10])
    assert call("figures", *period, "--json").document["total"] == 2
    assert call("figures", *period, "--count-repeats-once", "--json").document["total"] == 1
    call("link", again, first, "--remove")
    assert call("figures", *period, "--count-repeats-once", "--json").document["total"] == 2


def test_waiting_may_pause_and_handling_let_go_on_in_one_deed(call: Call, made: str) -> None:
    assert call("accept", made).code == 0
    assert call("wait", made, "--pause", "--note", "等待凭证").code == 0
    paused = {each["clock"]: each["state"] for each in show(call, made)["clocks"]}
    assert (paused["answer"], paused["close"]) == ("paused", "paused")
    assert call("handle", made, "--resume").code == 0
    found = show(call, made)
    assert "paused" not in {each["state"] for each in found["clocks"]}
    assert [each["deed"] for each in found["journal"]][-2:] == ["moved", "moved"]
    assert call("wait", made).code == 0
    assert "paused" not in {each["state"] for each in show(call, made)["clocks"]}
