"""The key figures of a period: what each is called, how it is defined, and what sets it against a compared period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from complaint_desk.domain.analysis import Figures, Indicators, Rate, change
from complaint_desk.i18n.catalogue import N_, _


class Unit(StrEnum):
    """What a key figure counts. Counts and amounts differ in percent, rates in percentage points, days in days."""

    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure, `name` as `Indicators` has it; `worse_when_more` None: neither direction is better.

    Those of clocks and steps (`if_kept`) are told only where there are any: an office that keeps none need not read so.
    """

    name: str
    unit: Unit
    label_message: str
    definition_message: str
    worse_when_more: bool | None = False
    if_kept: bool = False

    @property
    def label(self) -> str:
        return _(self.label_message)

    @property
    def definition(self) -> str:
        return _(self.definition_message)

    @property
    def part(self) -> str:
        """What the key of its cases says after the slash."""
        return "" if self.name == "total" else self.name

    def value(self, indicators: Indicators) -> Decimal | int | None:
        """A rate in percent; None where there is nothing to count it of."""
        found: Rate | Decimal | int | None = getattr(indicators, self.name)
        return found.percent if isinstance(found, Rate) else found

    def rate(self, indicators: Indicators) -> Rate | None:
        """Part and whole of a rate that has a whole."""
        found = getattr(indicators, self.name)
        return found if isinstance(found, Rate) and found.whole else None

    def difference(self, this: Indicators, other: Indicators) -> Decimal | None:
        """How far this period is from another; None where one of them has no value."""
        now, before = self.value(this), self.value(other)
        if now is None or before is None:
            return None
        return change(now, before) if self.unit in (Unit.COUNT, Unit.MONEY) else Decimal(now - before)

    def is_told(self, indicators: Indicators) -> bool:
        return not self.if_kept or self.value(indicators) is not None


def _lapse(name: str, label: str, definition: str) -> KeyFigure:
    return KeyFigure(name, Unit.RATE, label, definition, worse_when_more=True, if_kept=True)


def _in_time(name: str, label: str, definition: str) -> KeyFigure:
    return KeyFigure(name, Unit.RATE, label, definition, if_kept=True)


def _days(name: str, label: str, definition: str, *, if_kept: bool = False) -> KeyFigure:
    return KeyFigure(name, Unit.DAYS, label, definition, worse_when_more=True, if_kept=if_kept)


# Product contract, section 5, in the order in which they are read.
KEY_FIGURES: tuple[KeyFigure, ...] = (
    KeyFigure(
        "total",
        Unit.COUNT,
        N_("Number of complaints"),
        N_("complaints whose basis date lies in the period, both ends included"),
        worse_when_more=True,
    ),
    _in_time("accepted_in_time", N_("Accepted in time"), N_("decisions within the accept clock ÷ accept clocks ended")),
    _in_time("answered_in_time", N_("Answered in time"), N_("answers within the answer clock ÷ answer clocks ended")),
    _in_time("closed_in_time", N_("Closed in time"), N_("closed within the close clock ÷ close clocks ended")),
    _lapse(
        "acknowledged_late",
        N_("Acknowledged late"),
        N_("told of the receipt after the accept clock was over ÷ told of the receipt (GB/T 19012)"),
    ),
    _lapse(
        "unverified",
        N_("Corrections not verified"),
        N_("corrections done that nobody verified ÷ complaints with a correction (GB/T 19012)"),
    ),
    KeyFigure("finished", Unit.RATE, N_("Completion rate"), N_("closed, declined or withdrawn ÷ complaints")),
    _days("days_mean", N_("Handling time, mean (days)"), N_("from receipt to closing")),
    _days("days_median", N_("Handling time, median (days)"), N_("half of the closed complaints took no longer")),
    _days(
        "days_p90",
        N_("Handling time, 90th percentile (days)"),
        N_("nine of ten closed complaints took no longer (linear interpolation)"),
    ),
    _days(
        "paused_mean",
        N_("Paused time, mean (days)"),
        N_("days taken out of the close clock by pauses"),
        if_kept=True,
    ),
    KeyFigure("liable", Unit.RATE, N_("Liability rate"), N_("liable or partly liable ÷ judged"), worse_when_more=True),
    KeyFigure("followed_up", Unit.RATE, N_("Follow-up rate"), N_("followed up ÷ closed")),
    KeyFigure("satisfied", Unit.RATE, N_("Satisfaction rate"), N_("rated 4 or 5 ÷ rated, of the result")),
    KeyFigure(
        "satisfied_handling",
        Unit.RATE,
        N_("Satisfaction rate (handling)"),
        N_("rated 4 or 5 ÷ rated, of the handling"),
    ),
    KeyFigure(
        "repeated",
        Unit.RATE,
        N_("Repeat complaint rate"),
        N_("same phone, or same name and address, and same category within the 90 days before ÷ complaints"),
        worse_when_more=True,
    ),
    KeyFigure("closed_at_once", Unit.RATE, N_("Closed at once"), N_("closed and never reopened ÷ closed")),
    KeyFigure("compensation", Unit.MONEY, N_("Compensation (yuan)"), N_("sum of compensation"), worse_when_more=None),
    KeyFigure(
        "recovered",
        Unit.MONEY,
        N_("Losses recovered (yuan)"),
        N_("compensation, and the price of refunds and returns"),
        worse_when_more=None,
    ),
)
KEY_FIGURE: dict[str, KeyFigure] = {each.name: each for each in KEY_FIGURES}


def told_key_figures(figures: Figures) -> tuple[KeyFigure, ...]:
    """Those that a report of these figures tells."""
    return tuple(each for each in KEY_FIGURES if each.is_told(figures.indicators))
