"""Report definitions: shared by all desks, found by name, journalled, never replaced unseen; on both databases."""

from __future__ import annotations

import dataclasses

import pytest

from complaint_desk.domain.analysis import Basis, Comparison, named_period
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.periods import within
from complaint_desk.domain.report_definitions import Preset, ReportDefinition
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import report_definitions
from complaint_desk.services.report_definitions import definition, definitions, drop, save
from complaint_desk.storage import journal
from complaint_desk.storage.news import OwnEntries, news_since
from tests.conftest import NOW

TODAY = NOW.date()
WEEKLY = ReportDefinition(
    "门店周报",
    preset=Preset.LAST_WEEK,
    basis=Basis.CLOSED,
    filter=within(LedgerFilter(words="退款").with_said("repeats", False), "registered_at", "last_month", TODAY),
    comparisons=(Comparison.PREVIOUS,),
    left_out=("rows", "trend"),
    template="templates/office.xlsx",
)


def test_what_is_kept_comes_back_whole(desk, words):
    before = journal_head(desk)
    assert save(desk, WEEKLY).definitions
    found = definition(desk, "门店周报", words)
    assert found == dataclasses.replace(WEEKLY, id=found.id)
    assert found.sheets(("overview", "trend", "rows")) == ("overview",)
    with desk.store.reading() as connection:
        assert news_since(connection, before, OwnEntries())[1].definitions


def journal_head(desk):
    with desk.store.reading() as connection:
        return journal.head(connection).sequence


@pytest.mark.parametrize("said", ["月报", " 月报 ", "Monthly report", "monthly"])
def test_a_usual_one_is_found_by_its_label_in_either_language(desk, words, said):
    assert definition(desk, said, words).name == "monthly"


def test_who_asks_for_an_unknown_one_is_told_which_there_are(desk, words):
    save(desk, WEEKLY)
    with pytest.raises(Refusal, match="no_report_definition") as error:
        definition(desk, "年报", words)
    assert error.value.details["known"] == ("月报", "季报", "给质量部", "门店周报")
    assert "月报、季报、给质量部、门店周报" in error_sentence(error.value)


def test_a_name_is_given_once_and_replacing_is_said(desk, words):
    save(desk, WEEKLY)
    with pytest.raises(Refusal, match="definition_exists"):
        save(desk, dataclasses.replace(WEEKLY, basis=Basis.RECEIVED))
    first = definition(desk, "门店周报", words)
    save(desk, dataclasses.replace(first, basis=Basis.RECEIVED))
    assert definition(desk, "门店周报", words).basis is Basis.RECEIVED
    with pytest.raises(Refusal, match="definition_without_name"):
        save(desk, dataclasses.replace(first, name="  "))


def test_a_usual_one_can_be_renamed_changed_and_deleted(desk, words):
    monthly = definition(desk, "月报", words)
    save(desk, dataclasses.replace(monthly, name="集团月报", left_out=("rows",)))
    assert definition(desk, "集团月报", words).id == monthly.id
    with pytest.raises(Refusal, match="no_report_definition"):
        definition(desk, "月报", words)
    for each in definitions(desk):
        drop(desk, each)
    assert definitions(desk) == ()


def test_one_that_a_colleague_deleted_is_not_brought_back_unseen(desk, words):
    quality = definition(desk, "给质量部", words)
    drop(desk, quality)
    for deed in (drop, save):
        with pytest.raises(Refusal, match="definition_gone"):
            deed(desk, quality)


def test_its_days_move_with_the_calendar(desk, words):
    monthly = definition(desk, "月报", words)
    assert str(monthly.request(TODAY).period.first) == "2026-10-01"
    assert str(monthly.request(TODAY.replace(year=2027, month=1)).period.first) == "2026-12-01"
    days = named_period(TODAY.replace(day=2), TODAY)
    fixed = dataclasses.replace(monthly, preset=Preset.CUSTOM, days=days)
    assert fixed.request(TODAY.replace(year=2027)).period == days
    assert report_definitions.definitions(desk)[0] == monthly
