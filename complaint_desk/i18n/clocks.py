"""Time limits in words: what is left of one, and why it ends when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.clocks import ClockState, DueMark, DueReasons, RestDay, state_of_summary
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.rule_sets import Obligation, Unit, province_in
from complaint_desk.domain.working_days import DayKind
from complaint_desk.i18n.catalogue import _, ngettext
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.values import list_text
from complaint_desk.i18n.words import Words


def due_words(complaint: Complaint, now: dt.datetime) -> tuple[str, ClockState | None]:
    """How a complaint stands against its next clock, as a word or two; "" and None where no clock runs.

    One that is older than its clocks is historic: it has no state, and is never an alarm.
    """
    if complaint.due_mark == DueMark.HISTORIC:
        return _("Historic"), None
    state = state_of_summary(complaint.due_summary, now)
    if state is None:
        return "", None
    left = state_words(state, complaint.due_at, now)
    unfixed = complaint.due_mark == DueMark.UNFIXED
    return _("{left} \u00b7 provisional").format(left=left) if unfixed else left, state


def historic_text(complaint: Complaint) -> str:
    """Why a complaint has no clocks where some would be expected; "" for every other."""
    if complaint.due_mark != DueMark.HISTORIC:
        return ""
    return _("Historic: it is older than the time limits that are kept here, so none is counted.")


def state_words(state: ClockState, due: dt.datetime | None, now: dt.datetime) -> str:
    """A state with the time that is left: `6 days left`, `due today`, `4 days overdue`."""
    if state is ClockState.PAUSED:
        return _("Paused")
    if state is ClockState.MET:
        return _("In time")
    if state is ClockState.MISSED:
        return _("Late")
    if due is None:
        return _("No date yet")
    days = (due.date() - now.date()).days
    if state is ClockState.OVERDUE:
        late = max(1, -days)
        return ngettext("{days} day overdue", "{days} days overdue", late).format(days=late)
    if days == 0:
        return _("Due today")
    return ngettext("{days} day left", "{days} days left", days).format(days=days)


def behind_words(behind: dt.timedelta) -> str:
    """That the clock of this PC cannot be trusted: how far it lies behind what the ledger has seen."""
    hours = max(1, round(behind.total_seconds() / 3600))
    told = ngettext("{hours} hour", "{hours} hours", hours).format(hours=hours)
    return _(
        "The clock of this PC lies {time} behind the ledger; due dates are told wrongly until it is set right."
    ).format(time=told)


def due_text(due: dt.datetime | None, unit: str) -> str:
    """The last day, for hours the moment; "" where there is none."""
    if due is None:
        return ""
    return f"{due:%Y-%m-%d %H:%M}" if unit == Unit.HOUR else due.date().isoformat()


def clock_name(code: str, name: str, words: Words) -> str:
    """What a clock is called: the office's own name, else the built-in one."""
    return name or words.label("clock", code)


def rule_name(reasons: DueReasons, words: Words) -> str:
    """The rule set of a clock, with the province whose layer lies over it."""
    name = words.label("rule_set", reasons.clock.rule_set)
    province = province_in(reasons.clock.version)
    return _("{rule} ({province})").format(rule=name, province=words.label("province", province)) if province else name


def length_text(length: int, unit: str) -> str:
    """A length in its unit: `15 days`, `1 working day`."""
    if unit == Unit.HOUR:
        return ngettext("{count} hour", "{count} hours", length).format(count=length)
    if unit == Unit.WORKING_DAY:
        return ngettext("{count} working day", "{count} working days", length).format(count=length)
    return ngettext("{count} day", "{count} days", length).format(count=length)


def source_text(obligation: Obligation, words: Words) -> str:
    """By whose word a clock runs: its type, and the law with its article."""
    kind = words.label("source_type", obligation.source_type)
    if not obligation.source:
        return kind
    law = _("“{law}” {article}").format(law=obligation.source, article=obligation.article).strip()
    return _("{kind}, {law}").format(kind=kind, law=law)


def example_text(reasons: DueReasons, words: Words) -> str:
    """How a clock would run, in one line: what happened when, when it is due, how that was counted."""
    due = due_text(reasons.due, reasons.clock.unit)
    return _("{event} on {day} → due on {due}, counted like this: {why}").format(
        event=words.label("start_event", reasons.event),
        day=reasons.clock.start.date(),
        due=due or "–",
        why=why(reasons, words),
    )


def named_example_text(reasons: DueReasons, words: Words) -> str:
    """The same after the clock's name."""
    name = clock_name(reasons.clock.code, reasons.obligation.name, words)
    return _("{clock}: {example}").format(clock=name, example=example_text(reasons, words))


def why(reasons: DueReasons, words: Words) -> str:
    """All reasons in one line."""
    return joined(*reason_sentences(reasons, words))


