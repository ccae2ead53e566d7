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
)
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.report_definitions import Preset, period_mark
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

    `left_out` are the sheets that were unticked, so that a sheet of a later version comes ticked.
    """

    preset: str = Preset.LAST_MONTH
    first: str = ""
    last: str = ""
    basis: str = Basis.RECEIVED
    compared: str = Compared.BOTH
    left_out: tuple[str, ...] = ()
    folder: str = ""
    repeats_once: bool = False

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
        )


def _day_text(value: object) -> str:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


def request_of(period: Period, basis: str, compared: str, ledger_filter: LedgerFilter) -> AnalysisRequest:
    """The question for the services."""
    return AnalysisRequest(period, Basis(basis), ledger_filter, _COMPARISONS[Compared(compared)])


def suggested_name(period: Period) -> str:
    """File name of a report: `投诉分析_2026-10.xlsx` in Chinese; a custom period names its days."""
    return _("Complaint analysis") + f"_{period_mark(period)}.xlsx"


def suggested_file(folder: str, otherwise: Path, period: Period) -> Path:
    """A path in the folder used last, or in the given one where there is none."""
    return (Path(folder) if folder else otherwise) / suggested_name(period)
