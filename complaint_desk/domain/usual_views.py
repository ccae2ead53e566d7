"""Selections of the ledger that every desk works through: my cases, and whom to call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.vocabulary import FollowUp, Response, Status
from complaint_desk.domain.workflow import OPEN

STILL_OPEN = LedgerFilter(one_of=(("status", tuple(each for each in Status if each in OPEN)),))
"""Somebody has something to do."""


@dataclass(frozen=True, slots=True)
class UsualView:
    """A selection with the order in which it is worked through."""

    filter: LedgerFilter
    order: LedgerOrder


def my_cases(person: str) -> UsualView:
    """What a handler has not finished, oldest first."""
    return UsualView(STILL_OPEN.with_choices("handler", (person,)), LedgerOrder("received_at", descending=False))


def watched() -> UsualView:
    """Open although answered: their complainants refuse the decision."""
    refused = STILL_OPEN.with_choices("response", (Response.REFUSED,))
    return UsualView(refused, LedgerOrder("replied_at", descending=False))


def behind_figure(key: str) -> UsualView:
    """The complaints that a figure counts, by its key, the newest first."""
    return UsualView(LedgerFilter(words=key), LedgerOrder())


def of_batch(batch: int) -> UsualView:
    """What one import brought, the newest first."""
    return UsualView(LedgerFilter().with_choices("import_batch", (str(batch),)), LedgerOrder())


def call_list(today: dt.date, days: int) -> UsualView:
    """Closed within the last `days` days and not followed up, those that wait longest first."""
    closed = LedgerFilter(one_of=(("status", (Status.CLOSED,)), ("follow_up", (FollowUp.NONE,))))
    since = today - dt.timedelta(days)
    return UsualView(closed.with_range("closed_at", low=since), LedgerOrder("closed_at", descending=False))
