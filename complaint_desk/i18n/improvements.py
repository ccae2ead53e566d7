"""Improvements as people read them: how far they are, what they brought, and that a problem came back."""

from __future__ import annotations

import datetime as dt
import math

from complaint_desk.domain.improvement import (
    FEWEST,
    SHORTEST_WINDOW,
    Effect,
    Improvement,
    Verdict,
    Window,
)  # fmt: skip
from complaint_desk.domain.recurrence import Recurrence
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.words import Words

VERDICTS: dict[str, str] = {
    "pending": N_("Not done yet"),
    "too_early": N_("Too early to say"),
    "too_few": N_("Too few complaints to say"),
    "fell": N_("Fell"),
    "unchanged": N_("No change seen"),
    "rose": N_("Rose"),
}
"""A verdict in a word or two."""

_RECURRENCES: dict[str, str] = {
    "above_after": N_(
        "The problem comes back: {count} complaints in the last {days} days ({rate} a day), where {level} a day were usual "
        "after the measure."
    ),
    "as_before": N_(
        "The problem is back: {count} complaints in the last {days} days ({rate} a day), after {level} a day thanks to the "
        "measure; before it there were {before} a day."
    ),
}


def state_text(each: Improvement, today: dt.date, words: Words) -> str:
    """How far it is; `overdue` where the day has passed."""
    return _("Overdue") if each.is_overdue(today) else words.label("improvement_state", str(each.state))


def verdict_text(effect: Effect) -> str:
    """The verdict in a word or two."""
    return _("Came back") if effect.recurrence else _(VERDICTS[effect.verdict])


def history_sentences(each: Improvement) -> tuple[str, ...]:
    """What was done with it so far, a sentence each."""
    told = []
    if each.made_at is not None:
        told.append(_("Begun by {person} on {day}.").format(person=each.made_by, day=each.made_at.date()))
    if each.done_on:
        told.append(_("Measure in force since {day}.").format(day=each.done_on))
    if each.verified_on:
        said = _("Verified by {person} on {day}: {finding}")
        told.append(said.format(person=each.verified_by, day=each.verified_on, finding=each.finding))
    if each.dropped:
        told.append(_("Given up."))
    return tuple(told)


def effect_sentence(effect: Effect) -> str:
    """What the measure brought, with its numbers, and what the rate is measured by where sales are known."""
    said = _effect_by_itself(effect), _measured_by(effect)
    return joined(*(each for each in said if each))


def _measured_by(effect: Effect) -> str:
    if effect.per_unit and effect.before and effect.after:
        return _("Measured by units sold: {before} complaints per 1,000 sold before, {after} after.").format(
            before=f"{effect.before.per_thousand:.2f}", after=f"{effect.after.per_thousand:.2f}"
        )
    if effect.sales_missing:
        return _("Measured by days, since sales figures are missing for some of these months.")
    return ""


def sales_taken_sentence(rows: int, products: int, first: dt.date, last: dt.date) -> str:
    """What a file of sales figures held."""
    return _("Sales figures taken over: {rows} of {products} products, {first} to {last}.").format(
        rows=f"{rows:,}", products=f"{products:,}", first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"
    )


def _effect_by_itself(effect: Effect) -> str:
    before, after = effect.before, effect.after
    if effect.verdict is Verdict.PENDING:
        return _("The effect is measured once the measure is done.")
    if before is None or after is None:
        return _("The measure was done only just now; the first whole day after it has not passed yet.")
    counts = _("{before} complaints in the {days} days before, {after} in the {days} days after").format(
        before=f"{before.count:,}", after=f"{after.count:,}", days=after.span.days
    )
    match effect.verdict:
        case Verdict.TOO_EARLY:
            return _("{counts}. Too early to say: at least {days} days are needed.").format(
                counts=counts, days=SHORTEST_WINDOW
            )
        case Verdict.TOO_FEW:
            return _("{counts}. Too few to say: at least {fewest} complaints are needed.").format(
                counts=counts, fewest=FEWEST
            )
        case Verdict.UNCHANGED:
            return _("No change seen: {counts}. Anything from {low} to {high} is possible (95 % confidence).").format(
                counts=counts, low=_change(effect.low), high=_change(effect.high)
            )
    said = _("Fell: {counts}, {change}.") if effect.verdict is Verdict.FELL else _("Rose: {counts}, {change}.")
    between = _("between {low} and {high}").format(low=_change(effect.low), high=_change(effect.high))
    if effect.ratio is not None:
        between = _("{ratio} ({between}, 95 % confidence)").format(ratio=_change(effect.ratio), between=between)
    return said.format(counts=counts, change=between)


def recurrence_sentence(effect: Effect) -> str:
    """That a problem came back, with its numbers; "" where it did not."""
    before, settled, recent = effect.before, effect.settled, effect.recent
    if effect.recurrence is None or before is None or settled is None or recent is None:
        return ""
    return _(_RECURRENCES[Recurrence(effect.recurrence)]).format(
        count=f"{recent.count:,}",
        days=recent.span.days,
        rate=rate_text(recent),
        level=rate_text(settled),
        before=rate_text(before),
    )


def rate_text(window: Window) -> str:
    """Complaints a day, with 2 decimals."""
    return f"{window.span.per_day:.2f}"


def _change(factor: float | None) -> str:
    """By how much a rate is lower or higher, from its factor."""
    if factor is None or math.isinf(factor):
        return _("any number of times more")
    percent = round((factor - 1) * 100)
    return (
        _("{percent} % fewer").format(percent=-percent)
        if percent < 0
        else _("{percent} % more").format(percent=f"{percent:,}")
    )
