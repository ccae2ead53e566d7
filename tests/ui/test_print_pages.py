"""Forms and listings on A4: PDF without a printer, the preview, and what goes wrong."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.papers import Listing, ListingColumn, Paper
from complaint_desk.ui.shared import printing
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.pages import page_layout, paint_paper, pdf_of, write_pdf
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.workplace import Workplace
from tests.complaints import AIR_CONDITIONER, SPOKEN, case_of
from tests.ui.conftest import ReadyAnswers

CASE = case_of()
PAPER = Paper("登记表", "<p>投诉</p>", "王敏 打印")


def listing_of(rows: int) -> Listing:
    columns = (ListingColumn("编号", 0.3, right=False), ListingColumn("事实", 0.7, right=False))
    return Listing("台账", "全部", "王敏", columns, tuple((f"TS{at:06}", "室外机异响" * 40) for at in range(rows)))


def pages_of(paper: Paper | Listing) -> int:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(page_layout(paper))
    pages = paint_paper(paper, writer)
    del writer
    return pages


def page_size_in(pdf: bytes) -> tuple[float, float]:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    return float(box[1]), float(box[2])


def test_a_form_becomes_an_upright_a4_pdf(qapp: object) -> None:
    pdf = pdf_of(PAPER)
    assert pdf.startswith(b"%PDF")
    assert page_size_in(pdf) == pytest.approx((595, 842), abs=2)


def test_a_listing_lies_and_runs_over_as_many_pages_as_it_needs(qapp: object) -> None:
    assert page_size_in(pdf_of(listing_of(3))) == pytest.approx((842, 595), abs=2)
    assert pages_of(listing_of(0)) == 1
    assert pages_of(listing_of(3)) == 1
    assert 5 < pages_of(listing_of(100)) < 12


def test_long_facts_run_over_to_another_page(workplace: Workplace) -> None:
    from complaint_desk.services import papers

    short = papers.sheet(workplace.desk, CASE, workplace.words)
    long = dataclasses.replace(CASE, complaint=dataclasses.replace(AIR_CONDITIONER, facts="安装后异响。" * 2000))
    assert pages_of(short) == 2
    assert pages_of(papers.sheet(workplace.desk, long, workplace.words)) > 4


def test_a_pdf_replaces_the_old_one_whole(qapp: object, tmp_path: Path) -> None:
    target = tmp_path / "登记表.pdf"
    target.write_bytes(b"old")
    write_pdf(PAPER, target)
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["登记表.pdf"]


def test_a_folder_that_is_not_there_is_an_error_without_remains(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_pdf(PAPER, tmp_path / "gone" / "登记表.pdf")
    assert list(tmp_path.iterdir()) == []


def preview_of(workplace: Workplace, qtbot: QtBot) -> PrintPreview:
    preview = printing.print_complaint(workplace, CASE)
    qtbot.addWidget(preview)
    return preview


def press(preview: PrintPreview, name: str) -> None:
    found = preview.findChild(QPushButton, name)
    assert found is not None
    found.click()


def test_the_preview_keeps_a_pdf_and_offers_to_open_it(
    workplace: Workplace, answers: ReadyAnswers, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(workplace, qtbot)
    answers.saved_to = tmp_path / "a.pdf"
    press(preview, "print.pdf")
    assert answers.saved_to.read_bytes().startswith(b"%PDF")
    assert answers.asked == ["投诉登记表 TS2026001204.pdf"]
    press(preview, "print.message.way0")
    assert answers.opened == [answers.saved_to]


def test_the_preview_says_where_a_pdf_cannot_be_written(
    workplace: Workplace, answers: ReadyAnswers, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(workplace, qtbot)
    answers.saved_to = tmp_path / "gone" / "a.pdf"
    assert preview.save_pdf() is None
    message = preview.findChild(MessageBar, "print.message")
    assert message is not None
    assert str(answers.saved_to) in message.text


def test_the_ledger_prints_what_it_shows(
    workplace: Workplace, qtbot: QtBot, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[list[str], str]] = []
    monkeypatch.setattr(
        printing,
        "print_rows",
        lambda place, columns, rows, subtitle, parent: shown.append(([row.number for row in rows], subtitle)),
    )
    register(workplace, 3)
    printing.print_ledger(workplace, LedgerFilter(), LedgerOrder("number", descending=False), ("number", "name"))
    settle()
    ((numbers, subtitle),) = shown
    assert numbers == ["TS2026000001", "TS2026000002", "TS2026000003"]
    assert subtitle.startswith("3")


@pytest.mark.parametrize(("yes", "printed"), [(True, [2]), (False, [])])
def test_beyond_the_limit_it_asks_first(
    workplace: Workplace,
    answers: ReadyAnswers,
    qtbot: QtBot,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    yes: bool,
    printed: list[int],
) -> None:
    lengths: list[int] = []
    monkeypatch.setattr(printing, "MOST_PRINTED", 2)
    monkeypatch.setattr(
        printing, "print_rows", lambda place, columns, rows, subtitle, parent: lengths.append(len(rows))
    )
    register(workplace, 3)
    answers.yes = yes
    printing.print_ledger(workplace, LedgerFilter(), LedgerOrder(), ("number",))
    settle()
    assert len(answers.asked) == 1
    assert lengths == printed


def register(workplace: Workplace, times: int) -> None:
    from complaint_desk.domain.complaint import ComplaintDraft
    from complaint_desk.services import intake

    for _time in range(times):
        intake.register(
            workplace.desk,
            ComplaintDraft(
                received_at=SPOKEN,
                subject_name="空调",
                category="electronics",
                facts="异响",
                nature="quality",
                name="张敏",
            ),
        )
