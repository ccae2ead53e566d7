"""Files given while a complaint is taken down are kept with it once it is registered."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import handling, ledger
from complaint_desk.ui.intake.page import IntakePage
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


def test_closing_asks_since_a_draft_holds_no_files(page, given, answers):
    answers.yes = False
    assert not page.may_close()
    answers.yes = True
    assert page.may_close()
    assert any("票据" not in text and "草稿中不含文件" in text for text in answers.asked)


def test_giving_up_gives_the_files_up(page, given, answers):
    page.discard()
    assert given.count() == 0


def test_what_is_too_large_is_said(page, answers, settle, tmp_path):
    with (tmp_path / "大.bin").open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    answers.files = [tmp_path / "大.bin"]
    page.findChild(QPushButton, "intake.add_file").click()
    settle()
    assert "大.bin" in page.findChild(MessageBar, "intake.message").text
