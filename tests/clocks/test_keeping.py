"""Clocks follow what happens to a complaint, and only that."""

import datetime as dt
from dataclasses import replace

import pytest

from complaint_desk.domain.clock_deeds import ExtensionWish, extended, paused, resumed, with_named_date
from complaint_desk.domain.clock_keeping import Happening, Rules, settle
from complaint_desk.domain.clocks import Clock, ClockState, DueMark, state_of_summary, summary_of
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.rule_sets import Obligation, RuleBook, StartEvent
from tests.clocks.cases import BOOK, RULES, after, at, clocks_of, complaint, step


def codes(deed, *given) -> list[str]:
    """The problems that stand against a deed."""
    with pytest.raises(ProblemsFound) as told:
        deed(*given)
    return [each.code for each in told.value.problems]


def close_of(rule_set: str) -> Obligation:
    version = BOOK.in_force(rule_set, dt.date(2026, 11, 5))
    assert version
    found = version.obligation("close")
    assert found
    return found


CLOSE = close_of("general")


def settled(value, existing=(), now="2026-11-05", *steps) -> tuple[Clock, ...]:
    return settle(existing, value, RULES, Happening(at(now), steps))


def test_a_complaint_runs_through_its_clocks() -> None:
    new = complaint()
    clocks = settled(new)
    assert {each.code: each.state(at("2026-11-06")) for each in clocks} == {
        "accept": ClockState.DUE_SOON, "answer": ClockState.RUNNING, "close": ClockState.RUNNING,
    }  # fmt: skip
    taken = after(new, status="accepted")
    clocks = settled(taken, clocks, "2026-11-06", step("accept", "2026-11-06 09:00"))
    assert clocks[0].ended_at == at("2026-11-06 09:00")
    assert clocks[0].state(at("2026-12-01")) is ClockState.MET
    answered = after(taken, status="answered", replied_at=at("2026-11-13"))
    clocks = settled(answered, clocks, "2026-11-14", step("accept", "2026-11-06 09:00"))
    assert clocks[1].state(at("2026-11-14")) is ClockState.MISSED
    closed = after(answered, status="closed", closed_at=at("2026-11-20 23:59"))
    clocks = settled(closed, clocks, "2026-11-20 23:59", step("accept", "2026-11-06 09:00"))
    assert clocks[2].state(at("2026-12-01")) is ClockState.MET
    assert summary_of(clocks).due_mark == DueMark.MISSED


def test_a_deed_taken_back_takes_its_clocks_back() -> None:
    new = complaint()
    before = settled(new)
    closed = settled(after(new, status="closed", closed_at=at("2026-11-09")), before, "2026-11-09")
    assert not any(each.is_open for each in closed)
    assert settled(after(new, status="registered"), closed, "2026-11-09 10:05") == before


def test_a_complaint_opened_again_has_its_clocks_anew() -> None:
    new = complaint()
    closed = after(new, status="closed", closed_at=at("2026-11-09"), replied_at=at("2026-11-08"))
    first = settled(closed, settled(new), "2026-11-09")
    again = after(closed, status="handling", reopened=1, closed_at=None)
    clocks = settled(again, first, "2026-11-24")
    assert [(each.code, each.round) for each in clocks] == [
        ("accept", 1), ("answer", 1), ("answer", 2), ("close", 1), ("close", 2),
    ]  # fmt: skip
    assert clocks[1].ended_at == at("2026-11-08")
    assert clocks[4].due.date() == dt.date(2026, 12, 9)
    assert settled(closed, clocks, "2026-11-24 10:05") == first


def test_an_answered_complaint_opened_again_keeps_the_clock_of_closing_that_still_runs() -> None:
    new = complaint()
    answered = after(new, status="answered", replied_at=at("2026-11-09"))
    clocks = settled(answered, settled(new), "2026-11-09")
    clocks = settled(after(answered, status="handling", reopened=1), clocks, "2026-11-10")
    assert [(each.code, each.round) for each in clocks if each.is_open] == [("answer", 2), ("close", 1)]


