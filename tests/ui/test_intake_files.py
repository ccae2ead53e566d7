"""Files given while a complaint is taken down are kept with it once it is registered."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import handling, intake, ledger
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.intake.recovery import DraftOffers
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.ui.test_case_files import drop, files_as_data


@pytest.fixture
def page(workplace, qtbot, settle):
    made = IntakePage(workplace)
    made.resize(1300, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settle()
    yield made
    settle()
    shiboken6.delete(made)


@pytest.fixture
def given(page, settle, tmp_path):
    """Two files, one of them dropped twice."""
    for name in ("票据.txt", "照片.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    for name in ("票据.txt", "照片.txt", "票据.txt"):
        drop(page, files_as_data(tmp_path / name))
        settle()
    return page.findChild(QListWidget, "intake.files")


def fill_in(page):
    for name, text in (
        ("phone", "13812345678"),
        ("subject_name", "空调"),
        ("category", "electronics"),
        ("facts", "异响"),
        ("nature", "quality"),
    ):
        page.form.put(name, text)


def test_they_are_kept_with_the_complaint(page, given, workplace, settle):
    assert [given.item(row).text().split("\n")[0] for row in range(given.count())] == ["票据.txt", "照片.txt"]
    assert page.dirty
    fill_in(page)
    page.save()
    settle()
    (made,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    assert [each.name for each in handling.case(workplace.desk, made.id).attachments] == ["票据.txt", "照片.txt"]
    assert given.count() == 0
    assert not page.dirty


def test_one_is_taken_away_by_key(page, given, qtbot):
    given.setCurrentRow(0)
    given.setFocus()
    qtbot.keyClick(given, Qt.Key.Key_Delete)
    assert [given.item(row).text().split("\n")[0] for row in range(given.count())] == ["照片.txt"]


def test_what_keeps_the_complaint_from_being_registered_loses_no_file(page, given, settle):
    page.save()
    settle()
    assert given.count() == 2


def names(shelf) -> list[str]:
    return [shelf.item(row).text().split("\n")[0] for row in range(shelf.count())]


def test_after_the_end_of_the_program_they_are_offered_with_the_draft(page, given, answers, workplace, settle):
    assert page.may_close()
    settle()
    assert answers.asked == []
    (draft,) = intake.drafts(workplace.desk)
    assert (draft.id, draft.files) == (page.draft_id, 2)
    offers = DraftOffers(workplace)
    settle()
    assert "含 2 个文件" in offers.text
    again = IntakePage(workplace, draft)
    settle()
    assert names(again.findChild(QListWidget, "intake.files")) == ["票据.txt", "照片.txt"]
    fill_in(again)
    again.save()
    settle()
    (made,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    assert [each.name for each in handling.case(workplace.desk, made.id).attachments] == ["票据.txt", "照片.txt"]
    assert intake.drafts(workplace.desk) == ()
    assert not list((workplace.places.data / "drafts").rglob("*.*"))
    settle()
    for each in (again, offers):
        shiboken6.delete(each)


def test_one_that_was_taken_away_does_not_come_back(page, given, workplace, qtbot, settle):
    given.setCurrentRow(0)
    given.setFocus()
    qtbot.keyClick(given, Qt.Key.Key_Delete)
    settle()
    assert [each.name for each in intake.files_of_draft(workplace.desk, page.draft_id)] == ["照片.txt"]


def test_registering_waits_for_a_file_that_is_on_its_way(page, workplace, settle, tmp_path):
    (tmp_path / "晚到.txt").write_text("x", "utf-8")
    fill_in(page)
    drop(page, files_as_data(tmp_path / "晚到.txt"))
    page.save()
    settle()
    (made,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    assert [each.name for each in handling.case(workplace.desk, made.id).attachments] == ["晚到.txt"]


def test_closing_asks_where_they_could_not_be_kept(page, answers, workplace, settle, tmp_path):
    (workplace.places.data / "drafts").write_text("in the way", "utf-8")
    (tmp_path / "票据.txt").write_text("x", "utf-8")
    drop(page, files_as_data(tmp_path / "票据.txt"))
    settle()
    assert names(page.findChild(QListWidget, "intake.files")) == ["票据.txt"]
    assert page.findChild(MessageBar, "intake.message").text
    answers.yes = False
    assert not page.may_close()
    answers.yes = True
    assert page.may_close()
    assert any("未能随草稿保存" in text for text in answers.asked)


def test_giving_up_gives_the_files_up(page, given, answers, workplace, settle):
    page.discard()
    settle()
    assert given.count() == 0
    assert intake.drafts(workplace.desk) == ()
    assert not list((workplace.places.data / "drafts").rglob("*.*"))


def test_what_is_too_large_is_said(page, answers, settle, tmp_path):
    with (tmp_path / "大.bin").open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    answers.files = [tmp_path / "大.bin"]
    page.findChild(QPushButton, "intake.add_file").click()
    settle()
    assert "大.bin" in page.findChild(MessageBar, "intake.message").text
