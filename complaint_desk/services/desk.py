"""What every deed needs: the ledger, who does it, and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from complaint_desk.domain import moments
from complaint_desk.runtime.settings import Settings
from complaint_desk.storage.draft_files import DraftFiles
from complaint_desk.storage.draft_shelf import DraftShelf
from complaint_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one ledger. `clock` gives the present in Beijing time.

    `shelf` holds drafts while a server is away, `draft_files` the files of complaints that are not registered yet.
    """

    store: Store
    settings: Settings
    person: str
    clock: Callable[[], dt.datetime] = moments.now
    shelf: DraftShelf | None = None
    draft_files: DraftFiles | None = None
