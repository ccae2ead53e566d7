"""The rule sets that the program ships, and what is said of a file that cannot be read."""

import datetime as dt
from typing import Any

import pytest

from complaint_desk.domain.rule_form import BadRules, rule_book, rule_version, version_table
from complaint_desk.domain.rule_sets import BY_LAW, MAIN_CLOCKS, SourceType
from complaint_desk.domain.vocabulary import RULE_SETS
from tests.clocks.cases import BOOK, clocks_of, complaint


def test_every_rule_set_of_the_contract_is_shipped_with_the_three_clocks() -> None:
    assert set(BOOK.codes) == set(RULE_SETS)
    for version in BOOK.versions:
        codes = tuple(each.code for each in version.obligations)
        assert codes[:3] == MAIN_CLOCKS or (version.code == "blank" and not codes)


def test_what_is_law_names_its_source_and_a_promise_is_never_law() -> None:
    for version in BOOK.versions:
        for each in version.obligations:
            assert each.source or each.source_type not in BY_LAW, (version.code, each.code)
    general = BOOK.in_force("general", dt.date(2026, 11, 5))
    assert general.obligation("accept").source_type is SourceType.PROMISE
    assert general.obligation("close").source_type is SourceType.STATUTORY


@pytest.mark.parametrize(
    ("rule_set", "received", "dues"),
    [
        ("general", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-12", "close": "2026-11-20"}),
        ("distance_return", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-12", "close": "2026-11-20"}),
        ("odr", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-19", "close": "2026-11-19"}),
        ("regulator", "2026-04-14", {"accept": "2026-04-23", "answer": None, "close": "2026-06-18"}),
        ("regulator", "2026-04-15", {"accept": "2026-04-24", "answer": None, "close": "2026-06-15"}),
        ("bank", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-20", "close": "2026-11-20"}),
        ("telecom", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-20", "close": "2026-11-20"}),
        ("express", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-12", "close": "2026-11-12"}),
        ("tourism", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-16", "close": "2026-11-20"}),
        ("guarantee", "2026-11-05", {"accept": "2026-11-06", "answer": "2026-11-12", "close": "2026-11-20"}),
        ("prepaid", "2026-11-05", {"accept": "2026-11-06", "close": "2026-11-20", "refund": "2026-11-20"}),
        ("blank", "2026-11-05", {}),
    ],
)
def test_due_dates_of_the_shipped_rules(rule_set, received, dues) -> None:
    made = clocks_of(complaint(received, rule_set=rule_set))
    assert {code: made[code].due and made[code].due.date().isoformat() for code in dues} == dues


def test_order_20_and_order_121_are_two_versions_of_one_rule_set() -> None:
    before, after = BOOK.of("regulator")
    assert (before.valid_to, after.valid_from) == (dt.date(2026, 4, 14), dt.date(2026, 4, 15))
    assert clocks_of(complaint("2026-04-14", rule_set="regulator"))["close"].version == before.version
    assert clocks_of(complaint("2026-04-15", rule_set="regulator"))["close"].version == after.version


def test_a_province_stands_over_the_rules_for_complaints_from_there() -> None:
    there = clocks_of(complaint(rule_set="prepaid", region="浙江省杭州市西湖区"))
    elsewhere = clocks_of(complaint(rule_set="prepaid", region="江苏省南京市"))
    assert there["refund"].due.date() == dt.date(2026, 11, 10)
    assert there["refund"].version.endswith("+zhejiang")
    assert elsewhere["refund"].due.date() == dt.date(2026, 11, 20)
    assert clocks_of(complaint(region="浙江省杭州市"))["close"].version == "2015-03-15"


def test_what_a_regulator_passed_on_takes_its_rules_unless_another_set_is_named() -> None:
    assert clocks_of(complaint(channel="regulator"))["accept"].rule_set == "regulator"
    assert clocks_of(complaint(channel="regulator", rule_set="bank"))["accept"].rule_set == "bank"
    assert clocks_of(complaint(channel="phone"))["accept"].rule_set == "general"


def test_a_version_is_read_again_as_it_was_written() -> None:
    for version in BOOK.versions:
        assert rule_version(version_table(version), "again") == version


CLOCK: dict[str, Any] = {
    "code": "close",
    "source_type": "promise",
    "starts": "received",
    "length": 15,
    "ends": ["closed"],
}


def sheet(**said: Any) -> dict[str, dict[str, Any]]:
    return {"own.toml": {"rule_set": [{"code": "general", "valid_from": dt.date(2026, 1, 1), "clock": [CLOCK | said]}]}}


@pytest.mark.parametrize(
    ("said", "code", "place"),
    [
        ({"length": "15"}, "wrong_type", "length"),
        ({"length": 0}, "wrong_type", "length"),
        ({"length": 4000}, "too_long", "length"),
        ({"length": None}, "missing", "length"),
        ({"unit": "week"}, "unknown_word", "unit"),
        ({"starts": "born"}, "unknown_word", "starts"),
        ({"ends": []}, "missing", "ends"),
        ({"ends": ["never"]}, "unknown_word", "ends"),
        ({"source_type": "statutory"}, "missing", "source"),
        ({"lenght": 3}, "unknown_key", "lenght"),
        ({"extensions": [{"to": 30}, {"to": 20}]}, "ladder_falls", "extensions"),
        ({"pauses": ["holiday"]}, "unknown_word", "pauses"),
    ],
)
def test_a_mistake_is_told_with_its_place(said, code, place) -> None:
    with pytest.raises(BadRules) as told:
        rule_book(sheet(**said))
    assert told.value.code == code
    assert told.value.place.startswith("own.toml: general 2026-01-01, close, ")
    assert told.value.place.endswith(place)


def test_the_same_version_twice_and_one_that_ends_before_it_begins_are_refused() -> None:
    one = sheet()["own.toml"]["rule_set"][0]
    with pytest.raises(BadRules, match="twice"):
        rule_book({"own.toml": {"rule_set": [one, one]}})
    with pytest.raises(BadRules, match="ends_before_it_begins"):
        rule_book({"own.toml": {"rule_set": [one | {"valid_to": "2025-12-31"}]}})
    with pytest.raises(BadRules, match="unknown_word"):
        rule_book({"own.toml": {"rule_set": [one | {"code": "banking"}]}})
