"""Which complaints of the ledger tell nearly what rows of a foreign one tell, though nothing proves that they are the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.contact_keys import contact_keys, phone_key
from complaint_desk.domain.foreign.known_rows import RowMarks
from complaint_desk.domain.foreign.row_keys import day_and_subject, matter_keys
from complaint_desk.domain.foreign.similar_rows import MOST_HOLDERS, is_told_again, may_be_told_again
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.key_holders import KeyHolders
from complaint_desk.storage.schema import complaint, complaint_contact


class LikeComplaints:
    """The complaints below an id that rows of one import may tell again. Each day is looked through once, whatever the file."""

    def __init__(self, connection: Connection, below: int) -> None:
        self._connection = connection
        self._below = below
        self._days: set[dt.date] = set()
        self._matters = KeyHolders()

    def of(self, marks: Sequence[RowMarks | None], content_of: Callable[[int], ComplaintContent]) -> list[int | None]:
        """For each row the id of the newest complaint that tells nearly the same; None if there is none.

        It is looked for among the complaints of the same telephone; where a row says none, of the same name; where it says
        neither, among those of its day about the same subject. Reports are never found.

        Args:
            marks: of each row; None for one that need not be looked at.
            content_of: what the row at a place says; asked for few of them only.
        """
        keys = [_keys_of(mark, content_of, at) if mark else [] for at, mark in enumerate(marks)]
        holders = _by_contact(self._connection, {key for each in keys for key in each}, self._below)
        nameless = [mark if mark and not each else None for mark, each in zip(marks, keys, strict=True)]
        self._look_forward([mark for mark in nameless if mark])
        candidates = [
            _few(map(self._matters.of, matter_keys(mark))) if mark else _few(holders.get(key, ()) for key in each)
            for mark, each in zip(nameless, keys, strict=True)
        ]
        stories = _stories(self._connection, {key for each in candidates for key in each})
        return [_told_again(content_of(at), each, stories) if each else None for at, each in enumerate(candidates)]

    def _look_forward(self, nameless: Sequence[RowMarks]) -> None:
        """Know the subjects of every day of these rows."""
        days = {mark.received_at.date() for mark in nameless if mark.received_at} - self._days
        here = complaint.c
        for day in sorted(days):
            its_own = here.received_at >= start_of(day), here.received_at < start_of(day + dt.timedelta(1))
            query = select(here.id, here.subject_name).where(*its_own, here.id < self._below)
            for key, subject in sorted(self._connection.execute(query).all()):
                self._matters.add([day_and_subject(day, normalise(subject))], key)
        self._days |= days
        self._matters.look_forward({key for mark in nameless for key in matter_keys(mark)})


def _keys_of(mark: RowMarks, content_of: Callable[[int], ComplaintContent], at: int) -> list[int]:
    """Two telephones are two people of one name: the name is asked for where there is none."""
    return [phone_key(phone) for phone in mark.phones] or contact_keys(content_of(at))


def _told_again(row: ComplaintContent, candidates: Sequence[int], stories: Mapping[int, str]) -> int | None:
    if not may_be_told_again(row):
        return None
    return next((key for key in candidates if is_told_again(row.facts, stories.get(key, ""))), None)


def _few(holders: Iterable[Sequence[int]]) -> Sequence[int]:
    return sorted({key for each in holders if len(each) <= MOST_HOLDERS for key in each}, reverse=True)


def _by_contact(connection: Connection, keys: set[int], below: int) -> Mapping[int, Sequence[int]]:
    here = complaint_contact.c
    found: defaultdict[int, list[int]] = defaultdict(list)
    for chunk in in_chunks(sorted(keys)):
        query = select(here.contact, here.complaint_id).where(here.contact.in_(chunk), here.complaint_id < below)
        for contact, key in connection.execute(query):
            found[contact].append(key)
    return found


def _stories(connection: Connection, keys: set[int]) -> dict[int, str]:
    here = complaint.c
    found: dict[int, str] = {}
    for chunk in in_chunks(sorted(keys)):
        query = select(here.id, here.facts).where(here.id.in_(chunk), here.kind != Kind.REPORT)
        found.update(connection.execute(query).all())
    return found
