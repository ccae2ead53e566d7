"""What is exported can be read by people, is harmless in a spreadsheet, and comes back as it was."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.complaint import Complaint, ComplaintDraft, NewStep, content_of
from complaint_desk.domain.errors import Refusal, Stopped, Surroundings
from complaint_desk.domain.fields import FIELDS, PERSONAL
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.domain.vocabulary import FLAT_LISTS, TREES
from complaint_desk.i18n import install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import attaching, intake
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import export_ledger, import_files, sample
from complaint_desk.storage import complaints, journal, ledger_queries
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.steps import steps_of
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.foreign_text import _without_mark, harmless
from tests.storage.drafts import sound_draft

ALL = tuple(field.name for field in FIELDS)
OLDEST_FIRST = LedgerOrder("number", descending=False)
MOMENT = dt.datetime(2026, 5, 6, 7, 8, 9, tzinfo=SHANGHAI)

PLAIN = ComplaintDraft(
    received_at=MOMENT, subject_name="空调", category="electronics", facts="不制冷", nature="quality", price=Decimal("1299.10"),
    amount=Decimal("1299.10"),
)  # fmt: skip
NASTY = dataclasses.replace(
    PLAIN, source_number="=1+1", name="+86", phone="+86 16400001234", other_contact="@SUM(A1)", address="-2", brand="'=x",
    model="#N/A", batch="0012", order_number="1E5", outlet="TRUE", facts='=cmd|"/c calc"!A1\n第二行,"引号"', reasons="\U00020bb7祥",
    purchased_on=PartialDate(2026, 5), demands=("return", "refund", "other"), severity="critical", cause="product.design",
    liability="partly", outcome="refunded", outcome_text="-1\t2", compensation=Decimal("0.00"), handled_at=MOMENT, replied_at=MOMENT,
    reply_by="message", status="closed", closed_at=MOMENT, follow_up="done", satisfaction=5, satisfaction_handling=1,
    followed_up_at=MOMENT, follow_up_text="\N{FAMILY}\u200d好", rule_set="odr", kind="inquiry", channel="web",
    region="浙江省杭州市", agent_name="甲", agent_phone="0571-08888888转801", claimed=Decimal("0.10"), department="一部", handler="乙",
)  # fmt: skip
MINIMAL = dataclasses.replace(
    PLAIN, received_at=MOMENT + dt.timedelta(1), purchased_on=PartialDate(2025), category="other", amount=Decimal(7),
    channel="regulator", status="waiting",
)  # fmt: skip


def fill(desk: Desk, drafts: Sequence[ComplaintDraft]) -> None:
    with desk.store.writing() as connection:
        registration = Registration(desk.settings.number_pattern, journal.Signature(desk.person, desk.clock()))
        complaints.insert_many(connection, drafts, registration)


def ledger(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), OLDEST_FIRST, 1_000)


def export(desk: Desk, path: Path, words: Words, columns: tuple[str, ...] = ALL) -> int:
    ((_, rows),) = export_ledger(desk, LedgerFilter(), OLDEST_FIRST, columns, path, words).sheets
    return rows


def other_desk(desk: Desk, folder: Path) -> Desk:
    return dataclasses.replace(desk, store=Store.open(folder / "other" / "ledger.db"))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_is_known_here_and_the_same_elsewhere(desk: Desk, tmp_path: Path, kind: str, language: str) -> None:
    install(language, resource())
    words = Words(language)
    fill(desk, [NASTY, PLAIN, MINIMAL, PLAIN])
    file = tmp_path / f"out.{kind}"
    assert export(desk, file, words) == 4
    again = import_files(desk, [file], words)
    assert (again.read, again.known, again.refused) == (4, 4, ())
    other = other_desk(desk, tmp_path)
    there = import_files(other, [file], words)
    assert (there.read, there.registered, there.refused) == (4, 4, ())
    assert {noted.code for noted in there.noted} <= {"formula_as_text"}
    for here, copy in zip(ledger(desk), ledger(other), strict=True):
        expected = content_of(here) | {"source_number": here.source_number or here.number}
        assert content_of(copy) == expected
        assert (copy.status, copy.closed_at, copy.number) == (here.status, here.closed_at, here.number)
    assert import_files(other, [file], words).known == 4
    other.store.close()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_report_does_not_name_who_reported(desk: Desk, words: Words, tmp_path: Path, kind: str) -> None:
    fill(desk, [dataclasses.replace(NASTY, kind="report", name="张举报", extra=(("备注", "张举报"),))])
    export(desk, tmp_path / f"out.{kind}", words)
    other = other_desk(desk, tmp_path)
    assert import_files(other, [tmp_path / f"out.{kind}"], words).registered == 1
    (copy,) = ledger(other)
    assert (copy.kind, copy.facts) == ("report", NASTY.facts)
    assert [getattr(copy, name) for name in PERSONAL if getattr(copy, name)] == []
    other.store.close()


def test_every_word_comes_back(desk: Desk, words: Words, tmp_path: Path) -> None:
    codes = {**FLAT_LISTS, **{name: (*tree, *sum(tree.values(), ())) for name, tree in TREES.items()}}
    drafts = [
        dataclasses.replace(PLAIN, **{name: (code,) if name == "demands" else code})  # type: ignore[arg-type]
        for name in ("channel", "nature", "demands", "outcome", "reply_by", "category", "cause")
        for code in codes[name]
    ]
    fill(desk, drafts)
    export(desk, tmp_path / "out.csv", words)
    other = other_desk(desk, tmp_path)
    assert import_files(other, [tmp_path / "out.csv"], words).noted == ()
    copies = [dataclasses.replace(each, source_number="") for each in ledger(other)]
    assert [content_of(each) for each in copies] == [content_of(each) for each in ledger(desk)]
    other.store.close()


def test_sheets_hold_dates_and_numbers_and_no_formula(desk: Desk, words: Words, tmp_path: Path) -> None:
    fill(desk, [NASTY])
    export(desk, tmp_path / "out.xlsx", words, ("number", "received_at", "price", "facts", "purchased_on", "nature"))
    book = load_workbook(tmp_path / "out.xlsx")
    header, line = book.worksheets[0].iter_rows()
    assert [cell.value for cell in header] == ["投诉编号", "投诉时间", "价格(元)", "投诉事实", "购买时间", "投诉性质"]
    assert [cell.data_type for cell in line] == ["s", "d", "n", "s", "s", "s"]
    assert line[3].value.startswith("=cmd")
    with desk.store.reading() as connection:
        head = str(journal.head(connection)).split("-")[0]
    anchor = [cell.value for cell in book.worksheets[1]["B"]][-1]
    assert int(head) == int(anchor.split("-")[0]) + 1


def test_a_text_file_has_a_mark_and_nothing_that_is_computed(desk: Desk, words: Words, tmp_path: Path) -> None:
    fill(desk, [NASTY])
    export(desk, tmp_path / "out.csv", words)
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    for record in csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)):
        assert not [text for text in record if text.startswith(("=", "+", "-", "@"))]


@given(st.text())
def test_a_harmless_text_comes_back(text: str) -> None:
    marked = harmless(text)
    assert not marked.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (_without_mark(marked) if marked.startswith("'") else marked) == text


def test_the_filter_and_the_order_decide(desk: Desk, words: Words, tmp_path: Path) -> None:
    fill(desk, [PLAIN, MINIMAL])
    wanted = LedgerFilter().with_choices("status", ("waiting",))
    written = export_ledger(desk, wanted, LedgerOrder(), ("status",), tmp_path / "out.csv", words)
    assert [rows for _, rows in written.sheets] == [1]
    assert (tmp_path / "out.csv").read_text("utf-8-sig").split() == ["状态", "待投诉人"]


def test_what_cannot_be_written(desk: Desk, words: Words, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="unknown_export_type"):
        export(desk, tmp_path / "out.pdf", words)
    with pytest.raises(Surroundings, match="cannot_write"):
        export(desk, tmp_path / "nowhere" / "out.csv", words)
    with desk.store.reading() as connection:
        assert journal.head(connection).sequence == 0


def test_a_stopped_export_leaves_no_file(desk: Desk, words: Words, tmp_path: Path) -> None:
    fill(desk, [PLAIN])
    stop = StopSignal()
    stop.request()
    with pytest.raises(Stopped):
        export_ledger(desk, LedgerFilter(), OLDEST_FIRST, ALL, tmp_path / "out.xlsx", words, stop=stop)
    assert not list(tmp_path.glob("*out*"))


def test_samples_come_back_too(desk: Desk, words: Words, tmp_path: Path) -> None:
    sample(desk, 300, 5)
    export(desk, tmp_path / "out.xlsx", words)
    other = other_desk(desk, tmp_path)
    assert import_files(other, [tmp_path / "out.xlsx"], words).registered == 300
    copies = [dataclasses.replace(each, source_number="") for each in ledger(other)]
    assert [content_of(each) for each in copies] == [content_of(each) for each in ledger(desk)]
    assert records(other) == records(desk)
    assert sum(map(len, records(desk))) > 300
    other.store.close()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_long_records_with_corrections_go_out_and_come_back(desk: Desk, tmp_path: Path, kind: str) -> None:
    long = "第一行\n=第二行，电话 16400001234\n" + "长" * 20_000
    steps = [
        NewStep("accept", long, MOMENT, person="王·敏"),
        NewStep("note", "", MOMENT),
        NewStep("answer", long, MOMENT),
    ]
    steps.append(NewStep("note", "更正", MOMENT, corrects_place=1))
    with desk.store.writing() as connection:
        registration = Registration(desk.settings.number_pattern, journal.Signature(desk.person, desk.clock()))
        complaints.insert_many(connection, [PLAIN, MINIMAL, PLAIN], registration, [[NewStep("note", "x")], steps])
    install("en", resource())
    file = tmp_path / f"out.{kind}"
    export(desk, file, Words("en"))
    install("zh_CN", resource())
    other = other_desk(desk, tmp_path)
    assert import_files(other, [file], Words("zh_CN")).registered == 3
    assert records(other) == records(desk)
    assert records(other)[1][3] == ("note", MOMENT, desk.person, "更正", 1)
    assert all("Handling steps" not in dict(complaint.extra) for complaint in ledger(other))
    other.store.close()


def test_a_masked_export_tells_of_nobody_in_its_steps(desk: Desk, words: Words, tmp_path: Path) -> None:
    with desk.store.writing() as connection:
        registration = Registration(desk.settings.number_pattern, journal.Signature(desk.person, desk.clock()))
        told = dataclasses.replace(PLAIN, name="张小明", phone="16400001234")
        complaints.insert_many(
            connection, [told], registration, [[NewStep("contact", "致电张小明 16400001234", MOMENT)]]
        )
    for personal in (PersonalData.MASKED, PersonalData.REMOVED):
        file = tmp_path / f"{personal}.csv"
        export_ledger(desk, LedgerFilter(), OLDEST_FIRST, ALL, file, words, personal=personal)
        text = file.read_text("utf-8-sig")
        assert "沟通" in text
        assert "张小明" not in text
        assert "16400001234" not in text


def records(desk: Desk) -> list[list[tuple[str, dt.datetime, str, str, int]]]:
    """Of each complaint the steps, with the place of the one that each corrects."""
    keys = [complaint.id for complaint in ledger(desk)]
    with desk.store.reading() as connection:
        found = steps_of(connection, keys)
    return [
        [
            (
                step.kind,
                step.at,
                step.person,
                step.text,
                1 + [each.id for each in told].index(step.corrects) if step.corrects else 0,
            )
            for step in told
        ]
        for told in (found.get(key, ()) for key in keys)
    ]


def test_files_are_named_in_a_last_column_but_not_those_of_a_report(desk, words, tmp_path):
    first = intake.register(desk, sound_draft()).id
    report = intake.register(desk, sound_draft(kind="report")).id
    intake.register(desk, sound_draft())
    attaching.attach(desk, first, [NewFile("=票据.jpg", b"1"), NewFile("录音.mp3", b"2")])
    attaching.attach(desk, report, [NewFile("张三的录音.mp3", b"2")])
    order = LedgerOrder("number", descending=False)
    for name in ("台账.csv", "台账.xlsx"):
        export_ledger(desk, LedgerFilter(), order, ("number",), tmp_path / name, words)
    lines = (tmp_path / "台账.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "投诉编号,附件"
    assert [line.partition(",")[2] for line in lines[1:]] == ["'=票据.jpg、录音.mp3", "*.mp3", ""]
    sheet = load_workbook(tmp_path / "台账.xlsx").worksheets[0]
    assert [row[1].value for row in sheet.iter_rows()] == ["附件", "=票据.jpg、录音.mp3", "*.mp3", None]
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_further_columns_of_an_import_go_out_and_come_back(desk, words, tmp_path, kind):
    extra = (("天气", "=晴"), ("投诉内容", "另一列"), ("序号", "7"))
    fill(
        desk, [dataclasses.replace(PLAIN, extra=extra), MINIMAL, dataclasses.replace(PLAIN, kind="report", extra=extra)]
    )
    file = tmp_path / f"out.{kind}"
    assert export(desk, file, words) == 3
    other = other_desk(desk, tmp_path)
    assert import_files(other, [file], words).refused == ()
    own = {words.field_label(name) for name in ("registered_at", "registered_by", "due_at")}
    copied = [tuple(each for each in complaint.extra if each[0] not in own) for complaint in ledger(other)]
    assert copied == [extra, (), ()]
    assert export(other, tmp_path / f"again.{kind}", words) == 3
    export(desk, tmp_path / f"shown.{kind}", words, ("number", "name"))
    assert "天气" not in (tmp_path / f"shown.{kind}").read_bytes().decode("utf-8", "replace")
    other.store.close()
