"""How the clocks of a complaint follow what happens to it: started, ended, begun anew, as a function of its facts.

The same facts give the same clocks, so that taking a deed back takes its clocks back too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from complaint_desk.domain.clocks import Clock, counted, of_code
from complaint_desk.domain.complaint import Complaint, Step
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_sets import (
    CHOOSING_FIELDS,
    TOLD_EVENTS,
    EndEvent,
    Obligation,
    RuleBook,
    RuleVersion,
    StartEvent,
)
from complaint_desk.domain.vocabulary import Kind, Status, StepKind
from complaint_desk.domain.workflow import OPEN
from complaint_desk.domain.working_days import WorkingCalendar

_ENDING: Mapping[str, frozenset[Status]] = {
    EndEvent.ACCEPTED: frozenset(Status) - {Status.REGISTERED},
    EndEvent.ANSWERED: frozenset({Status.ANSWERED, Status.CLOSED, Status.DECLINED, Status.WITHDRAWN}),
    EndEvent.CLOSED: frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN}),
}
_WITHOUT_ANSWER = frozenset({Status.DECLINED, Status.WITHDRAWN})
_BEGUN_ANEW = frozenset({EndEvent.ANSWERED, EndEvent.CLOSED})


@dataclass(frozen=True, slots=True)
class Rules:
    """What clocks are made by: the rule sets, the days, and the rule set of a complaint that nothing chooses.

    `kept_since`: from when on a ledger that is older than this has kept clocks; None for one that always did.
    """

    book: RuleBook
    calendar: WorkingCalendar
    default: str
    kept_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What a deed adds to the facts: its moment, the steps on record, events that no field tells, whether it reopens."""

    at: dt.datetime
    steps: tuple[Step, ...] = ()
    told: Mapping[StartEvent, dt.datetime] = field(default_factory=dict)
    reopens: bool = False


def settle(existing: Sequence[Clock], complaint: Complaint, rules: Rules, happening: Happening) -> tuple[Clock, ...]:
    """The clocks of a complaint after a deed, in the order of its rules, each round after the one before.

    A clock whose end lies in the past without anybody having noted when is left out, and so is one that was over before
    it was kept here (`_kept_from`): nobody is warned of what an older ledger left undone.
    """
    version = rules_for(existing, complaint, rules)
    if version is None:
        return ()
    happening = _with_demand(happening, existing, version)
    found: list[Clock] = []
    for obligation in version.obligations:
        rows = [each for each in existing if each.code == obligation.code and each.round <= complaint.reopened + 1]
        found += _kept(rows, obligation, complaint, version, rules, happening)
    return tuple(found)


def events_awaited(existing: Sequence[Clock], complaint: Complaint, rules: Rules) -> tuple[StartEvent, ...]:
    """Events of `TOLD_EVENTS` that may be said of a complaint: first those that a clock waits for.

    Then those of clocks that run already, so that their day can be put right.
    """
    version = rules_for(existing, complaint, rules)
    if version is None or complaint.status not in OPEN:
        return ()
    waiting, begun = [], []
    for each in version.obligations:
        if each.starts not in TOLD_EVENTS:
            continue
        last = of_code(existing, each.code)
        if last is None:
            waiting.append(each.starts)
        elif last.round == 1 and (last.is_open or not last.is_duty):
            begun.append(each.starts)
    return tuple(dict.fromkeys((*waiting, *begun)))


def goes_on(obligation: Obligation, status: str) -> bool:
    """Whether a clock that runs goes on once its complaint has come to a status."""
    ended = any(status in _ENDING.get(end, ()) for end in obligation.ends)
    return not ended and status not in (Status.CLOSED, *_WITHOUT_ANSWER)


def expects_clocks(kind: str, rule_set: str) -> bool:
    """Whether a complaint of that kind and with that rule set named has clocks at all."""
    return kind == Kind.COMPLAINT or bool(rule_set)


def is_historic(complaint: Complaint, kept_since: dt.datetime | None) -> bool:
    """Whether a complaint came from a time before its clocks were kept here, so that it may have none."""
    return expects_clocks(complaint.kind, complaint.rule_set) and _kept_from(complaint, kept_since) is not None


