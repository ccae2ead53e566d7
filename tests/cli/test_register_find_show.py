"""register, find, show: what product.md section 7 promises of their JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from complaint_desk.domain.fields import FIELDS
from tests.cli.conftest import Call, line


def test_register_answers_each_line(call: Call) -> None:
    text = (
        line()
        + "\n"
        + "no json\n"
        + line(price="-3", nature="胡说")
        + "[1]\n"
        + line(received_at=None, facts="")
        + line(colour=1)
    )
    answer = call("register", "--json", stdin=text)
    assert answer.code == 3
    first, *others = answer.documents
    assert first == {"number": "TS2026000001"}
    assert [[(each["field"], each["code"]) for each in document["problems"]] for document in others] == [
        [("", "not_json")],
        [("nature", "unknown_word"), ("price", "negative")],
        [("", "not_json")],
        [("received_at", "required"), ("facts", "required")],
        [("colour", "unknown_field")],
    ]
    assert answer.err == ""


def test_register_reads_a_file_with_a_mark_and_without_line_end(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "投诉.json"
    file.write_text("\ufeff" + line() + line(name="李四").strip(), "utf-8")
    answer = call("register", str(file), "--json")
    assert (answer.code, answer.documents) == (0, [{"number": "TS2026000001"}, {"number": "TS2026000002"}])


def test_register_says_it_in_sentences(call: Call) -> None:
    answer = call("register", stdin=line() + "{}\n")
    assert answer.code == 3
    assert answer.out.splitlines()[0] == "TS2026000001"
    assert "投诉事实" in answer.out


def test_register_takes_over_how_it_ended(call: Call) -> None:
    ended = line(outcome="退款", handled_at="2026-11-05 10:00", closed_at="2026-11-06 10:00")
    answer = call("register", "--json", stdin=ended + line(status="已办结", handled_at="2026-11-05 10:00"))
    assert answer.code == 0
    rows = call("find", "--status", "已办结", "--json").document["rows"]
    assert [row["closed_at"][:10] for row in rows] == ["2026-11-05", "2026-11-06"]
    counted = call("figures", "--from", "2026-11-06", "--to", "2026-11-06", "--basis", "closed", "--json").document
    assert counted["total"] == 1
    assert call("verify", "--json").document["ok"]
    refused = call("register", "--json", stdin=line(status="处理中", closed_at="2026-11-06 10:00"))
    assert refused.documents == [{"problems": [{"field": "closed_at", "code": "not_closed"}]}]
    assert call("register", "--json", stdin=line(closed_at="2099-01-01")).documents == [
        {"problems": [{"field": "closed_at", "code": "future"}]}
    ]


def test_a_sentence_of_register_names_the_field(call: Call) -> None:
    lines = call("register", stdin=line(price="约三百", purchased_on="去年", received_at="")).out.splitlines()
    assert [label for label, text in zip(("价格(元)", "购买时间", "投诉时间"), lines, strict=True) if label in text] == [
        "价格(元)", "购买时间", "投诉时间",
    ]  # fmt: skip


def test_nested_json_does_not_overflow(call: Call) -> None:
    answer = call("register", "--json", stdin="[" * 100_000 + "\n")
    assert answer.documents == [{"problems": [{"field": "", "code": "not_json"}]}]


def test_numbers_of_a_year_have_no_gap_after_a_refusal(call: Call) -> None:
    answer = call("register", "--json", stdin=line() + "{}\n" + line(received_at="2025-12-31 23:59") + line())
    assert [document.get("number") for document in answer.documents] == [
        "TS2026000001",
        None,
        "TS2025000001",
        "TS2026000002",
    ]


def test_find_gives_rows_with_all_fields(call: Call) -> None:
    call("register", stdin=line() + line(name="李四", received_at="2026-11-03 08:00", facts="包装破损"))
    document = call("find", "--json").document
    assert document["count"] == 2
    assert [row["name"] for row in document["rows"]] == ["李四", "张三"]
    row = document["rows"][1]
    assert [field.name for field in FIELDS if field.name not in row] == []
    assert row["received_at"] == "2026-11-02T09:30:00+08:00"
    assert (row["status"], row["price"], row["amount"]) == ("registered", "1299.00", "1299.00")
    assert (row["demands"], row["purchased_on"], row["registered_by"]) == (["refund", "repair"], None, "王敏")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["退款"], ["张三"]),
        (["退款", "电饭煲"], ["张三"]),
        (["退款", "破损"], []),
        (["zs"], ["张三"]),
        (["+86 138-0000-1234"], ["张三"]),
        (["+8613800001234"], ["张三"]),
        (["138-0000-1234"], ["张三"]),
        (["--nature", "质量"], ["张三"]),
        (["--nature", "质量", "--nature", "price"], ["李四", "张三"]),
        (["--status", "已登记"], ["李四", "张三"]),
        (["--status", "closed"], []),
        (["--from", "2026-11-03"], ["李四"]),
        (["--to", "2026-11-02"], ["张三"]),
        (["--from", "2026-11-02", "--to", "2026-11-03", "--limit", "1"], ["李四"]),
        (["--", "退款"], ["张三"]),
        (["--", "--nature"], []),
    ],
)
def test_find_filters(call: Call, arguments: list[str], names: list[str]) -> None:
    other = line(name="李四", received_at="2026-11-03 08:00", facts="包装破损", nature="price", phone="13900005678")
    call("register", stdin=line() + other)
    document = call("--json", "find", *arguments).document
    assert [row["name"] for row in document["rows"]] == names
    assert document["count"] == (2 if "--limit" in arguments else len(names))


def test_find_says_which_words_there_are_and_that_a_period_runs_backwards(call: Call) -> None:
    assert "closed 已办结" in call("find", "--status", "完了").err
    assert call("find", "--from", "2026-11-03", "--to", "2026-11-02").code == 2


def test_find_lists_in_sentences(call: Call) -> None:
    call("register", stdin=line() * 3)
    lines = call("find", "--limit", "2").out.splitlines()
    assert "3" in lines[0]
    assert lines[1].startswith("投诉编号")
    assert [each.split()[0] for each in lines[2:4]] == ["TS2026000003", "TS2026000002"]


def test_show_gives_all_that_hangs_on_it(call: Call) -> None:
    call("register", stdin=line())
    document = call("show", "TS2026000001", "--json").document
    assert (document["number"], document["name"]) == ("TS2026000001", "张三")
    assert (document["steps"], document["attachments"]) == ([], [])
    assert [each["clock"] for each in document["clocks"]] == ["accept", "answer", "close"]
    (entry,) = document["journal"]
    assert entry["person"] == "王敏"
    assert entry["sequence"] == 1
    assert entry["at"].endswith("+00:00")
    text = call("show", "TS2026000001").out
    assert "张三" in text
    assert "家用电子电器类" in text


def test_show_of_an_unknown_number_is_refused(call: Call) -> None:
    answer = call("show", "TS2099000001", "--json")
    assert answer.code == 3
    assert answer.document["error"]["details"]["number"] == "TS2099000001"
    assert "TS2099000001" in answer.err


def test_rows_can_be_registered_again(call: Call) -> None:
    """What `find` prints, less what the program sets, is what `register` reads."""
    call("register", stdin=line())
    (row,) = call("find", "--json").document["rows"]
    writable = {field.name for field in FIELDS if field.editable}
    again = {name: value for name, value in row.items() if name in writable}
    assert call("register", "--json", stdin=json.dumps(again)).documents == [{"number": "TS2026000002"}]


def test_a_report_is_not_found_by_who_reported(call: Call) -> None:
    call("register", stdin=line(kind="report", name="张举报", phone="13900000009"))
    assert call("find", "--json").document["count"] == 1
    for words in ("张举报", "zjb", "13900000009"):
        assert call("find", words, "--json").document["count"] == 0
    assert call("verify", "--json").document["ok"]


def test_a_report_names_nobody(call: Call) -> None:
    call("register", stdin=line(kind="report", name="张举报", phone="13900000009"))
    for answer in (
        call("find"),
        call("find", "--json"),
        call("show", "TS2026000001"),
        call("show", "TS2026000001", "--json"),
    ):
        assert answer.code == 0
        assert "TS2026000001" in answer.out
        assert "张举报" not in answer.out
        assert "13900000009" not in answer.out


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--price-from", "1000", "--price-to", "1500元"), 1),
        (("--price-from", "1500"), 1),
        (("--channel", "来电", "--channel", "web"), 2),
        (("--channel", "来电", "--brand", "海风"), 0),
        (("--category", "goods"), 2),
        (("--brand", ""), 1),
        (("--holding", "品牌", "海"), 1),
        (("--holding", "facts", "退款", "电饭煲"), 2),
        (("--not-said", "brand"), 1),
        (("--said", "品牌", "--repeats", "no"), 1),
        (("--registered-from", "2999-01-01"), 0),
        (("--purchased-to", "2026-01-01"), 0),
        (("--demands", "维修"), 2),
        (("--attachment", "yes"), 0),
        (("--held", "yes"), 0),
        (("--held", "no"), 2),
        (("--reopened", "no"), 2),
        (("--import-batch", "1"), 0),
    ],
)
def test_find_asks_for_every_criterion(call: Call, asked: tuple[str, ...], found: int) -> None:
    call("register", "--json", stdin=line() + line(price="2000", channel="web", brand="海风", phone="13900001234"))
    answer = call("find", *asked, "--json")
    assert (answer.code, answer.document["count"]) == (0, found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--price-from", "5", "--price-to", "3"), "价格"),
        (("--closed-from", "2026-02-01", "--closed-to", "2026-01-01"), "日期"),
        (("--price-from", "很多"), "很多"),
        (("--said", "colour"), "colour"),
        (("--holding", "price", "3"), "brand"),
        (("--severity", "极大"), "critical"),
        (("--import-batch", "x"), "x"),
    ],
)
def test_a_condition_that_cannot_be_asked_says_why(call: Call, asked: tuple[str, ...], said: str) -> None:
    answer = call("find", *asked)
    assert answer.code == 2
    assert said in answer.err
