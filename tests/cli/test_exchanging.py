"""import, undo-import, export, sample from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Call, line

HEAD = [
    "投诉编号",
    "投诉时间",
    "投诉人",
    "联系电话",
    "商品/服务名称",
    "商品/服务类别",
    "价格(元)",
    "投诉性质",
    "投诉事实和理由",
]
ROW = [
    "旧001",
    "2026-11-02 09:30",
    "张三",
    "13800001234",
    "电饭煲",
    "家用电子电器类",
    "1299",
    "质量",
    "开不了机，要求退款",
]


def ledger_file(path: Path, *rows: list[str]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return str(path)


def changed(**changes: str) -> list[str]:
    return [changes.get(head, value) for head, value in zip(HEAD, ROW, strict=True)]


def test_import_is_honest_about_each_row(call: Call, tmp_path: Path) -> None:
    file = ledger_file(
        tmp_path / "台账.csv",
        ROW,
        changed(投诉编号="旧002", 投诉时间="2027-01-01"),
        changed(投诉编号="旧003", 投诉人="李四"),
    )
    answer = call("import", file, "--json")
    assert answer.code == 3
    document = answer.document
    assert set(document) >= {"batch", "read", "registered", "known", "refused", "noted"}
    assert (document["read"], document["registered"], document["known"]) == (3, 2, 0)
    (refused,) = document["refused"]
    assert {name: refused[name] for name in ("row", "field", "code")} == {
        "row": 3,
        "field": "received_at",
        "code": "future",
    }
    assert set(refused) == {"file", "sheet", "row", "field", "code", "value"}
    again = call("import", file, "--json")
    assert (again.document["registered"], again.document["known"], again.document["batch"]) == (0, 2, None)
    (row, *_) = call("find", "张三", "--json").document["rows"]
    assert (row["source_number"], row["number"]) == ("旧001", "TS2026000001")


def test_import_tells_it_in_sentences(call: Call, tmp_path: Path) -> None:
    text = call("import", ledger_file(tmp_path / "台账.csv", ROW, changed(投诉编号="旧002", 投诉时间="2027-01-01"))).out
    assert "第 3 行" in text
    assert "台账.csv" in text


def test_dry_run_changes_nothing(call: Call, tmp_path: Path) -> None:
    answer = call("import", ledger_file(tmp_path / "台账.csv", ROW), "--dry-run", "--json")
    assert (answer.code, answer.document["batch"], answer.document["registered"]) == (0, None, 1)
    assert call("find", "--json").document["count"] == 0


def test_undo_import(call: Call, tmp_path: Path) -> None:
    batch = call("import", ledger_file(tmp_path / "台账.csv", ROW), "--json").document["batch"]
    assert call("undo-import", str(batch), "--json").document == {"removed": 1}
    assert call("find", "--json").document["count"] == 0
    assert call("undo-import", str(batch), "--json").code == 3
    assert call("undo-import", "99", "--json").code == 3
    assert call("verify", "--json").document["ok"] is True


def test_where_the_header_stands_and_the_year_can_be_said(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    header = "投诉时间,商品/服务名称,投诉事实"
    file.write_text(f"{header}\n5月6日,空调,不制冷\n{header}\n5月7日,冰箱,不制冷\n", encoding="utf-8-sig")
    done = call("import", str(file), "--header", "3", "--year", "2024", "--json").document
    assert (done["read"], done["registered"]) == (1, 1)
    (row,) = call("find", "--json").document["rows"]
    assert row["received_at"].startswith("2024-05-07")
    for header in ("0", "3-5", "x"):
        assert call("import", str(file), "--header", header, "--json").code == 2


def test_how_a_text_is_read_can_be_said(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("投诉时间;商品/服务名称;投诉事实\n2026-05-06;空调;不制冷\n", encoding="gb18030")
    done = call("import", str(file), "--encoding", "gb18030", "--delimiter", "semicolon", "--json").document
    assert done["registered"] == 1
    assert call("import", str(file), "--encoding", "utf-8", "--json").code == 3
    assert call("import", str(file), "--encoding", "klingon", "--json").code == 2


def test_rows_that_tell_nearly_the_same_are_told_of_and_may_be_left_out(call: Call, tmp_path: Path) -> None:
    story = "开不了机，指示灯不亮，联系客服三次都说没有配件，要求全额退款。"
    call("import", ledger_file(tmp_path / "a.csv", changed(投诉事实和理由=story)))
    again = changed(投诉编号="", 投诉时间="2026-11-05", 投诉事实和理由="再次反映：" + story)
    file = ledger_file(tmp_path / "b.csv", again)
    told = {"file": file, "sheet": "", "row": 2, "number": "TS2026000001", "similar": True, "earlier": None}
    dry = call("import", file, "--dry-run", "--similar", "skip", "--json").document
    assert (dry["registered"], dry["known"]) == (0, 1)
    assert dry["known_rows"] == dry["similar"] == [told | {"way": "skip"}]
    answer = call("import", file, "--lang", "zh_CN")
    assert f"{file}，第 2 行：已另行登记；其内容与 TS2026000001 几乎相同。" in answer.out
    assert call("find", "--json").document["count"] == 2


def test_a_file_says_what_it_is_whatever_it_is_called(call: Call, tmp_path: Path) -> None:
    text = Path(ledger_file(tmp_path / "made", ROW)).rename(tmp_path / "台账.xls")
    answer = call("import", str(text), "--dry-run", "--json")
    assert answer.document["files"] == [{"file": str(text), "kind": "text", "encoding": "utf-8-sig", "delimiter": ","}]
    told = call("import", str(text), "--lang", "zh_CN").out
    assert f"{text}：实为：文本文件 · UTF-8 · 分隔符：逗号\n" in told


def test_known_rows_change_what_is_there_and_the_undo_takes_it_back(call: Call, tmp_path: Path) -> None:
    call("import", ledger_file(tmp_path / "台账.csv", ROW), "--json")
    again = ledger_file(tmp_path / "again.csv", changed(投诉人="张三丰"))
    done = call("import", again, "--known", "replace", "--json").document
    assert (done["registered"], done["known"], done["changed"]) == (0, 1, 1)
    assert call("find", "张三丰", "--json").document["count"] == 1
    assert call("undo-import", str(done["batch"]), "--json").document == {"removed": 0}
    assert call("find", "张三丰", "--json").document["count"] == 0
    assert "更新了 1 件" in call("import", again, "--known", "replace").out
    assert call("import", again, "--known", "both", "--json").document["registered"] == 1
    assert call("import", again, "--known", "guess", "--json").code == 2
    assert call("verify", "--json").document["ok"] is True


def test_mapping_that_nobody_kept(call: Call, tmp_path: Path) -> None:
    assert call("import", ledger_file(tmp_path / "台账.csv", ROW), "--mapping", "去年", "--json").code == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 and nothing more"),
        ("picture.png", b"\x89PNG"),
        ("columns.csv", "甲,乙\n1,2\n".encode()),
        ("only_head.csv", ",".join(HEAD).encode()),
    ],
)
def test_files_that_are_no_ledger(call: Call, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    answer = call("import", str(tmp_path / name), "--json")
    assert answer.code == (0 if name == "only_head.csv" else 3), answer
    if answer.code:
        assert name in answer.document["error"]["message"]
        assert name in answer.err
    assert call("find", "--json").document["count"] == 0


def test_file_that_is_not_there(call: Call, tmp_path: Path) -> None:
    assert call("import", str(tmp_path / "none.csv"), "--json").code == 3


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_export_comes_back_as_known(call: Call, tmp_path: Path, ending: str) -> None:
    call("register", stdin=line() + line(name="李四", nature="价格"))
    file = tmp_path / f"导出.{ending}"
    answer = call("export", "--to-file", str(file), "--json")
    assert (answer.code, answer.document) == (0, {"file": str(file), "rows": 2})
    back = call("import", str(file), "--json").document
    assert (back["read"], back["registered"], back["known"]) == (2, 0, 2)
    only = call("export", "--to-file", str(file), "--nature", "价格", "--json")
    assert only.document["rows"] == 1


def test_export_of_an_unknown_kind(call: Call, tmp_path: Path) -> None:
    assert call("export", "--to-file", str(tmp_path / "x.pdf"), "--json").code == 3
    assert not (tmp_path / "x.pdf").exists()


def test_export_where_nothing_can_be_written(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert call("export", "--to-file", str(tmp_path / "file" / "x.csv"), "--json").code == 4


def test_sample_fills_an_empty_ledger_only(call: Call, tmp_path: Path) -> None:
    answer = call("sample", "--rows", "30", "--seed", "5", "--json")
    assert (answer.code, answer.document["rows"]) == (0, 30)
    assert call("find", "--json").document["count"] == 30
    first = call("find", "--json").document["rows"][0]
    assert call("sample", "--rows", "1", "--json").code == 3
    other = str(tmp_path / "other")
    call("sample", "--rows", "30", "--seed", "5", "--data", other)
    again = call("find", "--data", other, "--json").document["rows"][0]
    assert {**first, "registered_at": ""} == {**again, "registered_at": ""}, "the same seed gives the same complaints"
    assert call("verify", "--json").document["ok"] is True


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"价格(元)": "-3"}, "price", "negative"),
        ({"投诉事实和理由": "太长" * 20_000}, "facts", "too_long"),
        ({"投诉时间": "2027-01-01"}, "received_at", "future"),
        ({"投诉时间": ""}, "received_at", "required"),
        ({"投诉时间": "昨天晚上"}, "received_at", "not_a_date"),
        ({"商品/服务名称": ""}, "subject_name", "required"),
    ],
)
def test_rows_that_cannot_be_taken_are_placed(
    call: Call, tmp_path: Path, changes: dict[str, str], field: str, code: str
) -> None:
    answer = call("import", ledger_file(tmp_path / "台账.csv", changed(**changes), changed(投诉编号="旧002")), "--json")
    assert answer.code == 3
    document = answer.document
    assert (document["registered"], document["refused_rows"]) == (1, 1)
    places = [(each["row"], each["field"], each["code"]) for each in document["refused"]]
    assert (2, field, code) in places
    assert Path(document["refused_file"]).exists()


def test_what_an_import_keeps_beside_the_fields_is_shown(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    ledger_file(file, ROW)
    header, line = file.read_text("utf-8-sig").splitlines()
    file.write_text(f"{header},购买时间,会员等级\n{line},前年底,金卡\n", "utf-8-sig")
    call("import", str(file))
    spoken = call("show", "TS2026000001").out
    assert "\n\n原值\n购买时间：前年底\n" in spoken
    assert "\n\n导入时的其他列\n会员等级：金卡\n" in spoken
    file.write_text(f"{header},购买时间,会员等级\n{line},前年底,钻石\n", "utf-8-sig")
    call("import", str(file), "--known", "replace")
    assert "导入时更新  导入时的其他列\n" in call("show", "TS2026000001").out


def test_formulas_stay_text(call: Call, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    call("import", ledger_file(tmp_path / "台账.csv", changed(投诉人="=1+1", 投诉事实和理由='=HYPERLINK("x")')))
    file = tmp_path / "导出.xlsx"
    call("export", "--to-file", str(file))
    cells = [cell for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value in {"=1+1", '=HYPERLINK("x")'}] == ["s", "s"]


def test_an_imported_row_that_is_older_than_its_clocks_is_historic_and_never_an_alarm(
    call: Call, tmp_path: Path
) -> None:
    old, young = changed(投诉编号="旧004", 投诉时间="2024-03-01"), changed(投诉编号="旧005", 投诉时间="2026-11-23")
    call("import", ledger_file(tmp_path / "旧台账.csv", old, young), "--json")
    rows = call("find", "--json").document["rows"]
    found = {row["source_number"]: call("show", row["number"], "--json").document for row in rows}
    assert (found["旧004"]["due_state"], found["旧004"]["clocks"]) == ("historic", [])
    assert found["旧005"]["due_state"] in ("running", "due_soon")
    assert "历史数据" in call("show", found["旧004"]["number"]).out
    due = call("due", "--on", "2027-12-31", "--json").document["rows"]
    assert {row["number"] for row in due} == {found["旧005"]["number"]}
    assert call("verify").code == 0


def test_the_account_of_an_import_adds_up(call: Call, tmp_path: Path) -> None:
    rows = [ROW, ROW, changed(投诉编号="旧002", 投诉时间="x"), [], ["合计", "3件"], ["制表人：甲"]]
    document = call("import", ledger_file(tmp_path / "台账.csv", *rows), "--json").document
    taken = document["registered"] + document["known"] + document["refused_rows"]
    assert document["read"] == taken + document["passed_over"] == 6
    assert [(row["row"], row["kind"], row["text"]) for row in document["passed"]] == [
        (6, "total", "合计 3件"),
        (7, "note", "制表人：甲"),
    ]
    assert [(sheet["why"], sheet["read"], sheet["passed_over"]) for sheet in document["sheets"]] == [("", 6, 3)]
    spoken = call("import", ledger_file(tmp_path / "又.csv", *rows)).out
    assert "略过 3 行" in spoken
    assert "（合计行）：合计 3件" in spoken


def test_a_folder_is_imported_and_what_cannot_be_read_is_told(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "历年台账"
    folder.mkdir()
    ledger_file(folder / "一.csv", ROW)
    ledger_file(folder / "二.csv", changed(投诉编号="旧002"))
    (folder / "三.xlsx").write_bytes(b"hello")
    answer = call("import", str(folder), "--json")
    assert (answer.code, answer.document["registered"]) == (0, 2)
    assert [sheet["why"] for sheet in answer.document["sheets"]] == ["", "broken_workbook", ""]
    spoken = call("import", str(folder), "--lang", "en").out
    assert "三.xlsx is damaged and cannot be read" in spoken
    assert "broken_workbook" not in spoken


def test_single_known_rows_are_decided_by_option_or_from_the_account_of_a_dry_run(call: Call, tmp_path: Path) -> None:
    first = [changed(投诉编号=f"旧00{at}", 投诉人="") for at in (1, 2, 3)]
    file = ledger_file(tmp_path / "a.csv", *first)
    call("import", file)
    told = ledger_file(tmp_path / "b.csv", *(changed(投诉编号=f"旧00{at}") for at in (1, 2, 3)))
    answer = call("import", told, "--known-row", f"{told}::2=fill", "--known-row", f"{told}::9=both", "--json").document
    assert (answer["known"], answer["changed"], answer["not_met"]) == (3, 1, [{"file": told, "sheet": "", "row": 9}])
    dry = call("import", told, "--dry-run", "--json")
    account = json.loads(dry.out)
    assert [(row["row"], row["number"], row["way"]) for row in account["known_rows"]] == [
        (2, "TS2026000001", "skip"), (3, "TS2026000002", "skip"), (4, "TS2026000003", "skip"),
    ]  # fmt: skip
    account["known_rows"][1]["way"], account["known_rows"][2]["way"] = "fill", "both"
    decisions = tmp_path / "decided.json"
    decisions.write_text(json.dumps(account), "utf-8")
    answer = call("import", told, "--decisions", str(decisions), "--json").document
    assert (answer["registered"], answer["known"], answer["changed"]) == (1, 2, 1)
    decisions.write_text('{"known_rows": [{"file": "a"}]}', "utf-8")
    assert (
        call("import", told, "--decisions", str(decisions), "--json").document["error"]["code"] == "no_decisions_file"
    )
    assert call("import", told, "--known-row", "a.csv:2=fill").code == 2
    assert call("import", told, "--known-row", f"{told}::2=often").code == 2


def test_a_row_similar_to_one_before_it_is_decided_by_the_file_that_a_dry_run_wrote(call: Call, tmp_path: Path) -> None:
    story = "使用三天后内胆开裂，报修两次，维修人员迟迟不上门，要求退款。"
    again = {"投诉时间": "2026-11-03 08:00", "投诉事实和理由": f"再次反映：{story}"}
    rows = [
        changed(投诉编号=f"旧00{at}", **told) for at, told in enumerate(({"投诉事实和理由": story}, again, again), 1)
    ]
    file = ledger_file(tmp_path / "a.csv", *rows)
    said = call("import", file, "--dry-run", "--lang", "en").out
    assert f"{file}, row 3: registered as its own, though row 2 tells nearly the same." in said
    account = json.loads(call("import", file, "--dry-run", "--json").out)
    assert [each["earlier"] for each in account["known_rows"]] == [
        {"file": file, "sheet": "", "row": 2}, {"file": file, "sheet": "", "row": 3},
    ]  # fmt: skip
    account["known_rows"][1]["way"] = "skip"
    decisions = tmp_path / "decided.json"
    decisions.write_text(json.dumps(account), "utf-8")
    answer = call("import", file, "--decisions", str(decisions), "--json").document
    assert (answer["registered"], answer["known"], answer["not_met"]) == (2, 1, [])
    assert [each["way"] for each in answer["similar"]] == ["both", "skip"]


def test_a_sheet_is_left_out_by_its_name(call: Call, tmp_path: Path) -> None:
    book = Workbook()
    for name, at in (("一月", 1), ("汇总", 2)):
        page = book.create_sheet(name)
        page.append(HEAD)
        page.append(changed(投诉编号=f"旧00{at}"))
    book.remove(book.worksheets[0])
    file = tmp_path / "a.xlsx"
    book.save(file)
    answer = call("import", str(file), "--without-sheet", "汇总", "--json").document
    assert [(sheet["sheet"], sheet["why"]) for sheet in answer["sheets"]] == [("一月", ""), ("汇总", "not_chosen")]
    refused = call("import", str(file), "--without-sheet", "总汇", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "no_sheet_to_leave_out")


def test_a_mapping_is_kept_listed_given_away_and_removed(call: Call, tmp_path: Path) -> None:
    file = ledger_file(tmp_path / "a.csv", ROW)
    call("import", file, "--keep-mapping", "门店周报", "--dry-run")
    assert call("mappings", "--json").document == {"mappings": []}
    call("import", file, "--keep-mapping", "门店周报")
    (kept,) = call("mappings", "list", "--json").document["mappings"]
    assert kept["name"] == "门店周报"
    assert kept["columns"][2] == {"header": "投诉人", "fields": ["name"]}
    given = tmp_path / "m.json"
    assert call("mappings", "export", "门店周报", "--to-file", str(given)).code == 0
    assert call("mappings", "remove", kept["layout"]).code == 0
    assert call("mappings", "remove", "门店周报", "--json").document["error"]["code"] == "no_mapping"
    assert "月报" in call("mappings", "import", str(given), "--name", "月报").out
    assert [each["name"] for each in call("mappings", "--json").document["mappings"]] == ["月报"]


def test_a_mapping_that_fits_no_sheet_is_refused(call: Call, tmp_path: Path) -> None:
    call("import", ledger_file(tmp_path / "a.csv", ROW), "--keep-mapping", "门店周报")
    other = tmp_path / "b.csv"
    other.write_text("投诉日期,商品名称,投诉内容,投诉性质\n2026-05-06,电饭煲,开不了机,质量\n", "utf-8")
    answer = call("import", str(other), "--mapping", "门店周报", "--lang", "zh_CN", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "mapping_fits_nothing")
    assert "门店周报" in answer.document["error"]["message"]
    assert call("find", "--json").document["count"] == 1


def test_a_mapping_is_kept_of_one_layout_alone(call: Call, tmp_path: Path) -> None:
    other = tmp_path / "b.csv"
    other.write_text("投诉日期,商品名称,投诉内容,投诉性质\n2026-05-06,电饭煲,开不了机,质量\n", "utf-8")
    answer = call("import", ledger_file(tmp_path / "a.csv", ROW), str(other), "--keep-mapping", "x", "--json")
    assert answer.document["error"]["code"] == "several_layouts"


def test_a_mapping_is_asked_for_by_its_name_or_its_file(call: Call, tmp_path: Path) -> None:
    header = ["日子", "东西", "说了什么"]
    file = tmp_path / "怪.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([header, ["2026-11-02", "电饭煲", "开不了机"]])
    assert call("import", str(file), "--json").document["error"]["code"] == "missing_columns"
    assert call("import", str(file), "--mapping", "门店周报", "--json").document["error"]["code"] == "no_mapping"
    mapping = tmp_path / "门店周报.json"
    fields = ["received_at", "subject_name", "facts"]
    columns = [{"header": text, "fields": [name]} for text, name in zip(header, fields, strict=True)]
    values = {"category": "electronics", "nature": "quality"}
    mapping.write_text(json.dumps({"complaint_desk_mapping": 1, "columns": columns, "values": values}), "utf-8")
    assert call("import", str(file), "--mapping", str(mapping), "--json").document["registered"] == 1
    assert call("find", "--nature", "quality", "--json").document["count"] == 1
