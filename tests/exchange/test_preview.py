"""What a preview shows is what the import does, and it shows it without reading a large file to its end."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping, WordMapping
from complaint_desk.i18n import LANGUAGES, install
from complaint_desk.i18n.import_sentences import proposal_reason
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage import journal
from tests.exchange.files import HEADER, row, write_csv, write_xlsx


def test_a_preview_shows_what_the_import_does(desk: Desk, words: Words, tmp_path: Path) -> None:
    rows = [row("A1"), row("A2", 投诉时间="x"), row("A1"), row("A3", 诉求="讨个说法"), ["合计", "3件"]]
    rows = [[*cells, *[""] * (len(HEADER) - len(cells)), "晴"] if len(cells) > 2 else cells for cells in rows]
    file = write_csv(tmp_path / "2026年台账.csv", rows, (*HEADER, "天气"), encoding="gb18030", delimiter=";")
    seen = preview(desk, [file], words)
    (sheet,) = seen.sheets
    assert (seen.files[0].how.kind, seen.files[0].how.encoding, seen.files[0].how.delimiter) == ("text", "gb18030", ";")
    assert (sheet.header_first, sheet.header_rows, sheet.year, sheet.missing) == (1, 1, 2026, ())
    fields = [column.mapping.fields for column in sheet.columns]
    assert fields[:4] == [("source_number",), ("received_at",), ("name",), ("phone",)]
    assert fields[-1] == ()
    assert all(column.confidence >= 90 for column in sheet.columns[:-1])
    counted = {what: seen.count(what) for what in ("read", "new", "known", "refused", "passed")}
    assert counted == {"read": 5, "new": 2, "known": 1, "refused": 1, "passed": 1}
    assert [(word.field, word.word, word.rows) for word in seen.unknown_words] == [("demands", "讨个说法", 1)]
    assert seen.whole
    with desk.store.reading() as connection:
        assert journal.head(connection).sequence == 0
    result = import_files(desk, [file], words)
    assert (result.read, result.registered, result.known, result.refused_rows, result.passed_over) == (5, 2, 1, 1, 1)
    assert preview(desk, [file], words).count("known") == 3


def test_every_file_is_told_of_also_one_that_cannot_be_read(desk: Desk, words: Words, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"hello")
    write_csv(tmp_path / "10月.csv", [row("A10")])
    write_csv(tmp_path / "2月.csv", [row("A2")])
    (tmp_path / "~$10月.xlsx").write_bytes(b"lock")
    (tmp_path / "notes.docx").write_bytes(b"no table")
    files = preview(desk, [tmp_path], words).files
    assert [Path(file.path).name for file in files] == ["2月.csv", "10月.csv", "b.xlsx"]
    assert [file.refusal.code if file.refusal else "" for file in files] == ["", "", "broken_workbook"]
    result = import_files(desk, [tmp_path], words)
    assert (result.read, result.registered) == (2, 2)
    assert [(Path(sheet.file).name, sheet.why) for sheet in result.sheets if sheet.why] == [
        ("b.xlsx", "broken_workbook")
    ]
    with pytest.raises(Refusal, match="broken_workbook"):
        import_files(desk, [tmp_path / "b.xlsx"], words)


def test_what_somebody_chose_counts(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("日子", "谁", "东西", "说了什么", "性质")
    rows = [["5月6日", "张三", "洗衣机", "脱水时剧烈抖动。", "抖动"], ["5月7日", "李四", "冰箱", "不制冷。", "抖动"]]
    file = write_csv(tmp_path / "a.csv", rows, header)
    seen = preview(desk, [file], words)
    assert seen.files[0].sheets[0].why == "missing_columns"
    mapping = LayoutMapping(
        columns=tuple(
            ColumnMapping(text, fields)
            for text, fields in zip(
                header, [("received_at",), ("name",), ("subject_name",), ("facts",), ("nature",)], strict=True
            )
        ),
        values=(("category", "electronics"), ("channel", "regulator")),
        words=(WordMapping("nature", "抖动", "quality"),),
    )
    layout = seen.files[0].sheets[0].layout
    choices = SheetChoices(by_layout={layout: mapping}, years={(str(file), ""): 2025})
    chosen = preview(desk, [file], words, choices=choices)
    assert (chosen.count("new"), chosen.unknown_words) == (2, ())
    drafts = [row.draft for row in chosen.sheets[0].rows if row.draft]
    assert [(d.nature, d.category, d.channel, d.received_at.year if d.received_at else 0) for d in drafts] == [
        ("quality", "electronics", "regulator", 2025)
    ] * 2
    left_out = dataclasses.replace(choices, sheets={(str(file), ""): False})
    assert import_files(desk, [file], words, choices=left_out).read == 0
    assert import_files(desk, [file], words, choices=choices).registered == 2


def test_a_header_that_somebody_points_at(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", [row("A1")], header=HEADER)
    seen = preview(desk, [file], words, choices=SheetChoices(headers={(str(file), "台账"): (2, 1)}))
    assert seen.files[0].sheets[0].why == "missing_columns"
    assert seen.files[0].sheets[0].title == ("  ".join(HEADER),)


def test_a_large_workbook_shows_its_first_rows_at_once(desk: Desk, words: Words, tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.append(HEADER)
    for number in range(20_000):
        page.append(row(f"A{number}"))
    book.save(tmp_path / "large.xlsx")
    begun = time.process_time()
    seen = preview(desk, [tmp_path / "large.xlsx"], words)
    assert time.process_time() - begun < 1.5
    assert (seen.sheets[0].count, len(seen.sheets[0].rows), seen.whole) == (20_001, 200, False)
    assert seen.count("new") == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(desk: Desk, tmp_path: Path, language: str) -> None:
    install(language, resource())
    header = ("投诉时间", "客户", "东西", "投诉内容", "投诉事实", "类型", "怪列", "金额")
    rows = [
        [
            "2026-05-06",
            "张三 13800138000",
            "洗衣机",
            "不转",
            "脱水时剧烈抖动，移位，响声很大。",
            "质量",
            "13800138000",
            "5",
        ]
    ] * 5
    seen = preview(desk, [write_csv(tmp_path / "a.csv", rows, header)], Words(language))
    columns = seen.files[0].sheets[0].columns
    assert all(proposal_reason(column) for column in columns)
    assert columns[1].mapping.fields == ("name", "phone")


def test_yes_and_no_answer_the_question_of_their_header(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("投诉时间", "商品名称", "投诉内容", "是否办结", "是否属实", "是否回访", "是否加急")
    rows = [
        ["2026-05-06", "洗衣机", f"第{at}次漏水。", *answers]
        for at, answers in enumerate([("是", "√", "Y", "否"), ("否", "×", "N", "是")] * 3)
    ]
    (sheet,) = preview(desk, [write_csv(tmp_path / "a.csv", rows, header)], words).sheets
    assert [column.mapping.fields for column in sheet.columns[3:]] == [("status",), ("liability",), ("follow_up",), ()]
    drafts = [row.draft for row in sheet.rows[:2]]
    assert [(d.status, d.liability, d.follow_up) for d in drafts if d] == [
        ("closed", "liable", "done"),
        ("handling", "not_liable", "none"),
    ]
