"""The manual beside the work: F1 from anywhere, contents, search with marked hits, back and forth, paper; by keys alone."""

from __future__ import annotations

import ast
import dataclasses
import shutil
import time

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton, QVBoxLayout, QWidget

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.searching import search_words
from complaint_desk.i18n import LANGUAGES
from complaint_desk.i18n.refusals import ERRORS
from complaint_desk.services import manual
from complaint_desk.services.manual import INDEX
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.exchange.wizard import COLUMNS, PREVIEW, SHEETS, WORDS, ImportWizard
from complaint_desk.ui.help.manual import ManualWindow
from complaint_desk.ui.help.paper import page_paper
from complaint_desk.ui.shared.explained import place_about, places
from complaint_desk.ui.shared.pages import pdf_of
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.questions import Questions
from complaint_desk.ui.shared.style import dress
from complaint_desk.ui.shared.tokens import DARK, LIGHT
from tests.exchange.files import write_xlsx
from tests.house.sources import PACKAGE, named, tree_of

_BASES = {"QDialog", "GrowingDialog", "AskingDialog"}
WITHOUT_PLACE = {"DeedDialog", "SentDialog", "AnswerDialog", "NameDialog", *_BASES}
"""Dialogs that get their names elsewhere, as a deed's is called like the deed, or are about what they stand over."""


@pytest.fixture
def window(filled, show_window):
    return show_window(filled)


@pytest.fixture
def opened(workplace, qtbot):
    made = ManualWindow(workplace)
    qtbot.addWidget(made)
    made.show_place("")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def press(key):
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def dialog_in_front(qtbot):
    """The one dialog that is open, once it has the keyboard."""
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible())
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().window() is dialog)
    return dialog


def shown_manual(window):
    (made,) = window.findChildren(ManualWindow)
    return made


def test_f1_opens_the_page_about_where_one_is(window, settle):
    for deed, page in (("ledger", "ledger"), ("new", "intake"), ("today", "today"), ("improve", "improvement")):
        window.activateWindow()
        window.actions_by_name[deed].trigger()
        settle()
        window.actions_by_name["help"].trigger()
        assert shown_manual(window).reader.page == page, deed
        shown_manual(window).close()


@pytest.mark.parametrize(
    ("deed", "page"),
    [
        ("report", "report"), ("letters", "letters"), ("preferences", "preferences"), ("rules", "rules"),
        ("calendar", "calendar"), ("import", "import"), ("bulk", "case"), ("export", "export"), ("about", "installing"),
    ],
)  # fmt: skip
def test_f1_works_in_a_dialog_which_does_not_shut_the_manual_out(window, settle, qtbot, deed, page):
    window.bench.ledger.table.choose_row(0)
    window.actions_by_name[deed].trigger()
    settle()
    dialog = dialog_in_front(qtbot)
    press(Qt.Key.Key_F1)
    made = shown_manual(window)
    qtbot.waitUntil(made.isVisible)
    assert made.reader.page == page
    assert made.windowHandle().transientParent() is dialog.windowHandle()
    made.close()
    dialog.reject()