def _kept_from(complaint: Complaint, kept_since: dt.datetime | None) -> dt.datetime | None:
    """From when on the clocks of a complaint that is older than they are were kept: its import, the update of its ledger."""
    if kept_since is not None and complaint.registered_at < kept_since:
        return kept_since
    return None if complaint.import_batch is None else complaint.registered_at


def rules_for(existing: Sequence[Clock], complaint: Complaint, rules: Rules) -> RuleVersion | None:
    """The rules of a complaint: those that its clocks have, unless its day or its named rule set changed."""
    if complaint.received_at is None or not expects_clocks(complaint.kind, complaint.rule_set):
        return None
    codes = {name: getattr(complaint, name) for name in ("rule_set", *CHOOSING_FIELDS)}
    code = rules.book.choose(codes, rules.default)
    if existing and (not complaint.rule_set or existing[0].rule_set == complaint.rule_set):
        first = existing[0]
        code = first.rule_set
        if (kept := rules.book.version(code, first.version)) and not _day_moved(existing, kept, complaint):
            return kept
    key = rules.book.version_key(code, complaint.received_at.date(), complaint.region)
    return rules.book.version(code, key)


def _with_demand(happening: Happening, existing: Sequence[Clock], version: RuleVersion) -> Happening:
    """What happened, with the day of a demand that was told of once.

    Nothing but its clock keeps that day: it began at another moment than the complaint, with which it begins otherwise.
    """
    starts = {
        obligation.starts: each.start
        for each in existing
        if each.round == 1 and (obligation := version.obligation(each.code))
    }
    told, usual = starts.get(StartEvent.DEMANDED), starts.get(StartEvent.RECEIVED)
    if StartEvent.DEMANDED in happening.told or told is None or usual is None or told == usual:
        return happening
    return replace(happening, told={**happening.told, StartEvent.DEMANDED: told})


def _day_moved(existing: Sequence[Clock], version: RuleVersion, complaint: Complaint) -> bool:
    for each in existing:
        obligation = version.obligation(each.code)
        if obligation and each.round == 1 and obligation.starts is StartEvent.RECEIVED:
            return complaint.received_at is None or each.start.date() != complaint.received_at.date()
    return False


def _kept(
    rows: list[Clock],
    obligation: Obligation,
    complaint: Complaint,
    version: RuleVersion,
    rules: Rules,
    happening: Happening,
) -> list[Clock]:
    calendar = rules.calendar
    if not rows:
        made = _first(obligation, complaint, version, rules, happening)
        return [made] if made else []
    *earlier, last = rows
    ended = _ended(obligation, complaint, last, happening)
    if last.ended_at is not None and ended is None and complaint.reopened + 1 > last.round:
        if _BEGUN_ANEW.isdisjoint(obligation.ends):
            return rows
        return [*rows, _anew(last, obligation, calendar, complaint.reopened + 1, happening.at)]
    start = _start(obligation, complaint, happening, last) if last.round == 1 else last.start
    moved = replace(last, start=start or last.start, rule_set=version.code, version=version.version)
    if ended is not None:
        # One that ran until now and of whose end nothing was noted ends with this deed.
        ended = (ended[0] or happening.at, ended[1])
    moved = _with_end(moved, ended)
    if (moved.start, moved.rule_set, moved.version) != (last.start, last.rule_set, last.version):
        moved = recounted(replace(moved, told_at=None, extensions=()), obligation, calendar)
    elif moved.pauses != last.pauses:
        moved = recounted(moved, obligation, calendar)
    return [*earlier, moved]


