"""Conditions in the window: the dialog that reaches every criterion, counts beside the choices, saved views."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk.domain.criteria import CRITERIA
from complaint_desk.domain.ledger import Between, LedgerFilter, LedgerOrder
from complaint_desk.domain.periods import within
from complaint_desk.services import ledger
from complaint_desk.ui.ledger.layout import ColumnLayout
from complaint_desk.ui.ledger.page import LedgerPage
from complaint_desk.ui.ledger.views_dialog import ViewsDialog
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from tests.conftest import NOW


@pytest.fixture
def page(filled, show_ledger):
    return show_ledger(filled)


@pytest.fixture
def rest(page, settle, qtbot):
    def wait() -> None:
        settle()
        qtbot.waitUntil(lambda: page.settled)
        settle()

    return wait


@pytest.fixture
def counted(qtbot, settle):
    """Wait until a dialog has counted."""

    def wait(made: ConditionsDialog) -> None:
        qtbot.waitUntil(lambda: not made._pause.isActive())
        settle()

    return wait


@pytest.fixture
def dialog(filled, qtbot, counted):
    """Opens the dialog and waits until it has counted."""

    def opened(wanted: LedgerFilter | None = None, start: str = "") -> ConditionsDialog:
        made = ConditionsDialog(filled, wanted or LedgerFilter(), start)
        qtbot.addWidget(made)
        made.open()
        qtbot.waitExposed(made)
        counted(made)
        return made

    return opened


def find_criterion(qtbot, made: ConditionsDialog, text: str) -> None:
    made.criteria.line.setFocus()
    made.criteria.line.clear()
    qtbot.keyClicks(made.criteria.line, text)
    qtbot.keyClick(made.criteria.line, Qt.Key.Key_Return)


def typed(line, text: str) -> None:
    """What an input method does when a candidate is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def test_every_criterion_can_be_looked_at(dialog):
    made = dialog()
    for name in CRITERIA:
        made.criteria.choose(name)
        assert made.editor.criterion.name == name
        assert made.editor.wanted() == LedgerFilter()
        made.editor.focus_first()
        assert made.isAncestorOf(QApplication.focusWidget())


def test_a_condition_is_found_by_initials_and_set_by_the_keyboard_alone(dialog, counted, qtbot, filled):
    made = dialog()
    find_criterion(qtbot, made, "jg")
    assert made.editor.criterion.name == "price"
    qtbot.keyClicks(QApplication.focusWidget(), "100")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is made.editor._parts[0].high
    typed(QApplication.focusWidget(), "2千")
    counted(made)
    wanted = LedgerFilter().with_range("price", Decimal(100), Decimal(2000))
    count = ledger.count(filled.desk, wanted)
    assert 0 < count < 260
    assert made.found.text() == f"符合条件 {count} 条"
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [wanted]
    assert not made.isVisible()


def test_choices_are_ticked_and_say_what_each_would_leave(dialog, qtbot, filled):
    made = dialog(LedgerFilter().with_choices("status", ("closed",)), "nature")
    part = made.editor._choices
    counts = {each.code: each.count for each in ledger.group_counts(filled.desk, made.wanted, "nature")}
    assert counts
    assert {code: item.text(1) for code, item in part._items.items()} == {
        code: str(counts.get(code, 0)) for code in part._items
    }
    typed(part.line, "质量")
    qtbot.keyClick(part.line, Qt.Key.Key_Return)
    assert made.wanted.choices("nature") == ("quality",)
    qtbot.keyClick(part.line, Qt.Key.Key_Return)
    assert made.wanted.choices("nature") == ()
    part.line.clear()
    qtbot.keyClick(part.line, Qt.Key.Key_Down)
    qtbot.keyClick(part.list, Qt.Key.Key_Space)
    assert len(made.wanted.choices("nature")) == 1


def test_texts_used_are_offered_most_used_first(dialog, filled):
    made = dialog(start="handler")
    used = [value for value in ledger.values_used(filled.desk, "handler") if value]
    assert used
    assert list(made.editor._choices._items)[: len(used)] == used
    made.editor._choices._items[used[1]].setCheckState(0, Qt.CheckState.Checked)
    assert made.wanted == LedgerFilter().with_choices("handler", (used[1],))


def test_a_usual_period_any_date(dialog, qtbot):
    made = dialog(start="closed_at")
    part = made.editor._parts[0]
    part.usual.chip("last_month").click()
    assert made.wanted == within(LedgerFilter(), "closed_at", "last_month", NOW.date())
    assert part.low.text() == str(made.wanted.range_of("closed_at").low)
    part.high.setFocus()
    part.high.selectAll()
    qtbot.keyClicks(part.high, "2026-02")
    part.low.clear()
    part.low.textEdited.emit("")
    assert made.wanted.range_of("closed_at") == Between(None, dt.date(2026, 2, 28))
    assert part.usual.chosen() == ()


