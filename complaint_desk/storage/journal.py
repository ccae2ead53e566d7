"""The journal: every write leaves an entry, each chained to the one before, none ever changed.

The hash of an entry is SHA-256 over UTF-8 JSON without blanks of the array [sequence, at, person, deed, complaint_id,
fields, details, commitment, before as hex or null, previous_hash]; the first entry follows upon 64 zeros. What it
commits to is said in `sealing`. Entries hold no personal data in the clear: names of fields, statuses, numbers only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select

from complaint_desk.domain.complaint import JournalEntry
from complaint_desk.storage import sealing
from complaint_desk.storage.bulk import insert_columns
from complaint_desk.storage.schema import complaint_key, journal
from complaint_desk.storage.turning import Columns

_Value = TypeVar("_Value")

_WRITTEN = "journal_entries_written"

START = "0" * 64
"""What the first entry names as the hash before it."""


REMOVING = frozenset({"undo_import", "removed"})
"""Deeds after which a complaint is no longer in the ledger; its number stays taken."""

REVEALED = "revealed"
READING = frozenset({REVEALED})
"""What people did at a complaint without changing it: its version stays, and what was done before can still be taken back."""

OF_THE_PROGRAM = frozenset({"clocks_begun", "recounted"})
"""What the program does to complaints by itself: clocks of an older ledger begin, a changed calendar moves dates."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry, printed in workbooks and backups as an anchor outside the ledger."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.hash}"


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened to one complaint (or to the ledger, `complaint_id` None).

    `canonical` is the complaint as it is after the deed, None where there is none. `before` holds the stored values that
    stood there; it is sealed. `details` are kept in the clear and outlive an erasure: never a name, never free text.
    """

    deed: str
    complaint_id: int | None = None
    fields: tuple[str, ...] = ()
    canonical: bytes | None = None
    before: Mapping[str, Any] | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, and when."""

    person: str
    at: dt.datetime


def head(connection: Connection) -> Head:
    """The newest entry; sequence 0 for an empty journal."""
    query = select(journal.c.sequence, journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)
    row = connection.execute(query).first()
    return Head(0, START) if row is None else Head(row.sequence, row.hash)


def last_moment(connection: Connection) -> dt.datetime | None:
    """When the newest entry was written, by the clock of the desk that wrote it."""
    at = connection.execute(select(journal.c.at).order_by(journal.c.sequence.desc()).limit(1)).scalar()
    return dt.datetime.fromisoformat(at) if at else None


def append(
    connection: Connection, signature: Signature, deeds: Sequence[Deed], keys: Mapping[int, bytes] | None = None
) -> None:
    """Write one entry per deed, in order. `keys` spares looking up the keys of complaints that it holds."""
    known = dict(keys or {})
    wanted = {deed.complaint_id for deed in deeds if deed.canonical is not None or deed.before} - {None} - known.keys()
    known.update(keys_of(connection, [each for each in wanted if each is not None]))
    keys_of_deeds = [None if deed.complaint_id is None else known.get(deed.complaint_id) for deed in deeds]
    columns = entries(deeds, signature, head(connection), keys_of_deeds)
    insert_columns(connection, journal, columns)
    note_written(connection, columns)


def note_written(connection: Connection, columns: Columns) -> None:
    """Remember which entries this connection wrote, for `take_written`."""
    if places := columns["sequence"]:
        begun = connection.info.get(_WRITTEN)
        connection.info[_WRITTEN] = range(begun.start if begun else places[0], places[-1] + 1)


def take_written(connection: Connection) -> range:
    """The places of the entries that this connection wrote since it was last asked."""
    written: range = connection.info.pop(_WRITTEN, range(0))
    return written


