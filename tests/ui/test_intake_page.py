"""The intake page, worked as a clerk does: with the keyboard, an input method, and a ledger that sometimes fails."""

from __future__ import annotations

import datetime as dt
import threading
import time
from decimal import Decimal

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from complaint_desk.domain.complaint import CONTENT_FIELDS, ComplaintDraft
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.moments import PartialDate
from complaint_desk.i18n import _
from complaint_desk.services import handling, intake, ledger
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.shared.form import keeper
from complaint_desk.ui.shared.form.plan import RARE, RESULT, SPOKEN
from complaint_desk.ui.shared.form.suggestions import SuggestingLine

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(workplace, qtbot, settle):
    page = IntakePage(workplace)
    page.resize(1300, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.focus_first()
    settle()
    yield page
    settle()
    shiboken6.delete(page)


@pytest.fixture
def press(qtbot):
    """Press a key wherever the focus is."""

    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    return press


@pytest.fixture
def type_(qtbot):
    """Type into whatever has the focus; Chinese comes as an input method commits it."""

    def type_(text):
        widget = in_focus()
        if text.isascii():
            qtbot.keyClicks(widget, text)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(widget, event)

    return type_


def in_focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def compose(text: str) -> None:
    """An input method holds `text` uncommitted in the field with the focus."""
    QApplication.sendEvent(in_focus(), QInputMethodEvent(text, []))


def focus_name() -> str:
    return in_focus().objectName()


def note(page: IntakePage, name: str) -> str:
    label = page.findChild(QLabel, f"intake.{name}.note")
    return "" if label.isHidden() else label.text()


def fill(page: IntakePage, **texts: str) -> None:
    usual = {"subject_name": "澜图变频空调 KE55", "category": "electronics", "facts": "室外机异响", "nature": "quality"}
    for name, text in (usual | texts).items():
        page.form.put(name, text)


def register(workplace, **values):
    usual = {
        "received_at": workplace.desk.clock() - dt.timedelta(days=30),
        "name": "张敏",
        "phone": "13812345678",
        "subject_name": "澜图变频空调 KE55",
        "category": "electronics",
        "facts": "漏水",
        "nature": "quality",
        "outlet": "文三路门店",
    }
    return intake.register(workplace.desk, ComplaintDraft(**(usual | values)))


def wait_for_list(qtbot, name: str, page: IntakePage) -> SuggestingLine:
    line = page.findChild(SuggestingLine, f"intake.{name}")
    assert line is not None
    qtbot.waitUntil(lambda: line.offering, timeout=3000)
    return line


def test_a_complaint_is_taken_down_with_the_keyboard_only(page, workplace, press, type_, qtbot, settle):
    assert focus_name() == "intake.phone"
    for text in ("138 1234 5678", "张敏", "浙江省杭州市西湖区文三路"):
        type_(text)
        press(ENTER)
    assert focus_name() == "intake.channel"
    press(ENTER)
    type_("澜图变频空调 KE55")
    press(ENTER)
    type_("jydz")
    wait_for_list(qtbot, "category", page)
    press(ENTER)
    assert focus_name() == "intake.purchased_on"
    type_("2026年10月")
    press(ENTER)
    type_("2599")
    press(ENTER)
    type_("文三路门店")
    press(ENTER)
    press(ENTER)
    assert focus_name() == "intake.facts"
    type_("安装三天后室外机异响,")
    press(ENTER)
    type_("师傅上门两次未修好")
    press(ENTER, CONTROL)
    assert focus_name() == "intake.nature"
    type_("3")
    press(ENTER)
    type_("12")
    press(ENTER)
    type_("售后服务部")
    press(ENTER)
    press(ENTER)
    assert focus_name() == "intake.received_at"
    press(ENTER)
    assert focus_name() == "intake.register"
    with qtbot.waitSignal(page.registered) as registered:
        press(ENTER)
    complaint = handling.case(workplace.desk, registered.args[0].id).complaint
    assert complaint.phone == "138 1234 5678"
    assert complaint.name == "张敏"
    assert complaint.channel == "phone"
    assert complaint.category == "electronics"
    assert complaint.purchased_on == PartialDate(2026, 10)
    assert (complaint.price, complaint.amount) == (Decimal("2599.00"), Decimal("2599.00"))
    assert complaint.facts == "安装三天后室外机异响,\n师傅上门两次未修好"
    assert complaint.nature == "quality"
    assert complaint.demands == ("refund", "return")
    assert complaint.department == "售后服务部"


def test_after_registering_the_number_is_said_and_the_next_call_may_come(page, workplace, press, qtbot, settle):
    fill(page, name="张敏")
    page.form.go_to("facts")
    with qtbot.waitSignal(page.registered) as registered:
        press(Qt.Key.Key_S, CONTROL)
    number = registered.args[0].number
    message = page.findChild(QLabel, "intake.message.text")
    assert number in message.text()
    assert message.isVisible()
    assert focus_name() == "intake.phone"
    assert page.form.text("name") == ""
    assert page.title == _("New complaint")
    page.findChild(QPushButton, "intake.message.way0").click()
    assert QGuiApplication.clipboard().text() == number
    settle()
    assert intake.drafts(workplace.desk) == ()


@pytest.mark.parametrize("last", ["subject_name", "category", "facts", "nature", "received_at"])
def test_the_next_form_begins_without_reproach_wherever_the_last_one_ended(last, page, press, qtbot, settle):
    fill(page, name="张敏")
    page.form.go_to(last)
    with qtbot.waitSignal(page.registered):
        press(Qt.Key.Key_S, CONTROL)
    settle()
    assert {name: said for name in page.form.cells if (said := note(page, name))} == {}


def test_two_complaints_one_after_the_other_do_not_mix(page, workplace, qtbot, settle):
    for name in ("张敏", "罗博"):
        fill(page, name=name)
        with qtbot.waitSignal(page.registered):
            page.save()
    assert ledger.total(workplace.desk) == 2
    settle()
    assert intake.drafts(workplace.desk) == ()


def test_no_draft_comes_after_the_complaint_that_it_became(page, workplace, monkeypatch, qtbot, settle):
    monkeypatch.setattr(keeper, "KEEP_AFTER_MS", 20)
    real = intake.register

    def slow(desk, draft, files):
        pause.wait(0.3)
        return real(desk, draft, files=files)

    pause = threading.Event()
    monkeypatch.setattr(intake, "register", slow)
    fill(page, name="张敏")
    with qtbot.waitSignal(page.registered):
        page.save()
    qtbot.wait(100)
    settle()
    assert intake.drafts(workplace.desk) == ()


def test_enter_that_confirms_a_candidate_stays_in_the_field(page, press, type_):
    page.form.go_to("name")
    compose("zhang")
    press(ENTER)
    assert focus_name() == "intake.name"
    type_("张敏")
    assert page.form.text("name") == "张敏"
    press(ENTER)
    assert focus_name() == "intake.address"


def test_text_that_an_input_method_only_holds_asks_and_checks_nothing(page, workplace, type_, qtbot, settle):
    register(workplace)
    page.form.go_to("name")
    compose("张敏")
    qtbot.wait(0)
    assert workplace.lanes.idle
    assert page.title == _("New complaint")
    page.form.go_to("facts")
    compose("shi")
    assert page.form.text("facts") == ""
    settle()
    assert intake.drafts(workplace.desk) == ()


def test_ctrl_enter_in_the_facts_waits_for_the_candidate(page, press, type_):
    page.form.go_to("facts")
    compose("yi")
    press(ENTER, CONTROL)
    assert focus_name() == "intake.facts"
    type_("异响")
    press(ENTER, CONTROL)
    assert focus_name() == "intake.nature"


def test_tab_leaves_the_facts_and_enter_breaks_the_line(page, press, type_):
    page.form.go_to("facts")
    type_("a")
    press(ENTER)
    type_("b")
    press(Qt.Key.Key_Tab)
    assert page.form.text("facts") == "a\nb"
    assert focus_name() == "intake.nature"


def test_a_draft_is_kept_within_two_seconds(page, workplace, type_, qtbot):
    page.form.go_to("name")
    type_("张敏")
    qtbot.waitUntil(lambda: len(intake.drafts(workplace.desk)) == 1, timeout=2000)
    (draft,) = intake.drafts(workplace.desk)
    assert draft.title == "张敏"
    assert dict(draft.texts)["name"] == "张敏"
    state = page.corner.findChild(QLabel, "intake.draft_state")
    qtbot.waitUntil(lambda: state.text() != "", timeout=2000)
    assert state.text() == _("Draft saved {time}").format(time="10:00")


def test_a_draft_is_kept_while_the_person_types_on(page, workplace, type_, qtbot):
    page.form.go_to("facts")
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)
    while not intake.drafts(workplace.desk):
        type_("x")
        qtbot.wait(50)
        assert dt.datetime.now(dt.UTC) < ends


