"""The case page: reading, editing, other people's edits, and each deed with its dialog."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QRadioButton, QWidget

from complaint_desk.domain.complaint import Changes, ComplaintContent, ComplaintDraft, NewStep, SavedDraft, content_of
from complaint_desk.domain.errors import Surroundings
from complaint_desk.i18n import _
from complaint_desk.services import handling, intake, people
from complaint_desk.ui.case.conflicts import ConflictDialog
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.deed_plans import DEEDS, deeds_of
from complaint_desk.ui.case.deeds import open_deed
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.shared.form.suggestions import SuggestingLine

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def known(desk):
    draft = ComplaintDraft(
        received_at=desk.clock().replace(second=23) - dt.timedelta(days=5),
        name="张敏",
        phone="13812345678",
        channel="phone",
        subject_name="澜图变频空调 KE55",
        category="electronics",
        facts="室外机异响",
        nature="quality",
        price=Decimal("2599.00"),
        department="售后服务部",
    )
    return intake.register(desk, draft)


@pytest.fixture
def opened(workplace, qtbot, settle):
    """Open a case page that is closed at the end."""
    pages: list[CasePage] = []

    def open_page(complaint_id, draft=None):
        page = CasePage(workplace, complaint_id, draft)
        pages.append(page)
        page.resize(1300, 800)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        settle()
        return page

    yield open_page
    settle()
    for page in pages:
        shiboken6.delete(page)


@pytest.fixture
def page(opened, known):
    return opened(known.id)


@pytest.fixture
def current(desk, known):
    return lambda: handling.case(desk, known.id)


def edit_elsewhere(desk, complaint, **values):
    """Somebody else saves other values."""
    content = ComplaintContent(**(content_of(complaint) | values))
    handling.save_edit(dataclasses.replace(desk, person="李工"), complaint, content)


def move(desk, known, to, **entry):
    return handling.move(desk, known.id, to, base_version=handling.case(desk, known.id).complaint.version, entry=entry)


def dialog_of(page: QWidget) -> DeedDialog:
    (dialog,) = [each for each in page.findChildren(DeedDialog) if each.isVisible()]
    return dialog


def note(widget: QWidget, name: str) -> str:
    label = widget.findChild(QLabel, f"{name}.note")
    return "" if label.isHidden() else label.text()


def click(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button.isVisible()
    button.click()


def test_a_case_shows_who_what_and_how_far(page, known):
    assert page.title == known.number
    assert page.findChild(QLabel, "case.number").text() == known.number
    assert page.findChild(QLabel, "case.about").text().startswith("张敏 · 澜图变频空调 KE55 · 质量 · 2,599.00")
    assert page.findChild(QWidget, "case.status").accessibleName() == "已登记"
    assert not page.dirty
    assert not page.findChild(QPushButton, "case.save").isVisible()


def test_what_nobody_touched_is_not_written(page, current, settle):
    before = current().complaint
    page.form.put("handler", "王芳")
    page.save()
    settle()
    after = current().complaint
    assert after == dataclasses.replace(before, handler="王芳", version=before.version + 1)
    assert after.received_at.second == 23
    assert not page.dirty


def test_ctrl_s_saves_and_the_draft_is_gone(page, workplace, current, qtbot, settle):
    page.form.put("handler", "王芳")
    qtbot.waitUntil(lambda: len(intake.drafts(workplace.desk)) == 1, timeout=2000)
    (draft,) = intake.drafts(workplace.desk)
    assert (draft.complaint_id, draft.base_version) == (page.complaint_id, 1)
    page.form.go_to("handler")
    with qtbot.waitSignal(page.registered):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CONTROL)
    settle()
    assert current().complaint.handler == "王芳"
    assert intake.drafts(workplace.desk) == ()


def test_a_missing_field_keeps_an_edit_from_being_saved(page, current, settle):
    page.form.put("facts", "")
    page.save()
    settle()
    assert QApplication.focusWidget().objectName() == "case.facts"
    assert note(page, "case.facts").startswith("▲")
    assert current().complaint.facts == "室外机异响"


def test_a_ledger_that_fails_keeps_the_edit(page, workplace, monkeypatch, settle):
    def full(desk, base, content):
        raise Surroundings("disk_full", path="ledger.db")

    monkeypatch.setattr(handling, "save_edit", full)
    page.form.put("handler", "王芳")
    page.save()
    settle()
    assert page.form.text("handler") == "王芳"
    assert page.findChild(QLabel, "case.message.text").isVisible()


def test_edits_of_different_fields_go_together(page, desk, current, settle):
    page.form.put("handler", "王芳")
    edit_elsewhere(desk, current().complaint, outlet="文三路门店")
    page.save()
    settle()
    assert (current().complaint.handler, current().complaint.outlet) == ("王芳", "文三路门店")


def test_a_stale_edit_is_settled_field_by_field(page, desk, current, qtbot, settle):
    page.form.put("department", "市场部")
    page.form.put("price", "2999")
    page.form.put("handler", "王芳")
    edit_elsewhere(desk, current().complaint, department="质量管理部", price=Decimal("1999.00"), outlet="文三路门店")
    page.save()
    qtbot.waitUntil(lambda: page.findChild(ConflictDialog) is not None, timeout=3000)
    dialog = page.findChild(ConflictDialog)
    assert dialog.chosen() == {"department": "质量管理部", "price": Decimal("1999.00")}
    dialog.findChild(QRadioButton, "conflicts.price.mine").click()
    click(dialog, "conflicts.save")
    settle()
    after = current().complaint
    assert (after.department, after.price, after.handler) == ("质量管理部", Decimal("2999.00"), "王芳")
    assert after.outlet == "文三路门店"
    assert not page.dirty


def test_going_back_from_a_stale_edit_changes_nothing(page, desk, current, qtbot, settle):
    page.form.put("department", "市场部")
    edit_elsewhere(desk, current().complaint, department="质量管理部")
    page.save()
    qtbot.waitUntil(lambda: page.findChild(ConflictDialog) is not None, timeout=3000)
    click(page.findChild(ConflictDialog), "conflicts.cancel")
    settle()
    assert page.form.text("department") == "市场部"
    assert current().complaint.department == "质量管理部"


def test_another_change_is_shown_at_once_where_nothing_was_typed(page, desk, workplace, current, settle):
    edit_elsewhere(desk, current().complaint, department="质量管理部")
    workplace.hub.changed.emit(Changes(changed=(page.complaint_id,)))
    settle()
    assert page.form.text("department") == "质量管理部"
    assert not page.dirty


def test_another_change_never_overwrites_what_was_typed(page, desk, workplace, current, settle):
    page.form.put("handler", "王芳")
    edit_elsewhere(desk, current().complaint, department="质量管理部")
    workplace.hub.changed.emit(Changes(changed=(page.complaint_id,)))
    settle()
    assert page.form.text("handler") == "王芳"
    assert page.form.text("department") == "售后服务部"
    assert page.findChild(QLabel, "case.message.text").isVisible()


def test_a_deed_beside_unsaved_edits_is_no_change_by_somebody_else(page, current, settle):
    page.form.put("handler", "王芳")
    click(page, "case.accept")
    settle()
    assert current().complaint.status == "accepted"
    assert not page.findChild(QLabel, "case.message.text").isVisible()
    page.save()
    settle()
    assert current().complaint.handler == "王芳"


def test_undoing_changes_asks_first(page, answers, settle, workplace):
    page.form.put("handler", "王芳")
    answers.yes = False
    page.revert()
    assert page.form.text("handler") == "王芳"
    answers.yes = True
    page.revert()
    settle()
    assert page.form.text("handler") == ""
    assert intake.drafts(workplace.desk) == ()


@pytest.fixture
def leave_edits(desk, known):
    """Edits of the case that an earlier run of the program kept; `start` is what stood there then."""

    def leave(start="", **edits):
        texts = tuple({**edits, **{f"start.{name}": start for name in edits}}.items())
        return intake.save_draft(desk, SavedDraft(uuid4(), known.number, texts, desk.clock(), "", known.id, 1))

    return leave


def test_edits_that_were_left_are_offered_in_the_case(opened, leave_edits, known, desk, settle):
    draft = leave_edits(handler="王芳")
    page = opened(known.id)
    assert not page.dirty
    page.findChild(QPushButton, "case.message.way0").click()
    assert page.form.text("handler") == "王芳"
    assert page.draft_id == draft.id
    page.save()
    settle()
    assert handling.case(desk, known.id).complaint.handler == "王芳"
    assert intake.drafts(desk) == ()


def test_edits_are_taken_up_again_from_their_draft(opened, leave_edits, known):
    page = opened(known.id, leave_edits(handler="王芳"))
    assert page.form.text("handler") == "王芳"
    assert page.dirty


def test_what_others_wrote_since_is_found_when_left_edits_are_saved(opened, leave_edits, known, desk, current, qtbot):
    draft = leave_edits("售后服务部", department="市场部")
    edit_elsewhere(desk, current().complaint, department="质量管理部", outlet="文三路门店")
    page = opened(known.id, draft)
    assert page.findChild(QLabel, "case.message.text").isVisible()
    assert page.form.text("outlet") == "文三路门店"
    page.save()
    qtbot.waitUntil(lambda: page.findChild(ConflictDialog) is not None, timeout=3000)
    dialog = page.findChild(ConflictDialog)
    assert dialog.chosen() == {"department": "质量管理部"}
    dialog.reject()


def test_only_what_was_edited_is_kept_in_the_draft(page, workplace, qtbot):
    page.form.put("department", "市场部")
    page.form.put("price", "")
    qtbot.waitUntil(lambda: len(intake.drafts(workplace.desk)) == 1, timeout=2000)
    (draft,) = intake.drafts(workplace.desk)
    assert dict(draft.texts) == {
        "department": "市场部", "start.department": "售后服务部", "price": "", "start.price": "2,599.00",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["registered", "accepted", "handling", "waiting", "answered", "closed", "declined"])
def test_each_status_has_its_deeds(status):
    for code in deeds_of(status):
        assert code in DEEDS
    assert "record_step" in deeds_of(status)


def test_accepting_is_one_click(page, current, settle):
    click(page, "case.accept")
    settle()
    assert current().complaint.status == "accepted"
    assert page.findChild(QWidget, "case.status").accessibleName() == "已受理"
    assert not page.findChild(QPushButton, "case.accept").isVisible()


def test_enter_struck_twice_does_not_accept(page, current, qtbot, settle):
    page.focus_first()
    assert QApplication.focusWidget().objectName() == "case.phone"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert current().complaint.status == "registered"


def test_answering_with_the_keyboard(page, current, qtbot, settle):
    click(page, "case.answer")
    dialog = dialog_of(page)

    def press(key):
        qtbot.keyClick(QApplication.focusWidget(), key)

    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=3000)
    assert QApplication.focusWidget().objectName() == "answer.outcome"
    qtbot.keyClicks(QApplication.focusWidget(), "tk")
    line = dialog.findChild(SuggestingLine, "answer.outcome")
    qtbot.waitUntil(lambda: line.offering, timeout=3000)
    press(ENTER)
    assert QApplication.focusWidget().objectName() == "answer.compensation"
    qtbot.keyClicks(QApplication.focusWidget(), "200")
    press(ENTER)
    dialog.form.put("outcome_text", "退款并补偿误工费")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "answer.reply_by"
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.findChild(SuggestingLine, "answer.reply_by").offering, timeout=3000)
    press(Qt.Key.Key_Down)
    press(ENTER)
    assert QApplication.focusWidget().objectName() == "answer.replied_at"
    press(ENTER)
    assert QApplication.focusWidget().objectName() == "answer.accept"
    with qtbot.waitSignal(dialog.done_with):
        press(ENTER)
    settle()
    after = current().complaint
    assert (after.status, after.outcome, after.compensation) == ("answered", "refunded", Decimal("200.00"))
    assert (after.outcome_text, after.reply_by, after.replied_at) == (
        "退款并补偿误工费",
        "phone",
        page._workplace.desk.clock(),
    )
    assert [step.kind for step in current().steps][-1] == "answer"


def test_what_an_answer_lacks_is_said_at_its_field(page, current, settle):
    click(page, "case.answer")
    dialog = dialog_of(page)
    dialog.save()
    assert note(dialog, "answer.outcome").startswith("▲")
    assert note(dialog, "answer.reply_by").startswith("▲")
    assert note(dialog, "answer.replied_at") == ""
    dialog.form.put("outcome", "refunded")
    dialog.form.put("reply_by", "phone")
    dialog.form.put("replied_at", "2026-12-01")
    dialog.save()
    assert note(dialog, "answer.replied_at").startswith("▲")
    dialog.reject()
    assert current().complaint.status == "registered"


def test_closing_needs_an_outcome_and_may_rate(page, current, settle):
    click(page, "case.close")
    dialog = dialog_of(page)
    dialog.save()
    assert note(dialog, "close.outcome").startswith("▲")
    dialog.form.put("outcome", "settled")
    dialog.form.put("satisfaction", "5")
    dialog.save()
    settle()
    after = current().complaint
    assert (after.status, after.outcome, after.satisfaction) == ("closed", "settled", 5)
    assert after.handled_at is not None
    assert after.closed_at is not None


def test_declining_needs_a_reason_of_the_list(page, current, settle):
    page.do("decline")
    dialog = dialog_of(page)
    dialog.save()
    assert note(dialog, "decline.decline_reason").startswith("▲")
    dialog.form.put("decline_reason", "no_contact")
    dialog.form.put("note", "三次无人接听")
    dialog.save()
    settle()
    assert current().complaint.status == "declined"
    assert page.findChild(QAction) is not None


def test_waiting_handling_withdrawing_and_reopening(page, desk, known, current, settle):
    for deed, status in (
        ("accept", "accepted"),
        ("wait", "waiting"),
        ("handle", "handling"),
        ("withdraw", "withdrawn"),
    ):
        page.do(deed)
        if DEEDS[deed].asks:
            dialog = dialog_of(page)
            dialog.form.put("note", "等待投诉人提供凭证")
            dialog.save()
        settle()
        assert current().complaint.status == status


def test_a_closed_case_can_be_reopened(opened, desk, known, current, settle):
    move(desk, known, "closed", outcome="settled", handled_at=desk.clock())
    page = opened(known.id)
    page.do("reopen")
    dialog_of(page).save()
    settle()
    assert (current().complaint.status, current().complaint.reopened) == ("handling", 1)


def test_recording_a_step_and_correcting_it(page, current, settle, qtbot):
    click(page, "case.record_step")
    dialog = dialog_of(page)
    dialog.form.put("step_kind", "investigate")
    dialog.form.put("step_text", "压缩机批次 B2406 异响")
    dialog.save()
    settle()
    (step,) = current().steps
    assert (step.kind, step.text) == ("investigate", "压缩机批次 B2406 异响")
    name = f"case.correct.{step.id}"
    qtbot.waitUntil(lambda: page.findChild(QPushButton, name).isVisible(), timeout=3000)
    click(page, name)
    dialog = dialog_of(page)
    assert dialog.form.text("step_text") == "压缩机批次 B2406 异响"
    dialog.form.put("step_text", "压缩机批次 B2407 异响")
    dialog.save()
    settle()
    assert [(each.text, each.corrects) for each in current().steps if each.corrects] == [
        ("压缩机批次 B2407 异响", step.id)
    ]


def test_a_step_that_is_only_a_note_needs_words(page, current):
    click(page, "case.record_step")
    dialog = dialog_of(page)
    dialog.form.put("step_kind", "note")
    dialog.form.put("step_text", "")
    dialog.save()
    assert note(dialog, "record_step.step_text").startswith("▲")
    assert current().steps == ()
    dialog.reject()


def test_following_up(page, current, settle):
    page.do("follow_up")
    dialog = dialog_of(page)
    assert dialog.form.text("follow_up") == "done"
    dialog.form.put("satisfaction", "4")
    dialog.form.put("satisfaction_handling", "3")
    dialog.form.put("follow_up_text", "基本满意")
    dialog.save()
    settle()
    after = current().complaint
    assert (after.follow_up, after.satisfaction, after.satisfaction_handling) == ("done", 4, 3)
    assert after.followed_up_at is not None


def test_a_deed_over_a_stale_case_is_said_and_then_goes_through(page, desk, known, current, settle):
    click(page, "case.answer")
    dialog = dialog_of(page)
    dialog.form.put("outcome", "refunded")
    dialog.form.put("reply_by", "phone")
    edit_elsewhere(desk, current().complaint, outcome="repaired")
    dialog.save()
    settle()
    assert dialog.findChild(QLabel, "answer.message.text").isVisible()
    dialog.save()
    settle()
    assert (current().complaint.status, current().complaint.outcome) == ("answered", "refunded")


def test_a_deed_that_the_ledger_cannot_write_stays_open(page, monkeypatch, settle, current):
    def locked(desk, complaint_id, step):
        raise Surroundings("locked", path="ledger.db")

    monkeypatch.setattr(handling, "record_step", locked)
    click(page, "case.record_step")
    dialog = dialog_of(page)
    dialog.form.put("step_text", "同意退货")
    dialog.save()
    settle()
    assert dialog.isVisible()
    assert dialog.form.text("step_text") == "同意退货"
    dialog.reject()


def test_the_ledger_opens_a_deed_by_its_name(workplace, known, qtbot, settle, current):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    open_deed(workplace, known.id, "accept", window)
    settle()
    assert current().complaint.status == "accepted"
    open_deed(workplace, known.id, "close", window)
    settle()
    assert isinstance(dialog_of(window), QDialog)
    dialog_of(window).reject()


def test_a_deed_at_a_complaint_that_is_gone_is_said(workplace, answers, qtbot, settle):
    window = QWidget()
    qtbot.addWidget(window)
    open_deed(workplace, 999, "answer", window)
    settle()
    assert [error.code for error in answers.errors] == ["no_complaint"]


def test_the_record_is_newest_first_with_its_journal(opened, desk, known, settle):
    handling.record_step(desk, known.id, NewStep("contact", "第一次", desk.clock() - dt.timedelta(days=2)))
    handling.record_step(desk, known.id, NewStep("contact", "第二次", desk.clock() - dt.timedelta(days=1)))
    page = opened(known.id)
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert texts.index("第二次") < texts.index("第一次")
    journal = page.findChild(QWidget, "case.journal")
    assert journal.text() == f"{_('Journal')}  3"


def test_machines_find_the_buttons_by_name(page, words):
    for code in ("accept", "answer", "close", "record_step"):
        button = page.findChild(QPushButton, f"case.{code}")
        assert button.isVisible()
        assert button.accessibleName()


def test_what_an_import_could_not_read_is_shown_as_written(opened, desk, known):
    draft = dataclasses.replace(
        ComplaintDraft(
            received_at=desk.clock(), subject_name="空调", category="electronics", facts="异响", nature="quality"
        ),
        original_values=(("price", "两千多"),),
        extra=(("班次", "早班"),),
    )
    page = opened(intake.register(desk, draft).id)
    texts = [label.text() for label in page.findChild(QWidget, "case.imported").findChildren(QLabel)]
    assert texts[1:3] == ["价格(元)", "两千多"]
    assert texts[4:] == ["班次", "早班"]
    assert opened(known.id).findChild(QWidget, "case.imported").isHidden()


def test_an_erased_person_cannot_be_edited(opened, desk, known):
    people.erase_person(desk, known.id, "consent_withdrawn")
    page = opened(known.id)
    assert page.findChild(QLabel, "case.message.text").isVisible()
    assert not page.findChild(QPushButton, "case.answer").isVisible()
    assert page.form.cells["name"].editor.widget.isReadOnly()
