"""A workplace for widgets: a real ledger, real lanes, and a person whose answers are ready."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import places
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.beginning import SEEN_KEY
from complaint_desk.ui.ledger.page import LedgerPage
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.files.copies import OpenedCopies
from complaint_desk.ui.shared.style import dress
from complaint_desk.ui.shared.tokens import LIGHT
from complaint_desk.ui.shared.workplace import Hub, Workplace
from tests.conftest import NOW

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@dataclass
class ReadyAnswers:
    """Stands in for `Questions`: what the person will answer, and what they were asked, told and shown."""

    files: list[Path] = field(default_factory=list)
    saved_to: Path | None = None
    folder: Path | None = None
    yes: bool = True
    text: str | None = None
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    errors: list[DeskError] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    """Runs while a question stands, as the world goes on then."""

    def open_files(self, title: str, name_filter: str) -> tuple[Path, ...]:
        self.asked.append(title)
        return tuple(self.files)

    def open_file(self, title: str, name_filter: str) -> Path | None:
        self.asked.append(title)
        return next(iter(self.files), None)

    def save_file(self, title: str, suggested: str, name_filter: str) -> Path | None:
        self.asked.append(suggested)
        return self.saved_to

    def open_folder(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.folder

    def confirm(self, title: str, text: str, yes: str, no: str) -> bool:
        self.asked.append(text)
        self.meanwhile()
        return self.yes

    def ask_text(self, title: str, label: str, text: str = "") -> str | None:
        self.asked.append(title)
        return self.text

    def show_message(self, title: str, text: str, details: str = "") -> None:
        self.told.append(text)

    def show_error(self, error: DeskError) -> None:
        self.errors.append(error)

    def open_outside(self, path: Path) -> None:
        self.opened.append(path)


@pytest.fixture(autouse=True)
def _no_window_is_left() -> Iterator[None]:
    """A window that a test leaves open would keep a later one, which runs the program to its end, waiting for ever."""
    yield
    # Those of a window that is gone go with it.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for each in left:
        each.hide()
    assert not left, [f"{type(each).__name__} {each.objectName()}" for each in left]


@pytest.fixture
def answers() -> ReadyAnswers:
    return ReadyAnswers()


@pytest.fixture
def bugs() -> list[BaseException]:
    """What would come up in the bug dialog; anything there fails the test."""
    return []


@pytest.fixture
def workplace(
    desk: Desk, words: Words, answers: ReadyAnswers, bugs: list[BaseException], tmp_path: Path, qapp: QApplication
) -> Iterator[Workplace]:
    """The clerk 王敏 at an empty ledger in a light window."""
    dress(qapp, LIGHT)
    lanes = Lanes()
    lanes.bug.connect(bugs.append)
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue(SEEN_KEY, True)
    questions: Any = answers
    copies = OpenedCopies(tmp_path)
    yield Workplace(desk, words, places(tmp_path), lanes, Hub(), questions, Settings(), memory, copies)
    lanes.close()
    assert not bugs


@pytest.fixture
def settle(workplace: Workplace, qtbot: QtBot) -> Callable[[], None]:
    """Wait until every lane has answered."""
    return lambda: qtbot.waitUntil(lambda: workplace.lanes.idle, timeout=20_000)


@pytest.fixture
def show_window(qtbot: QtBot, settle: Callable[[], None]) -> Callable[..., MainWindow]:
    """Open the main window at a workplace as on a laptop, in front, with its first rows shown.

    `rights` are those of a desk with roles, `roles` what the window calls them by.
    """

    def show(workplace: Workplace, rights: frozenset[Right] = ALL_RIGHTS, roles: tuple[Role, ...] = ()) -> MainWindow:
        workplace.desk = dataclasses.replace(workplace.desk, rights=rights, roles=roles)
        made = MainWindow(workplace)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.start()
        settle()
        qtbot.waitUntil(lambda: made.bench.ledger.settled)
        settle()
        return made

    return show


@pytest.fixture
def show_ledger(qtbot: QtBot, settle: Callable[[], None]) -> Callable[[Workplace], LedgerPage]:
    """Open the ledger page alone at a workplace, with all its keys there."""

    def show(workplace: Workplace) -> LedgerPage:
        made = LedgerPage(workplace)
        qtbot.addWidget(made)
        made.resize(1280, 700)
        made.show()
        made.start()
        settle()
        qtbot.waitUntil(lambda: made.settled)
        return made

    return show


@pytest.fixture(scope="session")
def _sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 260 fictitious complaints, made once."""
    from complaint_desk.services import exchange

    path = tmp_path_factory.mktemp("sample") / "ledger.db"
    store = Store.open(path)
    exchange.sample(Desk(store, Settings(), "王敏", lambda: NOW), 260, 7)
    store.close()
    return path


@pytest.fixture
def filled(workplace: Workplace, desk: Desk, _sample_ledger: Path, tmp_path: Path) -> Iterator[Workplace]:
    """The same workplace at a ledger of 260 complaints."""
    path = tmp_path / "filled.db"
    shutil.copyfile(_sample_ledger, path)
    store = Store.open(path)
    workplace.desk = dataclasses.replace(desk, store=store)
    yield workplace
    workplace.lanes.close()
    store.close()
