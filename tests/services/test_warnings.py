"""Early warnings and telling words from a ledger, the same in a file and on a server."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Period
from complaint_desk.domain.early_warning import Group
from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis, ledger, narratives, warnings
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import day_count
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

TODAY = NOW.date()
USUAL = ("屏幕出现绿线", "电池鼓包", "通话无声", "桌面皲裂", "拒绝转卡", "机构停课")
FAULT = "充电口冒烟并有焦糊味，外壳被烫出鼓包"


def drafts():
    chance = random.Random(5)
    for back in range(200, -1, -1):
        day = dt.datetime.combine(TODAY - dt.timedelta(back), dt.time(9), SHANGHAI)
        for _ in range(chance.choice((2, 3, 4))):
            subject, outlet = chance.choice(("手机", "餐桌", "年卡")), chance.choice(("直播间", "专卖店", ""))
            facts = f"使用{chance.randrange(60)}天后{chance.choice(USUAL)}，客服让等{chance.randrange(9)}天"
            yield sound_draft(received_at=day, subject_name=subject, outlet=outlet, facts=facts, cause="product.design")
        for _ in range(3 if back < 3 else 0):
            facts = f"使用{chance.randrange(60)}天后{FAULT}，客服让等{chance.randrange(9)}天"
            yield sound_draft(
                received_at=day,
                subject_name="充电宝",
                brand="极川",
                facts=facts,
                batch="L-7",
                nature="safety",
                department="质量部",
            )


@pytest.fixture
def spiking(desk):
    made = list(drafts())
    with desk.store.writing() as connection:
        insert_many(connection, made, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    return desk


def test_a_faulty_product_is_warned_of_once_with_its_cases(spiking):
    found = warnings.of_day(spiking, TODAY)
    rise, batch = found
    also = {each.field for each in rise.also}
    assert rise.code == "rise_from_nothing"
    assert {rise.group.field, *also} == {"subject_name", "brand", "nature", "department"} | ({""} & also)
    assert (rise.count, rise.days) == (9, 3)
    assert {each.batch for each in ledger.find(spiking, rise.filter, LedgerOrder(), 100).rows} == {"L-7"}
    assert (batch.code, batch.group, batch.count) == ("batch", Group("batch", "L-7"), 9)
    assert ledger.find(spiking, batch.filter, LedgerOrder(), 1).count == 9


def test_every_warning_counts_what_its_filter_finds(spiking):
    for back in range(3):
        for each in warnings.of_day(spiking, TODAY - dt.timedelta(back)):
            assert ledger.find(spiking, each.filter, LedgerOrder(), 1).count == each.count


def test_before_it_began_there_is_no_warning(spiking):
    assert warnings.of_day(spiking, TODAY - dt.timedelta(3)) == ()
    assert warnings.words_of_day(spiking, TODAY - dt.timedelta(3)) == ()


def test_its_words_are_new(spiking):
    found = warnings.words_of_day(spiking, TODAY)
    assert found
    assert all(each.group.code in FAULT and each.count == 9 for each in found)
    assert ledger.find(spiking, found[0].filter, LedgerOrder(), 1).count == 9


def test_an_empty_ledger_warns_of_nothing(desk):
    assert warnings.of_day(desk, TODAY) == ()
    assert warnings.words_of_day(desk, TODAY) == ()
    assert warnings.of_day(desk, dt.date.min) == ()
    assert warnings.words_of_day(desk, dt.date.min) == ()
    assert narratives.of_group(desk, LedgerFilter()).count == 0


def test_what_people_say_within_a_group(spiking):
    found = narratives.of_group(spiking, LedgerFilter().with_choices("nature", ("safety",)))
    assert (found.count, found.read) == (9, 9)
    assert found.compared > 500
    assert found.words
    assert all(each.word in FAULT for each in found.words)
    assert all(FAULT in each.text for each in found.typical)


def test_the_region_of_who_reports_is_not_counted(desk):
    made = [
        sound_draft(kind=kind, region="浙江省/杭州市", facts="漏水") for kind in ["report"] * 40 + ["complaint"] * 4
    ]
    old = [sound_draft(received_at=NOW - dt.timedelta(back), facts="滴水") for back in range(100, 10, -1)]
    with desk.store.writing() as connection:
        insert_many(connection, [*old, *made], Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    assert all(
        Group("region", "浙江省/杭州市") not in (each.group, *each.also) for each in warnings.of_day(desk, TODAY)
    )


def test_the_report_tells_them(spiking, tmp_path, words):
    month = Period(TODAY.replace(day=1), TODAY.replace(day=30))
    for request, times in (
        (AnalysisRequest(month), 1),
        (AnalysisRequest(month, basis=Basis.CLOSED), 0),
        (AnalysisRequest(month, filter=LedgerFilter("退款")), 0),
    ):
        analysis.report(spiking, request, ("overview",), tmp_path / "report.xlsx", words)
        sheet = load_workbook(tmp_path / "report.xlsx").worksheets[0]
        told = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if "充电宝" in str(cell)]
        assert len(told) == times
        assert all(each.startswith(f"▲ 截至 {TODAY}，") for each in told)


def test_counts_are_kept_and_nothing_changes(spiking):
    before = warnings.of_day(spiking, TODAY)
    warnings.keep_counts(spiking, TODAY)
    with spiking.store.reading() as connection:
        days = connection.execute(select(func.count(), func.max(day_count.c.day))).one()
    assert tuple(days) == (200, TODAY - dt.timedelta(1))
    assert warnings.of_day(spiking, TODAY) == before
    warnings.keep_counts(spiking, TODAY)


def test_counts_that_cannot_be_kept_are_no_failure(spiking, monkeypatch):
    def busy(stop=None):
        raise Surroundings("locked", path="ledger.db")

    monkeypatch.setattr(spiking.store, "writing", busy)
    warnings.keep_counts(spiking, TODAY)
    assert warnings.of_day(spiking, TODAY)


def test_looking_stops_when_asked(spiking):
    stop = StopSignal()
    stop.request()
    for deed in (warnings.of_day, warnings.words_of_day):
        with pytest.raises(Stopped):
            deed(spiking, TODAY, stop)
    with pytest.raises(Stopped):
        narratives.of_group(spiking, LedgerFilter(), stop=stop)
