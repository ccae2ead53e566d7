"""A ledger in which every table holds something."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_desk import i18n
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import exchange
from complaint_desk.services.desk import Desk
from complaint_desk.storage.draft_files import DraftFiles
from complaint_desk.storage.store import Store
from tests.conftest import NOW
from tests.services.busy_day import work_a_day


@pytest.fixture(scope="session")
def busy_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 300 complaints after a day on which each kind of deed was done; closed, one file."""
    i18n.install("zh_CN", resource())
    folder = tmp_path_factory.mktemp("busy")
    path = folder / "ledger.db"
    store = Store.open(path)
    desk = Desk(store, Settings(), "王敏", lambda: NOW, draft_files=DraftFiles(folder / "drafts", store.name))
    exchange.sample(desk, 300, 7)
    work_a_day(desk, Words("zh_CN"), folder)
    store.close()
    return path
