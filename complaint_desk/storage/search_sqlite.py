"""The full-text index of a ledger in a file, behind `search_index`.

The index (FTS5) knows only which complaint holds which gram, neither where nor the text itself: a third of the bytes.
So a row leaves it by naming the grams that it had, and what it finds for a longer word is tried against the row.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, column, func, literal, or_, select, table, text

from complaint_desk.domain.searching import READING, spellings
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage.grams import gram_text, grams, word_query
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.search_texts import FOUND_BY, Texts, all_texts, count_texts, fill, texts_of_values

_MANY = 500
"""From so many rows on, as they come in portions, their grams are made together."""
_TERMS_LOOKED_AT = 200
_COMPLAINTS_NAMED = 20
_PAGES_MERGED = 500
_CHANGES_OF_A_MERGE = 2
"""What the command changes at least if it merged anything (SQLite's manual of FTS5, 6.8)."""
_INSERT = "INSERT INTO complaint_search(rowid, grams) VALUES (?, ?)"
_INSERT_TOGETHER = "INSERT INTO complaint_search(rowid, grams) SELECT ? + key, value FROM json_each(CAST(? AS TEXT))"
"""The driver would turn a text into bytes again; bytes it takes as they are."""
_MERGED_FROM = "INSERT INTO complaint_search(complaint_search, rank) VALUES ('automerge', ?)"
_USUAL_SEGMENTS, _MOST_SEGMENTS = 4, 16
"""Of one level, from which on they are merged: what is usual and the most there can be (SQLite's manual of FTS5, 6.2)."""
_DELETE = "INSERT INTO complaint_search(complaint_search, rowid, grams) VALUES ('delete', ?, ?)"
_SEARCH = table("complaint_search", column("rowid"), column("complaint_search"))
_MOST_LOOKED_FOR = 4
_AS_TYPED = re.compile("[0-9\u4e00-\u9fff]+")
"""Characters that normalising leaves alone, whatever stands beside them: a text holds such a word if it is typed there."""


def equip(connection: sqlite3.Connection) -> None:
    """Give a new connection the function by which rows are tried against words."""
    connection.create_function("complaint_holds", 1 + len(FOUND_BY), _holds, deterministic=True)


def _holds(asked: str, *values: object) -> bool:
    words, sounds = texts_of_values(*values)
    return all(_found(word, words, sounds) for word in asked.split(" "))


def _found(word: str, words: str, sounds: str) -> bool:
    if word.isascii() and word.isalpha():
        return word in words or word in sounds
    return any(spelling in words for spelling in spellings(word))


def create(connection: Connection, progress: Progress = no_progress) -> None:
    """Make the index if it is not there, or was made by a program that read texts in another way."""
    there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'complaint_search'").first()
    if not there:
        # In 3.40, which Windows has, a row cannot leave such an index by its number alone.
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE complaint_search USING fts5(grams, content='', tokenize='ascii', detail=none)"
        )
        # Large imports gather this much before they write a segment.
        connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search, rank) VALUES ('hashsize', 67108864)")
    if not there or not is_current(connection):
        rebuild(connection, progress=progress)


def is_current(connection: Connection) -> bool:
    """True if the index was made by a program that reads texts as this one does."""
    return bool(connection.exec_driver_sql("PRAGMA user_version").scalar_one() == READING)


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds)."""
    if values := _values(rows):
        connection.exec_driver_sql(_INSERT, values)


def expect_many() -> None:
    """Load what makes the grams of many rows together."""
    import complaint_desk.storage.grams_of_many  # noqa: PLC0415, F401 - loads numpy, of no use to a few


def put_off_merging(connection: Connection, *, until_later: bool) -> None:
    """Each portion is a segment; merging four at a time takes a fourth of the time. Small writes go on with it, a little each."""
    connection.exec_driver_sql(_MERGED_FROM, (_MOST_SEGMENTS if until_later else _USUAL_SEGMENTS,))


@contextmanager
def adding(connection: Connection, first: int, words: Sequence[str], sounds: Sequence[str]) -> Iterator[None]:
    """Index new rows, by ids from `first` on: many by one statement in a thread beside, and while that runs Python is free."""
    values = _values(zip(itertools.count(first), words, sounds, strict=False))
    if len(values) < _MANY:
        connection.exec_driver_sql(_INSERT, values)
        yield
        return
    together = msgspec.json.encode([grams for _, grams in values])
    with ThreadPoolExecutor(1, "search-index") as beside:
        indexed = beside.submit(connection.exec_driver_sql, _INSERT_TOGETHER, (first, together))
        yield
        indexed.result()


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index; they must be given exactly as they were added."""
    if values := _values(rows):
        connection.exec_driver_sql(_DELETE, values)


