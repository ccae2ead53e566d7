"""Intake rules."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain import problems
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.new_complaints import draft_columns
from complaint_desk.domain.problems import hard_problems, problems_in
from complaint_desk.domain.problems_of_many import doubtful_places
from tests.storage.drafts import any_drafts

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
GOOD = ComplaintDraft(
    received_at=NOW,
    subject_name="空调",
    category="electronics",
    facts="不制冷",
    nature="quality",
)


def found(**changes: object) -> list[tuple[str, str, bool]]:
    draft = dataclasses.replace(GOOD, **changes)  # type: ignore[arg-type]
    return [(problem.field, problem.code, problem.hard) for problem in problems_in(draft, NOW)]


def test_the_required_fields_suffice() -> None:
    assert found() == []


@pytest.mark.parametrize("name", ["received_at", "subject_name", "category", "facts", "nature"])
def test_each_required_field_is_missed(name: str) -> None:
    assert found(**{name: None if name == "received_at" else "  "}) == [(name, "required", True)]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"received_at": NOW + dt.timedelta(seconds=1)}, ("received_at", "future", True)),
        ({"handled_at": NOW + dt.timedelta(1)}, ("handled_at", "future", True)),
        ({"purchased_on": PartialDate(2027)}, ("purchased_on", "future", True)),
        ({"price": Decimal("-0.01")}, ("price", "negative", True)),
        ({"price": Decimal("1.001")}, ("price", "too_precise", True)),
        ({"price": Decimal("NaN")}, ("price", "not_money", True)),
        ({"price": Decimal("1e20")}, ("price", "not_money", True)),
        ({"price": Decimal("1000000.01")}, ("price", "unusual_amount", False)),
        ({"facts": "长" * 32_001}, ("facts", "too_long", True)),
        ({"facts": "a\x00b"}, ("facts", "control_character", True)),
        ({"facts": "a\ud800"}, ("facts", "control_character", True)),
        ({"phone": "1381234567"}, ("phone", "unusual_phone", False)),
        ({"satisfaction": 0}, ("satisfaction", "unknown_word", True)),
    ],
)
def test_each_rule_names_its_field(changes: dict[str, object], problem: tuple[str, str, bool]) -> None:
    assert problem in found(**changes)


def test_line_breaks_and_tabs_are_text() -> None:
    assert found(facts="一\n二\t三\r\n") == []


def test_purchase_after_complaint() -> None:
    received = NOW - dt.timedelta(40)
    assert ("purchased_on", "after_complaint", True) in found(received_at=received, purchased_on=PartialDate(2026, 11))
    assert found(received_at=received, purchased_on=PartialDate(received.year, received.month)) == []


def test_unknown_words_are_found_only_where_lists_are_given() -> None:
    codes = {"nature": frozenset({"quality"}), "demands": frozenset({"refund"})}
    draft = dataclasses.replace(GOOD, demands=("refund", "dance"))
    (problem,) = problems_in(draft, NOW, codes)
    assert (problem.field, problem.code, dict(problem.details)["value"]) == ("demands", "unknown_word", "dance")
    assert hard_problems(problems_in(draft, NOW)) == ()


ODD: dict[str, list[Any]] = {
    "name": ["  ", "张" * 1_000, "\x00", "张三"],
    "phone": ["1", " ", "13800001234"],
    "facts": ["", " \n", "第一行\n第二行", "\x07"],
    "category": ["", "没有的", "electronics"],
    "satisfaction": [0, 3, 9, None],
    "price": [Decimal(0), Decimal("NaN"), Decimal(-1), Decimal("0.001"), None],
    "received_at": [None, NOW, NOW + dt.timedelta(1)],
    "demands": [(), ("refund",), ("没有的",)],
    "closed_at": [None, NOW + dt.timedelta(1)],
}


CODES = {"category": frozenset({"electronics"}), "demands": frozenset({"refund"})}


def odd_drafts() -> st.SearchStrategy[ComplaintDraft]:
    odd = st.fixed_dictionaries({}, optional={name: st.sampled_from(odd) for name, odd in ODD.items()})
    return st.builds(lambda draft, said: dataclasses.replace(draft, **said), any_drafts(), odd)


@given(odd_drafts())
def test_what_is_seen_to_be_sound_has_no_problem(draft: ComplaintDraft) -> None:
    seen = problems_in(draft, NOW, CODES)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(problems, "_are_sound", lambda *_: False)
        assert problems_in(draft, NOW, CODES) == seen


@given(st.lists(odd_drafts() | st.just(GOOD), max_size=6))
def test_those_of_many_that_have_a_hard_problem_are_doubtful(drafts: list[ComplaintDraft]) -> None:
    hard = {at for at, draft in enumerate(drafts) if hard_problems(problems_in(draft, NOW, CODES))}
    doubtful = doubtful_places(draft_columns(drafts), len(drafts), NOW, CODES)
    assert hard <= doubtful
    assert not any(drafts[at] == GOOD for at in doubtful)


def test_what_no_draft_says_may_be_left_out() -> None:
    said = {name: [getattr(GOOD, name)] * 3 for name in ("received_at", "subject_name", "category", "facts", "nature")}
    assert doubtful_places(said, 3, NOW) == set()
    assert doubtful_places({name: said[name] for name in said if name != "nature"}, 3, NOW) == {0, 1, 2}