def entries(deeds: Sequence[Deed], signature: Signature, last: Head, keys: Sequence[bytes | None]) -> Columns:
    """The entries of deeds that follow upon the newest one; a key for each, where it has one."""
    at = signature.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    places = range(last.sequence + 1, last.sequence + 1 + len(deeds))
    columns: Columns = {
        "sequence": places,
        "at": [at] * len(deeds),
        "person": [signature.person] * len(deeds),
        "deed": [deed.deed for deed in deeds],
        "complaint_id": [deed.complaint_id for deed in deeds],
        "fields": [",".join(deed.fields) for deed in deeds],
        "details": [_told(deed.details) for deed in deeds],
        "commitment": list(map(_commitment, keys, deeds)),
        "before": list(map(_sealed, keys, places, deeds)),
    }
    hashes = [last.hash]
    for content in zip(*columns.values(), strict=True):
        hashes.append(_hash(*content, hashes[-1]))
    return columns | {"previous_hash": hashes[:-1], "hash": hashes[1:]}


def _commitment(key: bytes | None, deed: Deed) -> str:
    return sealing.commitment(key, deed.canonical) if key and deed.canonical is not None else ""


def _sealed(key: bytes | None, sequence: int, deed: Deed) -> bytes | None:
    return sealing.seal(key, sequence, deed.before) if key and deed.before else None


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _told(details: tuple[tuple[str, str], ...]) -> str:
    """JSON of the details, as `json` writes it; "" for none. Their names are words of the program."""
    return "{" + ", ".join([f'"{name}": {_quoted(value)}' for name, value in details]) + "}" if details else ""


def entry_hash(row: Mapping[str, Any]) -> str:
    """The hash that an entry must have, from its columns by name."""
    return _hash(*(row[name] for name in _HASHED))


_HASHED = (
    "sequence",
    "at",
    "person",
    "deed",
    "complaint_id",
    "fields",
    "details",
    "commitment",
    "before",
    "previous_hash",
)


def _hash(*content: Any) -> str:
    *told, before, previous = content
    sealed = None if before is None else bytes(before).hex()
    return hashlib.sha256(sealing.json_bytes([*told, sealed, previous])).hexdigest()


def make_keys(connection: Connection, complaint_ids: Sequence[int]) -> dict[int, bytes]:
    """A key for each of some complaints that have none."""
    keys = sealing.new_keys(len(complaint_ids))
    insert_columns(connection, complaint_key, {"complaint_id": complaint_ids, "key": keys})
    return dict(zip(complaint_ids, keys, strict=True))


def destroy_keys(connection: Connection, complaint_ids: Sequence[int]) -> None:
    """Make what was sealed under the keys of these complaints unreadable for ever."""
    for chunk in in_chunks(complaint_ids):
        connection.execute(delete(complaint_key).where(complaint_key.c.complaint_id.in_(chunk)))


def keys_of(connection: Connection, complaint_ids: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for chunk in in_chunks(complaint_ids):
        query = select(complaint_key.c.complaint_id, complaint_key.c.key).where(complaint_key.c.complaint_id.in_(chunk))
        found.update((each, bytes(key)) for each, key in connection.execute(query))
    return found


def in_chunks(values: Sequence[_Value], size: int = 500) -> Iterator[Sequence[_Value]]:
    """Slices small enough for the variables of one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def entries_of(connection: Connection, complaint_id: int) -> tuple[JournalEntry, ...]:
    """The entries of one complaint, oldest first; `before` is None where its key is gone."""
    key = keys_of(connection, [complaint_id]).get(complaint_id)
    query = select(journal).where(journal.c.complaint_id == complaint_id).order_by(journal.c.sequence)
    return tuple(_readable(dict(row), key) for row in connection.execute(query).mappings())


def _readable(row: Mapping[str, Any], key: bytes | None) -> JournalEntry:
    before: tuple[tuple[str, str], ...] | None = ()
    if row["before"] is not None:
        stood = sealing.unseal(key, row["sequence"], bytes(row["before"])) if key else None
        before = None if stood is None else tuple((name, sealing.readable(name, each)) for name, each in stood.items())
    return JournalEntry(
        sequence=row["sequence"],
        at=dt.datetime.fromisoformat(row["at"]),
        person=row["person"],
        deed=row["deed"],
        fields=tuple(row["fields"].split(",")) if row["fields"] else (),
        before=before,
        details=tuple(json.loads(row["details"]).items()) if row["details"] else (),
    )
