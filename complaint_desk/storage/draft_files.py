"""Files given while a complaint is taken down: beside its draft on this PC, until the complaint has them.

A folder per draft in the person's own data folder, which only this person may read: each content under its SHA-256, and
`files.json` in UTF-8, written last, that names ledger, person, time and the files in their order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from complaint_desk.domain.attachments import NewFile

_LIST = "files.json"


@dataclass(frozen=True, slots=True)
class ListedFiles:
    """The files of a draft as they are listed: (name, SHA-256), whose they are, and when one was added last."""

    draft_id: UUID
    person: str
    at: dt.datetime
    files: tuple[tuple[str, str], ...] = ()


class DraftFiles:
    """The files of the drafts of one ledger. For any thread; `ledger` tells one ledger's from another's."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._folder = folder
        self._ledger = ledger
        self._lock = threading.Lock()

    def keep(self, draft_id: UUID, person: str, at: dt.datetime, files: Sequence[NewFile]) -> None:
        """Add files to those of a draft; durable when this returns.

        Raises:
            OSError: the disk of this PC cannot be written.
        """
        with self._lock:
            there = self._listed(draft_id)
            known = there.files if there else ()
            new = [(each.name, hashlib.sha256(each.content).hexdigest()) for each in files]
            place = self._place(draft_id)
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for each, (_name, sha256) in zip(files, new, strict=True):
                _write(place / sha256, each.content)
            self._write_list(ListedFiles(draft_id, person, at, tuple(dict.fromkeys((*known, *new)))))

    def remove(self, draft_id: UUID, file: NewFile) -> None:
        """Take one file of a draft away again; one that is gone already is no error.

        Raises:
            OSError: the disk of this PC cannot be written.
        """
        with self._lock:
            there = self._listed(draft_id)
            if there is None:
                return
            gone = (file.name, hashlib.sha256(file.content).hexdigest())
            left = tuple(each for each in there.files if each != gone)
            self._write_list(replace(there, files=left))
            if gone[1] not in {sha256 for _name, sha256 in left}:
                (self._place(draft_id) / gone[1]).unlink(missing_ok=True)

    def files(self, draft_id: UUID) -> tuple[NewFile, ...]:
        """The files of a draft in their order; one whose bytes are not what they were is left out."""
        with self._lock:
            there = self._listed(draft_id)
            held = (
                [(name, sha256, _read(self._place(draft_id) / sha256)) for name, sha256 in there.files] if there else []
            )
        return tuple(
            NewFile(name, content)
            for name, sha256, content in held
            if content is not None and hashlib.sha256(content).hexdigest() == sha256
        )

    def listed(self, person: str) -> tuple[ListedFiles, ...]:
        """What a person's drafts have files of, in this ledger. What cannot be read is passed over and stays."""
        found = [
            self._listed(draft_id) for path in self._folder.glob(f"*/{_LIST}") if (draft_id := _id(path.parent.name))
        ]
        return tuple(each for each in found if each is not None and each.person == person)

    def drop(self, draft_id: UUID) -> None:
        """Forget the files of a draft. The list goes first: without it there is nothing."""
        with self._lock:
            place = self._place(draft_id)
            if self._listed(draft_id) is not None:
                (place / _LIST).unlink(missing_ok=True)
                shutil.rmtree(place, ignore_errors=True)

    def _place(self, draft_id: UUID) -> Path:
        return self._folder / str(draft_id)

    def _listed(self, draft_id: UUID) -> ListedFiles | None:
        try:
            content = json.loads((self._place(draft_id) / _LIST).read_text("utf-8"))
            files = tuple((str(name), str(sha256)) for name, sha256 in content["files"])
            if content["ledger"] != self._ledger:
                return None
            return ListedFiles(draft_id, str(content["person"]), dt.datetime.fromisoformat(content["at"]), files)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_list(self, listed: ListedFiles) -> None:
        content = {"ledger": self._ledger, "person": listed.person, "at": listed.at.isoformat(), "files": listed.files}
        _write(self._place(listed.draft_id) / _LIST, json.dumps(content).encode())


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.part")
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
