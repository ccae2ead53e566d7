"""The full-text index of a ledger on a PostgreSQL server, behind `search_index`.

Overlapping pairs of characters stand in two tsvector columns under one GIN index, made and asked without the server's
text parser, which drops emoji and punctuation. What the index finds is tried against the text itself, which a migration
put beside it: pairs may all be there without standing together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.search_texts import Texts, all_texts, count_texts, fill

_COMPLAINTS_NAMED = 20
_MOST_BYTES = 1_000_000
"""A tsvector holds 2^20 - 1 bytes of words; a text of more stays out of the index and is always looked at itself."""

_MAKE = (
    "CREATE TABLE complaint_search (complaint_id integer PRIMARY KEY, text tsvector, sounds tsvector)",
    "CREATE INDEX ix_complaint_search_grams ON complaint_search USING gin (text, sounds)",
    "CREATE INDEX ix_complaint_search_too_long ON complaint_search (complaint_id) WHERE text IS NULL",
)
_NAMES = ["complaint_id", "text", "sounds"]
_BETWEEN = "\x1f"
"""Parts the pairs on their way to the server; no text holds it, since it is a control character."""
_SEARCH = table("complaint_search", column("complaint_id"), column("text"), column("sounds"))
_TEXT = table("complaint_search_text", column("complaint_id"), column("text"), column("sounds"))


def create(connection: Connection, progress: Progress = no_progress) -> None:
    """Make the index if it is not there, from whatever complaints there are."""
    if connection.exec_driver_sql("SELECT to_regclass('complaint_search')").scalar() is not None:
        return
    for statement in _MAKE:
        connection.exec_driver_sql(statement)
    rebuild(connection, progress=progress)


def is_current(connection: Connection) -> bool:
    """Rows leave this index by their number, so it may be older than the program's way to read texts."""
    return True


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds)."""
    texts = list(rows)
    if not texts:
        return
    from complaint_desk.storage.postgresql_dialect import copy_rows  # noqa: PLC0415 - its driver is an extra

    copy_rows(connection, _TEXT.name, _NAMES, texts)
    values = [(key, _vector(_grams(words)), _vector(_grams(sounds))) for key, words, sounds in texts]
    copy_rows(connection, _SEARCH.name, _NAMES, values)


def expect_many() -> None:
    """Nothing: the server needs no getting ready."""


def put_off_merging(connection: Connection, *, until_later: bool) -> None:
    """Nothing: the server gathers what is new by itself."""


@contextmanager
def adding(connection: Connection, first: int, words: Sequence[str], sounds: Sequence[str]) -> Iterator[None]:
    """Index new rows, by ids from `first` on."""
    yield
    add(connection, zip(itertools.count(first), words, sounds, strict=False))


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index."""
    if values := [(key,) for key, *_ in rows]:
        connection.exec_driver_sql("DELETE FROM complaint_search WHERE complaint_id = %s", values)
        connection.exec_driver_sql("DELETE FROM complaint_search_text WHERE complaint_id = %s", values)


def matching(words: Sequence[str], within: tuple[int, int] | None = None) -> ColumnElement[bool] | None:
    """The condition on `complaint` that all words are found; None if there are none."""
    if not words:
        return None
    found = (
        select(_SEARCH.c.complaint_id)
        .join_from(_SEARCH, _TEXT, _TEXT.c.complaint_id == _SEARCH.c.complaint_id)
        .where(*(_found(word) for word in words))
    )
    if within:
        found = found.where(_SEARCH.c.complaint_id.between(*within))
    return complaint.c.id.in_(found)


def _found(word: str) -> ColumnElement[bool]:
    if word.isascii() and word.isalpha():
        return or_(_holds("text", word), _holds("sounds", word))
    return or_(*(_holds("text", spelling) for spelling in spellings(word)))


