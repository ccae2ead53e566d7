"""Keeping facts: blocks that are missing or behind are made from a snapshot, and written a moment later.

Whatever happens between the two is after the block's cut, so nobody waits while blocks are made.
"""

from __future__ import annotations

from contextlib import suppress

from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import fact_blocks, fact_making
from complaint_desk.storage.store import Store


def keep(store: Store, stop: StopSignal | None = None, progress: Progress = no_progress) -> int:
    """Keep what is worth keeping, each block in a transaction of its own; returns how many blocks were written.

    `progress` is told blocks.

    Raises:
        Stopped: what was kept so far stays.
        Surroundings: the ledger cannot be written now.
    """
    with store.reading(stop) as connection:
        wanted = fact_making.wanted(connection, stop)
        is_behind = fact_blocks.is_behind(connection)
    for done, making in enumerate(wanted):
        progress(done, len(wanted))
        with store.reading(stop) as connection:
            made = making(connection)
        with store.writing() as connection:
            fact_blocks.keep(connection, made)
    if is_behind:
        with store.writing() as connection:
            fact_blocks.follow(connection)
    return len(wanted)


def keep_after_many(store: Store, registered: int, stop: StopSignal | None = None) -> None:
    """After so many new complaints that figures would wait for them; what is not kept now is kept another time."""
    if registered >= fact_blocks.BLOCK_SIZE:
        with suppress(Stopped, Surroundings):
            keep(store, stop)
