"""The effect of a measure by units sold: complaints of some products against what was sold of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.improvement import (
    FEWEST,
    SHORTEST_WINDOW,
    Days,
    Effect,
    Verdict,
    Window,
    stretches,
    verdict_of,
)  # fmt: skip
from complaint_desk.domain.rates import Span, rate_change
from complaint_desk.domain.sales import Sales, known_until, units_within


def effect_per_unit(effect: Effect, before: Window, after: Window) -> Effect:
    """The same with the rate per unit sold: both windows tell their units."""
    if before.count + after.count < FEWEST:
        return dataclasses.replace(effect, verdict=Verdict.TOO_FEW, before=before, after=after, per_unit=True)
    change = rate_change(Span(before.count, before.units), Span(after.count, after.units))
    verdict = verdict_of(change)
    return dataclasses.replace(
        effect,
        verdict=verdict,
        before=before,
        after=after,
        ratio=change.ratio,
        low=change.low,
        high=change.high,
        per_unit=True,
    )


def stretches_sold(
    done: dt.date, today: dt.date, sold: Sales, products: Sequence[str]
) -> tuple[tuple[Days, int], tuple[Days, int]] | None:
    """Equal windows before and after, each with the units sold in it; the later one ends where the sales of all products end.

    None where too few days are left, or a month is not known.
    """
    until = known_until(sold, products)
    found = stretches(done, min(today, until + dt.timedelta(1))) if until else None
    if found is None or found.after.length < SHORTEST_WINDOW:
        return None
    before, after = (units_within(sold, products, days.first, days.last) for days in (found.before, found.after))
    return ((found.before, before), (found.after, after)) if before and after else None
