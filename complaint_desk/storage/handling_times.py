"""How long each department took, and how many of its clocks it kept."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection

from complaint_desk.domain.analysis import AnalysisRequest, Rate, quantile, rounded
from complaint_desk.domain.casework import HandlingGroup
from complaint_desk.domain.rule_sets import ACCEPT, ANSWER, CLOSE
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.basis import BASIS_COLUMN
from complaint_desk.storage.chosen_facts import chosen_facts
from complaint_desk.storage.tally import NO_TREES, Tally

_DAY = 86_400


def handling_by_department(
    connection: Connection, request: AnalysisRequest, stop: StopSignal | None = None
) -> tuple[HandlingGroup, ...]:
    """One group for each department of the request, the one with most complaints first."""
    ((_, facts),) = chosen_facts(connection, request, [request.period], ["department"], stop)
    department = facts.coded["department"]
    tallies = {
        str(code): Tally(facts.where(department.codes == place), BASIS_COLUMN[request.basis], NO_TREES)
        for place, code in enumerate(department.words)
    }
    groups = [_group(code, tally) for code, tally in tallies.items() if tally.total]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.code)))


def _group(code: str, tally: Tally) -> HandlingGroup:
    seconds = tally.seconds
    paused, of_days = tally.paused
    return HandlingGroup(
        code,
        tally.total,
        len(seconds),
        _days(Decimal(sum(seconds)) / len(seconds) if seconds else None),
        _days(quantile(seconds, Decimal("0.5"))),
        _days(quantile(seconds, Decimal("0.9"))),
        rounded(Decimal(paused) / of_days) if of_days else None,
        Rate(*tally.clocks_kept(ACCEPT)),
        Rate(*tally.clocks_kept(ANSWER)),
        Rate(*tally.clocks_kept(CLOSE)),
    )


def _days(seconds: Decimal | None) -> Decimal | None:
    return None if seconds is None else rounded(seconds / _DAY)