def test_a_half_typed_date_is_kept_as_it_is(page, workplace, qtbot, settle):
    page.form.put("purchased_on", "2026-1")
    page.form.put("price", "一千多")
    page.may_close()
    settle()
    (draft,) = intake.drafts(workplace.desk)
    again = IntakePage(workplace, draft)
    assert again.form.text("purchased_on") == "2026-1"
    assert again.form.text("price") == "一千多"
    settle()
    shiboken6.delete(again)


def test_an_empty_form_makes_no_draft_and_is_given_up_unasked(page, workplace, answers, settle):
    page.form.put("name", "张")
    page.form.put("name", "")
    page.may_close()
    page.discard()
    settle()
    assert intake.drafts(workplace.desk) == ()
    assert answers.asked == []


def test_giving_up_asks_once_something_was_typed(page, workplace, answers, qtbot, settle):
    page.form.put("name", "张敏")
    qtbot.waitUntil(lambda: len(intake.drafts(workplace.desk)) == 1, timeout=2000)
    answers.yes = False
    page.discard()
    assert page.form.text("name") == "张敏"
    answers.yes = True
    page.discard()
    settle()
    assert page.form.text("name") == ""
    assert intake.drafts(workplace.desk) == ()
    assert len(answers.asked) == 2


def test_a_draft_that_cannot_be_kept_is_said_in_red_and_tried_again(page, workplace, monkeypatch, qtbot, answers):
    monkeypatch.setattr(keeper, "RETRY_AFTER_MS", 50)
    real = intake.save_draft

    def full(desk, draft, **_away):
        raise Surroundings("disk_full", path="ledger.db")

    monkeypatch.setattr(intake, "save_draft", full)
    page.form.put("name", "张敏")
    state = page.corner.findChild(QLabel, "intake.draft_state")
    qtbot.waitUntil(lambda: _("Draft not saved, trying again") in state.text(), timeout=3000)
    assert state.property("role") == "problem"
    answers.yes = False
    assert not page.may_close()
    monkeypatch.setattr(intake, "save_draft", real)
    qtbot.waitUntil(lambda: state.text() == _("Draft saved {time}").format(time="10:00"), timeout=3000)
    assert page.may_close()


