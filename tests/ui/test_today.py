"""The page of today in the window: counts, the most urgent complaints, keys, what refreshes it, and reminders."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.periods import within
from complaint_desk.services import intake, ledger
from complaint_desk.ui import reminding
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.main_window import MainWindow
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


def register(desk, days_ago, **fields):
    return intake.register(desk, sound_draft(received_at=NOW - dt.timedelta(days=days_ago), **fields))


@pytest.fixture
def due(workplace):
    """Six overdue complaints, one of them of the person, and one due today."""
    made = [register(workplace.desk, 6 + at, handler="李工") for at in range(5)]
    made.append(register(workplace.desk, 12, handler="王敏", subject_name="冰箱"))
    made.append(register(workplace.desk, 1, handler="李工", kind="complaint"))
    return made


@pytest.fixture
def window(workplace, due, show_window):
    return show_window(workplace)


@pytest.fixture
def page(window, settle):
    window.actions_by_name["today"].trigger()
    settle()
    return window.beside.today


def later(workplace, moment):
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: moment)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def shown(page, name):
    return [(line.number, line.state) for line in page.cards[name].list.lines]


def test_each_part_has_its_count_and_the_most_urgent_first(page, due):
    assert page.cards["overdue"].count.text() == "6"
    assert shown(page, "overdue")[0] == (due[5].number, "逾期 11 天")
    assert len(shown(page, "overdue")) == 4
    assert shown(page, "due_today") == [(due[6].number, "今日到期")]
    assert page.cards["mine"].list.lines[0].what == "冰箱"
    assert page.cards["unassigned"].none.isVisible()
    assert page.cards["unassigned"].list.isHidden()


def test_a_part_opens_as_a_view_of_the_ledger_with_as_many_rows(window, page, settle):
    page.cards["overdue"].link.click()
    settle()
    assert window.bench.ledger.filter.choices("due") == ("overdue",)
    assert window.bench.ledger.table.model().rowCount() == 6


def test_everything_is_done_by_keys(window, page, due, qtbot, settle):
    assert QApplication.focusWidget() is page.cards["overdue"].list
    press(qtbot, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is page.cards["due_today"].list
    press(qtbot, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is page.cards["overdue"].list
    assert page.cards["overdue"].list.currentRow() == 3
    press(qtbot, Qt.Key.Key_Left)
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert isinstance(window.bench.page, CasePage)
    assert window.bench.page.complaint_id == due[5].id
    window.actions_by_name["today"].trigger()
    settle()
    window.actions_by_name["open"].trigger()
    settle()
    assert window.bench.page.complaint_id == due[5].id
    window.actions_by_name["today"].trigger()
    settle()
    press(qtbot, Qt.Key.Key_Tab)
    while QApplication.focusWidget().objectName() != "today.mine.open":
        press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert window.bench.ledger.filter.choices("handler") == ("王敏",)


def test_a_change_of_the_ledger_is_shown_at_once(page, workplace, qtbot, settle):
    made = register(workplace.desk, 8, handler="李工")
    workplace.hub.changed.emit(made.changes)
    qtbot.waitUntil(lambda: page.cards["overdue"].count.text() == "7")


def test_the_line_below_counts_what_is_due_and_leads_to_it(window, settle):
    assert window.status.due.text() == "今日到期 1 · 逾期 6"
    window.status.due.click()
    settle()
    assert window.bench.ledger.table.model().rowCount() == 7


def test_at_midnight_the_page_the_line_and_the_periods_asked_for_move_to_the_new_day(window, page, workplace, settle):
    month = within(LedgerFilter(), "received_at", "this_month", NOW.date())
    window.bench.ledger.show_view(month)
    settle()
    later(workplace, dt.datetime(2026, 12, 1, 0, 0, 30, tzinfo=NOW.tzinfo))
    window.watch.look()
    settle()
    settle()
    assert page.cards["overdue"].count.text() == window.status.due.text().rpartition(" ")[2] == "7"
    assert window.bench.ledger.filter.range_of("received_at").low == dt.date(2026, 12, 1)
    assert window.bench.ledger.table.model().rowCount() == 0
    assert ledger.count(workplace.desk, month) == 7


def test_a_warning_is_told_and_leads_to_its_complaints(workplace, due, qtbot, settle):
    for _ in range(3):
        register(workplace.desk, 1, batch="L20260901")
    made = MainWindow(workplace)
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    made.actions_by_name["today"].trigger()
    settle()
    card = made.beside.today.warnings
    qtbot.waitUntil(lambda: card.list.count() > 0)
    texts = [card.list.item(row).text() for row in range(card.list.count())]
    (row,) = [at for at, text in enumerate(texts) if "L20260901" in text]
    assert made.beside.today.warned.text().startswith(str(card.count.text()))
    made.beside.today.warned.click()
    assert not card.visibleRegion().isEmpty()
    card.list.itemActivated.emit(card.list.item(row))
    settle()
    assert made.bench.ledger.table.model().rowCount() == 3
    settle()


def test_how_long_waiting_is_too_long_is_said_as_the_preferences_have_it(page, workplace, settle):
    settings = dataclasses.replace(workplace.settings, waiting_days="3")
    workplace.settings = settings
    workplace.desk = dataclasses.replace(workplace.desk, settings=settings)
    page.refresh()
    settle()
    assert page.cards["waiting"].title.text() == "等待投诉人超过 3 天"


# Reminders: the offscreen platform has no place for signs beside the clock, so the bar tells them


def test_once_a_day_it_is_told_how_much_is_due(window, workplace, settle, qtbot):
    bar = window.reminder._bar
    assert "今日到期 1 · 逾期 6" in bar.text
    assert "本人" in bar.text
    assert bar.isVisible()
    bar.hide()
    window.watch.look()
    settle()
    assert bar.isHidden()
    later(workplace, NOW + dt.timedelta(days=1))
    window.watch.look()
    settle()
    assert bar.isVisible()
    bar._ways[0].click()
    settle()
    assert window.bench.ledger.filter.choices("due") == ("overdue", "today")


@pytest.mark.parametrize("hour", [0, 8, 18])
def test_nothing_is_told_outside_office_hours(workplace, due, qtbot, settle, hour):
    later(workplace, NOW.replace(hour=hour))
    made = MainWindow(workplace)
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    assert made.reminder._bar.isHidden()
    later(workplace, NOW)
    made.watch.look()
    settle()
    assert not made.reminder._bar.isHidden()


def test_reminders_can_be_switched_off(workplace, due, qtbot, settle):
    workplace.settings = dataclasses.replace(workplace.settings, reminders=False)
    made = MainWindow(workplace)
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    assert made.reminder._bar.isHidden()
    assert made.status.due.text() == "今日到期 1 · 逾期 6"


def test_what_falls_due_within_the_hour_is_named_once_and_nobody_who_reported(window, workplace, settle, monkeypatch):
    bar = window.reminder._bar
    bar.hide()
    made = register(workplace.desk, 0, kind="report", name="赵六", subject_name="燃气灶", rule_set="general")
    _set_due(workplace, made.id, NOW + dt.timedelta(minutes=40))
    window.watch.look()
    settle()
    assert f"{made.number} 燃气灶：今天 10:40 到期" in bar.text
    assert "赵六" not in bar.text
    bar.hide()
    window.watch.look()
    settle()
    assert bar.isHidden()


def _set_due(workplace, complaint_id, moment):
    from sqlalchemy import update

    from complaint_desk.storage.schema import complaint

    with workplace.desk.store.writing() as connection:
        connection.execute(
            update(complaint).where(complaint.c.id == complaint_id).values(due_at=moment, due_soon_at=NOW)
        )


def test_where_there_is_a_place_for_it_the_system_tells_and_a_click_shows_the_list(
    workplace, due, qtbot, settle, monkeypatch
):
    told = []

    class Sign(QSystemTrayIcon):
        isSystemTrayAvailable = supportsMessages = staticmethod(lambda: True)  # noqa: N815 - Qt's own names

        def showMessage(self, title, text, *_rest):
            told.append((title, text))

        def show(self):
            """There is no place for it on this platform."""

    monkeypatch.setattr(reminding, "QSystemTrayIcon", Sign)
    made = MainWindow(workplace)
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    assert told == [("今日时限", "今日到期 1 · 逾期 6\n其中本人经办：今日到期 0 · 逾期 1")]
    assert made.reminder._bar.isHidden()
    made.reminder._tray.messageClicked.emit()
    settle()
    assert made.bench.ledger.filter.choices("due") == ("overdue", "today")
