"""Time limits in the window: what is left in the ledger, why in panel and case, and the deeds at clocks."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QTextBrowser

from complaint_desk.domain.clock_deeds import ExtensionWish, deeds_possible
from complaint_desk.domain.clocks import ClockState
from complaint_desk.services import handling, intake, timing
from complaint_desk.services.timing import Entry
from complaint_desk.ui.case.clocks import CaseClocks
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.ledger.detail_panel import DetailPanel
from complaint_desk.ui.ledger.layout import DEFAULT_COLUMNS
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.pill import DUE_LOOKS, Pill
from complaint_desk.ui.status_line import StatusLine
from tests.clocks.cases import at
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


@pytest.fixture
def known(desk):
    return intake.register(desk, sound_draft(received_at=at("2026-11-20 09:30"))).id


@pytest.fixture
def page(workplace, known, qtbot, settle):
    page = CasePage(workplace, known)
    page.resize(1300, 800)
    with qtbot.waitExposed(page):
        page.show()
    settle()
    yield page
    settle()
    shiboken6.delete(page)


def dialog_of(page: CasePage) -> DeedDialog:
    (dialog,) = [each for each in page.findChildren(DeedDialog) if each.isVisible()]
    return dialog


def test_every_state_has_a_shape_of_its_own() -> None:
    assert set(DUE_LOOKS) == set(ClockState)
    assert len({shape for _tone, shape in DUE_LOOKS.values()}) == len(DUE_LOOKS)


def test_the_ledger_says_what_is_left_and_never_of_yesterday(workplace, words, known):
    assert DEFAULT_COLUMNS[-1] == "due_at"
    complaint = handling.case(workplace.desk, known).complaint
    moment = at("2026-11-23 08:00")
    model = RowsModel(("number", "due_at"), words, clock=lambda: moment)
    assert model.text_of(complaint, "due_at") == "今日到期"
    moment = at("2026-11-24 00:00")
    assert model.text_of(complaint, "due_at") == "逾期 1 天"
    assert model.text_of(dataclasses.replace(complaint, due_mark="paused", due_at=None), "due_at") == "已中止"
    assert model.text_of(dataclasses.replace(complaint, due_mark="", due_at=None), "due_at") == ""


def test_the_panel_says_why(workplace, known, qtbot, settle):
    panel = DetailPanel(workplace)
    qtbot.addWidget(panel)
    panel.show_complaint(handling.case(workplace.desk, known).complaint)
    assert panel.findChild(Pill, "ledger.detail.due").accessibleName() == "逾期 1 天"
    body = panel.findChild(QTextBrowser, "ledger.detail.body")
    qtbot.waitUntil(lambda: "侵害消费者权益行为处罚办法" in body.toPlainText())
    assert "2026-12-07" in body.toPlainText()
    settle()


def test_a_case_shows_each_clock_with_its_reasons(page):
    clocks = page.findChild(CaseClocks)
    assert clocks.isVisible()
    left = {
        code: clocks.findChild(Pill, f"case.clocks.{code}").accessibleName() for code in ("accept", "answer", "close")
    }
    assert left == {"accept": "逾期 1 天", "answer": "剩 3 天", "close": "剩 13 天"}
    said = " ".join(each.text() for each in clocks.findChildren(QLabel))
    assert "顺延至 2026-12-07" in said


def test_a_narrow_panel_cuts_nothing_of_a_clock_off(page):
    assert page.findChild(CaseClocks).minimumSizeHint().width() <= 160


def test_pause_and_going_on_from_the_case_page(page, known, workplace, settle):
    page.do("pause")
    dialog = dialog_of(page)
    dialog.save()
    assert dialog.isVisible()
    dialog.form.put("reason", "testing")
    dialog.form.put("note", "送检")
    dialog.save()
    settle()
    case = handling.case(workplace.desk, known)
    assert {each.clock.code for each in case.clocks if each.clock.is_paused} == {"answer", "close"}
    assert page.findChild(Pill, "case.clocks.close").accessibleName() == "已中止"
    assert deeds_possible(case.clocks) == ("extend", "resume", "set_date")
    page.do("resume")
    dialog_of(page).save()
    settle()
    assert not any(each.clock.is_paused for each in handling.case(workplace.desk, known).clocks)


def test_an_extension_without_its_approver_is_said_at_the_field(page, known, workplace, settle):
    page.do("extend")
    dialog = dialog_of(page)
    dialog.save()
    settle()
    assert dialog.isVisible()
    assert not dialog.findChild(QLabel, "extend.approver.note").isHidden()
    dialog.form.put("approver", "李主管")
    dialog.findChild(QPushButton, "extend.accept").click()
    settle()
    close = handling.case(workplace.desk, known).clocks[-1]
    assert (close.clock.code, close.clock.extended_by) == ("close", 15)


def test_the_date_of_an_authority_is_taken_over_where_it_is_waited_for(workplace, desk, qtbot, settle):
    known = intake.register(desk, sound_draft(received_at=at("2026-11-20 09:30"), channel="regulator")).id
    page = CasePage(workplace, known)
    page.show()
    settle()
    page.do("set_date")
    dialog = dialog_of(page)
    dialog.form.put("date", "2026-12")
    dialog.save()
    assert dialog.isVisible()
    dialog.form.put("date", "2026-12-04")
    dialog.save()
    settle()
    clocks = {each.clock.code: each.clock for each in handling.case(desk, known).clocks}
    assert (clocks["answer"].due, clocks["answer"].named) == (at("2026-12-04 23:59:59"), True)
    settle()
    shiboken6.delete(page)


def test_what_cannot_be_done_to_a_clock_is_not_offered(desk, words):
    known = intake.register(desk, sound_draft(received_at=at("2026-11-20 09:30"))).id
    for approver in ("李主管", "王经理"):
        timing.extend(desk, known, ExtensionWish(NOW, approver), words)
    assert deeds_possible(handling.case(desk, known).clocks) == ("pause", "set_date")
    for code in ("accept", "answer", "close"):
        timing.set_date(desk, known, dt.date(2027, 3, 1), words, Entry(), clock=code)
    assert deeds_possible(handling.case(desk, known).clocks) == ("set_date",)


def test_a_clock_of_the_pc_that_went_back_is_said_in_the_status_bar(workplace, known, qtbot, settle):
    bar = QStatusBar()
    qtbot.addWidget(bar)
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: at("2026-11-20 10:00"))
    line = StatusLine(workplace, bar)
    settle()
    qtbot.waitUntil(lambda: not line.clock_behind.isHidden())
    assert "96 小时" in line.clock_behind.text()
