"""What is kept in the ledger and names an entry goes with it into another, and comes back with it."""

from __future__ import annotations

import dataclasses

import pytest

from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping, WordMapping
from complaint_desk.domain.improvement import ImprovementContent
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.report_definitions import ReportDefinition
from complaint_desk.services import bulk, exchange, improving, ledger, report_definitions, word_lists
from complaint_desk.storage.verification import verify
from tests.services.test_bulk import registered
from tests.storage.drafts import sound_draft

BOTH = LedgerFilter().with_choices("channel", ("web", "phone")).with_piece("facts", "web")
MAPPING = LayoutMapping(
    (ColumnMapping("来源", ("channel",)), ColumnMapping("备注", ("facts",))),
    (("channel", "web"), ("facts", "web")),
    (
        WordMapping("channel", "网上", "web"),
        WordMapping("channel", "来电", "phone"),
        WordMapping("nature", "网上", "web"),
    ),
)


def kept(desk):
    """The filters of views, definitions and improvements, and what the mapping says."""
    (mapping,) = exchange.kept_mappings(desk)
    return (
        [each.filter for each in ledger.views(desk)],
        [each.filter for each in report_definitions.definitions(desk) if each.name == "网络月报"],
        [each.filter for each in improving.listed(desk)],
        mapping.values,
        mapping.words,
    )


@pytest.fixture
def keeping(desk):
    registered(desk, [sound_draft(channel=each) for each in ("web", "platform")])
    ledger.save_view(desk, SavedView(0, "网络", BOTH, LedgerOrder(), (), ""))
    ledger.save_view(
        desk, SavedView(0, "其他", LedgerFilter().with_choices("nature", ("quality",)), LedgerOrder(), (), "")
    )
    report_definitions.save(desk, ReportDefinition("网络月报", filter=BOTH))
    improving.add(desk, ImprovementContent("网站报错", BOTH, "接口超时", "扩容", "李工"))
    exchange.keep_mapping(desk, MAPPING)
    return desk


def test_what_names_an_entry_names_the_one_that_it_went_into(keeping):
    before = kept(keeping)
    merged = bulk.merge_entries(keeping, "channel", "web", "platform")
    views, definitions, improvements, values, words = kept(keeping)
    changed = BOTH.with_choices("channel", ("platform", "phone"))
    assert views == [before[0][0], changed]
    assert (definitions, improvements) == ([changed], [changed])
    assert values == (("channel", "platform"), ("facts", "web"))
    assert [each.code for each in words] == ["platform", "phone", "web"]
    told = merged.done.changes
    assert (told.lists, told.views, told.definitions, told.improvements) == (True, True, True, True)
    assert verify(keeping.store).ok
    bulk.undo_merge(keeping, merged)
    assert kept(keeping) == before
    assert verify(keeping.store).ok


def test_an_improvement_counts_the_same_cases_after_its_entry_went_into_another(keeping):
    (before,) = (ledger.count(keeping, each.filter) for each in improving.listed(keeping))
    bulk.merge_entries(keeping, "channel", "phone", "web")
    (after,) = (ledger.count(keeping, each.filter) for each in improving.listed(keeping))
    assert after == before


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(keeping):
    merged = bulk.merge_entries(keeping, "channel", "web", "platform")
    view = next(each for each in ledger.views(keeping) if each.name == "网络")
    own = view.filter.with_choices("channel", ("platform",))
    ledger.save_view(keeping, dataclasses.replace(view, filter=own))
    bulk.undo_merge(keeping, merged)
    views, definitions, *_others = kept(keeping)
    assert own in views
    assert definitions == [BOTH]


def test_a_text_that_is_written_otherwise_takes_its_views_along(keeping, words):
    word_lists.add(keeping, words, "outlet", "一店")
    shop = LedgerFilter().with_choices("outlet", ("一店",))
    ledger.save_view(keeping, SavedView(0, "门店", shop, LedgerOrder(), (), ""))
    bulk.rename_text(keeping, "outlet", "一店", "第一店")
    assert shop.with_choices("outlet", ("第一店",)) in kept(keeping)[0]