def test_withdrawing_and_declining_end_every_clock() -> None:
    new = complaint()
    for status in ("withdrawn", "declined"):
        clocks = settled(after(new, status=status), settled(new), "2026-11-06")
        assert {each.ended_by for each in clocks} == {status}
        assert summary_of(clocks).due_mark == DueMark.MET


def test_later_versions_of_the_rules_do_not_move_a_complaint() -> None:
    new = complaint()
    clocks = settled(new)
    shorter = replace(
        BOOK.versions[0], version="2026-01-01", valid_from=dt.date(2026, 1, 1),
        obligations=tuple(replace(each, length=3, extensions=()) for each in BOOK.versions[0].obligations),
    )  # fmt: skip
    rules = Rules(RuleBook((*BOOK.versions, shorter), BOOK.provinces, BOOK.choosers), RULES.calendar, "general")
    assert settle(clocks, after(new, brand="澜图"), rules, Happening(at("2026-11-06"))) == clocks
    assert settle((), new, rules, Happening(at("2026-11-06")))[2].due.date() == dt.date(2026, 11, 9)


def test_another_day_of_receipt_or_another_rule_set_counts_anew() -> None:
    new = complaint()
    clocks = settled(new)
    assert settled(after(new, received_at=at("2026-11-03")), clocks)[2].due.date() == dt.date(2026, 11, 18)
    moved = settled(after(new, rule_set="express"), clocks)
    assert (moved[2].rule_set, moved[2].due.date()) == ("express", dt.date(2026, 11, 12))


def test_what_an_older_ledger_left_undone_warns_nobody() -> None:
    old = complaint("2024-03-01", registered_at=at("2026-11-05"), import_batch=1, status="handling")
    assert settled(old) == ()
    young = complaint("2026-11-01", registered_at=at("2026-11-05"), import_batch=1, status="handling")
    assert [each.code for each in settled(young)] == ["answer", "close"]
    assert (
        settled(complaint("2026-11-01", status="closed", closed_at=at("2026-11-04")))[-1].state(at("2026-11-05"))
        == "met"
    )


def test_what_the_consumer_must_keep_is_shown_and_warns_nobody() -> None:
    clocks = clocks_of(complaint(rule_set="guarantee", purchased_on=PartialDate(2026, 9, 1)))
    assert clocks["return"].state(at("2026-11-05")) is ClockState.MISSED
    in_time = clocks_of(complaint(rule_set="guarantee", purchased_on=PartialDate(2026, 11, 1)))
    assert in_time["return"].state(at("2026-11-05")) is ClockState.MET
    assert "return" not in clocks_of(complaint(rule_set="guarantee", purchased_on=PartialDate(2026, 9)))
    assert summary_of(tuple(clocks.values())).due_clock == "accept"


def test_an_event_that_no_field_tells_starts_its_clock_when_somebody_says_so() -> None:
    value = complaint(rule_set="distance_return")
    clocks = settled(value)
    assert "refund" not in {each.code for each in clocks}
    told = Happening(at("2026-11-10"), (), {StartEvent.GOODS_RETURNED: at("2026-11-09")})
    clocks = settle(clocks, after(value), RULES, told)
    assert clocks[-1].due.date() == dt.date(2026, 11, 16)
    assert settled(after(value), clocks, "2026-11-11") == clocks


def test_only_complaints_run_against_the_clock_unless_rules_are_named() -> None:
    assert settled(complaint(kind="inquiry")) == ()
    assert len(settled(complaint(kind="report", rule_set="regulator"))) == 3


def close_clock(**said) -> Clock:
    return replace(settled(complaint())[2], **said)


def test_the_ladder_is_climbed_rung_by_rung_with_its_approver() -> None:
    clock = close_clock()
    assert codes(extended, clock, CLOSE, ExtensionWish(at("2026-11-18")), RULES.calendar) == ["required"]
    first = extended(clock, CLOSE, ExtensionWish(at("2026-11-18"), "李主管"), RULES.calendar)
    assert (first.due.date(), first.extended_by) == (dt.date(2026, 12, 7), 15)
    second = extended(first, CLOSE, ExtensionWish(at("2026-12-01"), "陈总"), RULES.calendar)
    assert (second.due.date(), second.extended_by) == (dt.date(2027, 1, 4), 45)
    assert second.provisional
    assert codes(extended, second, CLOSE, ExtensionWish(at("2026-12-02"), "陈总"), RULES.calendar) == [
        "ladder_at_its_end"
    ]


