"""The figures of a report together with what belongs to them on paper: early warnings and improvements."""

from __future__ import annotations

import dataclasses

from sqlalchemy import Connection

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Figures
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import improvements, warned
from complaint_desk.storage.figures import read_figures
from complaint_desk.storage.journal import Signature


def read_report(
    connection: Connection,
    request: AnalysisRequest,
    groupings: tuple[str, ...],
    signature: Signature,
    stop: StopSignal | None = None,
    *,
    improving: bool = True,
    progress: Progress = no_progress,
) -> Figures:
    """All from one snapshot; `improving` counts what the improvements brought."""
    found = read_figures(connection, request, groupings, signature, stop, progress)
    found = dataclasses.replace(
        found, warnings=warned.of_day(connection, found.warned_on, stop) if _whole(found) else ()
    )
    if improving:
        found = dataclasses.replace(found, improvements=improvements.followed(connection, signature.at, stop))
    return found


def _whole(found: Figures) -> bool:
    """Warnings look at the whole ledger by the day of receipt: of another basis, or of a part, they say nothing."""
    return found.request.basis is Basis.RECEIVED and found.request.filter == LedgerFilter()