def _first(
    obligation: Obligation,
    complaint: Complaint,
    version: RuleVersion,
    rules: Rules,
    happening: Happening,
) -> Clock | None:
    start = _start(obligation, complaint, happening, None)
    if start is None:
        return None
    bare = Clock(obligation.code, version.code, version.version, start, None, str(obligation.unit))
    made = recounted(bare, obligation, rules.calendar)
    ended = _ended(obligation, complaint, made, happening)
    kept_from = None if obligation.starts in happening.told else _kept_from(complaint, rules.kept_since)
    if (ended and ended[0] is None) or (kept_from is not None and made.due is not None and made.due < kept_from):
        if happening.reopens and not _BEGUN_ANEW.isdisjoint(obligation.ends):
            return _anew(bare, obligation, rules.calendar, complaint.reopened + 1, happening.at)
        return None
    return _with_end(made, ended)


def _anew(last: Clock, obligation: Obligation, calendar: WorkingCalendar, number: int, at: dt.datetime) -> Clock:
    fresh = Clock(last.code, last.rule_set, last.version, at, None, last.unit, round=number)
    return recounted(fresh, obligation, calendar)


def _start(
    obligation: Obligation, complaint: Complaint, happening: Happening, last: Clock | None
) -> dt.datetime | None:
    event = obligation.starts
    if event in happening.told:
        return happening.told[event]
    if last is not None and event in TOLD_EVENTS - {StartEvent.DEMANDED}:
        return last.start
    match event:
        case StartEvent.RECEIVED | StartEvent.DEMANDED:
            return complaint.received_at
        case StartEvent.REGISTERED:
            return complaint.registered_at
        case StartEvent.ACCEPTED:
            if complaint.status in (Status.REGISTERED, *_WITHOUT_ANSWER):
                return None
            return last.start if last else _accepted_at(complaint, happening) or happening.at
        case StartEvent.PURCHASED:
            bought = complaint.purchased_on
            return start_of(bought.first_day) if bought and bought.day is not None else None
    return None


def _accepted_at(complaint: Complaint, happening: Happening) -> dt.datetime | None:
    at = [each.at for each in happening.steps if each.kind == StepKind.ACCEPT]
    return min(at) if at and complaint.received_at and min(at) >= complaint.received_at else None


def _ended(
    obligation: Obligation, complaint: Complaint, clock: Clock, happening: Happening
) -> tuple[dt.datetime | None, str] | None:
    """When and by what a clock ended: None if it did not, a moment None if nobody noted when."""
    for end in obligation.ends:
        if end == EndEvent.RECEIVED:
            return complaint.received_at, end
        if end in _ENDING:
            if complaint.status in _ENDING[end]:
                return _end_moment(end, complaint, clock, happening), _ended_by(end, complaint)
        elif at := [each.at for each in happening.steps if each.kind == end and each.at >= clock.start]:
            return min(at), end
    if complaint.status in (Status.CLOSED, *_WITHOUT_ANSWER):
        return _end_moment(EndEvent.CLOSED, complaint, clock, happening), str(complaint.status)
    return None


def _ended_by(end: str, complaint: Complaint) -> str:
    return str(complaint.status) if complaint.status in _WITHOUT_ANSWER else end


def _end_moment(end: str, complaint: Complaint, clock: Clock, happening: Happening) -> dt.datetime | None:
    noted: dt.datetime | None = None
    if end == EndEvent.ACCEPTED:
        noted = _accepted_at(complaint, happening)
    elif complaint.status not in _WITHOUT_ANSWER:
        noted = complaint.replied_at if end == EndEvent.ANSWERED else complaint.closed_at
    if noted is not None and noted >= clock.start:
        return noted
    return clock.ended_at


def _with_end(clock: Clock, ended: tuple[dt.datetime | None, str] | None) -> Clock:
    if ended is None:
        return replace(clock, ended_at=None, ended_by="")
    at, by = ended
    pauses = tuple(replace(each, last=at) if each.last is None else each for each in clock.pauses)
    return replace(clock, ended_at=at, ended_by=by, pauses=pauses)


def recounted(clock: Clock, obligation: Obligation, calendar: WorkingCalendar) -> Clock:
    """The clock with its due date counted anew; one whose date an authority named stays as it is."""
    if clock.named:
        return clock
    made = counted(clock, obligation, calendar)
    if made is None:
        return replace(clock, due=None, provisional=False)
    return replace(clock, due=made.due, provisional=made.provisional, paused=made.paused)