def test_a_ledger_that_fails_loses_nothing_and_the_same_button_tries_again(page, workplace, monkeypatch, qtbot, settle):
    real = intake.register

    def locked(desk, draft, files):
        raise Surroundings("locked", path="ledger.db")

    monkeypatch.setattr(intake, "register", locked)
    fill(page, name="张敏")
    page.save()
    settle()
    message = page.findChild(QLabel, "intake.message.text")
    assert message.text().startswith(_("Not registered; what you typed is still here. {reason}").partition("{")[0])
    assert page.form.text("name") == "张敏"
    monkeypatch.setattr(intake, "register", real)
    with qtbot.waitSignal(page.registered):
        page.findChild(QPushButton, "intake.message.way0").click()


def test_required_fields_are_asked_for_after_leaving_only(page, press):
    page.form.go_to("subject_name")
    assert note(page, "subject_name") == ""
    press(ENTER)
    assert "商品/服务名称" in note(page, "subject_name")
    assert note(page, "facts") == ""


def test_ctrl_s_goes_to_the_first_field_that_is_missing(page, workplace, press):
    page.form.go_to("department")
    press(Qt.Key.Key_S, CONTROL)
    assert focus_name() == "intake.subject_name"
    for name in ("subject_name", "category", "facts", "nature"):
        assert note(page, name).startswith("▲")
    assert ledger.total(workplace.desk) == 0


def test_a_hard_problem_in_a_folded_group_opens_it(page, press):
    fill(page, claimed="-5")
    assert (
        page.findChild(QWidget, "intake.claimed").isHidden()
        or not page.findChild(QWidget, "intake.claimed").isVisible()
    )
    press(Qt.Key.Key_S, CONTROL)
    assert focus_name() == "intake.claimed"
    assert page.findChild(QWidget, "intake.claimed").isVisible()


