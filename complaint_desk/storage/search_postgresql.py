"""The full-text index of a ledger on a PostgreSQL server, behind `search_index`.

Overlapping pairs of characters stand in two tsvector columns under one GIN index, made and asked without the server's
text parser, which drops emoji and punctuation. What the index finds is tried against the text itself: pairs may all be
there without standing together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import add as joined

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from complaint_desk.domain.searching import FIELD_BREAK, spellings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage.schema import complaint_text
from complaint_desk.storage.search_texts import count_texts, fill, stored_texts

_COMPLAINTS_NAMED = 20
_MOST_BYTES = 1_000_000
"""A tsvector holds 2^20 - 1 bytes of words; a text of more stays out of the index and is always looked at itself."""

_MAKE = (
    "CREATE TABLE complaint_search (complaint_id integer PRIMARY KEY, text tsvector, sounds tsvector)",
    "CREATE INDEX ix_complaint_search_grams ON complaint_search USING gin (text, sounds)",
    "CREATE INDEX ix_complaint_search_too_long ON complaint_search (complaint_id) WHERE text IS NULL",
)
_INSERT = (
    "INSERT INTO complaint_search (complaint_id, text, sounds) VALUES"
    " (%s, array_to_tsvector(string_to_array(%s, E'\\x1f')), array_to_tsvector(string_to_array(%s, E'\\x1f')))"
)
_BETWEEN = "\x1f"
"""Parts the pairs on their way to the server, quicker than an array; no text holds it, since it is a control character."""
_SEARCH = table("complaint_search", column("complaint_id"), column("text"), column("sounds"))


def create(connection: Connection) -> None:
    """Make the index if it is not there, from whatever the table holds."""
    if connection.exec_driver_sql("SELECT to_regclass('complaint_search')").scalar() is not None:
        return
    for statement in _MAKE:
        connection.exec_driver_sql(statement)
    fill(connection, add, None, no_progress)


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds) as they stand in `complaint_text`."""
    values = [(key, _parted(_grams(words)), _parted(_grams(sounds))) for key, words, sounds in rows]
    if values:
        connection.exec_driver_sql(_INSERT, values)


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index."""
    values = [(key,) for key, *_ in rows]
    if values:
        connection.exec_driver_sql("DELETE FROM complaint_search WHERE complaint_id = %s", values)


def matching(words: Sequence[str], within: tuple[int, int] | None = None) -> ColumnElement[bool] | None:
    """The condition on `complaint.id` that all words are found; None if there are none."""
    if not words:
        return None
    here = complaint_text.c
    found = (
        select(_SEARCH.c.complaint_id)
        .join_from(_SEARCH, complaint_text, here.complaint_id == _SEARCH.c.complaint_id)
        .where(*(_found(word) for word in words))
    )
    if within:
        found = found.where(_SEARCH.c.complaint_id.between(*within))
    return literal_column("complaint.id").in_(found)


def _found(word: str) -> ColumnElement[bool]:
    if word.isascii() and word.isalpha():
        return or_(_holds("text", word), _holds("sounds", word))
    return or_(*(_holds("text", spelling) for spelling in spellings(word)))


def _holds(name: str, word: str) -> ColumnElement[bool]:
    if not _storable(word):
        return false()
    indexed = _SEARCH.c[name]
    candidate = or_(indexed.op("@@")(literal(_asked(word)).op("::")(literal_column("tsquery"))), indexed.is_(None))
    return and_(candidate, func.strpos(complaint_text.c[name], word) > 0)


def _storable(word: str) -> bool:
    """No text of the ledger holds what the server cannot take: zero bytes and half characters."""
    return "\0" not in word and not any("\ud800" <= character <= "\udfff" for character in word)


def _asked(word: str) -> str:
    if len(word) == 1:
        return _quoted(word) + ":*"
    return " & ".join(dict.fromkeys(map(_quoted, map(joined, word, word[1:]))))


def _quoted(gram: str) -> str:
    return "'" + gram.replace("\\", "\\\\").replace("'", "''") + "'"


def _parted(pairs: list[str] | None) -> str | None:
    return None if pairs is None else _BETWEEN.join(pairs)


def _grams(text: str) -> list[str] | None:
    """Each character with its neighbour, the last one with a line break; None if the server cannot index so many."""
    if _BETWEEN in text:
        return None
    pairs = set(map(joined, text, text[1:] + FIELD_BREAK))
    if len(text) * 8 > _MOST_BYTES and sum(len(pair.encode()) for pair in pairs) > _MOST_BYTES:
        return None
    return sorted(pairs)


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the table."""
    connection.exec_driver_sql("DELETE FROM complaint_search")
    fill(connection, add, stop, progress)


def forget_removed(connection: Connection, *, first: bool) -> bool:
    """Nothing to be done in portions: the server's own vacuum empties its pages."""
    return False


def differences(
    connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[int, ...] | None:
    """Compare the index with the table, pair by pair; None if they agree, else the first 20 complaints concerned."""
    total = count_texts(connection)
    unknown = select(_SEARCH.c.complaint_id).where(_SEARCH.c.complaint_id.not_in(select(complaint_text.c.complaint_id)))
    astray = set(connection.execute(unknown).scalars())
    done = 0
    for rows in stored_texts(connection):
        if stop:
            stop.heed()
        kept = _kept(connection, rows[0][0], rows[-1][0])
        astray.update(key for key, words, sounds in rows if kept.get(key) != (_set(words), _set(sounds)))
        done += len(rows)
        progress(done, total)
    return tuple(sorted(astray)[:_COMPLAINTS_NAMED]) if astray else None


_Pairs = frozenset[str] | None


def _set(text: str) -> _Pairs:
    pairs = _grams(text)
    return None if pairs is None else frozenset(pairs)


def _kept(connection: Connection, first: int, last: int) -> dict[int, tuple[_Pairs, _Pairs]]:
    """What the index holds of the complaints from `first` to `last`."""
    here = _SEARCH.c
    query = select(here.complaint_id, func.tsvector_to_array(here.text), func.tsvector_to_array(here.sounds)).where(
        here.complaint_id.between(first, last)
    )
    return {
        key: (None if words is None else frozenset(words), None if sounds is None else frozenset(sounds))
        for key, words, sounds in connection.execute(query)
    }
