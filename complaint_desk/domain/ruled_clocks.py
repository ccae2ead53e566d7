"""The clocks of a complaint together with the rules that they run by, and one deed done to several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from complaint_desk.domain.clock_keeping import Rules
from complaint_desk.domain.clocks import Clock, of_code
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.rule_sets import Obligation


@dataclass(frozen=True, slots=True)
class RuledClock:
    """A clock that a deed is about, with its rules."""

    clock: Clock
    obligation: Obligation
    rules: Rules


Done = dict[Clock, Clock]
"""What a deed makes of clocks, by what they were before."""


def ruled_clocks(there: Sequence[Clock], rules: Rules, codes: Sequence[str] = ()) -> list[RuledClock]:
    """The newest clock of each of these codes, or of all.

    Raises:
        ProblemsFound: `no_such_clock`, of `clock`.
    """
    known = tuple(dict.fromkeys(each.code for each in there))
    clocks = [clock for each in codes or known if (clock := of_code(there, each))]
    versions = ((each, rules.book.version(each.rule_set, each.version)) for each in clocks)
    named = ((each, version.obligation(each.code) if version else None) for each, version in versions)
    if found := [RuledClock(each, obligation, rules) for each, obligation in named if obligation]:
        return found
    details = (("value", ", ".join(codes)), ("known", ", ".join(known) or "-"))
    raise ProblemsFound((Problem("clock", "no_such_clock", details=details),))


def done_to(
    there: Sequence[Clock], rules: Rules, deed: Callable[[RuledClock], Clock], codes: Sequence[str] = ()
) -> Done:
    """Do a deed to the clocks of these codes; without any to all, one that it cannot be done to standing aside.

    Raises:
        ProblemsFound: of the deed, or `no_such_clock`.
    """
    done: Done = {}
    stopped: ProblemsFound | None = None
    for each in ruled_clocks(there, rules, codes):
        try:
            done[each.clock] = deed(each)
        except ProblemsFound as problems:
            if codes:
                raise
            stopped = problems
    if not done and stopped:
        raise stopped
    return done
