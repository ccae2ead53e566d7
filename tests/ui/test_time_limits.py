"""Time limits in the window: what is left in the ledger, why in panel and case, and the deeds at clocks."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QTextBrowser

from complaint_desk.domain.clock_deeds import ExtensionWish, deeds_possible
from complaint_desk.domain.clocks import Clock, ClockState
from complaint_desk.domain.complaint import Changed
from complaint_desk.services import handling, intake, timing, undoing
from complaint_desk.services.timing import Entry
from complaint_desk.storage.verification import verify
from complaint_desk.ui.case.clocks import CaseClocks
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.case.fitted_plans import fitted
from complaint_desk.ui.case.foresight import Foresight
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.ledger.complaint_html import complaint_html
from complaint_desk.ui.ledger.detail_panel import DetailPanel
from complaint_desk.ui.ledger.layout import DEFAULT_COLUMNS
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.pill import DUE_LOOKS, Pill
from complaint_desk.ui.shared.tokens import LIGHT
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
    put_away(page)


def put_away(page: CasePage) -> None:
    for dialog in page.findChildren(DeedDialog):
        dialog.reject()
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


def test_what_is_older_than_its_clocks_is_historic_everywhere_and_quiet(workplace, words, known, qtbot, settle):
    case = handling.case(workplace.desk, known)
    old = dataclasses.replace(case.complaint, due_mark="historic", due_at=None, due_soon_at=None, due_clock="")
    model = RowsModel(("number", "due_at"), words, clock=lambda: NOW)
    assert model.text_of(old, "due_at") == "历史数据"
    clocks = CaseClocks(words)
    qtbot.addWidget(clocks)
    clocks.show_case(dataclasses.replace(case, complaint=old, clocks=()), NOW)
    told = clocks.findChild(QLabel, "case.clocks.historic")
    assert told.text().startswith("历史数据")
    assert clocks.findChildren(Pill) == []
    panel = complaint_html(old, dataclasses.replace(case, complaint=old, clocks=()), words, LIGHT, NOW)
    assert "历史数据" in panel


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
    assert deeds_possible(case.clocks) == ("extend", "resume", "set_date", "tell_date")
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
    assert deeds_possible(handling.case(desk, known).clocks) == ("pause", "set_date", "tell_date")
    for code in ("accept", "answer", "close"):
        timing.set_date(desk, known, dt.date(2027, 3, 1), words, Entry(), clock=code)
    assert deeds_possible(handling.case(desk, known).clocks) == ("set_date", "tell_date")
    for code in ("accept", "answer", "close"):
        timing.mark_told(desk, known, words, Entry(), clock=code)
    assert deeds_possible(handling.case(desk, known).clocks) == ("set_date",)


@pytest.fixture
def opened(workplace, desk, settle):
    """The page of a new complaint by a rule set, closed at the end."""
    pages = []

    def open_page(rule_set: str, **fields) -> CasePage:
        known = intake.register(desk, sound_draft(received_at=at("2026-11-20 09:30"), rule_set=rule_set, **fields)).id
        pages.append(CasePage(workplace, known))
        pages[-1].show()
        settle()
        return pages[-1]

    yield open_page
    settle()
    for page in pages:
        put_away(page)


def stands(page: CasePage, desk) -> dict[str, Clock]:
    return {each.clock.code: each.clock for each in handling.case(desk, page.complaint_id).clocks}


def offered(page: CasePage) -> set[str]:
    menu = page.findChild(QPushButton, "case.more").menu()
    return {each.objectName().removeprefix("case.more.") for each in menu.actions() if each.isVisible()}


def test_the_longer_way_of_a_bank_is_chosen_by_clock_and_foretold(opened, desk, settle):
    page = opened("bank")
    page.do("extend")
    dialog = dialog_of(page)
    assert dialog.form.texts()["clock"] == "close"
    dialog.form.put("clock", "answer")
    settle()
    assert dialog.form.text("to") == "30"
    assert "须经批准：主管" in dialog.findChild(QLabel, "extend.asks").text()
    assert "须在 2026-12-07 届满前告知投诉人" in dialog.findChild(QLabel, "extend.asks").text()
    assert dialog.findChild(QLabel, "extend.foresight").text().startswith("答复期限由 2026-12-07 改为 2026-12-21")
    dialog.form.put("to", "20")
    settle()
    assert dialog.findChild(QLabel, "extend.foresight").text().startswith("答复期限由 2026-12-07 改为 2026-12-10")
    dialog.form.put("approver", "赵主管")
    dialog.form.put("told", "not_told")
    dialog.save()
    assert not dialog.findChild(QLabel, "extend.told.note").isHidden()
    dialog.form.put("told", "told")
    dialog.save()
    settle()
    clocks = stands(page, desk)
    assert (clocks["answer"].extended_by, clocks["close"].extended_by) == (5, 0)


@pytest.mark.parametrize("to", ["15", "31", "many"])
def test_a_length_that_the_ladder_does_not_have_is_said_at_the_field(opened, desk, settle, to):
    page = opened("bank")
    page.do("extend")
    dialog = dialog_of(page)
    dialog.form.put("approver", "赵主管")
    dialog.form.put("told", "told")
    dialog.form.put("to", to)
    dialog.save()
    settle()
    assert not dialog.findChild(QLabel, "extend.to.note").isHidden()
    assert dialog.findChild(QLabel, "extend.foresight").text() == ""
    assert stands(page, desk)["close"].extended_by == 0


def test_only_events_that_a_clock_waits_for_are_offered(opened, desk, settle):
    assert "start_event" not in offered(opened("general"))
    page = opened("distance_return")
    page.do("start_event")
    dialog = dialog_of(page)
    events = ("demanded", "goods_received", "goods_returned", "promised", "notified")
    assert [each for each in events if dialog.findChild(QPushButton, f"event.{each}")] == list(events[1:3])
    dialog.save()
    assert not dialog.findChild(QLabel, "start_event.event.note").isHidden()
    dialog.form.put("event", "goods_returned")
    dialog.form.put("step_at", "2026-11-19")
    dialog.save()
    assert not dialog.findChild(QLabel, "start_event.step_at.note").isHidden()
    dialog.form.put("step_at", "2026-11-23")
    settle()
    assert dialog.findChild(QLabel, "start_event.foresight").text().startswith("退款期限 2026-11-30")
    dialog.save()
    settle()
    assert stands(page, desk)["refund"].due == at("2026-11-30 23:59:59")


def test_goods_were_received_before_anybody_complained_of_them(opened, desk, settle):
    page = opened("distance_return")
    page.do("start_event")
    dialog = dialog_of(page)
    dialog.form.put("event", "goods_received")
    dialog.form.put("step_at", "2026-11-16")
    dialog.save()
    settle()
    kept = stands(page, desk)["return"]
    assert (kept.start, kept.state(NOW)) == (at("2026-11-16 00:00"), ClockState.MET)


def test_a_demand_may_be_put_right_and_stays_so(opened, desk, settle):
    page = opened("prepaid")
    page.do("start_event")
    dialog = dialog_of(page)
    assert dialog.form.text("event") == "demanded"
    dialog.form.put("step_at", "2026-11-23")
    dialog.save()
    settle()
    page.do("accept")
    settle()
    assert stands(page, desk)["refund"].start == at("2026-11-23 00:00")


def test_that_the_complainant_knows_the_date_is_noted_once(opened, desk, settle):
    page = opened("express")
    page.do("tell_date")
    dialog = dialog_of(page)
    assert dialog.form.text("clock") == "close"
    dialog.save()
    settle()
    assert stands(page, desk)["close"].told_at == NOW
    page.do("tell_date")
    assert dialog_of(page).form.text("clock") != "close"


def test_waiting_pauses_what_may_be_paused_and_the_way_back_lets_it_go_on(opened, workplace, desk, settle):
    said: list[Changed] = []
    workplace.hub.done.connect(said.append)
    page = opened("general", status="handling")
    page.do("wait")
    dialog = dialog_of(page)
    settle()
    assert dialog.form.text("paused_clocks") == "answer,close"
    assert "答复时限已中止（剩 3 天）" in dialog.findChild(QLabel, "wait.foresight").text()
    dialog.save()
    settle()
    assert {code for code, clock in stands(page, desk).items() if clock.is_paused} == {"answer", "close"}
    assert said[-1].said == "答复时限已中止（剩 3 天）；办结时限已中止（剩 13 天）"
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: NOW + dt.timedelta(days=2))
    page.do("handle")
    dialog = dialog_of(page)
    assert dialog.form.text("resumed_clocks") == "answer,close"
    dialog.save()
    settle()
    assert {code: clock.paused for code, clock in stands(page, desk).items()} == {"answer": 2, "close": 2}
    assert said[-1].said == "答复期限由 2026-11-27 改为 2026-11-30；办结期限 2026-12-07"
    assert said[-1].undoable is not None
    undoing.undo(workplace.desk, said[-1].undoable)
    back = handling.case(desk, page.complaint_id)
    assert (back.complaint.status, [each.clock.is_paused for each in back.clocks]) == ("waiting", [True, True])
    assert verify(desk.store).ok


def test_waiting_without_a_pause_leaves_the_clocks_alone(opened, desk, settle):
    page = opened("general", status="handling")
    page.do("wait")
    dialog = dialog_of(page)
    dialog.form.put("paused_clocks", "")
    dialog.save()
    settle()
    assert not any(clock.is_paused for clock in stands(page, desk).values())
    page.do("handle")
    settle()
    assert handling.case(desk, page.complaint_id).complaint.status == "handling"


def test_where_no_rule_allows_a_pause_waiting_asks_for_none(opened):
    page = opened("express", status="handling")
    page.do("wait")
    assert "paused_clocks" not in dialog_of(page).form.cells


def test_a_reply_out_of_waiting_lets_the_clock_of_closing_go_on(opened, workplace, desk, words, settle):
    page = opened("general", status="handling")
    page.do("wait")
    dialog_of(page).save()
    settle()
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: NOW + dt.timedelta(days=2))
    page.do("answer")
    dialog = dialog_of(page)
    assert dialog.form.text("resumed_clocks") == "close"
    dialog.form.put("outcome", "refunded")
    dialog.form.put("reply_by", "phone")
    dialog.save()
    settle()
    clocks = stands(page, desk)
    assert (clocks["answer"].is_open, clocks["close"].is_paused, clocks["close"].paused) == (False, False, 2)


def test_closing_out_of_waiting_ends_the_pauses(opened, workplace, desk, settle):
    page = opened("general", status="handling")
    page.do("wait")
    dialog_of(page).save()
    settle()
    page.do("withdraw")
    dialog = dialog_of(page)
    assert "resumed_clocks" not in dialog.form.cells
    dialog.save()
    settle()
    assert not any(clock.is_open for clock in stands(page, desk).values())


def test_a_clock_of_the_pc_that_went_back_is_said_in_the_status_bar(workplace, known, qtbot, settle):
    bar = QStatusBar()
    qtbot.addWidget(bar)
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: at("2026-11-20 10:00"))
    line = StatusLine(workplace, bar)
    settle()
    qtbot.waitUntil(lambda: not line.clock_behind.isHidden())
    assert "96 小时" in line.clock_behind.text()


def test_nothing_of_a_dialog_flashes_up_as_a_window_before_it(opened, workplace, desk, words, qtbot):
    case = handling.case(desk, opened("bank").complaint_id)
    made = Foresight(workplace, case, fitted(DEEDS["extend"], case, words, NOW))
    qtbot.addWidget(made)
    assert not made.isVisible()
