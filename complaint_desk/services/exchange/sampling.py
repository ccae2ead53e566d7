"""A ledger of samples: for the first look, for training and for trying things out."""

from __future__ import annotations

import itertools

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.services.exchange.invention import Inventor
from complaint_desk.storage import complaints, fact_keeping, ledger_queries
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature

_PORTION = 1_000


@needs(Right.IMPORT)
def sample(
    desk: Desk, rows: int, seed: int = 1, *, stop: StopSignal | None = None, progress: Progress = no_progress
) -> Changes:
    """Fill an empty ledger with fictitious complaints of the two years up to now, with their handling and satisfaction.

    The same seed on the same day gives the same complaints. One transaction.

    Raises:
        Refusal: `ledger_not_empty` with `count`.
        Stopped: nothing was written.
    """
    now = desk.clock()
    registration = Registration(
        desk.settings.number_pattern, Signature(desk.person, now), rule_set=desk.settings.rule_set
    )
    invented = Inventor(resource("sample"), seed, now).complaints(rows)
    added: list[int] = []
    with desk.store.writing(stop) as connection:
        if present := ledger_queries.count(connection, LedgerFilter()):
            raise Refusal("ledger_not_empty", count=present)
        while portion := list(itertools.islice(invented, _PORTION)):
            if stop:
                stop.heed()
            made = complaints.insert_many(
                connection, [each.draft for each in portion], registration, [each.steps for each in portion]
            )
            added += [complaint_id for complaint_id, _ in made]
            progress(len(added), rows)
    fact_keeping.keep_after_many(desk.store, len(added), stop)
    return Changes(added=tuple(added), everything=True)