def test_a_soft_problem_only_warns(page, workplace, press, type_, qtbot):
    page.form.go_to("phone")
    type_("1381234567")
    assert note(page, "phone") == ""
    press(ENTER)
    assert note(page, "phone").startswith("●")
    fill(page)
    with qtbot.waitSignal(page.registered):
        page.save()


def test_a_pause_is_enough_to_be_told_and_mending_takes_it_back_at_once(page, type_, qtbot):
    page.form.go_to("price")
    type_("12x")
    assert note(page, "price") == ""
    qtbot.waitUntil(lambda: note(page, "price").startswith("▲"), timeout=2000)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert note(page, "price") == ""


def test_what_was_used_before_is_offered_by_pinyin_and_tab_is_never_eaten(page, workplace, press, type_, qtbot):
    register(workplace)
    page.form.go_to("outlet")
    type_("wsl")
    line = wait_for_list(qtbot, "outlet", page)
    press(Qt.Key.Key_Tab)
    assert focus_name() == "intake.order_number"
    assert line.text() == "wsl"
    assert not line.offering
    page.form.go_to("outlet")
    line.clear()
    type_("文三")
    wait_for_list(qtbot, "outlet", page)
    press(Qt.Key.Key_Down)
    press(ENTER)
    assert line.text() == "文三路门店"
    assert focus_name() == "intake.order_number"


def test_escape_closes_the_suggestions_and_keeps_the_text(page, workplace, press, type_, qtbot):
    register(workplace)
    page.form.go_to("outlet")
    type_("wsl")
    line = wait_for_list(qtbot, "outlet", page)
    press(Qt.Key.Key_Escape)
    assert not line.offering
    assert line.text() == "wsl"
    assert focus_name() == "intake.outlet"


def test_leaves_of_the_category_show_their_branch(page, press, qtbot):
    page.form.go_to("category")
    press(Qt.Key.Key_Down)
    line = wait_for_list(qtbot, "category", page)
    shown = [line.popup.item(row).text() for row in range(line.popup.count())]
    assert shown[0] == "商品 › 家用电子电器类"
    assert shown[-1] == "其他"


def test_a_category_that_no_list_knows_is_a_problem_and_stays_as_typed(page, press, type_):
    page.form.go_to("category")
    type_("qqq")
    press(Qt.Key.Key_Tab)
    assert page.form.text("category") == "qqq"
    assert note(page, "category").startswith("▲")


def test_earlier_complaints_of_the_same_phone_appear_and_open(page, workplace, type_, qtbot):
    known = register(workplace)
    page.form.go_to("phone")
    type_("13812345678")
    opener = f"intake.earlier.{known.number}"
    qtbot.waitUntil(lambda: page.findChild(QPushButton, opener) is not None, timeout=3000)
    with qtbot.waitSignal(page.opened) as opened:
        page.findChild(QPushButton, opener).click()
    assert opened.args == [known.id]


def test_an_earlier_complaint_about_the_same_thing_can_be_linked(page, workplace, qtbot):
    known = register(workplace)
    fill(page, phone="13812345678", name="张敏")
    name = f"intake.repeat.{known.number}"
    qtbot.waitUntil(lambda: page.findChild(QPushButton, name) is not None, timeout=3000)
    page.findChild(QPushButton, name).click()
    assert page.form.text("repeats") == known.number
    with qtbot.waitSignal(page.registered) as registered:
        page.save()
    assert handling.case(workplace.desk, registered.args[0].id).complaint.repeats == (known.number,)


def test_the_newest_question_about_a_person_wins(page, workplace, qtbot, settle):
    known = register(workplace)
    page.form.put("phone", "13812345678")
    page.form.put("phone", "13900000000")
    settle()
    qtbot.wait(300)
    settle()
    assert page.findChild(QPushButton, f"intake.earlier.{known.number}") is None


def test_chips_answer_to_digits_arrows_space_and_pinyin(page, press, type_):
    page.form.go_to("nature")
    type_("2")
    assert page.form.text("nature") == "contract"
    press(Qt.Key.Key_Right)
    assert page.form.text("nature") == "quality"
    type_("aq")
    assert page.form.text("nature") == "safety"
    press(ENTER)
    assert focus_name() == "intake.demands"
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    type_("tk")
    assert page.form.text("demands") == "return"
    press(Qt.Key.Key_Space)
    assert page.form.text("demands") == "refund,return"
    type_("0")
    assert page.form.text("demands").endswith("apologise")


