"""The full-text index over the complaints, kept in the same transaction, compared with them and rebuilt from them.

Each database has its own, in a module of the same shape; whichever it is answers like a plain substring test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from sqlalchemy import ColumnElement, Connection

from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import search_postgresql, search_sqlite
from complaint_desk.storage.search_texts import Texts


def create(connection: Connection, progress: Progress = no_progress) -> None:
    """Make the index if it is not there, or was made by a program that read texts in another way."""
    _own(connection).create(connection, progress)


def is_current(connection: Connection) -> bool:
    """False if the index has to be made anew before this program may write."""
    return bool(_own(connection).is_current(connection))


def add(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new rows of (complaint id, text, sounds)."""
    _own(connection).add(connection, rows)


def expect_many(connection: Connection) -> None:
    """Load what indexing many rows at once needs, while there is nothing else to do."""
    _own(connection).expect_many()


def put_off_merging(connection: Connection, *, until_later: bool) -> None:
    """Write many portions without bringing them together each time; without `until_later`, do it again from now on."""
    _own(connection).put_off_merging(connection, until_later=until_later)


@contextmanager
def adding(connection: Connection, first: int, words: Sequence[str], sounds: Sequence[str]) -> Iterator[None]:
    """Index new rows, by ids from `first` on, while something is done that leaves the connection alone.

    They are indexed when that is done.
    """
    with _own(connection).adding(connection, first, words, sounds):
        yield


def remove(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take rows out of the index; they must be given exactly as they were added."""
    _own(connection).remove(connection, rows)


def replace(connection: Connection, before: Texts, after: Texts) -> None:
    """Have the index follow a change of complaints; both name the same ones in the same order."""
    moved = [(old, new) for old, new in zip(before, after, strict=True) if tuple(old) != tuple(new)]
    remove(connection, [old for old, _ in moved])
    add(connection, [new for _, new in moved])


def matching(
    connection: Connection, words: Sequence[str], within: tuple[int, int] | None = None
) -> ColumnElement[bool] | None:
    """The condition on `complaint` that all words are found; None if there are none.

    Words of ASCII letters are also looked for in the sounds (pinyin). `within` looks only at ids from the one to the other.
    """
    found: ColumnElement[bool] | None = _own(connection).matching(words, within)
    return found


def rebuild(connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress) -> None:
    """Make the index anew from the complaints."""
    _own(connection).rebuild(connection, stop, progress)


def forget_removed(connection: Connection, *, first: bool) -> bool:
    """Leave nothing of removed rows in the index, in portions; False once there is no more to do.

    Call it in one short writing scope after the other, the first time with `first`.
    """
    return bool(_own(connection).forget_removed(connection, first=first))


def differences(
    connection: Connection, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[int, ...] | None:
    """Compare the index with the complaints.

    Returns None if they agree, else the complaints concerned (at most 20; empty if none can be named).
    """
    found: tuple[int, ...] | None = _own(connection).differences(connection, stop, progress)
    return found


def _own(connection: Connection) -> ModuleType:
    return search_postgresql if connection.dialect.name == "postgresql" else search_sqlite
