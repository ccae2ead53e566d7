"""Report definitions come to an older ledger, and what another version of the program wrote is still read; on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, insert, select

from complaint_desk.domain.analysis import Basis, Period
from complaint_desk.domain.report_definitions import USUAL_DEFINITIONS, Preset
from complaint_desk.storage import report_definitions
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint, report_definition
from complaint_desk.storage.server_store import ServerStore
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft
from tests.storage.older import to_revision


def names(store):
    with store.reading() as connection:
        return tuple(each.name for each in report_definitions.all_of(connection, NOW.date()))


def test_a_ledger_begins_with_the_usual_reports(store):
    with store.reading() as connection:
        monthly, quarterly, quality = report_definitions.all_of(connection, NOW.date())
    assert (monthly.name, quarterly.name, quality.name) == USUAL_DEFINITIONS
    assert monthly.period(NOW.date()) == Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31), monthly.period(NOW).kind)
    assert quarterly.preset is Preset.LAST_QUARTER
    assert quality.filter.choices("nature") == ("quality", "safety")


def test_a_filled_older_ledger_gets_the_usual_reports_once(store):
    with store.writing() as connection:
        drafts = [sound_draft(facts=f"第{at}件") for at in range(3)]
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    to_revision(store, "0008")
    url = store.engine.url.render_as_string(hide_password=False)
    store.close()
    for _start in range(2):
        again = ServerStore.reach(url) if url.startswith("postgresql") else Store.open(store.path)
        assert names(again) == USUAL_DEFINITIONS
        with again.reading() as connection:
            assert connection.execute(select(func.count()).select_from(complaint)).scalar_one() == 3
        assert verify(again).faults == ()
        again.close()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {
            "preset": "last_decade",
            "basis": "felt",
            "comparisons": ["next_year"],
            "made": ["workbook", "hologram"],
            "new": 1,
        },
        {"preset": "custom"},
    ],
)
def test_what_a_newer_program_kept_is_read_as_far_as_it_is_known(store, body):
    with store.writing() as connection:
        connection.execute(
            insert(report_definition), [{"name": "新", "body": body, "edited_at": NOW, "edited_by": "王敏"}]
        )
        found = report_definitions.all_of(connection, NOW.date())[-1]
    assert (found.preset, found.basis, found.comparisons) == (Preset.LAST_MONTH, Basis.RECEIVED, ())
    assert found.made[0] == "workbook"


def test_earlier_days_come_back_as_they_were_chosen(store):
    body = {"preset": "custom", "days": ["2026-03-02", "2026-05-05"]}
    with store.writing() as connection:
        connection.execute(
            insert(report_definition), [{"name": "春", "body": body, "edited_at": NOW, "edited_by": "王敏"}]
        )
        found = report_definitions.all_of(connection, NOW.date())[-1]
    assert found.request(NOW.date()).period == Period(dt.date(2026, 3, 2), dt.date(2026, 5, 5))