def test_every_writable_field_is_reachable_once(page):
    assert set(page.form.cells) == set(CONTENT_FIELDS)
    for name in CONTENT_FIELDS:
        page.form.go_to(name)
        assert page.findChild(QWidget, f"intake.{name}").isVisible()


def test_keys_are_unique_among_what_answers_at_the_same_time():
    spoken = [place.key for section in SPOKEN for place in section.places]
    folds = [section.key for section in RARE + RESULT]
    assert not set("ACFHTV") & set(spoken)
    for section in RARE + RESULT:
        keys = [*spoken, *folds, *(place.key for place in section.places)]
        assert len(keys) == len(set(keys))


def test_only_the_section_in_use_answers_to_its_keys(page):
    page.form.go_to("region")
    page.form.go_to("brand")
    assert "(L)" in page.form.cells["region"].caption.text()
    assert "(&L)" in page.form.cells["brand"].caption.text()
    page.form.go_to("region")
    assert "(&L)" in page.form.cells["region"].caption.text()


def test_machines_find_each_field_by_name_and_label(page, words):
    for name, cell in page.form.cells.items():
        widget = cell.editor.widget
        assert widget.objectName() == f"intake.{name}"
        assert widget.accessibleName() == words.field_label(name)
        assert cell.caption.buddy() is widget
    register_button = page.corner.findChild(QPushButton, "intake.register")
    assert register_button.accessibleName() == _("Register")


def test_the_title_says_who(page):
    titles: list[str] = []
    page.title_changed.connect(titles.append)
    page.form.put("name", "张敏")
    assert titles[-1] == _("Intake · {who}").format(who="张敏")


def test_the_complaint_begins_with_the_first_keystroke(page, workplace, monkeypatch):
    later = workplace.desk.clock() + dt.timedelta(minutes=25)
    object.__setattr__(workplace.desk, "clock", lambda: later)
    page.form.put("name", "张敏")
    assert page.form.text("received_at") == "2026-11-24 10:25"


def test_shortcuts_reach_the_fields(page, qtbot):
    """Alt and the letter of a label go to its field."""
    page.form.go_to("phone")
    qtbot.keyClick(page.window(), Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert focus_name() == "intake.facts"


def test_leaving_the_window_is_not_leaving_the_field(page):
    page.form.go_to("subject_name")
    widget = in_focus()
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert note(page, "subject_name") == ""


def test_tab_follows_the_order_of_speech(page, press):
    spoken = [place.name for section in SPOKEN for place in section.places]
    page.form.go_to("phone")
    seen = []
    for _step in spoken:
        seen.append(focus_name().removeprefix("intake."))
        press(Qt.Key.Key_Tab)
    assert seen == spoken
    assert focus_name() == "intake.fold1"
    press(ENTER)
    assert focus_name() == "intake.region"


def test_a_word_typed_faster_than_the_list_is_still_understood(page, press, type_):
    page.form.go_to("category")
    type_("jydz")
    press(ENTER)
    assert page.form.text("category") == "electronics"
    assert focus_name() == "intake.purchased_on"


def test_a_choice_that_is_taken_back_stays_empty(page, press, qtbot):
    page.form.go_to("channel")
    press(Qt.Key.Key_Down)
    wait_for_list(qtbot, "channel", page)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Tab)
    assert page.form.text("channel") == ""


def test_a_very_long_narrative_does_not_slow_the_typing(page, type_, qtbot):
    page.form.put("facts", "安装三天后室外机异响。" * 2_800)
    page.form.go_to("facts")
    # What the window's own thread reckons: others may have the processor meanwhile.
    started = time.thread_time()
    for _key in range(20):
        type_("x")
    assert (time.thread_time() - started) / 20 < 0.05


@pytest.mark.parametrize("width", [806, 1262])
def test_a_phone_number_fits_its_field_at_every_width(width, page, qtbot):
    page.resize(width, 500)
    line = page.findChild(QWidget, "intake.phone")
    needed = line.fontMetrics().horizontalAdvance("13800001234") + 20
    qtbot.waitUntil(lambda: page.width() == width and line.width() > needed)