def test_a_question_that_waits_for_its_answer_does_not_shut_the_manual_out(window, workplace, qtbot):
    """The keys go the way of the system's, which would not reach a window that is shut out."""
    reached = []

    def ask_for_help():
        box = QApplication.activeModalWidget()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().window() is box)
        press(Qt.Key.Key_F1)
        made = shown_manual(window)
        qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
        made.reader.setFocus()
        QTest.keyClick(made.windowHandle(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        reached.append(made.search.hasFocus())
        made.close()
        box.reject()

    QTimer.singleShot(50, ask_for_help)
    Questions(workplace.memory, lambda: window).confirm("?", "?", "Yes", "No")
    assert reached == [True]


def test_f1_in_the_manual_tells_its_keys(window, qtbot):
    window.helping.show_place("intake")
    made = shown_manual(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.reader.setFocus()
    press(Qt.Key.Key_F1)
    assert made.reader.page == "shortcuts"
    made.close()


def test_a_dialog_gets_the_key_once(window, settle, qtbot):
    window.actions_by_name["preferences"].trigger()
    settle()
    dialog = dialog_in_front(qtbot)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert len(dialog.findChildren(QShortcut, "help.key")) == 1
    dialog.reject()


def test_a_widget_without_a_place_leads_where_it_stands(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setObjectName("rules.form")
    column = QVBoxLayout(dialog)
    field = QLineEdit()
    field.setObjectName("unheard.of")
    column.addWidget(field)
    assert place_about(field) == places()["widgets"]["rules"]
    assert place_about(None) == ""


def test_every_place_is_in_the_manual_of_each_language():
    for language in LANGUAGES:
        whole = manual.manual(language)
        said = [target for table in places().values() for target in table.values()]
        lost = [target for target in said if manual.place(whole, "", _as_link(target)) is None]
        assert not lost


def _as_link(target: str) -> str:
    page, mark, section = target.partition("#")
    return f"{page}.md{mark}{section}"


def test_every_dialog_has_its_place():
    """One that is new gets a line in `resources/help/places.toml`."""
    known = places()["widgets"]
    lost = [
        f"{named(path)}: {dialog.name}"
        for path in (PACKAGE / "ui").rglob("*.py")
        for dialog in ast.walk(tree_of(path))
        if isinstance(dialog, ast.ClassDef) and any(getattr(base, "id", "") in _BASES for base in dialog.bases)
        if dialog.name not in WITHOUT_PLACE and not _names_of(dialog, tree_of(path)) & known.keys()
    ]
    assert not lost, "\n".join(lost)
    assert {plan.code for plan in DEEDS.values()} <= known.keys()


def _names_of(dialog, module):
    """Object names that a dialog gives itself, and what stands before their dots."""
    constants = {
        each.targets[0].id: each.value.value
        for each in module.body
        if isinstance(each, ast.Assign)
        and isinstance(each.value, ast.Constant)
        and isinstance(each.targets[0], ast.Name)
    }
    found = set()
    for call in ast.walk(dialog):
        if (
            isinstance(call, ast.Call)
            and getattr(call.func, "attr", "") == "setObjectName"
            and ast.unparse(call.func) == "self.setObjectName"
        ):
            name = call.args[0]
            said = name.value if isinstance(name, ast.Constant) else constants.get(getattr(name, "id", ""), "")
            parts = str(said).split(".")
            found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


def test_errors_that_lead_to_the_manual_are_known():
    assert places()["errors"].keys() <= ERRORS.keys()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ledger.search", "ledger#find"), ("ledger.count", "ledger#count"), ("ledger.table", "ledger"),
        ("ledger.detail", "ledger#row"), ("ledger.columns", "ledger#columns"),
    ],
)  # fmt: skip
def test_f1_at_a_part_of_the_ledger_tells_of_that_part(window, name, place):
    part = window.findChild(QWidget, name)
    assert place_about(part) == place
    part.setFocus()
    window.helping.show_place(place_about(part))
    page, _mark, section = place.partition("#")
    made = shown_manual(window)
    assert made.reader.page == page
    if section:
        assert made.reader.verticalScrollBar().value() > 0
    made.close()


def test_f1_in_a_field_tells_how_it_is_filled_in(window, settle, qtbot):
    window.actions_by_name["new"].trigger()
    settle()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.waitUntil(
        lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().objectName() == "intake.phone"
    )
    press(Qt.Key.Key_F1)
    made = shown_manual(window)
    assert made.reader.page == "intake"
    heading = made.reader.cursorForPosition(QPoint(40, 8)).block().text()
    assert heading == "各栏怎么填"
    made.close()


@pytest.mark.parametrize(
    ("page", "place"),
    [(SHEETS, "import#sheets"), (COLUMNS, "import#columns"), (WORDS, "import#words"), (PREVIEW, "import#preview")],
)
def test_each_page_of_the_import_has_its_place(window, settle, tmp_path, page, place):
    write_xlsx(
        tmp_path / "a.xlsx", [["投诉时间", "姓名", "商品名称", "投诉内容"], ["2026-05-06", "张三", "洗衣机", "抖动"]]
    )
    window.deeds.import_files([tmp_path / "a.xlsx"])
    settle()
    (wizard,) = window.findChildren(ImportWizard)
    wizard.go_to(page)
    settle()
    assert place_about((wizard.sheets, wizard.columns, wizard.words, wizard.rows)[page].table) == place
    wizard.reject()
    settle()


def test_an_error_leads_to_what_the_manual_tells_of_it(workplace, qtbot, monkeypatch):
    wanted: list[str] = []
    questions = Questions(workplace.memory, lambda: None, wanted.append)

    def press_learn_more():
        (box,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible())
        next(each for each in box.buttons() if each.text() == "了解更多").click()

    QTimer.singleShot(0, press_learn_more)
    questions.show_error(Refusal("encrypted_workbook", file="2025.xlsx"))
    assert wanted == ["import#begin"]


def test_an_empty_ledger_leads_to_the_first_steps(workplace, show_window):
    window = show_window(workplace)
    window.findChild(QPushButton, "ledger.empty.help").click()
    assert shown_manual(window).reader.page == "first-steps"
    shown_manual(window).close()


def test_the_search_finds_chinese_words_marks_them_and_leads_there_by_keys(opened, qtbot):
    QTest.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert opened.search.hasFocus()
    opened.search.setText("命中处")
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert opened.contents.searching
    assert opened.contents.hits.count() >= 1
    QTest.keyClick(opened.search, Qt.Key.Key_Down)
    assert opened.reader.page == "ledger"
    assert [each.text().splitlines()[0] for each in opened.contents.hits.selectedItems()] == [
        "台账：查找和筛选 › 查找投诉"
    ]
    marked = [each.cursor.selectedText() for each in opened.reader.extraSelections()]
    assert marked
    assert set(marked) == {"命中处"}
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.contents.searching
    assert opened.reader.extraSelections() == []
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_what_no_page_says_is_said(opened):
    opened.search.setText("没有这样的词")
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert opened.contents.currentWidget() is opened.contents.nothing


def test_back_and_forth_by_keys(opened):
    opened.show_place("intake")
    opened.show_place("ledger")
    QTest.keyClick(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.reader.page == "intake"
    assert opened.contents.tree.currentItem().text(0) == "登记投诉"
    QTest.keyClick(opened, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert opened.reader.page == "ledger"
    QTest.keyClick(opened, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert opened.reader.page == INDEX


def test_the_contents_lead_to_pages_by_arrows(opened):
    QTest.keyClick(opened, Qt.Key.Key_F6)
    seen = set()
    opened.contents.tree.setFocus()
    for _each in range(40):
        seen.add(opened.reader.page)
        QTest.keyClick(opened.contents.tree, Qt.Key.Key_Down)
    assert seen == set(manual.manual("zh_CN").pages)


def test_a_link_leads_to_its_heading(opened):
    opened.show_place("report#template")
    assert opened.reader.page == "report"
    assert opened.reader.verticalScrollBar().value() > 0


def test_a_link_in_a_page_is_followed_within_the_manual(opened):
    opened.show_place("first-steps")
    opened.reader.anchorClicked.emit(QUrl("intake.md"))
    assert opened.reader.page == "intake"
    opened.reader.anchorClicked.emit(QUrl("https://example.com/"))
    assert opened.reader.page == "intake"


def test_a_place_that_is_not_there_leads_to_the_contents(opened):
    opened.show_place("nowhere")
    assert opened.reader.page == INDEX


def test_pages_are_quick(opened):
    """Contents, page and marks of the longest page, in the processor's time."""
    began = time.process_time()
    for page in ("report", "shortcuts", "import"):
        opened.show_place(page)
        opened.grab()
    assert (time.process_time() - began) / 3 < 0.15


def test_every_page_is_set_in_both_appearances(opened, qapp):
    for wanted in (DARK, LIGHT):
        dress(qapp, wanted)
        opened.reader.show_anew()
        for name, page in manual.manual("zh_CN").pages.items():
            opened.show_place(name)
            assert page.title in opened.reader.toPlainText()


def test_a_page_goes_on_paper_in_black_and_in_a_size_to_be_read(opened, qapp):
    """Whatever the window looks like. The darkest pixels of the foot of the page are those of its last lines."""
    dress(qapp, DARK)
    page = pypdfium2.PdfDocument(pdf_of(page_paper(manual.manual("zh_CN"), "privacy")))[0]
    picture = page.render(scale=1, grayscale=True).to_numpy()
    assert picture[60:300].min() < 60
    sizes = [page.get_textpage().get_charbox(at) for at in range(20, 40)]
    assert max(top - bottom for _left, bottom, _right, top in sizes) > 6


def test_a_page_goes_on_paper_with_its_words(opened):
    paper = page_paper(manual.manual("zh_CN"), "intake")
    text = pypdfium2.PdfDocument(pdf_of(paper))[0].get_textpage().get_text_bounded()
    assert "登记投诉" in text
    assert "Ctrl+S" in text


def test_pictures_are_on_paper_wherever_the_program_is_installed(qapp, tmp_path):
    """A folder of blanks, Chinese and what means something in an address."""
    whole = manual.manual("zh_CN")
    folder = tmp_path / "投诉台账 程序#1"
    shutil.copytree(whole.folder, folder)
    for each in (whole, dataclasses.replace(whole, folder=folder)):
        page = pypdfium2.PdfDocument(pdf_of(page_paper(each, "intake")))[0]
        # Where the picture is, hardly a row of the page is white from end to end.
        rows = page.render(scale=1, grayscale=True).to_numpy()[120:380, 80:520].min(axis=1).reshape(-1)
        assert (rows < 250).mean() > 0.9


def test_ctrl_p_opens_the_preview(opened):
    QTest.keyClick(opened, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (preview,) = opened.findChildren(PrintPreview)
    preview.reject()


def test_hits_of_several_words_hold_all_of_them():
    whole = manual.manual("zh_CN")
    for hit in manual.search(whole, "备份 退出"):
        text = f"{hit.section.title} {hit.section.text}"
        assert all(word in text for word in search_words("备份 退出"))
    assert manual.search(whole, "  ") == ()
