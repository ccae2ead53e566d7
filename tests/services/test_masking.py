"""Who sees personal data masked finds it nowhere: in no answer, no file, no order, and by no question."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.bulk import BulkChange
from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.masked_asking import MASKED_FIELDS
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.roles import Right, Role, rights_of
from complaint_desk.domain.sharing import REVEALED_FOR, PersonalData
from complaint_desk.domain.vocabulary import LetterKind, Status
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import (
    agenda,
    analysis,
    attaching,
    bulk,
    exchange,
    handling,
    intake,
    ledger,
    letters,
    narratives,
    papers,
    people,
    undoing,
    warnings,
    word_reports,
)
from complaint_desk.services.desk import Desk
from complaint_desk.storage.schema import journal
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.exchange.files import row, write_xlsx
from tests.services.test_rights import DEEDS
from tests.storage.drafts import RECEIVED, sound_draft

NAME, PHONE, STREET, MAIL, ORDER = "欧阳不凡", "13877776666", "隆中路18号", "bufan@shu.example", "SHU-0042-7788"
TELLING = (NAME, "不凡", "77776", "隆中路", "bufan", "SHU-0042", "420606199001011234")
FACTS = f"{NAME}来电（1387777 6666），身份证420606199001011234，住{STREET}，压缩机漏氟，要求退款。"
EVERYTHING = LedgerFilter()
NEWEST = LedgerOrder()
OF_NOVEMBER = AnalysisRequest(Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30)))


@pytest.fixture
def office(desk: Desk, words, tmp_path: Path) -> SimpleNamespace:
    """The ledger of a supervisor with one person who stands out, three times, and somebody else; and who reads it."""
    settings = Settings(office_name="澜图电器", office_phone="0571-88886666", office_address="文一路100号")
    desk = dataclasses.replace(desk, settings=settings)
    told = {
        "name": NAME, "phone": PHONE, "address": f"湖北省襄阳市襄城区{STREET}", "other_contact": MAIL, "region": "湖北省襄阳市襄城区",
        "order_number": ORDER, "facts": FACTS, "reasons": f"{NAME}认为质量差", "demands": ("refund",), "department": "售后部",
        "extra": (("备注", f"{NAME} {MAIL}"),), "original_values": (("phone", PHONE), ("amount", f"{NAME}的价")),
    }  # fmt: skip
    day = dt.timedelta(1)
    for days in (3, 2):
        intake.register(desk, sound_draft(**told | {"received_at": RECEIVED - days * day}))
    made = intake.register(desk, sound_draft(**told), (NewStep("contact", f"致电{NAME}{PHONE}"),))
    intake.register(desk, sound_draft(name="王小明", phone="13911112222", facts="小米手机碎屏，要求退款。"))
    base = handling.case(desk, made.id).complaint
    handling.save_edit(desk, base, dataclasses.replace(base, name="欧阳不烦", outcome_text=f"已告知{NAME}"))
    after = handling.case(desk, made.id).complaint
    handling.save_edit(desk, after, dataclasses.replace(after, name=NAME))
    attaching.attach(desk, made.id, [NewFile(f"{NAME}的发票.txt", NAME.encode())])
    ledger.save_view(
        desk, SavedView(0, "某人", EVERYTHING.with_piece("name", NAME), NEWEST, ("number",), desk.person, shared=True)
    )
    handling.move(desk, made.id, Status.ACCEPTED, base_version=handling.case(desk, made.id).complaint.version)
    entry = letters.begin(desk, handling.case(desk, made.id), words)
    entry = dataclasses.replace(entry, answer_by=PartialDate(2026, 12, 1), sent_by="letter")
    letters.make(desk, tmp_path, made.id, LetterKind.RECEIPT, entry, words)
    return SimpleNamespace(
        desk=desk,
        id=made.id,
        number=made.number,
        auditor=dataclasses.replace(desk, person="审计", rights=rights_of([Role.AUDITOR])),
        administrator=dataclasses.replace(desk, person="信息部", rights=rights_of([Role.ADMINISTRATOR])),
    )


Read = Callable[[Desk, SimpleNamespace, Any, Path], Any]


def _file(write: Callable[[Path], Any], path: Path) -> Any:
    return write(path), path.read_bytes()


READ: Mapping[str, Read] = {
    "agenda.lookout": lambda desk, *_: agenda.lookout(desk, NOW - dt.timedelta(9), NOW + dt.timedelta(60)),
    "agenda.of_today": lambda desk, *_: agenda.of_today(desk, 9),
    "analysis.figures": lambda desk, *_: analysis.figures(desk, OF_NOVEMBER, ("region", "nature", "subject_name")),
    "analysis.told_beside": lambda desk, *_: analysis.told_beside(desk, analysis.figures(desk, OF_NOVEMBER)),
    "analysis.report": lambda desk, _office, words, folder: _file(
        lambda path: analysis.report(desk, OF_NOVEMBER, ("repeats", "overdue", "rows"), path, words), folder / "a.xlsx"
    ),
    "exchange.exporting.export_ledger": lambda desk, _office, words, folder: _file(
        lambda path: exchange.export_ledger(desk, EVERYTHING, NEWEST, [*FIELD], path, words), folder / "e.csv"
    ),
    "exchange.previewing.preview": lambda desk, _office, words, folder: exchange.preview(
        desk, [write_xlsx(folder / "k.xlsx", [row("A1", 投诉人="李四", 联系电话=PHONE, 商品="电饭煲", 投诉时间="2026-11-20 09:30")])], words
    ).files[0].sheets[0].rows[0].there,
    "handling.case": lambda desk, office, *_: handling.case(desk, office.id),
    "handling.case_by_number": lambda desk, office, *_: handling.case_by_number(desk, office.number),
    "intake.same_subject": lambda desk, *_: intake.same_subject(desk, "电饭煲"),
    "ledger.find": lambda desk, *_: ledger.find(desk, EVERYTHING, NEWEST, 9),
    "ledger.first_rows": lambda desk, *_: ledger.first_rows(desk, LedgerFilter(words="退款"), NEWEST),
    "ledger.rows": lambda desk, *_: ledger.rows(desk, [1, 2, 3, 4]),
    "ledger.group_counts": lambda desk, *_: ledger.group_counts(desk, EVERYTHING, "region"),
    "ledger.values_used": lambda desk, *_: ledger.values_used(desk, "region"),
    "ledger.views": lambda desk, *_: ledger.views(desk),
    "narratives.of_group": lambda desk, *_: narratives.of_group(desk, EVERYTHING),
    "papers.listing": lambda desk, _office, words, _folder: papers.listing(
        desk, [*FIELD], ledger.rows(desk, [1, 2, 3]), words, title="台账", subtitle=""
    ),
    "papers.sheet": lambda desk, office, words, _folder: papers.sheet(desk, handling.case(desk, office.id), words),
    "people.due_people": lambda desk, *_: people.due_people(dataclasses.replace(desk, clock=lambda: NOW.replace(year=2036))),
    "warnings.words_of_day": lambda desk, *_: warnings.words_of_day(desk, NOW.date()),
    "word_reports.report": lambda desk, _office, words, folder: _file(
        lambda path: word_reports.report(desk, folder, OF_NOVEMBER, path, words), folder / "r.docx"
    ),
}  # fmt: skip
"""Deeds whose answer, or the file that they write, tells of complaints."""

NEVER_TELL = {
    "analysis.keep_facts", "calendars.preview", "calendars.shipped_change", "calendars.state", "care.checking.anchor",
    "care.checking.look_over", "care.checking.verify", "care.copying.daily_backup", "care.errands.next_errand",
    "care.errands.remember_head", "care.errands.remove_left_ones", "care.errands.worries", "care.rehearsing.rehearse",
    "clocks.begin_older", "clocks.clock_gone_back", "clocks.due_until", "exchange.importing.import_files", "exchange.importing.keep_facts", "exchange.importing.undo_import",
    "exchange.mappings.choices_of", "exchange.mappings.kept_mappings", "exchange.mappings.mapping_called", "exchange.sampling.sample",
    "feedback.departments", "feedback.listed", "feedback.one", "feedback.overdue", "foreseeing.of_event", "foreseeing.of_extension",
    "foreseeing.of_pause", "foreseeing.of_resuming", "improving.came_back", "improving.followed", "improving.listed", "improving.one",
    "improving.overdue", "ledger.count", "ledger.is_untouched", "ledger.keys", "ledger.lists", "ledger.total", "list_tables.write",
    "listening.listen", "papers.quick_card", "people.erase_due", "people.erase_person", "report_definitions.definition",
    "report_definitions.definitions", "rule_sets.book", "rule_sets.example", "rule_sets.read_layer", "rule_sets.read_version",
    "selling.listed", "staff.change_own_password", "staff.members", "warnings.keep_counts", "warnings.of_day", "word_lists.uses",
}  # fmt: skip
"""Deeds that answer with ids, counts, dates, words of the office, or what the person gave them."""

NAMED_BELOW = {
    "attaching.content", "attaching.save_as", "letters.kept_pages", "intake.completions", "intake.earlier_complaints",
}  # fmt: skip
"""Deeds that are refused, or answer nothing; tests of their own."""


def test_every_deed_that_reads_is_looked_at() -> None:
    reading = {
        name.removeprefix("complaint_desk.services.")
        for name, deed in DEEDS.items()
        if deed.needs in {Right.READ, Right.EXPORT, Right.IMPORT, Right.ERASE}  # type: ignore[attr-defined]
    }
    assert reading == READ.keys() | NEVER_TELL | NAMED_BELOW


def _told(answer: Any) -> str:
    """All that an answer says, the members of Word files and workbooks too."""
    if isinstance(answer, tuple):
        return "\n".join(map(_told, answer))
    if not isinstance(answer, bytes):
        return repr(answer)
    if not answer.startswith(b"PK"):
        return answer.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(answer)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_no_answer_and_no_file_tells_who_complained(office, words, tmp_path):
    told = {}
    for name, read in READ.items():
        reader = office.administrator if name.startswith(("people", "exchange.previewing")) else office.auditor
        told[name] = _told(read(reader, office, words, tmp_path))
    assert {name: [each for each in TELLING if each in text] for name, text in told.items()} == {
        key: [] for key in READ
    }
    assert "欧阳**" in told["ledger.rows"]
    assert "138****6666" in told["analysis.report"]
    assert _last_details(office.desk)["personal"] == "masked"
    (plain,) = ledger.rows(office.desk, [office.id])
    assert (plain.name, plain.phone, plain.facts) == (NAME, PHONE, FACTS)
    unmasked = {name for name, read in READ.items() if NAME in _told(read(office.desk, office, words, tmp_path))}
    assert unmasked >= READ.keys() - {
        "analysis.figures", "intake.same_subject", "ledger.group_counts", "ledger.values_used", "people.due_people",
        "warnings.words_of_day", "word_reports.report", "agenda.lookout", "narratives.of_group",
    }  # fmt: skip


def test_what_tells_of_nobody_is_answered_to_an_auditor_as_to_everybody(office):
    asked = {name: DEEDS[f"complaint_desk.services.{name}"] for name in NEVER_TELL - {"care.checking.verify"}}
    plain = {name: deed for name, deed in asked.items() if deed.needs is Right.READ and _asks_nothing(deed)}  # type: ignore[attr-defined]
    plain.pop("care.copying.daily_backup", None)
    assert len(plain) > 20
    assert {name for name, deed in plain.items() if deed(office.auditor) != deed(office.desk)} == set()


def _asks_nothing(deed: Callable[..., Any]) -> bool:
    said = [*inspect.signature(deed).parameters.values()][1:]
    return all(each.default is not each.empty for each in said)


def test_a_region_that_is_an_address_is_counted_and_told_to_its_district(office):
    intake.register(office.desk, sound_draft(region="杭州市西湖边文三路12号"))
    found = analysis.figures(office.auditor, OF_NOVEMBER, ("region", "nature|region"))
    assert {each.code: each.count for each in found.by("region") if each.code} == {
        "湖北省襄阳市襄城区": 3,
        "杭州市***": 1,
    }
    assert "文三路" not in repr(found)
    assert "文三路" not in repr(ledger.group_counts(office.auditor, EVERYTHING, "region"))
    assert ledger.values_used(office.auditor, "region") == ("湖北省襄阳市襄城区",)
    assert intake.completions(office.auditor, "region", "西湖") == ()


def test_nobody_filters_sorts_or_groups_by_what_is_masked(office, words, tmp_path):
    auditor = office.auditor
    for field in MASKED_FIELDS:
        asked = EVERYTHING.with_piece(field, "1387777")
        of_november = dataclasses.replace(OF_NOVEMBER, filter=asked)
        key = LedgerFilter(words=f"#2026-11/{field}~1387777")
        for deed in (
            partial(ledger.find, auditor, asked, NEWEST, 9),
            partial(ledger.keys, auditor, EVERYTHING, LedgerOrder(field)),
            partial(ledger.first_rows, auditor, key, NEWEST),
            partial(ledger.count, auditor, EVERYTHING.with_said(field, said=True)),
            partial(ledger.group_counts, auditor, EVERYTHING, field),
            partial(analysis.figures, auditor, of_november),
            partial(analysis.report, auditor, of_november, ("overview",), tmp_path / "a.xlsx", words),
            partial(narratives.of_group, auditor, asked),
            partial(exchange.export_ledger, auditor, asked, NEWEST, ["number"], tmp_path / "e.csv", words),
        ):
            with pytest.raises(Refusal) as refused:
                deed()
            assert (refused.value.code, refused.value.details["field"]) == ("masked_field", field)
        assert ledger.values_used(auditor, field) == intake.completions(auditor, field, "1") == ()
    assert not list(tmp_path.glob("*.csv"))
    assert intake.earlier_complaints(office.desk, sound_draft(phone=PHONE))
    assert intake.earlier_complaints(auditor, sound_draft(phone=PHONE)) == ()


FOUND = {
    "退款": 4, "漏氟": 3, "小米": 1, "小明": 0, "小": 1, "不凡": 0, "欧阳": 3, NAME: 0, PHONE: 0, "138 7777 6666": 0, "77776": 0, "6666": 3,
    "隆中路": 0, "bufan": 0, "oybf": 0, "dfb": 4, "SHU-0042": 0, "420606199001011234": 0, "退款 王": 1, "退款 明": 0, "TS2026000003": 1,
    "2026": 4, "#2026-11/~漏氟": 3, "#2026-11/~不凡": 0, "#2026-11/facts~来电": 3, "#2026-11/facts~不凡来电": 0, "": 4,
}  # fmt: skip
"""How many of the four complaints are found by what is typed."""

PIECES = {"漏氟": 3, "不凡": 0, "1387777": 0, "压缩机": 3}
"""How many have a piece in their facts."""


def test_a_search_finds_what_is_shown_and_nothing_else(office):
    counts = {typed: ledger.count(office.auditor, LedgerFilter(words=typed)) for typed in FOUND}
    assert counts == FOUND
    rows = {typed: len(ledger.first_rows(office.auditor, LedgerFilter(words=typed), NEWEST)) for typed in FOUND}
    assert rows == FOUND
    assert list(ledger.keys(office.auditor, LedgerFilter(words="漏氟"), NEWEST)) == [3, 2, 1]
    pieces = {piece: ledger.count(office.auditor, EVERYTHING.with_piece("facts", piece)) for piece in PIECES}
    assert pieces == PIECES


def test_a_file_or_letter_opens_only_while_its_complaint_is_revealed(office, words, tmp_path):
    case = handling.case(office.auditor, office.id)
    (letter,) = letters.kept_letters(case)
    reads = (
        lambda: attaching.content(office.auditor, case.attachments[0]),
        lambda: attaching.save_as(office.auditor, case.attachments[0], tmp_path / "x"),
        lambda: letters.kept_pages(office.auditor, letter, words),
    )
    for read in reads:
        with pytest.raises(Refusal, match="masked_file"):
            read()
    people.reveal(office.auditor, office.id, "核对投诉")
    for read in reads:
        read()
    assert (tmp_path / "x").read_bytes() == NAME.encode()
    later = dataclasses.replace(office.auditor, clock=lambda: NOW + REVEALED_FOR + dt.timedelta(seconds=1))
    with pytest.raises(Refusal, match="masked_file"):
        attaching.content(later, case.attachments[0])


def test_revealing_shows_the_person_for_a_while_and_the_case_tells_who_asked_and_why(office, words):
    with pytest.raises(ProblemsFound):
        people.reveal(office.auditor, office.id, " ")
    shown = people.reveal(office.auditor, office.id, f"核对{NAME}的赔付")
    assert (shown.complaint.name, shown.complaint.phone) == (NAME, PHONE)
    assert people.revealed(office.auditor, office.id).complaint.address.endswith(STREET)
    assert NAME in repr(papers.sheet(office.auditor, shown, words))
    assert handling.case(office.auditor, office.id).complaint.name == "欧阳**"
    told = handling.case(office.desk, office.id).journal[-1]
    assert (told.person, told.deed, told.before) == ("审计", "revealed", (("reason", f"核对{NAME}的赔付"),))
    with pytest.raises(Refusal, match="not_revealed"):
        people.revealed(office.administrator, office.id)
    later = dataclasses.replace(office.auditor, clock=lambda: NOW + REVEALED_FOR + dt.timedelta(seconds=1))
    with pytest.raises(Refusal, match="not_revealed"):
        people.revealed(later, office.id)
    assert verify(office.desk.store).ok


def test_a_report_is_revealed_to_nobody(office):
    made = intake.register(office.desk, sound_draft(kind="report", name=NAME, facts=f"{NAME}举报"))
    with pytest.raises(Refusal, match="reporter_withheld"):
        people.reveal(office.auditor, made.id, "核对")
    case = handling.case(office.auditor, made.id)
    assert (case.complaint.name, case.complaint.facts) == ("", "欧阳**举报")


def test_revealing_changes_nothing_so_what_was_done_before_is_taken_back_and_saved_over(office):
    base = handling.case(office.desk, office.id).complaint
    done = handling.record_step(office.desk, office.id, NewStep("note", "已回电"))
    people.reveal(office.auditor, office.id, "核对")
    assert handling.case(office.desk, office.id).complaint.version == done.complaint.version
    assert done.undoable
    undoing.undo(office.desk, done.undoable)
    many = bulk.change_many(office.desk, [office.id], BulkChange((("department", "售前部"),)))
    people.reveal(office.auditor, office.id, "核对")
    assert bulk.undo_bulk(office.desk, many).kept == ()
    base = handling.case(office.desk, office.id).complaint
    other = handling.save_edit(office.desk, base, dataclasses.replace(base, department="物流部"))
    people.reveal(office.auditor, office.id, "核对")
    with pytest.raises(Exception, match="stale_complaint"):
        handling.move(
            office.desk,
            office.id,
            Status.HANDLING,
            base_version=other.complaint.version - 1,
            entry={"department": "客服部"},
        )
    assert verify(office.desk.store).ok


def test_an_export_holds_personal_data_as_it_was_asked_for_and_the_journal_says_how(office, words, tmp_path):
    found = {}
    for personal in PersonalData:
        path = tmp_path / f"{personal}.csv"
        exchange.export_ledger(office.desk, EVERYTHING, NEWEST, [*FIELD], path, words, personal=personal)
        told = path.read_text("utf-8-sig")
        found[str(personal)] = (NAME in told, "欧阳**,138****6666" in told, "联系电话" in told, "备注" in told)
        assert "湖北省襄阳市襄城区" in told
        assert _last_details(office.desk)["personal"] == personal
    assert found == {
        "shown": (True, False, True, True),
        "masked": (False, True, True, True),
        "removed": (False, False, False, False),
    }


def _last_details(desk: Desk) -> dict[str, str]:
    with desk.store.reading() as connection:
        query = select(journal.c.details).where(journal.c.deed == "export").order_by(journal.c.sequence.desc()).limit(1)
        return dict(json.loads(connection.execute(query).scalar_one()))
