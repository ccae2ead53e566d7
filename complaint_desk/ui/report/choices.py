"""What the report dialog was told, as a value: it becomes a request, a file name, and the start of the next time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Basis,
    Comparison,
    Period,
    named_period,
)
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.report_definitions import Preset, ReportDefinition, period_mark
from complaint_desk.i18n import _


class Compared(StrEnum):
    """What the period is set against."""

    NOTHING = "nothing"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    BOTH = "both"


_COMPARISONS: dict[Compared, tuple[Comparison, ...]] = {
    Compared.NOTHING: (),
    Compared.PREVIOUS: (Comparison.PREVIOUS,),
    Compared.LAST_YEAR: (Comparison.LAST_YEAR,),
    Compared.BOTH: (Comparison.PREVIOUS, Comparison.LAST_YEAR),
}


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """The dialog's last state. `first` and `last` are ISO days of a custom period.

    `left_out` are the sheets that were unticked, so that a sheet of a later version comes ticked. `definition` is the name of
    the report definition that all this comes from, "" where it was chosen by hand.
    """

    preset: str = Preset.LAST_MONTH
    first: str = ""
    last: str = ""
    basis: str = Basis.RECEIVED
    compared: str = Compared.BOTH
    left_out: tuple[str, ...] = ()
    folder: str = ""
    repeats_once: bool = False
    definition: str = ""
    template: str = ""

    def kept(self) -> dict[str, Any]:
        """Plain data for the store of window states."""
        return asdict(self) | {"left_out": list(self.left_out)}

    @classmethod
    def remembered(cls, kept: Mapping[str, Any]) -> ReportChoices:
        """Choices from plain data; what no longer means anything gives way to the default."""
        plain = cls()

        def word(name: str, known: type[StrEnum], default: str) -> str:
            value = kept.get(name)
            return value if isinstance(value, str) and value in set(known) else default

        left_out = kept.get("left_out")
        return cls(
            preset=word("preset", Preset, plain.preset),
            first=_day_text(kept.get("first")),
            last=_day_text(kept.get("last")),
            basis=word("basis", Basis, plain.basis),
            compared=word("compared", Compared, plain.compared),
            left_out=tuple(map(str, left_out)) if isinstance(left_out, list | tuple) else (),
            folder=str(kept.get("folder") or ""),
            repeats_once=kept.get("repeats_once") is True,
            definition=str(kept.get("definition") or ""),
            template=str(kept.get("template") or ""),
        )

    @classmethod
    def of(cls, wanted: ReportDefinition, folder: str) -> ReportChoices:
        """What a definition chooses; its filter is a matter of its own."""
        days = wanted.days
        return cls(
            preset=wanted.preset,
            first=days.first.isoformat() if days else "",
            last=days.last.isoformat() if days else "",
            basis=wanted.basis,
            compared=next(code for code, each in _COMPARISONS.items() if set(each) == set(wanted.comparisons)),
            left_out=wanted.left_out,
            folder=folder,
            repeats_once=wanted.filter.is_said("repeats") is False,
            definition=wanted.name,
            template=wanted.template,
        )

    def definition_named(self, name: str, wanted: LedgerFilter) -> ReportDefinition:
        """The same to be kept under a name, with the filter in force."""
        custom = self.preset == Preset.CUSTOM and self.first and self.last
        days = named_period(*map(dt.date.fromisoformat, (self.first, self.last))) if custom else None
        return ReportDefinition(
            name,
            preset=Preset(self.preset),
            days=days,
            basis=Basis(self.basis),
            filter=wanted,
            comparisons=_COMPARISONS[Compared(self.compared)],
            left_out=self.left_out,
            template=self.template,
        )


def _day_text(value: object) -> str:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


def request_of(period: Period, basis: str, compared: str, ledger_filter: LedgerFilter) -> AnalysisRequest:
    """The question for the services."""
    return AnalysisRequest(period, Basis(basis), ledger_filter, _COMPARISONS[Compared(compared)])


def suggested_name(period: Period, report: str = "") -> str:
    """`投诉分析_2026-10.xlsx` in Chinese, `月报_2026-10.xlsx` for a report so called; a custom period names its days."""
    return (report or _("Complaint analysis")) + f"_{period_mark(period)}.xlsx"


def suggested_file(folder: str, otherwise: Path, period: Period, report: str = "") -> Path:
    """A path in the folder used last, or in the given one where there is none."""
    return (Path(folder) if folder else otherwise) / suggested_name(period, report)