def _holds(name: str, word: str) -> ColumnElement[bool]:
    if not _storable(word):
        return false()
    indexed = _SEARCH.c[name]
    candidate = or_(indexed.op("@@")(literal(_asked(word)).op("::")(literal_column("tsquery"))), indexed.is_(None))
    return and_(candidate, func.strpos(_TEXT.c[name], word) > 0)


def _storable(word: str) -> bool:
    """No text of the ledger holds what the server cannot take: zero bytes and half characters."""
    return "\0" not in word and not any("\ud800" <= character <= "\udfff" for character in word)


def _asked(word: str) -> str:
    if len(word) == 1:
        return _quoted(word) + ":*"
    return " & ".join(dict.fromkeys(map(_quoted, map(joined, word, word[1:]))))


def _quoted(gram: str) -> str:
    return "'" + gram.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(pairs: list[str] | None) -> str | None:
    """Pairs as the server reads them (Text Search Types, tsvector): each quoted, without a place."""
    if not pairs:
        return None if pairs is None else ""
    return _quoted(_BETWEEN.join(pairs)).replace(_BETWEEN, "' '")


def _grams(text: str) -> list[str] | None:
    """Each character with its neighbour, the last one with a line break; None if the server cannot index so many.

    The server sorts them and keeps each once.
    """
    if _BETWEEN in text:
        return None
    pairs = list(map(joined, text, text[1:] + FIELD_BREAK))
    if len(text) * 8 > _MOST_BYTES and sum(len(pair.encode()) for pair in set(pairs)) > _MOST_BYTES:
        return None
    return pairs


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the complaints."""
    connection.exec_driver_sql("DELETE FROM complaint_search")
    connection.exec_driver_sql("DELETE FROM complaint_search_text")
    fill(connection, add, stop, progress)


def forget_removed(connection: Connection, *, first: bool) -> bool:
    """Nothing to be done in portions: the server's own vacuum empties its pages."""
    return False


def differences(
    connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[int, ...] | None:
    """Compare the index with the complaints, text by text and pair by pair.

    Returns None if they agree, else the first 20 complaints concerned.
    """
    total = count_texts(connection)
    astray = set[int]()
    for kept in (_SEARCH.c.complaint_id, _TEXT.c.complaint_id):
        astray.update(connection.execute(select(kept).where(kept.not_in(select(complaint.c.id)))).scalars())
    done = 0
    for rows in all_texts(connection):
        if stop:
            stop.heed()
        texts, pairs = _kept_texts(connection, rows), _kept_pairs(connection, rows)
        for key, words, _ in rows:
            stored = texts.get(key)
            # Sounds may be those of an older dictionary: they are found by what they were written down as.
            if stored is None or stored[0] != words or pairs.get(key) != tuple(map(_set, stored)):
                astray.add(key)
        done += len(rows)
        progress(done, total)
    return tuple(sorted(astray)[:_COMPLAINTS_NAMED]) if astray else None


_Pairs = frozenset[str] | None


def _set(text: str) -> _Pairs:
    pairs = _grams(text)
    return None if pairs is None else frozenset(pairs)


def _kept_texts(connection: Connection, rows: Texts) -> dict[int, tuple[str, str]]:
    here = _TEXT.c
    query = select(here.complaint_id, here.text, here.sounds)
    within = here.complaint_id.between(rows[0][0], rows[-1][0])
    return {key: (words, sounds) for key, words, sounds in connection.execute(query.where(within))}


def _kept_pairs(connection: Connection, rows: Texts) -> dict[int, tuple[_Pairs, _Pairs]]:
    here = _SEARCH.c
    query = select(here.complaint_id, func.tsvector_to_array(here.text), func.tsvector_to_array(here.sounds))
    within = here.complaint_id.between(rows[0][0], rows[-1][0])
    return {
        key: (None if words is None else frozenset(words), None if sounds is None else frozenset(sounds))
        for key, words, sounds in connection.execute(query.where(within))
    }
