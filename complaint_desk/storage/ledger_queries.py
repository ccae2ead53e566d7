"""What the ledger is asked: orders as SQL, the first page, the key list, counts, values used before."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.searching import search_words
from complaint_desk.domain.vocabulary import CLOSED_LISTS
from complaint_desk.storage import masked_search
from complaint_desk.storage.complaints import read_many
from complaint_desk.storage.filtering import conditions, is_empty
from complaint_desk.storage.schema import complaint, list_entry

_KEYS_AT_ONCE = 2_000
_COUNTED_AT_ONCE = 50_000
_LOOKED_AT_FIRST = 10_000


def ordering(order: LedgerOrder) -> list[ColumnElement[Any]]:
    """Columns to sort by: what is not said comes last either way, words in the order of their list, ties by id."""
    column: ColumnElement[Any] = complaint.c[order.field]
    field = FIELD[order.field]
    terms: list[ColumnElement[Any]] = []
    if order.field not in _ALWAYS_SAID:
        terms.append(is_empty(order.field))
    if field.word_list and field.type is not FieldType.RATING:
        column = _position(field.word_list, column)
    terms.extend((column, complaint.c.id))
    plain = terms[:-2]
    sorted_terms = terms[-2:]
    return plain + [term.desc() if order.descending else term.asc() for term in sorted_terms]


_ALWAYS_SAID = frozenset({"received_at", "registered_at", "number", "status", "kind"})


def _position(word_list: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    if word_list in CLOSED_LISTS:
        return case({word.value: place for place, word in enumerate(CLOSED_LISTS[word_list])}, value=column)
    above = list_entry.alias("above")
    here = list_entry.c
    place = (
        select(func.coalesce(above.c.position, -1) * 1000 + here.position)
        .select_from(
            list_entry.outerjoin(above, and_(above.c.list_name == here.list_name, above.c.code == here.parent))
        )
        .where(here.list_name == word_list, here.code == column)
    )
    return place.scalar_subquery()


def _asked(connection: Connection, wanted: LedgerFilter, *columns: Any) -> Select[Any]:
    return select(*columns).where(*conditions(connection, wanted))


def first_rows(connection: Connection, wanted: LedgerFilter, order: LedgerOrder, limit: int) -> tuple[Complaint, ...]:
    """The first complaints of the filtered and ordered ledger."""
    if wanted.as_shown and not read_key(wanted.words) and (pieces := masked_search.pieces_of(wanted)):
        ids = keys(connection, replace(wanted, as_shown=False), order)
        return read_many(connection, masked_search.first_as_shown(connection, ids, pieces, limit))
    # Sorting ids alone is much quicker than sorting whole rows.
    query = _asked(connection, wanted, complaint.c.id).order_by(*ordering(order)).limit(limit)
    found = _found_among_newest(connection, wanted, order, limit) or _found_among_due(connection, wanted, order, limit)
    return read_many(connection, found or connection.execute(query).scalars().all())


def _found_among_newest(
    connection: Connection, wanted: LedgerFilter, order: LedgerOrder, limit: int
) -> Sequence[int] | None:
    """The first ids, if the complaints received last hold as many; else None.

    A frequent word would be looked up in half of the ledger, only for its newest page.
    """
    if order != LedgerOrder() or not search_words(wanted.words):
        return None
    here = complaint.c
    newest = select(here.received_at).order_by(here.received_at.desc())
    last = connection.execute(newest.offset(_LOOKED_AT_FIRST).limit(1)).scalar()
    if last is None:
        return None
    near = here.received_at >= last
    lowest, highest = connection.execute(select(func.min(here.id), func.max(here.id)).where(near)).one()
    asked = select(here.id).where(near, *conditions(connection, wanted, (lowest, highest)))
    found = connection.execute(asked.order_by(*ordering(order)).limit(limit)).scalars().all()
    return found if len(found) == limit else None


def _found_among_due(
    connection: Connection, wanted: LedgerFilter, order: LedgerOrder, limit: int
) -> Sequence[int] | None:
    """The first ids in the order of due dates, if as many have one: the index of due dates alone tells them; else None."""
    if order.field != "due_at":
        return None
    here = complaint.c
    columns = [each.desc() if order.descending else each.asc() for each in (here.due_at, here.id)]
    query = _asked(connection, wanted, here.id).where(here.due_at.is_not(None)).order_by(*columns).limit(limit)
    found = connection.execute(query).scalars().all()
    return found if len(found) == limit else None


def keys(connection: Connection, wanted: LedgerFilter, order: LedgerOrder) -> array[int]:
    """The ids of the whole filtered ledger in order, 8 bytes each."""
    query = _asked(connection, wanted, complaint.c.id).order_by(*ordering(order))
    found = array("q")
    for part in _in_portions(connection, query):
        found.extend(part)
    return found


def _in_portions(connection: Connection, query: Select[Any]) -> Iterator[Sequence[int]]:
    """The one column of a query, some rows at a time: a million at once would be a hundred megabytes for a moment."""
    if connection.dialect.name == "sqlite":
        # Past the library's row objects it takes a quarter of the time, in which a window's thread waits for its turn.
        with connection.execute(query) as result:
            while part := result.cursor.fetchmany(_KEYS_AT_ONCE):
                yield [row[0] for row in part]
    else:
        yield from connection.execute(query, execution_options={"yield_per": _KEYS_AT_ONCE}).scalars().partitions()


def count(connection: Connection, wanted: LedgerFilter) -> int:
    return int(connection.execute(_asked(connection, wanted, func.count()).select_from(complaint)).scalar_one())


def values_used(connection: Connection, field: str) -> Sequence[tuple[str, int]]:
    """Texts that stand in a field and how often, most used first."""
    column = complaint.c[field]
    counts: Counter[str] = Counter()
    for part in _parts_to_count(connection, field):
        query = select(column, func.count()).where(part, column != "").group_by(column)
        counts.update({str(value): int(times) for value, times in connection.execute(query)})
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _parts_to_count(connection: Connection, field: str) -> Iterator[ColumnElement[bool]]:
    """Conditions that divide the ledger into parts whose texts are counted one after the other.

    With an index the whole is one part. Without it the database would sort a million texts in memory at once.
    """
    if any(next(iter(index.columns)).name == field for index in complaint.indexes):
        yield true()
        return
    here = complaint.c
    last = connection.execute(select(func.max(here.id))).scalar() or 0
    for first in range(0, last + 1, _COUNTED_AT_ONCE):
        yield here.id.between(first, first + _COUNTED_AT_ONCE - 1)