def test_an_extension_comes_before_the_old_date_ends_and_tells_where_it_must() -> None:
    wish = ExtensionWish(at("2026-11-21"), "李主管")
    assert codes(extended, close_clock(), CLOSE, wish, RULES.calendar) == ["extension_too_late"]
    bank = close_of("bank")
    wish = ExtensionWish(at("2026-11-18"), "李主管")
    assert codes(extended, close_clock(), bank, wish, RULES.calendar) == ["must_be_told"]
    told = extended(close_clock(), bank, replace(wish, told=True), RULES.calendar)
    assert told.told_at == at("2026-11-18")


def test_a_pause_moves_the_date_by_its_days_and_is_no_extension() -> None:
    stopped = paused(close_clock(), CLOSE, "testing", at("2026-11-09"))
    assert stopped.state(at("2026-12-24")) is ClockState.PAUSED
    assert summary_of([stopped]).due_mark == DueMark.PAUSED
    gone_on = resumed(stopped, CLOSE, at("2026-11-16"), RULES.calendar)
    assert (gone_on.due.date(), gone_on.paused, gone_on.extended_by) == (dt.date(2026, 11, 27), 7, 0)
    assert codes(paused, close_clock(), CLOSE, "other", at("2026-11-09")) == ["no_reason_to_pause"]
    assert codes(resumed, close_clock(), CLOSE, at("2026-11-09"), RULES.calendar) == ["not_paused"]
    assert codes(paused, stopped, CLOSE, "testing", at("2026-11-10")) == ["already_paused"]
    assert codes(paused, close_clock(), CLOSE, "testing", at("2026-11-21")) == ["clock_over"]


def test_a_date_of_an_authority_is_never_counted_again() -> None:
    named = with_named_date(close_clock(), dt.date(2026, 12, 31))
    assert (named.due.date(), named.named, named.provisional) == (dt.date(2026, 12, 31), True, False)
    (kept,) = (each for each in settled(after(complaint(), brand="x"), (named,)) if each.code == "close")
    assert kept.due == named.due
    assert codes(extended, named, CLOSE, ExtensionWish(at("2026-11-18"), "x"), RULES.calendar) == ["not_extendable"]


def test_closing_during_a_pause_ends_the_pause() -> None:
    stopped = paused(close_clock(), CLOSE, "testing", at("2026-11-09"))
    done = after(complaint(), status="closed", closed_at=at("2026-11-25"))
    (clock,) = (each for each in settled(done, (stopped,), "2026-11-25") if each.code == "close")
    assert clock.pauses[0].last == at("2026-11-25")
    assert clock.state(at("2026-11-25")) is ClockState.MET
    assert clock.paused == 16


def test_due_soon_begins_two_days_before_or_at_a_fifth() -> None:
    short = replace(close_clock(), start=at("2026-11-05"), due=at("2026-11-10 23:59"))
    assert short.soon_at == at("2026-11-08 00:00")
    long = replace(short, due=at("2026-12-05 23:59"))
    assert long.soon_at == at("2026-11-29 00:00")
    hours = replace(short, unit="hour", due=at("2026-11-07"))
    assert hours.soon_at == at("2026-11-07") - dt.timedelta(hours=9.6)


def test_a_summary_tells_every_state_from_its_moments() -> None:
    clocks = settled(complaint())
    summary = summary_of(clocks)
    assert (summary.due_clock, summary.due_at) == ("accept", clocks[0].due)
    only = summary_of(clocks[2:])
    for moment, state in [
        ("2026-11-10", ClockState.RUNNING), ("2026-11-17 00:00", ClockState.DUE_SOON),
        ("2026-11-20 23:59", ClockState.DUE_SOON), ("2026-11-21 00:00", ClockState.OVERDUE),
    ]:  # fmt: skip
        assert state_of_summary(only, at(moment)) is clocks[2].state(at(moment)) is state
