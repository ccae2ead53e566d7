"""What an auditor sees of people in the window: masked, until they say why they have to look, and then for a while."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.services import handling, intake, ledger
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.mask_line import MaskLine
from complaint_desk.ui.exchange.exporting import ExportDialog
from complaint_desk.ui.ledger.column_menu import column_menu
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from complaint_desk.ui.shared.print_preview import PrintPreview
from tests.storage.drafts import sound_draft
from tests.ui.test_deeds_by_keyboard import CONTROL, is_in, press

NAME, PHONE = "欧阳不凡", "13877776666"


@pytest.fixture
def told(workplace):
    """A ledger of one person who is named everywhere; a view of a clerk asks for them."""
    facts = f"{NAME}（{PHONE}）说压缩机漏氟"
    intake.register(workplace.desk, sound_draft(name=NAME, phone=PHONE, address="杭州市西湖区文三路18号", facts=facts))
    asked = LedgerFilter().with_piece("name", NAME)
    ledger.save_view(workplace.desk, SavedView(0, "某人", asked, LedgerOrder(), ("number", "name"), "", shared=True))
    return workplace


@pytest.fixture
def auditors(told, show_window):
    return show_window(told, rights_of([Role.AUDITOR]))


@pytest.fixture
def case_page(auditors, settle):
    auditors.actions_by_name["open"].trigger()
    settle()
    return auditors.bench.page


def shown_in(page):
    return "\n".join([*(each.text() for each in page.findChildren(QLabel)), *page.form.texts().values()])


def reveal_by_keys(page, qtbot, settle, reason="audit 7"):
    """From the line under the head: Space, the reason, Ctrl+S."""
    wanted = page.findChild(QPushButton, "case.mask.reveal")
    wanted.setFocus()
    qtbot.keyClick(wanted, Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DeedDialog)
    qtbot.waitUntil(lambda: is_in(dialog))
    qtbot.keyClicks(QApplication.focusWidget(), reason)
    press(qtbot, Qt.Key.Key_S, CONTROL)
    settle()
    return dialog


def test_the_ledger_masks_sorts_by_nothing_masked_and_says_why_a_view_of_somebody_is_refused(auditors, told, settle):
    page = auditors.bench.ledger
    (row,) = (page._model.complaint(0),)
    assert (row.name, row.phone, row.facts) == ("欧阳**", "138****6666", "欧阳**（138****6666）说压缩机漏氟")
    page.table.sort_by("name")
    assert page.order == LedgerOrder()
    assert not [each for each in column_menu(page.table, "name", told.words).actions() if "排序" in each.text()]
    dialog = ConditionsDialog(told, LedgerFilter(), parent=auditors)
    offered = dialog.criteria._items.keys()
    assert "subject_name" in offered
    assert not offered & {"name", "phone", "address"}
    page.views_menu.opened.emit(page._views.views[0])
    settle()
    assert "投诉人" in page.message.text
    page.message.findChild(QPushButton, "ledger.message.way0").click()
    settle()
    assert page.message.isHidden()
    assert page.filter == LedgerFilter()


def test_personal_data_is_shown_for_a_reason_until_the_page_is_left_or_for_a_while(
    auditors, case_page, told, qtbot, settle
):
    line = case_page.findChild(MaskLine)
    assert line.isVisible()
    assert "欧阳**" in shown_in(case_page)
    assert NAME not in shown_in(case_page)
    dialog = reveal_by_keys(case_page, qtbot, settle, reason="")
    assert dialog.isVisible()
    assert NAME not in shown_in(case_page)
    qtbot.keyClicks(QApplication.focusWidget(), "audit 7")
    press(qtbot, Qt.Key.Key_S, CONTROL)
    settle()
    assert NAME in shown_in(case_page)
    assert case_page.form.text("phone") == PHONE
    assert "audit 7" in case_page._journal._sentence(handling.case(told.desk, 1).journal[-1])
    auditors.actions_by_name["print"].trigger()
    settle()
    preview = auditors.findChild(PrintPreview)
    assert NAME in repr(preview._paper)
    preview.reject()
    auditors.bench.tabs.setCurrentIndex(0)
    settle()
    assert not line.is_open
    auditors.bench.tabs.setCurrentIndex(1)
    settle()
    assert NAME not in shown_in(case_page)
    for masked_again in (line.findChild(QTimer).timeout.emit, line.findChild(QPushButton, "case.mask.hide").click):
        case_page.do("reveal")
        again = QApplication.activeModalWidget()
        again.form.put("reveal_reason", "再次核对")
        again.save()
        settle()
        assert NAME in shown_in(case_page)
        masked_again()
        settle()
        assert NAME not in shown_in(case_page)


def test_a_report_offers_no_way_to_who_reported(told, show_window, settle):
    intake.register(told.desk, sound_draft(kind="report", name=NAME, facts=f"{NAME}举报"))
    window = show_window(told, rights_of([Role.AUDITOR]))
    window.bench.ledger.table.choose_row(0)
    window.actions_by_name["open"].trigger()
    settle()
    page = window.bench.page
    assert NAME not in shown_in(page)
    assert page.findChild(MaskLine).isVisible()
    assert not page.findChild(QPushButton, "case.mask.reveal").isVisible()


def test_an_export_offers_masks_and_nothing_else_to_who_sees_none(qtbot):
    plain, masked = ExportDialog("3 件", sees_people=True), ExportDialog("3 件", sees_people=False)
    for dialog in (plain, masked):
        qtbot.addWidget(dialog)
    assert [str(each.personal) for each in (plain, masked)] == ["shown", "masked"]
    assert set(masked._personal) == {"masked", "removed"}
    plain._personal[PersonalData.REMOVED].setChecked(True)
    assert plain.personal == "removed"
    assert plain.shown.isChecked()
