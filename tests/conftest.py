"""What every test gets: Chinese words, a data folder of its own, no display, and no tolerance for stray warnings.

`desk` is a clerk at a fresh ledger whose clock stands at `NOW`; `words` are the Chinese labels. A log record of WARNING
or above fails the test unless it asked for it with `expect_log`; Qt's own warnings fail it by `qt_log_level_fail`.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from complaint_desk import i18n
from complaint_desk.domain import passwords
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.collecting import collect_due, collections_by_hand
from complaint_desk.runtime.paths import resource
from tests.lasting_readers import WaitingReader
from tests.lent_ledgers import LentLedgers
from tests.server import TEMPLATE, Server, binaries, running

if TYPE_CHECKING:
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.store import Store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
"""The moment at which the clock of `desk` stands: a Tuesday morning."""

_USUAL_COST = passwords._COST

_OF_THE_PLATFORM = "This plugin does not support"
"""What the offscreen platform says of window managers; pyproject.toml lets Qt's own handler pass it, too."""

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANGUAGE")


_LONG = ("tests/endurance/test_soak.py", "tests/frozen/", "tests/offline/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take up to a minute begin: at the end one worker would be waited for."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


_SECONDS_TO_LEAVE = 120


def pytest_unconfigure() -> None:
    """A thread that never ends is told and left behind: it would keep this process, and so the whole run, for ever."""
    faulthandler.dump_traceback_later(_SECONDS_TO_LEAVE, exit=True)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """Every test begins in Chinese, whatever language another one spoke."""
    if i18n.current_language() != "zh_CN":
        i18n.install("zh_CN", resource())


@pytest.fixture(scope="session", autouse=True)
def _by_hand() -> Iterator[None]:
    """As beside the window: no lane, and no thread of the test runner, destroys a widget that a test has left."""
    with collections_by_hand():
        yield


@pytest.fixture(autouse=True)
def _collected(_by_hand: None) -> Iterator[None]:
    yield
    collect_due()


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings, the ledger or the language of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("COMPLAINT_DESK_")]:
        monkeypatch.delenv(name)
    for name in _LOCALE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COMPLAINT_DESK_DATA", str(tmp_path_factory.getbasetemp() / "nobody"))


@pytest.fixture
def expect_log() -> list[str]:
    """Regular expressions of log lines that the test wants to see; each must be seen."""
    return []


@pytest.fixture(autouse=True)
def _no_stray_log_lines(caplog: pytest.LogCaptureFixture, expect_log: list[str]) -> Iterator[None]:
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    lines = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.WARNING]
    known = [*expect_log, _OF_THE_PLATFORM]
    stray = [line for line in lines if not any(re.search(pattern, line) for pattern in known)]
    assert not stray, f"unexpected log lines: {stray}"
    unseen = [pattern for pattern in expect_log if not any(re.search(pattern, line) for line in lines)]
    assert not unseen, f"expected log lines that were not written: {unseen}"


@pytest.fixture
def words() -> Words:
    """The built-in labels in Chinese."""
    return Words("zh_CN")


@pytest.fixture(scope="session")
def _fresh_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger, made once: copying it is quicker than migrating anew for each test."""
    from complaint_desk.storage.store import Store

    path = tmp_path_factory.mktemp("fresh") / "ledger.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own, with a fresh ledger to make others from."""
    with _server() as started:
        yield started


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A second server, which a test may stop if it starts it again; with TLS on a port."""
    with _server(tls=True) as started:
        yield started


@contextmanager
def _server(*, tls: bool = False) -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    from complaint_desk.storage.server_store import ServerStore

    with running(programs, tls=tls) as started:
        started.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        ServerStore.reach(started.url(TEMPLATE)).close()
        yield started


@pytest.fixture(scope="session")
def _lent_ledgers(server: Server) -> LentLedgers:
    return LentLedgers(server)


@pytest.fixture
def server_store(server: Server, _lent_ledgers: LentLedgers) -> Iterator[Store]:
    """An open, empty ledger on the server."""
    from complaint_desk.storage.server_store import ServerStore

    name = _lent_ledgers.lend()
    opened = ServerStore.reach(server.url(name))
    yield opened
    opened.close()
    _lent_ledgers.take_back(name)


@pytest.fixture
def store(request: pytest.FixtureRequest, _fresh_ledger: Path, tmp_path: Path) -> Iterator[Store]:
    """An open, empty ledger at `tmp_path/ledger.db`, or on the server where a room's conftest asks for both."""
    from complaint_desk.storage.store import Store

    if getattr(request, "param", "sqlite") == "postgresql":
        yield request.getfixturevalue("server_store")
        return
    path = tmp_path / "ledger.db"
    shutil.copyfile(_fresh_ledger, path)
    opened = Store.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _waiting_reader() -> Iterator[WaitingReader]:
    place = WaitingReader()
    yield place
    place.end()


@pytest.fixture
def lasting_reader(_waiting_reader: WaitingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports that follow each other have one reading process, where a test is not about its beginning and end."""
    monkeypatch.setattr("complaint_desk.workbooks.apart.opening.Reader", _waiting_reader.reader)


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost no time: a test about that asks for `usual_passwords`."""
    monkeypatch.setattr(passwords, "_COST", 2)


@pytest.fixture
def usual_passwords(_quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_COST", _USUAL_COST)


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """A clock that stands at `NOW`."""
    return lambda: NOW


@pytest.fixture
def desk(store: Store, clock: Callable[[], dt.datetime], tmp_path: Path) -> Desk:
    """The clerk 王敏 at an empty ledger and a PC that keeps drafts, with default settings."""
    from complaint_desk.runtime.settings import Settings
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.draft_files import DraftFiles

    return Desk(store, Settings(), "王敏", clock, draft_files=DraftFiles(tmp_path / "drafts", store.name))