def test_what_cannot_be_read_keeps_the_dialog_open_and_says_why(dialog, qtbot):
    made = dialog(start="price")
    part = made.editor._parts[0]
    typed(part.low, "很多")
    made.findChild(QPushButton, "conditions.show").click()
    assert made.isVisible()
    assert "很多" in part.problem.text()
    part.low.setText("500")
    qtbot.keyClicks(part.high, "20")
    assert part.problem.text()
    assert made.wanted == LedgerFilter()


def test_said_pieces_and_facts(dialog, qtbot):
    made = dialog(LedgerFilter().with_said("source_number", False), "source_number")
    assert made.editor.wanted() == made.wanted
    made.criteria.choose("facts")
    made.editor.focus_first()
    typed(QApplication.focusWidget(), "退款")
    made.criteria.choose("reopened")
    made.editor.focus_first()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert made.wanted == LedgerFilter(
        holding=(("facts", "退款"),), said=(("source_number", False), ("reopened", True))
    )
    made.remove.click()
    assert made.wanted.is_said("reopened") is None
    made.clear.click()
    assert made.wanted == LedgerFilter()


def test_the_dialog_sets_the_filter_of_the_page_and_a_chip_opens_it_again(page, qtbot, rest):
    page.bar.open_conditions("severity")
    made = page.findChild(ConditionsDialog)
    made.chosen.emit(LedgerFilter().with_choices("severity", ("major",)).with_range("amount", Decimal(1)))
    made.accept()
    rest()
    assert page.table.model().rowCount() < 260
    chip = page.findChild(QPushButton, "ledger.condition.amount")
    assert chip.text().strip() == "涉及金额(元)：不低于 1.00"
    qtbot.keyClick(chip, Qt.Key.Key_F2)
    again = next(each for each in page.findChildren(ConditionsDialog) if each.isVisible())
    assert again.editor.criterion.name == "amount"
    again.reject()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    rest()
    assert page.filter == LedgerFilter().with_choices("severity", ("major",))


def test_long_conditions_have_short_chips_and_tell_all(page, rest):
    wanted = within(LedgerFilter(), "received_at", "this_year", NOW.date())
    wanted = wanted.with_choices("nature", ("quality", "safety", "price", "contract", "other"))
    page.show_view(wanted)
    rest()
    nature = page.findChild(QPushButton, "ledger.condition.nature")
    assert nature.text().strip() == "投诉性质：质量、安全及另外 3 项"
    assert "合同" in nature.toolTip()
    assert page.findChild(QPushButton, "ledger.condition.received_at").text().strip() == "投诉时间：本年"


def test_more_conditions_than_there_is_room_for_are_told_by_their_number(page, rest):
    wanted = LedgerFilter()
    for name in ("price", "amount", "claimed", "compensation"):
        wanted = wanted.with_range(name, Decimal(1), Decimal(100_000))
    for name in ("brand", "model", "batch", "outlet", "facts", "reasons", "phone", "name"):
        wanted = wanted.with_said(name, True)
    page.resize(720, 480)
    page.show_view(wanted)
    rest()
    chips = [page.findChild(QPushButton, f"ledger.condition.{name}") for name in wanted.asked()]
    left = [chip for chip in chips if chip.isHidden()]
    assert 0 < len(left) < len(chips)
    more = page.findChild(QPushButton, "ledger.conditions.more")
    assert more.text() == f"另有 {len(left)} 项…"
    page.resize(1900, 700)
    rest()
    assert not any(chip.isHidden() for chip in chips)
    assert more.isHidden()


def test_group_counts_follow_the_rows_and_narrow(page, filled, rest):
    page.show_view(LedgerFilter().with_choices("status", ("closed",)))
    rest()
    counts = ledger.group_counts(filled.desk, page.filter, "nature")
    shown = page.strip.shown()
    label = filled.words.label("nature", counts[0].code)
    assert shown[0] == f"{label} {counts[0].count}"
    page.findChild(QPushButton, f"ledger.group.{counts[0].code}").click()
    rest()
    assert page.filter.choices("nature") == (counts[0].code,)
    assert page.table.model().rowCount() == counts[0].count
    page.strip.group_by("department")
    rest()
    assert page.strip.shown()[0].rpartition(" ")[0] in {row.department for row in ledger.first_rows(
        filled.desk, page.filter, LedgerOrder(), 300)}  # fmt: skip
    assert LedgerPage(filled).strip.name == "department"


def test_the_line_of_counts_is_one_stop_along_which_the_arrows_go(page, qtbot, rest):
    page.strip.choice.setFocus()
    qtbot.keyClick(page.strip.choice, Qt.Key.Key_Right)
    qtbot.keyClick(page.strip._groups[0], Qt.Key.Key_Right)
    second = page.strip._groups[1]
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.keyClick(page.strip._groups[0], Qt.Key.Key_Left)
    assert page.strip.choice.hasFocus()
    qtbot.keyClick(page.strip.choice, Qt.Key.Key_Tab)
    assert not page.strip.isAncestorOf(QApplication.focusWidget())
    second.setFocus()
    code = second.objectName().rpartition(".")[2]
    qtbot.keyClick(second, Qt.Key.Key_Space)
    rest()
    assert page.filter.choices("nature") == (code,)
    assert page.strip.choice.hasFocus()


