"""The first page of a new ledger, by keys alone through the real window: shown once, skipped with Esc, a policy's values given."""

from __future__ import annotations

import dataclasses
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.domain.vocabulary import RULE_SETS
from complaint_desk.i18n.trades import trade_sentence
from complaint_desk.runtime.settings_file import save_setting
from complaint_desk.runtime.settings_in_force import read_settings
from complaint_desk.services import intake, ledger, staff
from complaint_desk.ui.beginning import SEEN_KEY
from complaint_desk.ui.exchange.wizard import ImportWizard
from tests.storage.drafts import sound_draft
from tests.ui.test_preferences import type_into


@pytest.fixture
def fresh(workplace):
    """A workplace whose window was never open."""
    workplace.memory.remove(SEEN_KEY)
    return workplace


def in_front(window):
    return window._places.currentWidget()


def departments(workplace):
    return [each.code for each in ledger.lists(workplace.desk) if each.list_name == "department"]


def test_three_steps_lead_by_keys_to_an_empty_ledger_that_knows_its_office(fresh, show_window, qtbot, settle):
    window = show_window(fresh)
    page = window.beginning.page
    assert in_front(window) is page
    assert QApplication.focusWidget() is page.office_name
    type_into(qtbot, page.office_name, "澜图电器客户服务中心")
    qtbot.keyClick(page.office_name, Qt.Key.Key_Tab)
    type_into(qtbot, QApplication.focusWidget(), "售后部、质检部，售后部;物流部")
    qtbot.keyClick(page.departments, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.rule_set
    page.rule_set.setCurrentIndex(page.rule_set.findData("odr"))
    assert page.findChild(QLabel, "first.rule_set.note").text() == trade_sentence("odr")
    qtbot.keyClick(page.rule_set, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "first.start"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    settle()
    assert in_front(window) is window.bench
    assert window.bench.page is window.bench.ledger
    kept = read_settings(fresh.places).settings
    assert (kept.office_name, kept.rule_set) == ("澜图电器客户服务中心", "odr")
    assert fresh.desk.settings.rule_set == "odr"
    assert departments(fresh) == ["售后部", "质检部", "物流部"]
    assert intake.completions(fresh.desk, "department", "zj") == ("质检部",)
    window.close()
    again = show_window(fresh)
    assert in_front(again) is again.bench


def test_esc_goes_on_without_it_and_never_asks_again(fresh, show_window, qtbot, settle):
    window = show_window(fresh)
    qtbot.keyClick(window.beginning.page.office_name, Qt.Key.Key_Escape)
    settle()
    assert in_front(window) is window.bench
    assert not fresh.places.settings_file.exists()
    assert departments(fresh) == []
    window.close()
    again = show_window(fresh)
    assert in_front(again) is again.bench


def test_what_was_written_is_kept_whichever_way_it_is_left(fresh, show_window, qtbot, settle):
    window = show_window(fresh)
    type_into(qtbot, window.beginning.page.office_name, "市消保处")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.bench.page.objectName() != "first"
    assert in_front(window) is window.bench
    assert read_settings(fresh.places).settings.office_name == "市消保处"
    assert window.beginning.page is None


def test_the_import_is_opened_from_the_third_step(fresh, show_window, qtbot, settle):
    window = show_window(fresh)
    window.beginning.page.findChild(QPushButton, "first.import").click()
    settle()
    wizard = window.findChild(ImportWizard)
    assert wizard.isVisible()
    assert in_front(window) is window.bench
    wizard.reject()


def test_what_a_policy_sets_is_shown_as_given(fresh, show_window, tmp_path, settle):
    policy = tmp_path / "policy.toml"
    text = 'locked = ["office_name"]\nlocked_by = "信息中心"\noffice_name = "市消保处"\nrule_set = "bank"\n'
    policy.write_text(text, encoding="utf-8")
    fresh.places = dataclasses.replace(fresh.places, policy_file=policy)
    window = show_window(fresh)
    page = window.beginning.page
    assert (page.office_name.text(), page.office_name.isEnabled()) == ("市消保处", False)
    assert "信息中心" in page.findChild(QLabel, "first.office_name.note").text()
    assert (page.rule_set.currentData(), page.rule_set.isEnabled()) == ("bank", True)
    assert QApplication.focusWidget() is page.departments
    page.findChild(QPushButton, "first.start").click()
    settle()
    assert not fresh.places.settings_file.exists()


@pytest.mark.parametrize("what", ["complaint", "draft", "person", "setting"])
def test_a_ledger_that_somebody_began_shows_no_first_page(fresh, show_window, what):
    match what:
        case "complaint":
            intake.register(fresh.desk, sound_draft())
        case "draft":
            intake.save_draft(fresh.desk, SavedDraft(uuid4(), "空调", (("facts", "不制冷"),), fresh.desk.clock()))
        case "person":
            staff.add(fresh.desk, "王敏")
        case "setting":
            save_setting(fresh.places, "office_name", "市消保处")
    window = show_window(fresh)
    assert in_front(window) is window.bench
    assert fresh.memory.value(SEEN_KEY, False, bool)


def test_each_rule_set_says_for_whom_it_is():
    said = [trade_sentence(code) for code in RULE_SETS]
    assert len(set(said)) == len(RULE_SETS)


@pytest.mark.parametrize("starts", [True, False])
def test_a_sample_ledger_is_looked_at_in_a_window_of_its_own(fresh, show_window, settle, monkeypatch, starts):
    called: list[tuple[str, ...]] = []

    def start(*arguments):
        called.append(arguments)
        return starts

    monkeypatch.setattr("complaint_desk.ui.beginning.start_beside", start)
    window = show_window(fresh)
    said: list[str] = []
    fresh.hub.said.connect(said.append)
    window.beginning.page.findChild(QPushButton, "first.try").click()
    assert called == [("try-out",)]
    assert len(said) == 1
    assert ("无法" in said[0]) is not starts
    assert in_front(window) is window.beginning.page
    assert ledger.is_untouched(fresh.desk)


def test_whoever_may_not_set_the_program_up_begins_with_the_ledger(fresh, show_window):
    window = show_window(fresh, rights_of([Role.CLERK]))
    assert window.beginning.page is None
    assert in_front(window) is window.bench
    new, imported = (window.findChild(QPushButton, f"ledger.empty.{name}") for name in ("new", "import"))
    assert (new.isEnabled(), imported.isEnabled()) == (True, False)
    assert imported.toolTip() == "需要主管或管理员角色"
