"""Whether the facts that are kept are those of the complaints."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection, select

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import contact_groups, fact_blocks, fact_rows
from complaint_desk.storage.facts import Amounts, Coded, Facts
from complaint_desk.storage.schema import complaint


def differing(connection: Connection, stop: StopSignal | None = None) -> Iterator[str]:
    """The first and last number of the complaints in each block that says anything else than their rows."""
    kept = fact_blocks.standing(connection)
    for block in kept.blocks:
        if stop:
            stop.heed()
        changed = kept.changed_in(block)
        said = _in_order(fact_blocks.read(connection, [block], fact_rows.NAMES), changed)
        ids = block.first_id, block.last_id
        there = _in_order(fact_rows.read(connection, fact_rows.NAMES, lambda column: column.between(*ids)), changed)  # noqa: B023 - called at once
        if not _same(said, there):
            yield _place(connection, *ids)
    if not contact_groups.are_sound(connection, stop):
        yield "complaint_contact"


def _in_order(facts: Facts, without: Amounts) -> Facts:
    rest = facts.where(~np.isin(facts.ids, without))
    return rest.where(np.argsort(rest.ids))


def _same(one: Facts, other: Facts) -> bool:
    return (
        np.array_equal(one.ids, other.ids)
        and all(_words(one.coded[name]) == _words(other.coded[name]) for name in other.coded)
        and all(np.array_equal(one.amounts[name], other.amounts[name]) for name in other.amounts)
    )


def _words(column: Coded) -> list[object]:
    return [column.words[code] for code in column.codes.tolist()]


def _place(connection: Connection, first: int, last: int) -> str:
    here = complaint.c
    numbers = select(here.number).where(here.id.between(first, last)).order_by(here.id)
    found = connection.execute(numbers).scalars().all()
    return f"{found[0]} – {found[-1]}" if found else f"complaint {first} – {last}"
