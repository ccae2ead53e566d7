"""What a province sets otherwise: kept as versions, chosen by region and day, never changed under complaints that run."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import MappingProxyType

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.rule_sets import EndEvent, Obligation, ProvinceLayer, SourceType, StartEvent, Unit
from complaint_desk.services import handling, intake, rule_sets
from complaint_desk.storage.verification import verify
from tests.clocks.cases import at
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_0006


def within(days: int, code: str = "close") -> Obligation:
    return Obligation(
        code, "", SourceType.STATUTORY, "某省消费者权益保护条例", "第三十条", StartEvent.RECEIVED, days,
        Unit.CALENDAR_DAY, (EndEvent.CLOSED,),
    )  # fmt: skip


def layer(*said: Obligation, code="shandong", names=("山东",), since="2026-01-01", over="general") -> ProvinceLayer:
    return ProvinceLayer(code, names, dt.date.fromisoformat(since), None, MappingProxyType({over: said}))


def kept(desk, *layers: ProvinceLayer) -> None:
    for each in layers:
        rule_sets.keep_edited(desk, each)


def close_of(desk, region, received="2026-11-20", **fields):
    made = intake.register(desk, sound_draft(received_at=at(received), region=region, **fields))
    return made.id, next(each for each in handling.case(desk, made.id).clocks if each.clock.code == "close")


def test_a_layer_holds_for_its_region_from_its_day_on(desk):
    kept(desk, layer(within(5), since="2026-11-01"))
    _, there = close_of(desk, "山东省济南市")
    assert (there.due.date(), there.obligation.source) == (dt.date(2026, 11, 25), "某省消费者权益保护条例")
    assert there.clock.version == "2015-03-15+shandong@2026-11-01/1"
    assert close_of(desk, "上海市", name="李四")[1].due.date() == dt.date(2026, 12, 7)
    assert close_of(desk, "山东省", "2026-10-31", name="王五")[1].due.date() == dt.date(2026, 11, 16)
    assert verify(desk.store).ok


def test_complaints_that_run_keep_the_layer_that_they_have(desk):
    kept(desk, layer(within(5)))
    before, _ = close_of(desk, "山东省济南市")
    kept(desk, layer(within(9)))
    assert handling.case(desk, before).clocks[-1].due.date() == dt.date(2026, 11, 25)
    assert close_of(desk, "山东省济南市", name="李四")[1].due.date() == dt.date(2026, 11, 30)
    assert verify(desk.store).ok


def test_a_layer_that_says_nothing_any_more_ends_the_one_before(desk):
    kept(desk, layer(within(5)), layer(since="2026-11-20"))
    assert close_of(desk, "山东省")[1].due.date() == dt.date(2026, 12, 7)
    assert close_of(desk, "山东省", "2026-11-19", name="李四")[1].due.date() == dt.date(2026, 11, 24)


def test_the_shipped_layer_of_zhejiang_can_be_changed_and_its_old_complaints_stay(desk):
    shipped = next(each for each in rule_sets.book(desk).provinces if each.code == "zhejiang")
    _, before = close_of(desk, "浙江省杭州市", rule_set="prepaid")
    kept(desk, layer(within(3, "refund"), code="zhejiang", names=shipped.names, over="prepaid"))
    book = rule_sets.book(desk)
    day = dt.date(2026, 11, 20)
    assert book.version("prepaid", before.clock.version).obligation("refund").length == 5
    assert book.version("prepaid", book.version_key("prepaid", day, "浙江省")).obligation("refund").length == 3
    assert book.version("guarantee", book.version_key("guarantee", day, "浙江省")).obligation("repair").length == 5


def test_the_place_named_most_closely_decides(desk):
    kept(desk, layer(within(5)), layer(within(3), code="青岛", names=("山东省青岛",)))
    assert close_of(desk, "山东省青岛市")[1].due.date() == dt.date(2026, 11, 23)
    assert close_of(desk, "山东省济南市", name="李四")[1].due.date() == dt.date(2026, 11, 25)


@pytest.mark.parametrize("said", [(within(5), within(7, "回访")), ()])
def test_a_layer_is_written_and_read_again(desk, tmp_path, said):
    made = layer(*said, names=("山东", "Shandong"))
    rule_sets.write_file(made, tmp_path / "layer.toml")
    (read,) = rule_sets.read_file(desk, tmp_path / "layer.toml")
    assert isinstance(read, ProvinceLayer)
    assert (read.code, read.names, read.valid_from, dict(read.obligations)) == (
        made.code, made.names, made.valid_from, dict(made.obligations),
    )  # fmt: skip
    assert (read.own, read.version) == (True, "2026-01-01/1")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[province]]\ncode = "shandong"\nvalid_from = 2026-01-01\n', "missing"),
        ('[[province]]\ncode = "shandong"\nvalid_from = 2026-01-01\nrules.postal = []\n', "unknown_word"),
        (
            '[[province]]\ncode = "x"\nvalid_from = 2026-01-02\nvalid_to = 2026-01-01\nrules.bank = []\n',
            "ends_before_it_begins",
        ),
        ('province = "shandong"\n', "wrong_type"),
    ],
)
def test_a_layer_that_cannot_be_is_refused_with_its_place(desk, tmp_path, text, problem):
    (tmp_path / "layer.toml").write_text(text, "utf-8")
    with pytest.raises(Refusal, match="bad_rules") as told:
        rule_sets.read_file(desk, tmp_path / "layer.toml")
    assert told.value.details["problem"] == problem


def test_a_ledger_from_before_there_were_layers_keeps_them(desk, server_or_file):
    made = rule_sets.keep_edited(server_or_file, layer(within(5)))
    assert made in rule_sets.book(server_or_file).provinces


@pytest.fixture
def server_or_file(desk):
    to_0006(desk.store)
    opened = again(desk.store)
    yield dataclasses.replace(desk, store=opened)
    opened.close()
