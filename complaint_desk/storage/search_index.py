"""The full-text index over `complaint_text`, kept in the same transaction, compared with the table and rebuilt from it.

The index (FTS5) holds grams without the text, so a row leaves it by naming the grams that it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, column, func, literal_column, select, table, text

from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage.grams import grams, word_query
from complaint_desk.storage.schema import complaint_text

_BATCH = 1000
_TERMS_LOOKED_AT = 200
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
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE complaint_search_terms USING fts5vocab('complaint_search', 'instance')"
    )
    _fill(connection, None, no_progress)


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds) as they stand in `complaint_text`."""
    values = [(key, grams(words), grams(sounds)) for key, words, sounds in rows]
    if values:
        connection.exec_driver_sql(_INSERT, values)


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index; they must be given exactly as they were added."""
    values = [(key, grams(words), grams(sounds)) for key, words, sounds in rows]
    if values:
        connection.exec_driver_sql(_DELETE, values)


def matching(words: Sequence[str]) -> ColumnElement[bool] | None:
    """The condition on `complaint.id` that all words are found; None if there are none.

    Words of ASCII letters are also looked for in the sounds (pinyin).
    """
    if not words:
        return None
    asked = " AND ".join(_asked(word) for word in words)
    found = select(_SEARCH.c.rowid).where(_SEARCH.c.complaint_search.op("MATCH")(asked))
    return literal_column("complaint.id").in_(found)


def _asked(word: str) -> str:
    query = word_query(word)
    return query if word.isascii() and word.isalpha() else f"text : {query}"


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the table."""
    connection.exec_driver_sql("INSERT INTO complaint_search(complaint_search) VALUES ('delete-all')")
    _fill(connection, stop, progress)


def _fill(connection: Connection, stop: StopSignal | None, progress: Progress) -> None:
    total = connection.execute(select(func.count()).select_from(complaint_text)).scalar_one()
    done = 0
    for rows in _stored(connection):
        if stop:
            stop.heed()
        add(connection, rows)
        done += len(rows)
        progress(done, total)


def _stored(connection: Connection) -> Iterator[Sequence[tuple[int, str, str]]]:
    """All rows of the table by id, in batches; keyed so that writing between the batches does no harm."""
    last = 0
    here = complaint_text.c
    while True:
        query = select(here.complaint_id, here.text, here.sounds).where(here.complaint_id > last)
        rows = connection.execute(query.order_by(here.complaint_id).limit(_BATCH)).tuples().all()
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def differs_from_table(
    connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[int, ...] | None:
    """Compare the index with the table, gram by gram: None if they agree, else the complaints that may be affected.

    An empty tuple means that they differ and no complaint can be named.
    """
    expected = _expected_sums(connection, stop, progress)
    wrong: list[str] = []
    for term, count, keys, places in connection.execute(_INDEX_SUMS):
        if expected.pop(term, None) != [count, keys, places]:
            wrong.append(term)
    wrong.extend(expected)
    return _holders(connection, wrong) if wrong else None


# FTS5 hands out its terms in order, so the grouping needs no sorting. Positions are taken modulo a prime: sums stay small.
_INDEX_SUMS = text(
    "SELECT term, count(*), sum(doc), sum(doc * (offset % 8191 + CASE col WHEN 'text' THEN 0 ELSE 10007 END))"
    " FROM complaint_search_terms GROUP BY term"
)


def _expected_sums(connection: Connection, stop: StopSignal | None, progress: Progress) -> dict[str, list[int]]:
    total = connection.execute(select(func.count()).select_from(complaint_text)).scalar_one()
    sums: dict[str, list[int]] = {}
    done = 0
    for rows in _stored(connection):
        if stop:
            stop.heed()
        for key, words, sounds in rows:
            for start, column_text in ((0, words), (10007, sounds)):
                for offset, term in enumerate(grams(column_text).split(" ") if column_text else ()):
                    entry = sums.setdefault(term, [0, 0, 0])
                    entry[0] += 1
                    entry[1] += key
                    entry[2] += key * (offset % 8191 + start)
        done += len(rows)
        progress(done, total)
    return sums


def _holders(connection: Connection, wrong: list[str]) -> tuple[int, ...]:
    """Complaints for which table and index hold one of the terms at different places; at most 20."""
    terms = set(wrong[:_TERMS_LOOKED_AT])
    query = text("SELECT doc, term, col, offset FROM complaint_search_terms WHERE term = :term")
    indexed = {
        (int(key), str(term), str(where), int(place))
        for each in terms
        for key, term, where, place in connection.execute(query, {"term": each})
    }
    stored = {
        (key, term, where, place)
        for rows in _stored(connection)
        for key, words, sounds in rows
        for where, column_text in (("text", words), ("sounds", sounds))
        for place, term in enumerate(grams(column_text).split(" ") if column_text else ())
        if term in terms
    }
    return tuple(sorted({place[0] for place in indexed ^ stored})[:20])
