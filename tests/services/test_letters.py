"""Letters are made once: number, file, record and journal in one transaction, or nothing at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

import pytest

from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.complaint import Case, Complaint, NewStep
from complaint_desk.domain.errors import Refusal, StaleComplaint
from complaint_desk.domain.letters import LetterEntry, MadeLetter
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.rule_sets import Obligation, SourceType, StartEvent, Unit
from complaint_desk.domain.vocabulary import LetterKind, Status
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.days import basis_of_day
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import handling, intake, letters, timing
from complaint_desk.services.desk import Desk
from complaint_desk.storage.verification import verify
from tests.letters.letters import lines_of, run, template_of
from tests.storage.drafts import sound_draft

SETTINGS = Settings(office_name="澜图电器", office_phone="0571-88886666", office_address="文三路100号")
DUE = PartialDate(2026, 12, 1)


@pytest.fixture
def office(desk: Desk) -> Desk:
    return dataclasses.replace(desk, settings=SETTINGS)


@pytest.fixture
def case(office: Desk) -> Case:
    made = intake.register(office, sound_draft(demands=("refund",)))
    handling.move(office, made.id, Status.ACCEPTED, base_version=1)
    return handling.case(office, made.id)


def receipt(office: Desk, case: Case, words: Words, folder: Path, **how) -> MadeLetter:
    entry = dataclasses.replace(letters.begin(office, case, words), answer_by=DUE, sent_by="letter")
    return letters.make(office, folder, case.complaint.id, LetterKind.RECEIPT, entry, words, **how)


def test_a_letter_is_kept_with_its_case_and_in_the_journal(office, case, words, tmp_path):
    made = receipt(office, case, words, tmp_path)
    assert (made.number, made.name) == ("〔2026〕第1号", "投诉受理回执 〔2026〕第1号.docx")
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()
    after = handling.case(office, case.complaint.id)
    assert [(file.name, file.sha256) for file in after.attachments] == [(made.name, made.sha256)]
    assert after.steps[-1].kind == "acknowledge"
    assert after.steps[-1].text == "出具投诉受理回执〔2026〕第1号，送达方式：书面信函"
    entry = after.journal[-1]
    named = {"kind": "receipt", "number": "〔2026〕第1号", "sha256": made.sha256}
    assert entry.deed == "letter"
    assert named.items() <= dict(entry.details).items()
    (kept,) = letters.kept_letters(after)
    content, paper = letters.kept_pages(office, kept, words)
    assert (content, paper.title) == (made.content, "投诉受理回执 〔2026〕第1号")
    assert letters.name_of(kept, after.complaint, words) == made.name
    assert "〔2026〕第1号" in lines_of(made.content)
    assert verify(office.store).ok


def test_numbers_run_by_kind_and_year_without_gaps(office, case, words, tmp_path):
    def made(kind: LetterKind, day: dt.datetime, **fields) -> str:
        desk = dataclasses.replace(office, clock=lambda: day)
        entry = dataclasses.replace(letters.begin(desk, case, words), **fields)
        return letters.make(desk, tmp_path, case.complaint.id, kind, entry, words).number

    autumn = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    winter = dt.datetime(2027, 1, 4, 10, tzinfo=SHANGHAI)
    due = PartialDate(2027, 2, 1)
    assert made(LetterKind.RECEIPT, autumn, answer_by=due) == "〔2026〕第1号"
    with pytest.raises(ProblemsFound):
        made(LetterKind.RECEIPT, autumn, answer_by=None)
    assert made(LetterKind.RECEIPT, autumn, answer_by=due) == "〔2026〕第2号"
    assert made(LetterKind.PAPERS, autumn, papers="发票", papers_by=due) == "〔2026〕第1号"
    assert made(LetterKind.RECEIPT, winter, answer_by=due) == "〔2027〕第1号"
    assert made(LetterKind.SHEET, winter) == ""


def test_the_pattern_may_name_the_kind(office, case, words, tmp_path):
    own = dataclasses.replace(
        office, settings=dataclasses.replace(SETTINGS, letter_pattern="澜诉{kind}〔{yyyy}〕{seq:03}号")
    )
    assert receipt(own, case, words, tmp_path).number == "澜诉受〔2026〕001号"
    entry = letters.begin(own, case, words)
    assert "澜诉受〔2026〕" in letters.preview(own, tmp_path, LetterKind.RECEIPT, case, entry, words).html


def test_nothing_is_written_where_something_is_missing(office, case, words, tmp_path):
    with pytest.raises(ProblemsFound) as caught:
        letters.make(office, tmp_path, case.complaint.id, LetterKind.REPLY, LetterEntry(), words)
    assert {problem.field for problem in caught.value.problems} >= {"outcome", "findings", "contact_phone"}
    assert handling.case(office, case.complaint.id) == case


def test_a_letter_goes_out_as_it_was_seen_or_not_at_all(office, case, words, tmp_path):
    changed = dataclasses.replace(case.complaint, name="李四")
    handling.save_edit(office, case.complaint, changed)
    with pytest.raises(StaleComplaint):
        receipt(office, case, words, tmp_path, seen=case.complaint)
    seen: Complaint = handling.case(office, case.complaint.id).complaint
    handling.record_step(office, seen.id, NewStep(text="电话催问"))
    assert receipt(office, case, words, tmp_path, seen=seen).number == "〔2026〕第1号"


def test_the_office_s_own_template_goes_first(office, case, words, tmp_path):
    path = letters.template_to_edit(tmp_path / "模板", LetterKind.RECEIPT, words)
    assert path.name == "投诉受理回执.docx"
    beside = (path.parent / "模板可用的填充项.txt").read_text("utf-8-sig").splitlines()
    assert {"投诉人", "文号", "成文日期", "查明的事实"} <= set(beside)
    assert "杭州澜图" not in "".join(lines_of(receipt(office, case, words, path.parent).content))
    path.write_bytes(template_of(run("致{{收件人称呼}}，"), run("{{文号}}")))
    assert lines_of(receipt(office, case, words, path.parent).content) == ["致张三，", "〔2026〕第2号"]
    assert letters.template_to_edit(path.parent, LetterKind.RECEIPT, words).read_bytes() != b""


def test_a_template_with_a_mistake_costs_no_number_and_the_built_in_one_stands_in(office, case, words, tmp_path):
    path = letters.template_to_edit(tmp_path, LetterKind.RECEIPT, words)
    path.write_bytes(template_of(run("致{{收信人称呼}}")))
    with pytest.raises(Refusal) as caught:
        receipt(office, case, words, tmp_path)
    assert caught.value.code == "template_faulty"
    assert caught.value.details["file"] == str(path)
    assert receipt(office, case, words, tmp_path, built_in=True).number == "〔2026〕第1号"


def test_a_letter_is_chinese_whatever_the_window_speaks(office, case, tmp_path):
    english = Words("en")
    content = receipt(office, case, english, tmp_path).content
    assert lines_of(content)[0] == "投诉受理回执"
    assert "您的诉求：退款" in lines_of(content)


def test_an_erased_complaint_gets_no_letter(office, case, words, tmp_path):
    with pytest.raises(Refusal) as caught:
        letters.make(office, tmp_path, case.complaint.id + 1, LetterKind.SHEET, LetterEntry(), words)
    assert caught.value.code == "no_complaint"


def test_the_days_of_a_letter_are_those_of_the_clocks(office, case, words):
    due = {each.clock.code: each.clock.due.date() for each in case.clocks if each.clock.is_open}
    begun = letters.begin(office, case, words)
    assert begun.answer_by == PartialDate.of(due["answer"])
    assert begun.answer_basis == "本单位服务承诺", "an own promise is never shown as law"
    assert begun.old_due == PartialDate.of(due["close"])
    assert (begun.new_due, begun.approver) == (None, "")
    wish = ExtensionWish(office.clock(), approver="李明", told=True)
    timing.extend(office, case.complaint.id, wish, words)
    after = handling.case(office, case.complaint.id)
    longer = next(each.clock.due.date() for each in after.clocks if each.clock.code == "close")
    begun = letters.begin(office, after, words)
    assert (begun.new_due, begun.approver) == (PartialDate.of(longer), "李明")
    assert begun.old_due == PartialDate.of(due["close"]), "the day before the extension stands in the journal"
    assert begun.new_due.first_day > due["close"]


def test_a_day_that_a_letter_promised_is_one_that_the_complainant_was_told(office, case, words, tmp_path):
    entry = dataclasses.replace(letters.begin(office, case, words), contact_phone="1")
    letters.make(office, tmp_path, case.complaint.id, LetterKind.RECEIPT, entry, words)
    told = {each.clock.code: each.clock.told_at for each in handling.case(office, case.complaint.id).clocks}
    assert told["answer"] == office.clock()
    assert told["close"] is None
    assert verify(office.store).ok


@pytest.mark.parametrize(
    ("source_type", "said"),
    [
        (SourceType.STATUTORY, "《某条例》第八条"),
        (SourceType.REGULATORY, "《某条例》第八条"),
        (SourceType.PROMISE, "本单位服务承诺"),
        (SourceType.INTERNAL, "本单位内部规定"),
    ],
)
def test_by_whose_word_a_day_stands(source_type, said):
    obligation = Obligation(
        "answer", "", source_type, "某条例", "第八条", StartEvent.RECEIVED, 7, Unit.CALENDAR_DAY, ("answered",)
    )
    assert basis_of_day(obligation, letter_phrases()) == said


def test_every_placeholder_has_a_name_of_its_own(words):
    names = letters.placeholder_names(words)
    assert len(names) == len(set(names))
