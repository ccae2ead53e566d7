"""What the report dialog makes beside the workbook: Word report, overview as PDF, feedback sheets."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess

import pytest
from PySide6.QtGui import QFont, QPdfWriter
from PySide6.QtWidgets import QApplication

from complaint_desk.services import feedback, word_reports
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.ui.report.dialog import ReportDialog
from complaint_desk.ui.shared.feedback.making import MakeSheetsDialog
from complaint_desk.ui.shared.flowing_pages import Flowing, FlowingPages, Words
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.pages import pdf_of
from complaint_desk.ui.shared.print_preview import PrintPreview
from tests.conftest import NOW
from tests.letters.letters import lines_of
from tests.storage.drafts import sound_draft

SPOKEN = dt.datetime(2026, 10, 8, 9, 0, tzinfo=NOW.tzinfo)
PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture
def dialog(workplace, qtbot, settle):
    """Over forty complaints of two departments in October."""
    drafts = [
        sound_draft(
            received_at=SPOKEN + dt.timedelta(at % 20),
            department="售后部" if at % 3 else "物流部",
            nature="quality" if at % 4 else "contract",
        )
        for at in range(40)
    ]
    with workplace.desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    opened = ReportDialog(workplace)
    qtbot.addWidget(opened)
    opened.show()
    settle()
    qtbot.waitUntil(lambda: not opened.waiting)
    yield opened
    opened.close()


def shown(kind):
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def test_the_word_report_is_written_from_what_is_asked(dialog, answers, settle, tmp_path):
    answers.saved_to = tmp_path / "报告"
    dialog.papers.word.trigger()
    settle()
    lines = lines_of((tmp_path / "报告.docx").read_bytes())
    assert "2026年10月消费投诉分析报告" in lines[0]
    assert "本期共有投诉 40 件。　#2026-10" in lines
    assert not dialog._strip.open_file.isHidden()


def test_a_mistake_in_the_offices_template_is_told_and_nothing_is_written(dialog, answers, settle, tmp_path, workplace):
    folder = workplace.places.data / "letters"
    word_reports.template_to_edit(folder, workplace.words).write_bytes(b"no Word file")
    answers.saved_to = tmp_path / "报告.docx"
    dialog.papers.word.trigger()
    settle()
    assert "投诉分析报告.docx" in dialog.findChild(MessageBar, "report.message").text
    assert not answers.saved_to.exists()


def test_the_overview_is_pages_whose_words_can_be_found(dialog, answers, settle, tmp_path, qtbot):
    dialog.papers.overview.trigger()
    settle()
    preview = shown(PrintPreview)
    assert preview._view.pageCount() in (2, 3, 4)
    answers.saved_to = tmp_path / "概览.pdf"
    assert preview.save_pdf() == answers.saved_to
    preview.reject()
    assert answers.asked[-1] == "2026年10月投诉概览.pdf"
    content = answers.saved_to.read_bytes()
    assert content.startswith(b"%PDF")
    if PDFTOTEXT:
        text = subprocess.run([PDFTOTEXT, answers.saved_to, "-"], capture_output=True, check=True).stdout.decode()
        for words in ("2026年10月投诉概览", "值得关注", "售后部", "#2026-10/nature=quality", "责任部门 × 投诉性质"):
            assert words in text


def test_sheets_are_made_of_the_request_of_the_report(dialog, answers, settle, tmp_path, workplace):
    dialog.papers.sheets.trigger()
    settle()
    asked = shown(MakeSheetsDialog)
    assert asked.departments.chosen == ("售后部", "物流部")
    answers.folder = tmp_path / "反馈单"
    asked.go_on.click()
    settle()
    asked.reject()
    assert [each.count for each in feedback.listed(workplace.desk)] == [26, 14]


def test_the_template_is_opened_in_word(dialog, answers, settle):
    dialog.findChild(object, "report.word_template").trigger()
    settle()
    assert [path.name for path in answers.opened] == ["投诉分析报告.docx"]


def test_no_block_is_torn_apart_and_a_heading_stays_with_what_follows(qapp):
    blocks = []
    for at in range(60):
        blocks += [Words(f"<h2>标题{at}</h2>", kept=True), Words("<p>正文</p>" * 7)]
    paper = Flowing("概览", "", tuple(blocks))
    assert pdf_of(paper).startswith(b"%PDF")
    writer = QPdfWriter("")
    pages = FlowingPages(paper, writer, QFont(), 20)
    assert len(pages) > 1
    for page in pages._pages:
        assert not getattr(page[-1].block, "kept", False)
        assert page[-1].top + page[-1].height <= pages._room
