"""What a salvaged ledger needs besides its rows: contacts, keys, numbers that are not given twice, and a word in its journal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from complaint_desk.domain.contact_keys import contact_keys
from complaint_desk.domain.reports import SalvagedTable
from complaint_desk.storage import complaints, fact_making, journal
from complaint_desk.storage.contacts import insert_contacts
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.numbers import last_numbers
from complaint_desk.storage.schema import (
    GROUPS_OF_CONTACTS,
    complaint,
    fact_block,
    number_sequence,
)
from complaint_desk.storage.schema import journal as journal_table

_BATCH = 500
# What the columns raise for a value that this program never writes: a date that is none, a price in letters.
_UNREADABLE = (ValueError, TypeError, ArithmeticError)


def mend(connection: Connection, signature: Signature, tables: Sequence[SalvagedTable]) -> tuple[str, ...]:
    """Make a ledger that was built of salvaged rows one to work with.

    Returns:
        What could not stay: one JSON object of stored values for each complaint of which a value makes no sense.
    """
    astray = tuple(_taken_out(connection))
    for ids in _batches(connection):
        named = [each for each in complaints.read_many(connection, ids) if each.erased_at is None]
        insert_contacts(connection, [each.id for each in named], [contact_keys(each) for each in named])
        known = set(journal.keys_of(connection, ids))
        # Without a key no later deed could be sealed; what the journal told before can no longer be confirmed either way.
        journal.make_keys(connection, [each for each in ids if each not in known])
    _give_no_number_twice(connection)
    connection.execute(delete(fact_block).where(fact_block.c.first_id == GROUPS_OF_CONTACTS))
    fact_making.fill(connection)
    lost = Counter({each.name: each.lost or 0 for each in tables})
    details = [("read", str(sum(each.read for each in tables))), ("lost", str(lost.total()))]
    journal.append(connection, signature, [Deed("salvaged", details=tuple(details))])
    return astray


def _taken_out(connection: Connection) -> Iterator[str]:
    for ids in _batches(connection):
        try:
            complaints.read_many(connection, ids)
        except _UNREADABLE:
            yield from (text for each in ids if (text := _taken_if_unreadable(connection, each)))


def _taken_if_unreadable(connection: Connection, complaint_id: int) -> str:
    try:
        complaints.read_many(connection, [complaint_id])
    except _UNREADABLE:
        stored = connection.exec_driver_sql("SELECT * FROM complaint WHERE id = ?", (complaint_id,)).mappings().one()
        connection.execute(delete(complaint).where(complaint.c.id == complaint_id))
        return json.dumps({name: value for name, value in stored.items() if value is not None}, ensure_ascii=False)
    return ""


def _batches(connection: Connection) -> Iterator[Sequence[int]]:
    last = 0
    while ids := list(
        connection.execute(
            select(complaint.c.id).where(complaint.c.id > last).order_by(complaint.c.id).limit(_BATCH)
        ).scalars()
    ):
        last = ids[-1]
        yield ids


def _give_no_number_twice(connection: Connection) -> None:
    """Numbers go on after the highest that a complaint has or the journal tells of."""
    given = last_numbers(connection)
    here = complaint.c
    highest = select(here.number_year, func.max(here.number_sequence)).group_by(here.number_year)
    wanted: dict[int, int] = dict(connection.execute(highest).all())
    told = select(journal_table.c.details).where(
        journal_table.c.complaint_id.is_not(None), journal_table.c.details != ""
    )
    for details in connection.execute(told).scalars():
        of_year, _dash, sequence = _sequence_of(details).partition("-")
        if of_year.isdecimal() and sequence.isdecimal():
            wanted[int(of_year)] = max(wanted.get(int(of_year), 0), int(sequence))
    for year, last in wanted.items():
        if year not in given:
            connection.execute(insert(number_sequence), [{"year": year, "last": last}])
        elif given[year] < last:
            connection.execute(update(number_sequence).where(number_sequence.c.year == year).values(last=last))


def _sequence_of(details: str) -> str:
    try:
        return str(json.loads(details).get("sequence", ""))
    except (ValueError, AttributeError):
        return ""
