"""Report definitions: what a report asks and holds, kept under a name (“monthly report”) so that it is asked anew each period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Basis,
    Comparison,
    Period,
    PeriodKind,
    last_whole,
    named_period,
)
from complaint_desk.domain.ledger import LedgerFilter


class Preset(StrEnum):
    """The periods on offer: all but the last move with the calendar."""

    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_HALF = "last_half"
    LAST_YEAR = "last_year"
    THIS_MONTH = "this_month"
    CUSTOM = "custom"


_WHOLE = {
    Preset.LAST_WEEK: PeriodKind.WEEK,
    Preset.LAST_MONTH: PeriodKind.MONTH,
    Preset.LAST_QUARTER: PeriodKind.QUARTER,
    Preset.LAST_HALF: PeriodKind.HALF,
    Preset.LAST_YEAR: PeriodKind.YEAR,
}

USUAL_DEFINITIONS = ("monthly", "quarterly", "quality")
"""The definitions that come with every ledger; labels: list `report_definition`."""

WORKBOOK = "workbook"
"""What every report makes; other kinds of file stand beside it in `ReportDefinition.made`."""


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """One report as it is asked for again and again; all desks of a ledger share it.

    `name` is what people call it, or one of `USUAL_DEFINITIONS`, which the list `report_definition` labels. `days` are those of
    a custom period. `left_out` are codes of sheets, so that a sheet of a later version comes with it. `template` is
    the path of an office workbook to fill, "" for the built-in look; `made` what kinds of files are written.
    """

    name: str
    id: int = 0
    preset: Preset = Preset.LAST_MONTH
    days: Period | None = None
    basis: Basis = Basis.RECEIVED
    filter: LedgerFilter = field(default_factory=LedgerFilter)
    comparisons: tuple[Comparison, ...] = (Comparison.PREVIOUS, Comparison.LAST_YEAR)
    left_out: tuple[str, ...] = ()
    template: str = ""
    made: tuple[str, ...] = (WORKBOOK,)

    def period(self, today: dt.date) -> Period:
        """The days that it asks for as of today."""
        return preset_period(self.preset, today) or self.days or last_whole(PeriodKind.MONTH, today)

    def request(self, today: dt.date) -> AnalysisRequest:
        """What it asks as of today."""
        return AnalysisRequest(self.period(today), self.basis, self.filter, self.comparisons)

    def sheets(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the known sheets that it holds."""
        return tuple(code for code in known if code not in self.left_out)


def preset_period(preset: str, today: dt.date) -> Period | None:
    """The days of a preset as of today; None for a custom one, which has its own."""
    if preset == Preset.THIS_MONTH:
        return named_period(today.replace(day=1), today)
    kind = _WHOLE.get(Preset(preset))
    return last_whole(kind, today) if kind else None


def period_mark(period: Period) -> str:
    """A period as it stands in a file name: `2026-10`, `2026-Q3`, `2026-H1`, `2026`, else its days."""
    first = period.first
    match period.kind:
        case PeriodKind.MONTH:
            return f"{first:%Y-%m}"
        case PeriodKind.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case PeriodKind.HALF:
            return f"{first.year}-H{1 if first.month == 1 else 2}"
        case PeriodKind.YEAR:
            return f"{first.year}"
    return f"{first}_{period.last}"
