"""Which blocks of facts are to be made, and making all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from sqlalchemy import Connection

from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import contact_groups, fact_blocks
from complaint_desk.storage.fact_blocks import Made

Making: TypeAlias = Callable[[Connection], Made]


def wanted(connection: Connection, stop: StopSignal | None = None) -> list[Making]:
    """What makes each block that is missing, or behind."""
    found: list[Making] = [
        partial(fact_blocks.made, first=first, last=last, stop=stop) for first, last in fact_blocks.wanting(connection)
    ]
    if contact_groups.is_wanting(connection):
        found.append(partial(contact_groups.made, stop=stop))
    return found


def fill(connection: Connection, progress: Progress = no_progress) -> None:
    """Keep everything, in the writing scope that brings a ledger up to date."""
    makings = wanted(connection)
    for done, making in enumerate(makings):
        progress(done, len(makings))
        fact_blocks.keep(connection, making(connection))
