"""Early warnings: what of today needs to be looked at before anybody has counted it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt

from complaint_desk.domain.early_warning import LOOK_BACK, EarlyWarning
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.narratives import MOST_COMPARED, corpus_of
from complaint_desk.domain.new_words import DAYS, PAST, SoFar, candidates, new_words
from complaint_desk.domain.roles import Right
from complaint_desk.domain.told import subjects_of
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import day_counts, ledger_queries, narratives, warned
from complaint_desk.storage.warned import days_before

_KEPT_AT_ONCE = 60
"""Days that are counted and kept in one transaction: less than a second for a thousand complaints a day."""


@needs(Right.READ)
def of_day(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> tuple[EarlyWarning, ...]:
    """The warnings of a day: groups that rose, the most improbable first, then batches. Meant for a lane that reads."""
    with desk.store.reading(stop) as connection:
        return warned.of_day(connection, day, stop)


@needs(Right.READ)
def keep_counts(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> None:
    """Keep the counts of the days before one, so that its warnings are quick; meant for after them, in the write lane.

    Done in portions, so that nobody waits long for the write lock. What cannot be kept (a ledger that may only be read, or
    is in use) is counted anew the next time.
    """
    first, last = days_before(day, LOOK_BACK - 1), days_before(day, 1)
    with contextlib.suppress(Surroundings):
        kept = _KEPT_AT_ONCE
        while kept == _KEPT_AT_ONCE:
            if stop:
                stop.heed()
            with desk.store.reading(stop) as connection:
                if not day_counts.missing(connection, first, last, 1):
                    return
            with desk.store.writing(stop) as connection:
                kept = day_counts.keep(connection, first, last, _KEPT_AT_ONCE, stop)


@needs(Right.READ)
def words_of_day(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> tuple[EarlyWarning, ...]:
    """Words that several narratives of the last seven days say and hardly any said before. Takes a second or two."""
    anything = desk.asking(LedgerFilter())
    lately = anything.with_range("received_at", days_before(day, DAYS - 1), day)
    past = anything.with_range("received_at", days_before(day, DAYS + PAST - 1), days_before(day, DAYS))
    heed = stop.heed if stop else lambda: None
    with desk.store.reading(stop) as connection:
        recent = narratives.newest(connection, lately, MOST_COMPARED, stop)
        earlier = narratives.sample(connection, past, lately, MOST_COMPARED, stop)
        now, then = (corpus_of((one.text for one in each), heed, with_runs=False) for each in (recent, earlier))
        sums = ledger_queries.count(connection, lately), ledger_queries.count(connection, past)
        found = []
        for word in candidates(now, then, subjects_of(recent), heed):
            heed()
            said = [ledger_queries.count(connection, dataclasses.replace(each, words=word)) for each in (lately, past)]
            found.append(SoFar(word, said[0], said[1]))
    return new_words(found, sums, len(now.words), lately)