def reason_sentences(reasons: DueReasons, words: Words) -> tuple[str, ...]:
    """Why a clock ends when it ends: the rule, from which day, what was passed over, paused, extended, and how sure it is."""
    clock, obligation = reasons.clock, reasons.obligation
    sentences = [_rule_sentence(reasons, words)]
    if clock.named:
        sentences.append(_("The date was set by an authority and is not counted here."))
    elif reasons.count is None:
        sentences.append(_("It waits for the date that an authority sets."))
    else:
        sentences += _counted(reasons, words)
    sentences += [
        _("Extended by {length} on {day}.").format(length=length_text(each.by, obligation.unit), day=each.at.date())
        if not each.approver
        else _("Extended by {length} on {day}, approved by {approver}.").format(
            length=length_text(each.by, obligation.unit), day=each.at.date(), approver=each.approver
        )
        for each in clock.extensions
    ]
    if clock.told_at:
        sentences.append(_("The complainant was told this date on {day}.").format(day=clock.told_at.date()))
    if clock.provisional and clock.is_open:
        sentences.append(_("Provisional: the holidays of that time are not announced yet."))
    return tuple(sentences)


def _rule_sentence(reasons: DueReasons, words: Words) -> str:
    obligation = reasons.obligation
    named = {
        "rule": rule_name(reasons, words),
        "clock": clock_name(obligation.code, obligation.name, words),
        "source": source_text(obligation, words),
    }
    if obligation.length is None:
        return _("{rule}, {clock} ({source}).").format(**named)
    length = length_text(obligation.length, obligation.unit)
    return _("{rule}, {clock}: {length} ({source}).").format(length=length, **named)


def _counted(reasons: DueReasons, words: Words) -> list[str]:
    count, clock = reasons.count, reasons.clock
    if count is None:
        return []
    event = words.label("start_event", reasons.event)
    total = clock.extensions[-1].to if clock.extensions else reasons.obligation.length or 0
    if reasons.obligation.unit is Unit.HOUR:
        told = [_("Counted from {moment} ({event}).").format(moment=f"{clock.start:%Y-%m-%d %H:%M}", event=event)]
    else:
        told = [
            _("Counted from {day}, the day after “{event}” ({start}); day {number} is {last}.").format(
                day=count.first_day, event=event, start=clock.start.date(), number=total, last=count.counted_to
            )
        ]
    told += _passed_over(reasons)
    told += [_pause_sentence(reasons, words)] if clock.pauses else []
    return told


def _passed_over(reasons: DueReasons) -> list[str]:
    """Rest days on the way, and those over which the end was moved."""
    count = reasons.count
    if count is None or not reasons.rest_days:
        return []
    on_the_way = [each for each in reasons.rest_days if each.day < count.counted_to]
    at_the_end = [each for each in reasons.rest_days if each.day >= count.counted_to]
    told = []
    if on_the_way:
        told.append(_("Rest days not counted: {days}.").format(days=_days(on_the_way)))
    if at_the_end:
        told.append(
            _("The end falls on rest days ({days}) and moves to {due}.").format(
                days=_days(at_the_end), due=count.due.date()
            )
        )
    return told


def _days(days: Sequence[RestDay]) -> str:
    """Runs of days, each with the holiday that it belongs to: `10-01 to 10-07 National Day`."""
    runs: list[list[RestDay]] = []
    for each in days:
        if runs and (each.day - runs[-1][-1].day).days == 1 and _kind(each) == _kind(runs[-1][-1]):
            runs[-1].append(each)
        else:
            runs.append([each])
    return list_text([_run(run) for run in runs])


def _kind(each: RestDay) -> str:
    return each.name or each.kind


def _run(run: Sequence[RestDay]) -> str:
    first, last = run[0], run[-1]
    days = (
        f"{first.day:%m-%d}"
        if first is last
        else _("{first} to {last}").format(first=f"{first.day:%m-%d}", last=f"{last.day:%m-%d}")
    )
    name = first.name or (_("weekend") if first.kind == DayKind.WEEKEND else _("holiday"))
    return _("{days} {name}").format(days=days, name=name)


def _pause_sentence(reasons: DueReasons, words: Words) -> str:
    told = []
    for each in reasons.clock.pauses:
        until = f"{each.last:%Y-%m-%d}" if each.last else _("today")
        times = _("{first} to {last}").format(first=f"{each.first:%Y-%m-%d}", last=until)
        told.append(_("{reason}, {times}").format(reason=words.label("pause_reason", each.reason), times=times))
    length = length_text(reasons.paused, reasons.obligation.unit)
    return _("Paused for {length}, which do not count ({pauses}).").format(length=length, pauses=_("; ").join(told))
