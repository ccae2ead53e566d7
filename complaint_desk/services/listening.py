"""Listening to what other desks do at the ledger, through every loss of the connection."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs

FIRST_REST, LONGEST_REST = 0.5, 8.0
"""Seconds before the ledger is tried again: each rest is twice the one before."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The ledger does not answer, and why; it is tried again."""

    error: Surroundings


@dataclass(frozen=True, slots=True)
class Back:
    """The ledger answers again."""


News = Changes | Lost | Back


@needs(Right.READ)
def listen(desk: Desk, stop: StopSignal) -> Iterator[News]:
    """What others changed since the ledger was opened, as it happens, and when the ledger is lost and back.

    What this program wrote is not told. Ends when the signal asks for it.
    """
    since, rest, lost = desk.store.opened_at, FIRST_REST, False
    while not stop.requested:
        try:
            for head, changes in desk.store.changes(since, stop):
                since, rest = head, FIRST_REST
                if lost:
                    lost = False
                    yield Back()
                if changes != Changes():
                    yield dataclasses.replace(changes, elsewhere=True)
        except Surroundings as error:
            if not lost:
                lost = True
                yield Lost(error)
            stop.wait(rest)
            rest = min(2 * rest, LONGEST_REST)
