"""What was done to a clock, in the words that go on record, and what it came to, in the words that are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.clock_deeds import next_rung, reached_by
from complaint_desk.domain.clocks import Clock, DueReasons
from complaint_desk.i18n.catalogue import _
from complaint_desk.i18n.clocks import clock_name, due_text, length_text, state_words, why
from complaint_desk.i18n.words import Words


def extended_line(name: str, before: Clock, after: Clock) -> str:
    """On record: by how much, who approved, whether the complainant was told."""
    length = length_text(after.extended_by - before.extended_by, after.unit)
    due, act = due_text(after.due, after.unit), after.extensions[-1]
    return one_line(
        _("{clock} extended by {length}, now due on {due}").format(clock=name, length=length, due=due),
        _("approved by {approver}").format(approver=act.approver) if act.approver else "",
        _("complainant told") if act.told else "",
    )


def paused_line(name: str, after: Clock, words: Words) -> str:
    """On record: for what a clock stands still."""
    return _("{clock} paused: {reason}").format(clock=name, reason=words.label("pause_reason", after.pauses[-1].reason))


def resumed_line(name: str, after: Clock) -> str:
    """On record: that a clock goes on, to which day."""
    return _("{clock} goes on, now due on {due}").format(clock=name, due=due_text(after.due, after.unit))


def dated_line(name: str, after: Clock) -> str:
    """On record: the day that an authority named."""
    return _("{clock} due on {due}, as an authority set it").format(clock=name, due=due_text(after.due, after.unit))


def told_line(name: str, after: Clock) -> str:
    """On record: that the complainant knows the day."""
    due = due_text(after.due, after.unit)
    return _("{clock}: complainant told that it is due on {due}").format(clock=name, due=due)


def one_line(*parts: str) -> str:
    """The parts that say something, as one text."""
    return _("; ").join(part for part in parts if part.strip())


def moved_text(before: Sequence[DueReasons], after: Sequence[DueReasons], words: Words, now: dt.datetime) -> str:
    """What a deed did to due dates, clock by clock; "" where it did nothing to those that run."""
    there = {(each.clock.code, each.clock.round): each for each in before}
    return one_line(*(_moved(there.get((each.clock.code, each.clock.round)), each, words, now) for each in after))


def _moved(before: DueReasons | None, after: DueReasons, words: Words, now: dt.datetime) -> str:
    clock = after.clock
    name, due = clock_name(clock.code, after.obligation.name, words), due_text(after.due, clock.unit)
    if before is None:
        return _("{clock} due on {due}").format(clock=name, due=due) if clock.is_open else ""
    if not clock.is_open or before.clock == clock:
        return ""
    old = due_text(before.clock.due, clock.unit)
    if clock.is_paused:
        left = state_words(before.clock.state(now), before.clock.due, now)
        return _("{clock} stands still ({left})").format(clock=name, left=left)
    if old and old != due:
        return _("{clock} due on {due} instead of {old}").format(clock=name, due=due, old=old)
    return _("{clock} due on {due}").format(clock=name, due=due)


def foreseen_text(
    before: Sequence[DueReasons], after: Sequence[DueReasons], words: Words, now: dt.datetime, *, explained: bool
) -> str:
    """What a deed would do to due dates, each clock on a line of its own, with its reasons where they are wanted."""
    there = {(each.clock.code, each.clock.round): each for each in before}
    moved = ((each, _moved(there.get((each.clock.code, each.clock.round)), each, words, now)) for each in after)
    return "\n".join(
        _("{what}. {why}").format(what=what, why=why(each, words)) if explained else what
        for each, what in moved
        if what
    )


def rung_sentences(reasons: DueReasons) -> tuple[str, ...]:
    """What the next rung of a clock's ladder allows and asks for; empty at its end."""
    rung = next_rung(reasons.clock, reasons.obligation)
    if rung is None:
        return ()
    unit = reasons.obligation.unit
    sentences = [
        _("The rule allows {most} from the start, {reached} by now.").format(
            most=length_text(rung.to, unit), reached=length_text(reached_by(reasons.clock, reasons.obligation), unit)
        )
    ]
    if rung.approver:
        sentences.append(_("To be approved by: {approver}.").format(approver=rung.approver))
    if rung.tell:
        due = due_text(reasons.clock.due, reasons.clock.unit)
        sentences.append(_("The complainant must be told before {due} ends.").format(due=due))
    return tuple(sentences)
