"""The full-text index of a ledger in a file, behind `search_index`.

The index (FTS5) holds grams without the text, so a row leaves it by naming the grams that it had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, column, literal_column, select, table, text

from complaint_desk.domain.searching import spellings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage.grams import gram_text, grams, word_query
from complaint_desk.storage.search_texts import count_texts, fill, stored_texts

_TERMS_LOOKED_AT = 200
_COMPLAINTS_NAMED = 20
_PAGES_MERGED = 500
_CHANGES_OF_A_MERGE = 2
"""What the command changes at least if it merged anything (SQLite's manual of FTS5, 6.8)."""
_INSERT = "INSERT INTO complaint_search(rowid, text, sounds) VALUES (?, ?, ?)"
_DELETE = "INSERT INTO complaint_search(complaint_search, rowid, text, sounds) VALUES ('delete', ?, ?, ?)"
_SEARCH = table("complaint_search", column("rowid"), column("complaint_search"))


def create(connection: Connection) -> None:
    """Make the index if it is not there, from whatever the table holds."""
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'complaint_search'").first():
        return
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE complaint_search USING fts5(text, sounds, content='', tokenize='ascii')"
    )
    # Large imports gather this much before they write a segment.
    connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search, rank) VALUES ('hashsize', 67108864)")
    fill(connection, add, None, no_progress)


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds) as they stand in `complaint_text`."""
    values = [(key, gram_text(words), gram_text(sounds)) for key, words, sounds in rows]
    if values:
        connection.exec_driver_sql(_INSERT, values)


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index; they must be given exactly as they were added."""
    values = [(key, gram_text(words), gram_text(sounds)) for key, words, sounds in rows]
    if values:
        connection.exec_driver_sql(_DELETE, values)


def matching(words: Sequence[str], within: tuple[int, int] | None = None) -> ColumnElement[bool] | None:
    """The condition on `complaint.id` that all words are found; None if there are none.

    Words of ASCII letters are also looked for in the sounds (pinyin).
    """
    if not words:
        return None
    asked = " AND ".join(_asked(word) for word in words)
    found = select(_SEARCH.c.rowid).where(_SEARCH.c.complaint_search.op("MATCH")(asked))
    if within:
        found = found.where(_SEARCH.c.rowid.between(*within))
    return literal_column("complaint.id").in_(found)


def _asked(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word_query(word)
    return "text : (" + " OR ".join(word_query(spelling) for spelling in spellings(word)) + ")"


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the table."""
    connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search) VALUES ('delete-all')")
    fill(connection, add, stop, progress)


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
    """Compare the index with the table: every gram counted, every complaint's length.

    Returns None if they agree, else the complaints concerned (at most 20; empty if none can be named).
    """
    expected = {"text": Counter[str](), "sounds": Counter[str]()}
    kept = connection.exec_driver_sql("SELECT id, sz FROM complaint_search_docsize")
    sizes: dict[int, bytes] = {key: bytes(size) for key, size in kept}
    astray: set[int] = set()
    total = count_texts(connection)
    done = 0
    for rows in stored_texts(connection):
        if stop:
            stop.heed()
        for key, words, sounds in rows:
            in_words, in_sounds = grams(words), grams(sounds)
            expected["text"].update(in_words)
            expected["sounds"].update(in_sounds)
            if sizes.pop(key, None) != _varint(len(in_words)) + _varint(len(in_sounds)):
                astray.add(key)
        done += len(rows)
        progress(done, total)
    astray.update(sizes)
    wrong = _wrong_terms(connection, expected)
    if not wrong and not astray:
        return None
    return tuple(sorted(astray | _holders(connection, wrong))[:_COMPLAINTS_NAMED])


def _varint(number: int) -> bytes:
    """A count as FTS5 keeps it: 7 bits a byte, high ones first, all but the last marked."""
    kept = [number & 0x7F]
    while number := number >> 7:
        kept.append(0x80 | number & 0x7F)
    return bytes(reversed(kept))


def _wrong_terms(connection: Connection, expected: dict[str, Counter[str]]) -> list[str]:
    with _vocabulary(connection, "col"):
        for term, where, count in connection.exec_driver_sql("SELECT term, col, cnt FROM temp.complaint_search_terms"):
            expected[where][term] -= count
    return [term for counts in expected.values() for term, count in counts.items() if count]


def _holders(connection: Connection, wrong: list[str]) -> set[int]:
    """Complaints for which table and index hold one of the terms at different places."""
    terms = set(wrong[:_TERMS_LOOKED_AT])
    if not terms:
        return set()
    query = text("SELECT doc, term, col, offset FROM temp.complaint_search_terms WHERE term = :term")
    with _vocabulary(connection, "instance"):
        indexed = {tuple(place) for term in terms for place in connection.execute(query, {"term": term})}
    stored = {
        (key, term, where, place)
        for rows in stored_texts(connection)
        for key, words, sounds in rows
        for where, column_text in (("text", words), ("sounds", sounds))
        for place, term in enumerate(grams(column_text))
        if term in terms
    }
    return {int(place[0]) for place in indexed ^ stored}


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
