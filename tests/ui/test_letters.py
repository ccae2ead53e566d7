"""Letters in the window: what is missing is said, the pages are shown, the letter is made once, nothing typed is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from complaint_desk.domain.complaint import Case, Changes, NewStep
from complaint_desk.domain.vocabulary import LetterKind, Status
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import handling, intake, letters
from complaint_desk.ui.shared.letters.dialog import LettersDialog
from complaint_desk.ui.shared.letters.kinds import LetterList
from complaint_desk.ui.shared.letters.opening import open_letters
from complaint_desk.ui.shared.letters.pages_view import PagesView
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.workplace import Workplace
from tests.letters.letters import lines_of, run, template_of
from tests.storage.drafts import sound_draft
from tests.ui.conftest import ReadyAnswers

SETTINGS = Settings(office_name="澜图电器", office_phone="0571-88886666", office_address="文三路100号")
Settle = Callable[[], None]


@pytest.fixture
def office(workplace: Workplace) -> Workplace:
    workplace.settings = SETTINGS
    workplace.desk = dataclasses.replace(workplace.desk, settings=SETTINGS)
    return workplace


@pytest.fixture
def case(office: Workplace) -> Case:
    made = intake.register(office.desk, sound_draft(demands=("refund",)))
    handling.move(office.desk, made.id, Status.HANDLING, base_version=1)
    return handling.case(office.desk, made.id)


@pytest.fixture
def dialog(office: Workplace, case: Case, qtbot: QtBot, settle: Settle) -> LettersDialog:
    made = LettersDialog(office, case)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made


def button(dialog: QWidget, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def told(dialog: LettersDialog) -> str:
    bar = dialog.findChild(MessageBar, "letters.message")
    return bar.text if bar.isVisible() else ""


def pages(dialog: LettersDialog) -> str:
    paper = dialog.findChild(PagesView).paper
    return paper.html if paper else ""


def ask_for_papers(dialog: LettersDialog, settle: Settle) -> None:
    dialog.choose(LetterKind.PAPERS)
    dialog.form.form.put("papers", "购货发票\n照片")
    dialog.form.form.put("papers_by", "2026-12-05")
    settle()


def test_the_letter_that_the_status_suggests_is_chosen(dialog: LettersDialog) -> None:
    assert dialog.form.kind == LetterKind.EXTENSION
    assert "延期告知书" in pages(dialog)
    assert "＿＿＿＿" in pages(dialog), "what is missing is seen as a blank"


def test_what_is_missing_is_said_before_the_letter_is_made(dialog: LettersDialog, settle: Settle, case: Case) -> None:
    dialog.choose(LetterKind.REPLY)
    assert "还没有处理结果" in dialog.findChild(QLabel, "letters.missing").text()
    button(dialog, "letters.make").click()
    settle()
    notes = {name: cell.shown_problem.code for name, cell in dialog.form.form.cells.items() if cell.shown_problem}
    assert notes["findings"] == "required"
    assert notes["demand_findings"] == "demand_unanswered"
    assert handling.case(dialog._workplace.desk, case.complaint.id).attachments == ()


def test_the_sheet_asks_nothing(dialog: LettersDialog, settle: Settle, case: Case) -> None:
    dialog.choose(LetterKind.SHEET)
    settle()
    assert "投诉登记表" in pages(dialog)
    button(dialog, "letters.make").click()
    settle()
    settle()
    assert f"投诉登记表 {case.complaint.number}.docx" in told(dialog)


def test_pages_follow_what_is_typed(dialog: LettersDialog, qtbot: QtBot, settle: Settle) -> None:
    ask_for_papers(dialog, settle)
    qtbot.waitUntil(lambda: "1．购货发票" in pages(dialog), timeout=10_000)
    assert "2026年12月5日" in pages(dialog)


def test_a_letter_is_made_shown_printed_and_saved(
    dialog: LettersDialog, office: Workplace, case: Case, settle: Settle, answers: ReadyAnswers, tmp_path: Path
) -> None:
    changed: list[Changes] = []
    office.hub.changed.connect(changed.append)
    ask_for_papers(dialog, settle)
    button(dialog, "letters.make").click()
    settle()
    settle()
    assert changed[0].changed == (case.complaint.id,)
    assert "补充材料通知 〔2026〕第1号" in told(dialog)
    assert dialog.form is None
    assert "〔2026〕第1号" in pages(dialog)
    answers.saved_to = tmp_path / "信.docx"
    button(dialog, "letters.word").click()
    settle()
    assert answers.asked[-1] == "补充材料通知 〔2026〕第1号.docx"
    (kept,) = handling.case(office.desk, case.complaint.id).attachments
    assert "〔2026〕第1号" in lines_of(answers.saved_to.read_bytes())
    assert kept.name == answers.asked[-1]
    button(dialog, "letters.print").click()
    assert dialog.findChild(PrintPreview).windowTitle().endswith("补充材料通知 〔2026〕第1号")
    dialog.findChild(PrintPreview).close()
    dialog.reject()
    assert dialog.isHidden(), "nothing is asked: nothing would be lost"


def test_a_template_with_a_mistake_says_where_and_nothing_typed_is_lost(
    dialog: LettersDialog, office: Workplace, settle: Settle, answers: ReadyAnswers
) -> None:
    ask_for_papers(dialog, settle)
    button(dialog, "letters.template").click()
    settle()
    (path,) = answers.opened
    path.write_bytes(template_of(run("标题"), run("{{需补充材料}}")))
    button(dialog, "letters.make").click()
    settle()
    assert "正文第 2 行" in told(dialog)
    assert "{{需补充的材料}}" in told(dialog)
    assert path.name in told(dialog)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "使用内置模板").click()
    settle()
    assert dialog.form.form.text("papers") == "购货发票\n照片"
    button(dialog, "letters.make").click()
    settle()
    settle()
    assert "〔2026〕第1号" in told(dialog)


def test_the_usual_basis_follows_the_grounds_until_somebody_writes_another(
    dialog: LettersDialog, settle: Settle
) -> None:
    dialog.choose(LetterKind.NON_ACCEPTANCE)
    settle()
    form = dialog.form.form
    form.put("decline_grounds", "no_contact")
    assert "无法与您取得联系" in form.text("decline_basis")
    form.put("decline_basis", "另有理由")
    form.put("decline_grounds", "not_our_product")
    assert form.text("decline_basis") == "另有理由"


def test_what_a_colleague_saved_is_on_the_letter_before_it_goes_out(
    dialog: LettersDialog, office: Workplace, case: Case, settle: Settle
) -> None:
    ask_for_papers(dialog, settle)
    handling.save_edit(office.desk, case.complaint, dataclasses.replace(case.complaint, subject_name="高压锅"))
    button(dialog, "letters.make").click()
    settle()
    settle()
    assert told(dialog)
    assert "高压锅" in pages(dialog)
    button(dialog, "letters.make").click()
    settle()
    settle()
    assert "〔2026〕第1号" in told(dialog)


def test_what_was_typed_is_not_thrown_away_unasked(
    dialog: LettersDialog, settle: Settle, answers: ReadyAnswers
) -> None:
    ask_for_papers(dialog, settle)
    answers.yes = False
    dialog.reject()
    assert dialog.isVisible()
    answers.yes = True
    dialog.reject()
    assert dialog.isHidden()


def test_all_is_done_with_the_keyboard(dialog: LettersDialog, qtbot: QtBot, settle: Settle, case: Case) -> None:
    choices = dialog.findChild(LetterList)
    choices.setFocus()
    qtbot.keyClick(choices, Qt.Key.Key_Up)
    settle()
    assert dialog.form.kind == LetterKind.PAPERS
    form = dialog.form.form
    form.focus_first()
    for name, text in (("addressee", ""), ("papers", "Invoice"), ("papers_by", "2026-12-5")):
        qtbot.keyClicks(form.cells[name].editor.widget, text)
        modifier = Qt.KeyboardModifier.ControlModifier if name == "papers" else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(form.cells[name].editor.widget, Qt.Key.Key_Return, modifier)
    form.go_to("sent_by")
    qtbot.keyClick(form.cells["sent_by"].editor.widget, Qt.Key.Key_Return)
    make = button(dialog, "letters.make")
    assert make.hasFocus()
    qtbot.keyClick(make, Qt.Key.Key_Return)
    settle()
    settle()
    assert [
        letter.kind for letter in letters.kept_letters(handling.case(dialog._workplace.desk, case.complaint.id))
    ] == ["papers"]


def test_letters_open_from_anywhere(office: Workplace, case: Case, qtbot: QtBot, settle: Settle) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    handling.record_step(office.desk, case.complaint.id, NewStep(text="x"))
    open_letters(office, case.complaint.id, page)
    settle()
    (opened,) = page.findChildren(LettersDialog)
    assert case.complaint.number in opened.windowTitle()
    opened.reject()
    settle()
