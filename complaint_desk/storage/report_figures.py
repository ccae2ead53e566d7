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
    found = with_warnings(connection, read_figures(connection, request, groupings, signature, stop, progress), stop)
    if improving:
        found = dataclasses.replace(found, improvements=improvements.followed(connection, signature.at, stop))
    return found


def with_warnings(connection: Connection, found: Figures, stop: StopSignal | None = None) -> Figures:
    """The same figures with the early warnings at the end of their period.

    These look at the whole ledger by the day of receipt: of another basis, or of a part, they say nothing.
    """
    if found.request.basis is not Basis.RECEIVED or found.request.filter != LedgerFilter():
        return found
    return dataclasses.replace(found, warnings=warned.of_day(connection, found.warned_on, stop))
