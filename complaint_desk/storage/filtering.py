"""A ledger filter as conditions of SQL on `complaint`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)

from complaint_desk.domain import moments
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.moments import PartialDate, start_of
from complaint_desk.domain.searching import search_words
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage import due_lists, figure_cases, index_hints, lists, masked_search, search_index
from complaint_desk.storage.portions import among
from complaint_desk.storage.schema import attachment, complaint, step

_ID_CHUNK = 10_000
_NULL_WHERE_UNSAID = frozenset({FieldType.MOMENT, FieldType.MONEY, FieldType.PARTIAL_DATE, FieldType.RATING})
_SIGNS_IN_PHONES = (" ", "-", "(", ")")


def conditions(
    connection: Connection,
    wanted: LedgerFilter,
    within: tuple[int, int] | None = None,
    beside: frozenset[str] = frozenset(),
) -> list[ColumnElement[bool]]:
    """Conditions on `complaint` that must all hold. The connection is asked for the branches of trees.

    Words that are the key of a figure mean its complaints. Other words are looked for `within` ids from the one to the
    other only, if the caller knows that no others count. The criteria `beside` are not looked up in their index: the caller
    knows a better one.
    """
    found: list[ColumnElement[bool]] = []
    if (key := read_key(wanted.words)) is not None:
        counted = dataclasses.replace(key.counted, as_shown=wanted.as_shown)
        found = [*conditions(connection, counted, within, beside), *figure_cases.counted_by(connection, key)]
    elif (matches := search_index.matching(connection, search_words(wanted.words), within)) is not None:
        found.append(matches)
    found.extend(condition for name, each in wanted.between for condition in _between(name, each))
    found.extend(
        _one_of(
            connection,
            name,
            choices,
            beside=name in beside or index_hints.wants_other(connection, wanted, name, choices),
        )
        for name, choices in wanted.one_of
        if choices and name != "due"
    )
    if due := wanted.choices("due"):
        as_of = wanted.as_of or moments.now()
        found.append(or_(*(due_lists.stands(each, as_of) for each in due)))
    found.extend(_holds(name, piece) for name, piece in wanted.holding if piece)
    found.extend(fact(name) if said else not_(fact(name)) for name, said in wanted.said)
    if any(name in PERSONAL for name in wanted.asked()):
        # Who reported is not told; so it is not answered either.
        found.append(complaint.c.kind != Kind.REPORT)
    if wanted.ids is not None:
        chunks = [wanted.ids[start : start + _ID_CHUNK] for start in range(0, len(wanted.ids), _ID_CHUNK)]
        found.append(or_(false(), *(complaint.c.id.in_(chunk) for chunk in chunks)))
    if wanted.as_shown and (pieces := masked_search.pieces_of(wanted)):
        candidates = select(complaint.c.id).where(*found)
        return [among(connection, complaint.c.id, masked_search.found_as_shown(connection, candidates, pieces))]
    return found


def is_empty(name: str) -> ColumnElement[bool]:
    """The condition that nothing was said in a column, or that no clock says anything."""
    if name == "due":
        return complaint.c.due_mark == ""
    if name == "last_step":
        return last_step().is_(None)
    column = complaint.c[name]
    if name not in FIELD or FIELD[name].type in _NULL_WHERE_UNSAID:
        return column.is_(None)
    return _plain(column) == ""


def fact(name: str) -> ColumnElement[bool]:
    """The condition that a fact is true, or that anything was said in a field."""
    match name:
        case "reopened":
            return complaint.c.reopened > 0
        case "attachment":
            return complaint.c.id.in_(select(attachment.c.complaint_id))
        case "held":
            return complaint.c.hold != ""
    return not_(is_empty(name))


def _between(name: str, wanted: Between) -> list[ColumnElement[bool]]:
    column: ColumnElement[Any] = last_step() if name == "last_step" else complaint.c[name]
    low, high = wanted.low, wanted.high
    match FIELD[name].type if name in FIELD else FieldType.MOMENT:
        case FieldType.MOMENT:
            first = start_of(low) if isinstance(low, dt.date) else None
            # `closed until the last day of all` still means: closed.
            end = start_of(high + dt.timedelta(1)) if isinstance(high, dt.date) and high < dt.date.max else None
            found = [column >= first] if first else []
            return [*found, *([column < end] if end else [column.is_not(None)] if high else [])]
        case FieldType.PARTIAL_DATE:
            # Of "2025-03" the day may lie anywhere in the month: as much as is known is compared.
            known = func.length(_plain(column))
            found = [_plain(column) >= func.substr(literal(str(low)), 1, known)] if low else []
            return [*found, *([_plain(column) <= func.substr(literal(str(high)), 1, known)] if high else [])]
    found = [] if low is None else [column >= low]
    return [*found, *([] if high is None else [column <= high])]


def last_step() -> ColumnElement[Any]:
    """When something was last done about a complaint; where nothing was noted, the moment when it was received."""
    newest = select(func.max(step.c.at)).where(step.c.complaint_id == complaint.c.id).scalar_subquery()
    return func.coalesce(newest, complaint.c.received_at)


def _one_of(
    connection: Connection, name: str, choices: tuple[str, ...], *, beside: bool = False
) -> ColumnElement[bool]:
    column: ColumnElement[Any] = (
        index_hints.beside_index(connection, complaint.c[name]) if beside else complaint.c[name]
    )
    said = [choice for choice in choices if choice != ""]
    found: list[ColumnElement[bool]] = [is_empty(name)] if "" in choices else []
    match FIELD[name].type if name in FIELD else None:
        case FieldType.WORDS | FieldType.NUMBERS:
            # The commas make every code stand between two of them; every database knows `replace`.
            joined = "," + _plain(column) + ","
            found.extend(func.replace(joined, f",{choice},", "") != joined for choice in said)
        case FieldType.LEAF:
            below = lists.branches(connection, FIELD[name].word_list or name)
            wanted = {code for choice in said for code in below.get(choice, {choice})}
            found.append(column.in_(sorted(wanted)))
        case kind:
            found.append(column.in_([_value(kind, choice) for choice in said]))
    return or_(*found)


def _value(kind: FieldType | None, choice: str) -> Any:
    match kind:
        case None | FieldType.RATING:
            return int(choice)
        case FieldType.MONEY:
            return Decimal(choice)
        case FieldType.MOMENT:
            return dt.datetime.fromisoformat(choice)
        case FieldType.PARTIAL_DATE:
            return PartialDate.parse(choice)
    return choice


def _holds(name: str, piece: str) -> ColumnElement[bool]:
    """A piece of the text, as it stands but for the case of ASCII letters: both databases know no other everywhere."""
    text: ColumnElement[Any] = complaint.c[name]
    if FIELD[name].type is FieldType.PHONE:
        for sign in _SIGNS_IN_PHONES:
            text, piece = func.replace(text, sign, ""), piece.replace(sign, "")
    lowered = piece.translate(_LOWER)
    return and_(text != "", func.lower(text).contains(lowered, autoescape=True))


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def _plain(column: ColumnElement[Any]) -> ColumnElement[str]:
    """The column as the text that is stored, without the type that makes codes of it."""
    return type_coerce(column, Text)
