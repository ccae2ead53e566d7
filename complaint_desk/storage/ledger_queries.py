"""What the ledger is asked: filters and orders as SQL, the first page, the key list, values used before."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, false, func, or_, select, type_coerce

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import PartialDate, start_of
from complaint_desk.domain.searching import search_words
from complaint_desk.domain.vocabulary import CLOSED_LISTS
from complaint_desk.storage import lists, search_index
from complaint_desk.storage.complaints import read_many
from complaint_desk.storage.schema import complaint, list_entry

_ID_CHUNK = 10_000
_KEYS_AT_ONCE = 10_000
_LOOKED_AT_FIRST = 10_000


def conditions(
    connection: Connection, wanted: LedgerFilter, within: tuple[int, int] | None = None
) -> list[ColumnElement[bool]]:
    """Conditions on `complaint` that must all hold. The connection is asked for the branches of trees.

    Words are looked for `within` ids from the one to the other only, if the caller knows that no others count.
    """
    found: list[ColumnElement[bool]] = []
    if (matches := search_index.matching(connection, search_words(wanted.words), within)) is not None:
        found.append(matches)
    found.extend(_days(complaint.c.received_at, wanted.received_from, wanted.received_to))
    found.extend(_days(complaint.c.closed_at, wanted.closed_from, wanted.closed_to))
    found.extend(_one_of(connection, field, choices) for field, choices in wanted.one_of if choices)
    if wanted.ids is not None:
        chunks = [wanted.ids[start : start + _ID_CHUNK] for start in range(0, len(wanted.ids), _ID_CHUNK)]
        found.append(or_(false(), *(complaint.c.id.in_(chunk) for chunk in chunks)))
    return found


def _days(column: ColumnElement[Any], first: dt.date | None, last: dt.date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if first:
        found.append(column >= start_of(first))
    if last:
        found.append(column < start_of(last + dt.timedelta(1)) if last < dt.date.max else column.is_not(None))
    return found


def _one_of(connection: Connection, field: str, choices: tuple[str, ...]) -> ColumnElement[bool]:
    column = complaint.c[field]
    kind = FIELD[field].type
    said = [choice for choice in choices if choice != ""]
    found: list[ColumnElement[bool]] = []
    if "" in choices:
        found.append(_is_empty(column, kind))
    match kind:
        case FieldType.WORDS | FieldType.NUMBERS:
            # The commas make every code stand between two of them; every database knows `replace`.
            joined = "," + _plain(column) + ","
            found.extend(func.replace(joined, f",{choice},", "") != joined for choice in said)
        case FieldType.LEAF:
            below = lists.branches(connection, FIELD[field].word_list or field)
            wanted = {code for choice in said for code in below.get(choice, {choice})}
            found.append(column.in_(sorted(wanted)))
        case _:
            found.append(column.in_([_value(kind, choice) for choice in said]))
    return or_(*found)


def _value(kind: FieldType, choice: str) -> Any:
    match kind:
        case FieldType.RATING:
            return int(choice)
        case FieldType.MONEY:
            return Decimal(choice)
        case FieldType.MOMENT:
            return dt.datetime.fromisoformat(choice)
        case FieldType.PARTIAL_DATE:
            return PartialDate.parse(choice)
    return choice


def _is_empty(column: ColumnElement[Any], kind: FieldType) -> ColumnElement[bool]:
    if kind in (FieldType.MOMENT, FieldType.MONEY, FieldType.PARTIAL_DATE, FieldType.RATING):
        return column.is_(None)
    return _plain(column) == ""


def _plain(column: ColumnElement[Any]) -> ColumnElement[str]:
    """The column as the text that is stored, without the type that makes codes of it."""
    return type_coerce(column, Text)


def ordering(order: LedgerOrder) -> list[ColumnElement[Any]]:
    """Columns to sort by: what is not said comes last either way, words in the order of their list, ties by id."""
    column: ColumnElement[Any] = complaint.c[order.field]
    field = FIELD[order.field]
    terms: list[ColumnElement[Any]] = []
    if order.field not in _ALWAYS_SAID:
        terms.append(_is_empty(column, field.type))
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
    # Sorting ids alone is much quicker than sorting whole rows.
    query = _asked(connection, wanted, complaint.c.id).order_by(*ordering(order)).limit(limit)
    found = _found_among_newest(connection, wanted, order, limit)
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


def keys(connection: Connection, wanted: LedgerFilter, order: LedgerOrder) -> array[int]:
    """The ids of the whole filtered ledger in order, 8 bytes each."""
    query = _asked(connection, wanted, complaint.c.id).order_by(*ordering(order))
    found = array("q")
    # A million rows at once would be a hundred megabytes for a moment.
    for part in connection.execute(query, execution_options={"yield_per": _KEYS_AT_ONCE}).scalars().partitions():
        found.extend(part)
    return found


def count(connection: Connection, wanted: LedgerFilter) -> int:
    return int(connection.execute(_asked(connection, wanted, func.count()).select_from(complaint)).scalar_one())


def values_used(connection: Connection, field: str) -> Sequence[tuple[str, int]]:
    """Texts that stand in a field and how often, most used first."""
    column = complaint.c[field]
    query = select(column, func.count()).where(column != "").group_by(column).order_by(func.count().desc(), column)
    return [(str(value), int(times)) for value, times in connection.execute(query)]
