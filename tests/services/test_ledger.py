"""The ledger as the window asks it: pages, keys, lists of words, saved views."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.ledger import Between, LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.periods import within
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import intake, ledger
from tests.storage.drafts import sound_draft


def test_pages_and_keys_agree(desk):
    for number in range(5):
        intake.register(desk, sound_draft(name=f"张{number}", outlet="直播间"))
    keys = ledger.keys(desk, LedgerFilter(), LedgerOrder())
    assert keys.typecode == "q"
    assert list(keys) == [5, 4, 3, 2, 1]
    assert [each.id for each in ledger.first_rows(desk, LedgerFilter(), LedgerOrder(), limit=2)] == [5, 4]
    assert [each.id for each in ledger.rows(desk, keys[3:])] == [2, 1]
    found = ledger.find(desk, LedgerFilter(words="张3"), LedgerOrder(), 10)
    assert (found.count, [each.id for each in found.rows]) == (1, [4])
    assert ledger.total(desk) == 5
    assert ledger.values_used(desk, "outlet") == ("直播间",)


def test_question_that_nobody_wants_any_more(desk):
    stop = StopSignal()
    stop.request()
    for ask in (ledger.first_rows, ledger.keys):
        with pytest.raises(Stopped):
            ask(desk, LedgerFilter(), LedgerOrder(), stop=stop)


def _view(**fields) -> SavedView:
    wanted = LedgerFilter(
        words="退款", one_of=(("status", ("waiting", "")),), between=(("received_at", Between(dt.date(2026, 1, 1))),)
    )
    values: dict[str, Any] = {
        "id": 0,
        "name": "等待中",
        "filter": wanted,
        "order": LedgerOrder("price", False),
        "columns": ("number", "name"),
        "owner": "",
    }
    return SavedView(**(values | fields))


def test_views_are_kept_by_name_and_person(desk):
    assert ledger.save_view(desk, _view()) == Changes(views=True)
    (kept,) = ledger.views(desk)
    assert kept == _view(id=kept.id, owner="王敏")
    ledger.save_view(desk, _view(columns=("number",)))
    (again,) = ledger.views(desk)
    assert (again.id, again.columns) == (kept.id, ("number",))
    ledger.save_view(desk, dataclasses.replace(again, name="退款等待中"))
    assert [each.name for each in ledger.views(desk)] == ["退款等待中"]


def test_shared_views_are_seen_by_others_and_dropped_by_their_owner(desk):
    other = dataclasses.replace(desk, person="李四")
    ledger.save_view(desk, _view(name="自己的"))
    ledger.save_view(desk, _view(name="大家的", shared=True))
    (shared,) = ledger.views(other)
    assert shared.name == "大家的"
    with pytest.raises(Refusal, match="not_your_view"):
        ledger.drop_view(other, shared.id)
    assert ledger.drop_view(desk, shared.id) == Changes(views=True)
    assert [each.name for each in ledger.views(desk)] == ["自己的"]


def test_a_view_renamed_onto_another_takes_its_place(desk):
    ledger.save_view(desk, _view(name="甲"))
    ledger.save_view(desk, _view(name="乙"))
    first = next(each for each in ledger.views(desk) if each.name == "甲")
    ledger.save_view(desk, dataclasses.replace(first, name="乙", columns=("phone",)))
    assert [(each.name, each.columns) for each in ledger.views(desk)] == [("乙", ("phone",))]


def test_a_view_that_somebody_else_shares_is_not_changed(desk):
    ledger.save_view(desk, SavedView(0, "共享", LedgerFilter(), LedgerOrder(), ("number",), "", shared=True))
    other = dataclasses.replace(desk, person="李强")
    (view,) = ledger.views(other)
    with pytest.raises(Refusal, match="not_your_view"):
        ledger.save_view(other, dataclasses.replace(view, name="我的"))
    with pytest.raises(Refusal, match="not_your_view"):
        ledger.drop_view(other, view.id)


def test_a_view_brings_back_widths_and_usual_periods(desk):
    wanted = within(LedgerFilter(), "closed_at", "this_month", desk.clock().date())
    ledger.save_view(desk, SavedView(0, "本月", wanted, LedgerOrder(), ("number",), "", widths=(("number", 99),)))
    (view,) = ledger.views(desk)
    assert (view.filter, view.widths) == (wanted, (("number", 99),))
