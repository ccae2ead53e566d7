"""Drafts left from earlier: offered by name, one by one, and never mixed into a new complaint."""

from __future__ import annotations

from uuid import uuid4

import pytest
import shiboken6
from PySide6.QtWidgets import QPushButton

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.services import intake
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.intake.recovery import DraftOffers


@pytest.fixture
def leave_draft(desk):
    def leave(name: str) -> SavedDraft:
        texts = (("name", name), ("facts", "漏水"), ("purchased_on", "2026-1"))
        return intake.save_draft(desk, SavedDraft(uuid4(), name, texts, desk.clock()))

    return leave


@pytest.fixture
def offers(workplace, settle):
    """Made when asked for, after the drafts were left."""
    made: list[DraftOffers] = []

    def make(in_use=None) -> DraftOffers:
        made.append(DraftOffers(workplace, in_use))
        settle()
        return made[-1]

    yield make
    settle()
    for each in made:
        shiboken6.delete(each)


def click(offers: DraftOffers, way: int) -> None:
    offers.findChild(QPushButton, f"drafts.way{way}").click()


def test_without_drafts_nothing_is_offered(offers):
    assert offers().isHidden()


def test_a_draft_is_offered_by_name_and_time(offers, leave_draft):
    leave_draft("张敏")
    bar = offers()
    assert not bar.isHidden()
    assert "张敏" in bar.text
    assert "2026-11-24 10:00" in bar.text


def test_continuing_hands_the_draft_over_and_a_new_complaint_stays_empty(offers, leave_draft, workplace, qtbot, settle):
    draft = leave_draft("张敏")
    bar = offers()
    with qtbot.waitSignal(bar.continued) as continued:
        click(bar, 0)
    page, fresh = IntakePage(workplace, continued.args[0]), IntakePage(workplace)
    assert (page.draft_id, page.form.text("name"), page.form.text("purchased_on")) == (draft.id, "张敏", "2026-1")
    assert page.dirty
    assert not fresh.dirty
    assert fresh.form.text("name") == ""
    assert bar.isHidden()
    settle()
    for each in (page, fresh):
        shiboken6.delete(each)


def test_one_after_the_other(offers, leave_draft, answers, workplace, settle):
    leave_draft("张敏")
    leave_draft("罗博")
    bar = offers()
    first = bar.offered.title
    assert bar.text.endswith(" 保存。另有 1 份。")
    click(bar, 2)
    second = bar.offered.title
    assert {first, second} == {"张敏", "罗博"}
    answers.yes = False
    click(bar, 1)
    assert bar.offered.title == second
    answers.yes = True
    click(bar, 1)
    settle()
    assert bar.isHidden()
    assert [draft.title for draft in intake.drafts(workplace.desk)] == [first]


def test_drafts_that_are_open_are_not_offered(offers, leave_draft):
    draft = leave_draft("张敏")
    assert offers(lambda: frozenset({draft.id})).isHidden()


def test_a_closed_tab_is_offered_at_once(offers, workplace, settle, qtbot):
    pages: set[IntakePage] = set()
    bar = offers(lambda: frozenset(page.draft_id for page in pages))
    page = IntakePage(workplace)
    pages.add(page)
    page.form.put("name", "张敏")
    assert page.may_close()
    pages.clear()
    shiboken6.delete(page)
    qtbot.waitUntil(lambda: bar.offered is not None, timeout=3000)
    assert bar.offered.title == "张敏"
    settle()


def test_the_last_word_before_closing_is_kept(workplace, settle, desk):
    page = IntakePage(workplace)
    page.form.put("name", "张")
    page._keeper.flush()
    page.form.put("name", "张敏")
    assert page.may_close()
    shiboken6.delete(page)
    settle()
    (draft,) = intake.drafts(desk)
    assert dict(draft.texts)["name"] == "张敏"
