"""One desk of the soak: registers, edits and searches as fast as it can until its time is over.

    python -m tests.endurance.soak ADDRESS NAME SECONDS

Prints one JSON object: the numbers it got, the marks it wrote into complaints, how often somebody else was quicker, and
how many searches it made.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from complaint_desk.domain.complaint import ComplaintContent, content_of
from complaint_desk.domain.errors import StaleComplaint, Surroundings
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import handling, intake, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.opening import open_ledger
from tests.storage.drafts import sound_draft

_T = TypeVar("_T")
_NEWEST = LedgerOrder("number", descending=True)
_CONTESTED = 4
"""All desks edit only the newest few complaints, so that they meet."""


@dataclasses.dataclass
class Work:
    """What one desk did, as far as it was told that it is durable."""

    numbers: list[str] = dataclasses.field(default_factory=list)
    marks: list[str] = dataclasses.field(default_factory=list)
    stale: int = 0
    searches: int = 0


def work(desk: Desk, until: float) -> Work:
    """Rounds of a registration, an edit and a search until a moment of `time.monotonic`."""
    chance, done = random.Random(desk.person), Work()
    for place in itertools.count():
        draft = sound_draft(draft_id=uuid.uuid4())
        done.numbers.append(_patiently(partial(intake.register, desk, draft)).number)
        _edit(desk, chance, f"<{desk.person}-{place}>", done)
        _search(desk, chance.choice(done.numbers))
        done.searches += 1
        if time.monotonic() >= until:
            break
    return done


def _edit(desk: Desk, chance: random.Random, mark: str, done: Work) -> None:
    """Add a mark to a text that others add theirs to; whoever finds it changed reads it again."""
    chosen = chance.choice(ledger.first_rows(desk, LedgerFilter(), _NEWEST, _CONTESTED))
    while True:
        base = handling.case(desk, chosen.id).complaint
        content = ComplaintContent(**(content_of(base) | {"outcome_text": base.outcome_text + mark}))
        try:
            _patiently(partial(handling.save_edit, desk, base, content))
        except StaleComplaint:
            done.stale += 1
        else:
            done.marks.append(mark)
            return


def _patiently(deed: Callable[[], _T]) -> _T:
    """Again where the others held the ledger longer than a person would wait, as a starved PC makes them."""
    while True:
        try:
            return deed()
        except Surroundings as error:
            if error.code != "locked":
                raise


def _search(desk: Desk, number: str) -> None:
    found = ledger.find(desk, LedgerFilter(words=number), LedgerOrder(), 10)
    if [row.number for row in found.rows] != [number]:
        raise LookupError(number)


def main(address: str, name: str, seconds: str) -> None:
    # Other tests have a right to the processor first.
    os.nice(15)
    store = open_ledger(address, create=False)
    try:
        done = work(Desk(store, Settings(), name), time.monotonic() + float(seconds))
    finally:
        store.close()
    json.dump(dataclasses.asdict(done), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