def test_whoever_takes_a_chip_away_by_a_key_stands_at_the_next(page, qtbot, rest):
    page.show_view(LedgerFilter().with_range("price", Decimal(1)).with_choices("kind", ("complaint",)))
    rest()
    first = page.findChild(QPushButton, "ledger.condition.price")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    rest()
    assert QApplication.focusWidget().objectName() == "ledger.condition.kind"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    rest()
    assert page.bar.search.hasFocus()


def test_group_counts_are_left_for_a_new_question(page, rest):
    page.strip.count(page.filter)
    stop = page.strip._counts._stop
    page.show_view(LedgerFilter(words="空调"))
    assert stop.requested
    rest()
    assert page.strip.shown()
    page.show_view(LedgerFilter(words="没有这样的词"))
    rest()
    assert page.strip.shown() == ()
    assert not page.strip._waiting.isVisible()


def test_a_menu_says_beside_each_choice_how_many_it_would_leave(page, filled, settle):
    button = page.findChild(QPushButton, "ledger.filter.nature")
    menu = button.menu()
    menu.popup(page.mapToGlobal(page.rect().center()))
    settle()
    counts = {each.code: each.count for each in ledger.group_counts(filled.desk, LedgerFilter(), "nature")}
    said = {action.data(): action.text() for action in menu.actions() if action.isCheckable()}
    word, _, count = said["quality"].partition("\t")
    assert (word, int(count.strip())) == ("质量", counts["quality"])
    menu.close()


def saved(page, answers, settle, name: str, wanted: LedgerFilter):
    answers.text = name
    page.show_view(wanted)
    page._views.save()
    settle()


def test_a_view_brings_back_its_widths(page, answers, settle, rest):
    page.table.arrange(ColumnLayout(("number", "price"), {"price": 177, "number": 99}, ("number",)))
    saved(page, answers, settle, "价格", LedgerFilter().with_range("price", Decimal(5)))
    page.table.arrange_usually()
    page.views_menu.opened.emit(page._views.views[0])
    rest()
    assert page.table.shown() == ("number", "price")
    assert page.table.columnWidth(page.table._rows.columns.index("price")) == 177


def test_views_are_counted_renamed_replaced_shared_and_deleted(page, filled, answers, settle, rest, qtbot):
    quality = LedgerFilter().with_choices("nature", ("quality",))
    saved(page, answers, settle, "质量", quality)
    rest()
    dialog = ViewsDialog(page._views, filled.words, page)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert dialog.list.topLevelItem(0).text(3) == str(ledger.count(filled.desk, quality))
    answers.text = "质量问题"
    dialog.rename_button.click()
    settle()
    dialog.share_button.click()
    settle()
    assert [(view.name, view.shared) for view in ledger.views(filled.desk)] == [("质量问题", True)]
    page.show_view(LedgerFilter(words="空调"))
    dialog.replace_button.click()
    settle()
    (view,) = ledger.views(filled.desk)
    assert (view.name, view.shared, view.filter) == ("质量问题", True, LedgerFilter(words="空调"))
    dialog.share_button.click()
    settle()
    assert not ledger.views(filled.desk)[0].shared
    dialog.delete_button.click()
    settle()
    assert ledger.views(filled.desk) == ()
    assert not dialog.open_button.isEnabled()
    dialog.reject()


def test_shared_views_of_others_can_be_used_but_not_changed(page, filled, settle, rest, qtbot):
    other = dataclasses.replace(filled.desk, person="李强")
    wanted = LedgerFilter().with_choices("status", ("closed",))
    page.show_view(wanted)
    ledger.save_view(other, dataclasses.replace(page._views._current("已办结"), owner="李强", shared=True))
    page._views.load()
    settle()
    dialog = ViewsDialog(page._views, filled.words, page)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert dialog.open_button.isEnabled()
    changing = (dialog.rename_button, dialog.replace_button, dialog.share_button, dialog.delete_button)
    assert not any(each.isEnabled() for each in changing)
    page.bar.clear()
    rest()
    with qtbot.waitSignal(dialog.opened):
        dialog.open_button.click()
    page.views_menu._menu.aboutToShow.emit()
    settle()
    count = ledger.count(filled.desk, wanted)
    assert page.views_menu._actions[0][1].text() == f"已办结（李强共享）\t{count}"


def test_not_said_is_a_choice_like_others(dialog):
    made = dialog(LedgerFilter().with_said("batch", False), "batch")
    assert made.editor.wanted() == LedgerFilter().with_choices("batch", ("",))
