"""Drafts on this PC: each is written here before it goes to the server, and stays until the server has it.

One UTF-8 JSON file per draft in a folder of the person's own data folder, which only this person may read.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

from complaint_desk.domain.complaint import SavedDraft

_ENDING = ".json"


class DraftShelf:
    """The drafts of one ledger that are not on its server yet. For any thread; `ledger` tells one server's from another's."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._folder = folder
        self._ledger = ledger
        self._lock = threading.Lock()

    def keep(self, draft: SavedDraft) -> None:
        """Durable when this returns.

        Raises:
            OSError: the disk of this PC cannot be written.
        """
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            target = self._file(draft.id)
            beside = target.with_suffix(".part")
            opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                # Escapes carry half a character, as a broken input method sends it.
                json.dump(_as_json(draft, self._ledger), file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)

    def drafts(self, person: str) -> tuple[SavedDraft, ...]:
        """A person's drafts for this ledger, newest first. What is no draft is passed over and stays."""
        found = [self._read(path) for path in self._folder.glob(f"*{_ENDING}")]
        own = (draft for draft in found if draft is not None and draft.person == person)
        return tuple(sorted(own, key=lambda draft: draft.saved_at, reverse=True))

    def drop(self, draft_id: UUID, until: dt.datetime | None = None) -> None:
        """Forget a draft, unless it was kept anew after `until`."""
        with self._lock:
            path = self._file(draft_id)
            kept = self._read(path)
            if kept is not None and (until is None or kept.saved_at <= until):
                path.unlink(missing_ok=True)

    def _file(self, draft_id: UUID) -> Path:
        return self._folder / f"{draft_id}{_ENDING}"

    def _read(self, path: Path) -> SavedDraft | None:
        try:
            content = json.loads(path.read_text("utf-8"))
            return _from_json(content) if content["ledger"] == self._ledger else None
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _as_json(draft: SavedDraft, ledger: str) -> dict[str, Any]:
    return {
        "ledger": ledger,
        "id": str(draft.id),
        "title": draft.title,
        "texts": dict(draft.texts),
        "saved_at": draft.saved_at.isoformat(),
        "person": draft.person,
        "complaint_id": draft.complaint_id,
        "base_version": draft.base_version,
    }


def _from_json(content: dict[str, Any]) -> SavedDraft:
    return SavedDraft(
        id=UUID(content["id"]),
        title=str(content["title"]),
        texts=tuple((str(name), str(text)) for name, text in content["texts"].items()),
        saved_at=dt.datetime.fromisoformat(content["saved_at"]),
        person=str(content["person"]),
        complaint_id=content["complaint_id"],
        base_version=content["base_version"],
    )