def _values(rows: Iterable[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """Rows as they are bound: each with its grams."""
    given = list(rows)
    if len(given) < _MANY:
        return [(key, gram_text(words, sounds)) for key, words, sounds in given]
    from complaint_desk.storage.grams_of_many import gram_texts  # noqa: PLC0415 - loads numpy, of no use to a few

    found = gram_texts([(words, sounds) for _, words, sounds in given])
    return [(key, text) for (key, *_), text in zip(given, found, strict=True)]


def matching(words: Sequence[str], within: tuple[int, int] | None = None) -> ColumnElement[bool] | None:
    """The condition on `complaint` that all words are found; None if there are none.

    Words of ASCII letters are also looked for in the sounds (pinyin).
    """
    if not words:
        return None
    asked = {word: _asked(word) for word in words}
    query = " AND ".join(query for query, _ in asked.values())
    found = select(_SEARCH.c.rowid).where(_SEARCH.c.complaint_search.op("MATCH")(query))
    if within:
        found = found.where(_SEARCH.c.rowid.between(*within))
    tried = [word for word, (_, certain) in asked.items() if not certain]
    indexed = complaint.c.id.in_(found)
    return and_(indexed, _tried(tried)) if tried else indexed


def _asked(word: str) -> tuple[str, bool]:
    if word.isascii() and word.isalpha():
        ways = [word_query(word), word_query(word, sounds=True)]
    else:
        ways = [word_query(spelling) for spelling in spellings(word)]
    return "(" + " OR ".join(query for query, _ in ways) + ")", all(certain for _, certain in ways)


def _tried(words: list[str]) -> ColumnElement[bool]:
    """Whether the row itself holds all of some words."""
    columns = [complaint.c[name] for name in FOUND_BY]
    holds = func.complaint_holds(" ".join(words), *columns) == 1
    if len(words) > _MOST_LOOKED_FOR or not all(map(_AS_TYPED.fullmatch, words)):
        return holds
    # Most rows say so themselves, ten times as quickly. A report must not be found by who reported.
    joined: ColumnElement[str] = literal("")
    for each in columns[:-1]:
        joined = joined + each + "\n"
    return or_(and_(complaint.c.kind != Kind.REPORT, *(func.instr(joined, word) > 0 for word in words)), holds)


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the complaints."""
    connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search) VALUES ('delete-all')")
    fill(connection, add, stop, progress)
    connection.exec_driver_sql(f"PRAGMA user_version = {READING}")


def forget_removed(connection: Connection, *, first: bool) -> bool:
    """Merge a part of the index, so that rows removed from it are in none of its pages; False once there is no more to do.

    Call it in one short writing scope after the other, the first time with `first`.
    """
    count = "SELECT total_changes()"
    before = connection.exec_driver_sql(count).scalar_one()
    # A negative number makes one segment of all, in portions of that many pages.
    pages = -_PAGES_MERGED if first else _PAGES_MERGED
    connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search, rank) VALUES ('merge', ?)", (pages,))
    return bool(connection.exec_driver_sql(count).scalar_one() - before >= _CHANGES_OF_A_MERGE)


def differences(
    connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[int, ...] | None:
    """Compare the index with the complaints: in how many each gram stands, and how many grams each has.

    Returns None if they agree, else the complaints concerned (at most 20; empty if none can be named).
    """
    expected = Counter[str]()
    unknown = "SELECT id FROM complaint_search_docsize WHERE id NOT IN (SELECT id FROM complaint) LIMIT ?"
    astray: set[int] = set(connection.exec_driver_sql(unknown, (_COMPLAINTS_NAMED,)).scalars())
    total = count_texts(connection)
    done = 0
    for rows in all_texts(connection):
        if stop:
            stop.heed()
        sizes = _sizes(connection, rows)
        for key, words, sounds in rows:
            stand = grams(words, sounds)
            expected.update(set(stand))
            if sizes.get(key) != _varint(len(stand)):
                astray.add(key)
        done += len(rows)
        progress(done, total)
    wrong = _wrong_terms(connection, expected)
    if not wrong and not astray:
        return None
    return tuple(sorted(astray | _holders(connection, wrong))[:_COMPLAINTS_NAMED])


def _sizes(connection: Connection, rows: Texts) -> dict[int, bytes]:
    kept = "SELECT id, sz FROM complaint_search_docsize WHERE id BETWEEN ? AND ?"
    return {key: bytes(size) for key, size in connection.exec_driver_sql(kept, (rows[0][0], rows[-1][0]))}


def _varint(number: int) -> bytes:
    """A count as FTS5 keeps it: 7 bits a byte, high ones first, all but the last marked."""
    kept = [number & 0x7F]
    while number := number >> 7:
        kept.append(0x80 | number & 0x7F)
    return bytes(reversed(kept))


def _wrong_terms(connection: Connection, expected: Counter[str]) -> list[str]:
    with _vocabulary(connection, "row"):
        for term, count in connection.exec_driver_sql("SELECT term, doc FROM temp.complaint_search_terms"):
            expected[term] -= count
    return [term for term, count in expected.items() if count]


def _holders(connection: Connection, wrong: list[str]) -> set[int]:
    """Complaints of which table or index alone holds one of the terms."""
    terms = set(wrong[:_TERMS_LOOKED_AT])
    if not terms:
        return set()
    query = text("SELECT doc, term FROM temp.complaint_search_terms WHERE term = :term")
    with _vocabulary(connection, "instance"):
        indexed = {tuple(place) for term in terms for place in connection.execute(query, {"term": term})}
    stored = {
        (key, term)
        for rows in all_texts(connection)
        for key, words, sounds in rows
        for term in terms.intersection(grams(words, sounds))
    }
    return {int(key) for key, _ in indexed ^ stored}


@contextmanager
def _vocabulary(connection: Connection, kind: str) -> Iterator[None]:
    """The terms of the index as a table, for as long as it is looked at."""
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE temp.complaint_search_terms USING fts5vocab('main', 'complaint_search', '{kind}')"
    )
    try:
        yield
    finally:
        connection.exec_driver_sql("DROP TABLE temp.complaint_search_terms")
