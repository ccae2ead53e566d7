"""The facts of the complaints that an analysis counts: those of each period that its filter chooses."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, and_, or_, select

from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import start_of
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import fact_rows, known_facts
from complaint_desk.storage.basis import BASIS_COLUMN
from complaint_desk.storage.fact_filter import parted, passing
from complaint_desk.storage.facts import Amounts, Coded, Facts, coded
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.known_facts import Span
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.tally import NEEDED

_ONE_DAY = dt.timedelta(1)
_PORTION = 16_384


def chosen_facts(
    connection: Connection,
    request: AnalysisRequest,
    periods: Sequence[Period],
    columns: Sequence[str],
    stop: StopSignal | None = None,
) -> Iterator[tuple[Period, Facts]]:
    """For each period what a tally needs, and `columns` of `complaint` that figures are grouped by."""
    basis = BASIS_COLUMN[request.basis]
    spans = [(start_of(each.first), start_of(each.last + _ONE_DAY)) for each in periods]
    by_facts, by_ledger = parted(request.filter.with_range(basis))
    names = (*NEEDED, *(name for name in columns if name in fact_rows.NAMES), *(name for name, _ in by_facts))
    facts = known_facts.read(connection, names, basis, spans, stop)
    for name in columns:
        if name not in fact_rows.NAMES:
            facts = facts.beside(name, _column(connection, name, basis, spans, facts.ids))
    passes = passing(connection, by_facts, facts)
    moments = facts.moments(basis)
    for period, span in zip(periods, spans, strict=True):
        first, end = map(known_facts.seconds, span)
        chosen = passes & (moments >= first) & (moments < end)
        if by_ledger != LedgerFilter():
            asked = dataclasses.replace(by_ledger, as_of=request.filter.as_of)
            chosen &= np.isin(facts.ids, _ids(connection, asked.with_range(basis, period.first, period.last)))
        yield period, facts.where(chosen)


def _ids(connection: Connection, wanted: LedgerFilter) -> Amounts:
    query = select(complaint.c.id).where(*conditions(connection, wanted))
    found = [np.array(rows, np.int64)[:, 0] for rows in in_portions(connection, query, _PORTION)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _column(connection: Connection, name: str, basis: str, spans: Sequence[Span], ids: Amounts) -> Coded:
    """A column that is not among the facts, in the order of `ids`."""
    moment = complaint.c[basis]
    asked = or_(*(and_(moment >= first, moment < end) for first, end in spans))
    query = select(complaint.c.id, fact_rows.stored(connection, name)).where(asked)
    values = {key: value for rows in in_portions(connection, query, _PORTION) for key, value in rows}
    return coded([values.get(each) for each in ids.tolist()])
