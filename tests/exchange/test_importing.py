"""Each row is registered, known, refused or noted, and an import is one deed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.errors import Refusal, Stopped, Surroundings
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, keep_facts, undo_import
from complaint_desk.storage import complaints, fact_blocks, journal, ledger_queries, steps
from tests.exchange.files import HEADER, read_xlsx, row, write_csv, write_xlsx


def ledger(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 100)


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.read, result.registered, result.known, result.refused_rows


def places(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.field, problem.code) for problem in result.refused]


def test_a_row_becomes_a_complaint_with_a_number_of_its_own(desk: Desk, words: Words, tmp_path: Path) -> None:
    result = import_files(desk, [write_xlsx(tmp_path / "a.xlsx", [row()])], words)
    assert counts(result) == (1, 1, 0, 0)
    assert (result.refused, result.noted, result.refused_file) == ((), (), "")
    (complaint,) = ledger(desk)
    assert (complaint.number, complaint.source_number, complaint.status) == ("TS2026000001", "A1", "registered")
    assert complaint.received_at == dt.datetime(2026, 5, 6, 9, 30, tzinfo=SHANGHAI)
    assert (complaint.category, complaint.nature, complaint.demands) == ("electronics", "quality", ("return", "refund"))
    assert (complaint.price, complaint.amount) == (Decimal("1299.00"), Decimal("1299.00"))
    assert complaint.import_batch == result.batch


def test_history_of_an_old_ledger(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = (*HEADER, "受理时间", "处理结果", "处理时间", "反馈时间", "满意度", "地址", "购买时间", "投诉渠道")
    told = ("2026-05-06 14:00", "已全额退款", "2026-05-08 10:00", "2026-05-09", "满意(电话回访)",
            "广东省广州市青禾路1号", "2026年3月", "400热线")  # fmt: skip
    import_files(desk, [write_csv(tmp_path / "a.csv", [[*row(处理状态="已办结"), *told]], header)], words)
    (complaint,) = ledger(desk)
    assert (complaint.status, complaint.outcome, complaint.outcome_text) == ("closed", "", "已全额退款")
    assert complaint.closed_at == complaint.handled_at == dt.datetime(2026, 5, 8, 10, tzinfo=SHANGHAI)
    assert (complaint.satisfaction, complaint.follow_up) == (4, "done")
    assert (complaint.region, complaint.address) == ("广东省广州市", "广东省广州市青禾路1号")
    assert (complaint.purchased_on, complaint.channel) == (PartialDate(2026, 3), "phone")
    with desk.store.reading() as connection:
        history = steps.steps_of(connection, [complaint.id])[complaint.id]
    assert [(step.kind, step.at.day) for step in history] == [("accept", 6), ("answer", 9)]
    assert all(step.text for step in history)


def test_an_outcome_that_the_list_knows_is_its_code(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [[*row(), "退款"]], (*HEADER, "处理结果"))
    import_files(desk, [file], words)
    assert (ledger(desk)[0].outcome, ledger(desk)[0].outcome_text) == ("refunded", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(desk: Desk, words: Words, tmp_path: Path, encoding: str) -> None:
    file = write_csv(tmp_path / "a.csv", [row(投诉人="李䶮")], encoding=encoding)
    assert counts(import_files(desk, [file], words)) == (1, 1, 0, 0)
    assert ledger(desk)[0].name == "李䶮"


def test_tabs_and_semicolons(desk: Desk, words: Words, tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a.tsv", [row("A1")], delimiter="\t"),
        write_csv(tmp_path / "b.csv", [row("A2")], delimiter=";"),
    ]
    assert counts(import_files(desk, files, words)) == (2, 2, 0, 0)


def test_what_cannot_be_read_is_noted_and_kept(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row(价格="约300", 诉求="讨个说法")])
    result = import_files(desk, [file], words)
    assert counts(result) == (1, 1, 0, 0)
    assert [(n.row, n.field, n.code, n.value) for n in result.noted] == [
        (2, "price", "not_money", "约300"), (2, "demands", "unknown_word", "讨个说法"),
    ]  # fmt: skip
    (complaint,) = ledger(desk)
    assert (complaint.price, complaint.demands) == (None, ())
    assert complaint.original_values == (("price", "约300"), ("demands", "讨个说法"))


def test_unknown_columns_are_kept_beside_the_complaint(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = (*HEADER, "序号", "天气", "天气", "")
    file = write_csv(tmp_path / "a.csv", [[*row(), "17", "晴", "热", "旁注", "更远"]], header)
    import_files(desk, [file], words)
    assert ledger(desk)[0].extra == (("序号", "17"), ("天气", "晴"), ("天气 (2)", "热"), ("O", "旁注"), ("P", "更远"))


BAD_ROWS = {
    "future": (row(投诉时间="2026-11-25"), "received_at", "future"),
    "negative price": (row(价格="-5"), "price", "negative"),
    "40,000 characters": (row(投诉事实="长" * 40_000), "facts", "too_long"),
    "formula for a date": (row(投诉时间="=NOW()"), "received_at", "not_a_date"),
    "no such day": (row(投诉时间="2026-02-30"), "received_at", "not_a_date"),
    "unknown class": (row(类别="飞船"), "category", "unknown_word"),
    "nothing told": (row(投诉事实="  "), "facts", "required"),
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_is_refused_with_its_place(desk: Desk, words: Words, tmp_path: Path, what: str) -> None:
    bad, field, code = BAD_ROWS[what]
    file = write_csv(tmp_path / "a.csv", [row("A1"), ["A2", *bad[1:]], row("A3")])
    result = import_files(desk, [file], words)
    assert counts(result) == (3, 2, 0, 1)
    assert places(result) == [(3, field, code)]
    assert (result.refused[0].file, result.refused[0].sheet) == (str(file), "")
    assert [complaint.source_number for complaint in ledger(desk)] == ["A1", "A3"]


def test_control_characters_are_taken_out_and_told(desk: Desk, words: Words, tmp_path: Path) -> None:
    files = [
        write_xlsx(tmp_path / "a.xlsx", [row("A1", 投诉人="张_x0001_三")]),
        write_csv(tmp_path / "b.csv", [row("A2", 投诉人="张\x00三", 投诉事实="响\x07声\n异常")]),
    ]
    result = import_files(desk, files, words)
    assert [(n.sheet, n.row, n.field, n.code) for n in result.noted] == [
        ("台账", 2, "name", "control_character"), ("", 2, "name", "control_character"), ("", 2, "facts", "control_character"),
    ]  # fmt: skip
    assert [(complaint.name, complaint.facts) for complaint in ledger(desk)] == [
        ("张三", "脱水时剧烈抖动。"), ("张三", "响声\n异常"),
    ]  # fmt: skip


def test_a_text_that_looks_like_a_formula_stays_text(desk: Desk, words: Words, tmp_path: Path) -> None:
    for suffix, write in (("csv", write_csv), ("xlsx", write_xlsx)):
        result = import_files(desk, [write(tmp_path / f"a.{suffix}", [row(suffix, 投诉事实="=1+1")])], words)
        assert [(n.row, n.field, n.code) for n in result.noted] == [(2, "facts", "formula_as_text")]
    assert [complaint.facts for complaint in ledger(desk)] == ["=1+1", "=1+1"]


def test_refused_rows_are_mended_and_imported_again(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "旧台账.xlsx", [row("A1"), row("A2", 投诉时间="2027-01-01", 投诉人="=1+1")])
    result = import_files(desk, [file], words)
    refused = Path(result.refused_file)
    assert refused == tmp_path / "旧台账-refused.xlsx"
    header, line = read_xlsx(refused)
    assert header[2:] == list(HEADER)
    assert line[1] == 3
    assert words.field_label("received_at") in line[0]
    assert line[4] == "=1+1"
    assert counts(import_files(desk, [refused], words)) == (1, 0, 0, 1)
    assert import_files(desk, [refused], words).refused_file == str(refused)
    line[3] = "2026-01-01"
    write_xlsx(refused, [line], header)
    assert counts(import_files(desk, [refused], words)) == (1, 1, 0, 0)
    assert [complaint.extra for complaint in ledger(desk)] == [(), ()]


def test_rows_refused_again_say_their_reason_once_and_keep_their_number(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    bad = [row("A1", 投诉时间="2027-01-01"), row("A2", 投诉时间="何时"), row("A3", 投诉时间="某日")]
    refused = Path(import_files(desk, [write_csv(tmp_path / "旧.csv", [row("A0"), *bad])], words).refused_file)
    header, first, second, third = read_xlsx(refused)
    first[3], second[3] = "2026-01-01", "不知"
    write_xlsx(refused, [first, second, third], header)
    again = import_files(desk, [refused], words)
    assert (counts(again), again.refused_file) == ((3, 1, 0, 2), str(tmp_path / "旧-refused-2.xlsx"))
    told = read_xlsx(Path(again.refused_file))
    assert (told[0], [line[1] for line in told[1:]], told[2]) == (header, [4, 5], third)
    assert "不知" in told[1][0]


def test_big5_is_told_from_gb18030(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("投訴編號", "投訴日期", "投訴人", "聯絡電話", "商品名稱", "投訴內容")
    rows = [["B1", "2026-03-01", "張三", "16400001234", "洗衣機", "洗衣機無法啟動，維修三次仍然沒有解決，要求退貨。"]]
    result = import_files(desk, [write_csv(tmp_path / "a.csv", rows, header, encoding="big5")], words)
    assert (counts(result), result.files[0].encoding) == ((1, 1, 0, 0), "big5")
    assert ledger(desk)[0].subject_name == "洗衣機"


def test_refused_rows_that_cannot_be_written_say_how_to_go_on(
    desk: Desk, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_csv(tmp_path / "a.csv", [row("A1"), row("A2", 投诉时间="何时")])
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(Surroundings, match="refused_not_written") as refused:
        import_files(desk, [file], words)
    assert "复制" in error_sentence(refused.value, words)
    assert ledger(desk) == ()


def test_a_workbook_of_refused_rows_is_never_written_over(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row(投诉时间="2027-01-01")])
    (tmp_path / "a-refused.xlsx").write_bytes(b"mending")
    assert import_files(desk, [file], words).refused_file == str(tmp_path / "a-refused-2.xlsx")
    assert (tmp_path / "a-refused.xlsx").read_bytes() == b"mending"


def test_the_second_import_knows_every_row(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row("A1"), row("A2"), row("A1", 投诉人="李四")])
    first = import_files(desk, [file], words)
    assert counts(first) == (3, 2, 1, 0)
    second = import_files(desk, [file], words)
    assert counts(second) == (3, 0, 3, 0)
    assert second.batch is None


def test_without_a_number_phone_subject_and_day_tell(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row("A1"), row("", 投诉时间="2026-05-06"), row("", 投诉时间="2026-05-07"),
                                          row("", 联系电话=""), row("", 联系电话="")])  # fmt: skip
    assert counts(import_files(desk, [file], words)) == (5, 4, 1, 0)
    again = write_csv(tmp_path / "b.csv", [row("", 联系电话="+86 164-0000-1234"), row("B1"), row("B1", 商品="别的")])
    assert counts(import_files(desk, [again], words)) == (3, 1, 2, 0)


def test_a_dry_run_writes_nothing(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row("A1"), row("A1"), row("A2", 投诉时间="x")])
    result = import_files(desk, [file], words, dry_run=True)
    assert (counts(result), result.batch, result.refused_file) == ((3, 1, 1, 1), None, "")
    assert ledger(desk) == ()
    assert sorted(path.name for path in tmp_path.glob("a*")) == ["a.csv"]


def test_a_stopped_import_leaves_nothing(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [row(f"A{n}") for n in range(2_500)])
    stop = StopSignal()
    told: list[int] = []

    def progress(done: int, total: int | None) -> None:
        told.append(done)
        stop.request()

    with pytest.raises(Stopped):
        import_files(desk, [file], words, stop=stop, progress=progress)
    assert told == [100]
    assert ledger(desk) == ()
    with desk.store.reading() as connection:
        assert journal.head(connection).sequence == 0


def test_the_number_is_that_of_a_foreign_ledger(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("投诉编号", *HEADER[1:])
    import_files(desk, [write_csv(tmp_path / "a.csv", [row("TS2022010100001")], header)], words)
    assert ledger(desk)[0].source_number == "TS2022010100001"


def test_all_sheets_that_are_ledgers_are_read_or_the_one_that_is_named(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    file = write_xlsx(tmp_path / "a.xlsx", [row("A1")], sheet="一月")
    book = load_workbook(file)
    for name, number in (("二月", "A2"), ("三月", "A3")):
        page = book.create_sheet(name)
        page.append(HEADER)
        page.append(row(number))
    book.create_sheet("说明").append(["填表说明"])
    book["三月"].sheet_state = "hidden"
    book.save(file)
    assert counts(import_files(desk, [file], words, sheet="三月")) == (1, 1, 0, 0)
    assert counts(import_files(desk, [file], words)) == (2, 2, 0, 0)
    with pytest.raises(Refusal, match="no_such_sheet"):
        import_files(desk, [file], words, sheet="四月")


def test_missing_columns_are_named(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["张三", "13"]], ("投诉人", "电话"))
    with pytest.raises(Refusal, match="missing_columns") as refusal:
        import_files(desk, [write_csv(tmp_path / "b.csv", [row()]), file], words)
    assert refusal.value.details["columns"] == ("received_at", "subject_name", "facts")
    assert ledger(desk) == ()


def test_a_batch_is_undone_whole(desk: Desk, words: Words, tmp_path: Path) -> None:
    import_files(desk, [write_csv(tmp_path / "a.csv", [row("A1")])], words)
    second = import_files(desk, [write_csv(tmp_path / "b.csv", [row("B1"), row("B2")])], words)
    assert second.batch is not None
    assert len(undo_import(desk, second.batch).removed) == 2
    assert [complaint.source_number for complaint in ledger(desk)] == ["A1"]
    with pytest.raises(Refusal, match="batch_undone"):
        undo_import(desk, second.batch)
    with pytest.raises(Refusal, match="no_batch"):
        undo_import(desk, 99)
    third = import_files(desk, [tmp_path / "b.csv"], words)
    assert counts(third) == (2, 2, 0, 0)
    assert [complaint.number for complaint in ledger(desk)] == ["TS2026000001", "TS2026000004", "TS2026000005"]


def test_a_batch_that_somebody_worked_on_stays(desk: Desk, words: Words, tmp_path: Path) -> None:
    batch = import_files(desk, [write_csv(tmp_path / "a.csv", [row("A1"), row("A2")])], words).batch
    assert batch is not None
    with desk.store.writing() as connection:
        touched = complaints.read_by_number(connection, "TS2026000002")
        assert touched is not None
        signature = journal.Signature("李", desk.clock())
        complaints.write_changes(connection, signature, "edit", touched, {"brand": "岚星"})
    with pytest.raises(Refusal, match="batch_changed") as refusal:
        undo_import(desk, batch)
    assert refusal.value.details["numbers"] == ("TS2026000002",)
    assert len(ledger(desk)) == 2


def test_after_a_great_import_figures_need_no_rows(
    desk: Desk, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_blocks, "BLOCK_SIZE", 4)
    monkeypatch.setattr(fact_blocks, "FEW_NEW", 2)
    rows = [row(f"A{number}", 联系电话=f"1380000{number:04}") for number in range(10)]
    keep_facts(desk, import_files(desk, [write_csv(tmp_path / "a.csv", rows[:3])], words))
    with desk.store.reading() as connection:
        assert fact_blocks.standing(connection).blocks == ()
    came_in = import_files(desk, [write_csv(tmp_path / "b.csv", rows)], words)
    assert came_in.registered == 7
    keep_facts(desk, came_in)
    with desk.store.reading() as connection:
        assert fact_blocks.standing(connection).gaps(10) == []


def test_a_cell_of_endless_letters_takes_no_time(desk: Desk, words: Words, tmp_path: Path) -> None:
    rows = [[*row(f"A{at}"), "x" * 50_000] for at in range(3)]
    file = write_csv(tmp_path / "a.csv", rows, (*HEADER, "识别码"))
    assert counts(import_files(desk, [file], words)) == (3, 3, 0, 0)
