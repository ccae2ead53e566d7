"""Early warnings: what of today needs to be looked at before anybody has counted it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt

from complaint_desk.domain.day_counts import batch_warnings, group_series, rise_filter, rise_warning
from complaint_desk.domain.early_warning import LOOK_BACK, EarlyWarning, distinct, rises
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.narratives import MOST_COMPARED, corpus_of
from complaint_desk.domain.new_words import DAYS, PAST, SoFar, candidates, new_words
from complaint_desk.domain.told import subjects_of
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk
from complaint_desk.storage import day_counts, ledger_queries, narratives

_KEPT_AT_ONCE = 60
"""Days that are counted and kept in one transaction: less than a second for a thousand complaints a day."""


def of_day(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> tuple[EarlyWarning, ...]:
    """The warnings that a day gives by the complaints received up to its end: rises first, then batches.

    Everything is looked at from the ledger as it stands now: what was received, not what was known on that day.
    """
    first = _before(day, LOOK_BACK - 1)
    with desk.store.reading(stop) as connection:
        days = day_counts.read(connection, first, day, stop)
        series = group_series(days, day_counts.branches_above(connection))
        found = rises(series.groups, series.total, series.looked_at, stop.heed if stop else lambda: None)
        members = day_counts.members(connection, [(each.group, rise_filter(each, day)) for each in found], stop)
    told = [rise_warning(rise, also, day) for rise, also in distinct(found, members)]
    return (*told, *batch_warnings(days, day))


def keep_counts(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> None:
    """Keep the counts of the days before one, so that its warnings are quick; meant for after them, in the write lane.

    Done in portions, so that nobody waits long for the write lock. What cannot be kept (a ledger that may only be read, or
    is in use) is counted anew the next time.
    """
    first, last = _before(day, LOOK_BACK - 1), _before(day, 1)
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


def words_of_day(desk: Desk, day: dt.date, stop: StopSignal | None = None) -> tuple[EarlyWarning, ...]:
    """Words that several narratives of the last seven days say and hardly any said before. Takes a second or two."""
    lately = LedgerFilter().with_range("received_at", _before(day, DAYS - 1), day)
    past = LedgerFilter().with_range("received_at", _before(day, DAYS + PAST - 1), _before(day, DAYS))
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


def _before(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(min(days, day.toordinal() - 1))
