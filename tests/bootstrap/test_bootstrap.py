"""What bootstrap builds, and what it does around the window."""

from __future__ import annotations

import dataclasses
import getpass
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from complaint_desk import bootstrap, i18n
from complaint_desk.domain.entrance import Entrance
from complaint_desk.domain.errors import DeskError, Refusal, Surroundings
from complaint_desk.runtime.account import person_at_the_desk
from complaint_desk.runtime.logs import stop_log
from complaint_desk.runtime.stop import Progress, no_progress
from complaint_desk.services import entering, staff
from complaint_desk.services.entering import Door, Invitation
from complaint_desk.services.program import Options, Premises, Program
from complaint_desk.ui.shared.wishes import Wish


@pytest.fixture(autouse=True)
def _log_closed() -> Iterator[None]:
    yield
    stop_log()


@pytest.fixture
def premises(tmp_path: Path) -> Premises:
    return bootstrap.premises(Options(data=str(tmp_path / "数据")), {"USERNAME": "王敏"})


class Window(ModuleType):
    """Stands for `complaint_desk.ui.application`: notes what it was given."""

    def __init__(self) -> None:
        super().__init__("complaint_desk.ui.application")
        self.ran: list[Program] = []
        self.explained: list[DeskError] = []
        self.told: list[str] = []
        self.wishes: list[Wish] = []
        self.put_in_place: list[Path] = []
        self.asked: list[Invitation] = []
        self.says: tuple[str, str] | None = None
        """Name and password that the person gives."""
        self.mended: Callable[[], bool] = lambda: False
        """Done while the explanation stands; True: try again."""

    def run(self, program: Program, told: str, _wishes: object, _line: object) -> Wish | None:
        self.ran.append(program)
        self.told.append(told)
        return self.wishes.pop() if self.wishes else None

    def put_back(self, _premises: Premises, source: Path) -> str:
        self.put_in_place.append(source)
        return "restored"

    def mend(self, _premises: Premises, error: Surroundings) -> tuple[bool, str]:
        self.explained.append(error)
        return self.mended(), "mended"

    def copied_beside(self, _premises: Premises, deed: Callable[[Progress], object]) -> object:
        return deed(no_progress)

    def opened_beside(self, _premises: Premises, deed: Callable[[Progress], Program]) -> Program:
        return deed(no_progress)

    def signed_in(self, _premises: Premises, door: Door, met: Invitation, _line: object) -> Entrance | None:
        self.asked.append(met)
        return entering.by_password(door, *self.says) if self.says else None

    def explain(self, error: DeskError, _premises: Premises) -> bool:
        self.explained.append(error)
        return self.mended()


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    import complaint_desk.ui

    stand_in = Window()
    monkeypatch.setitem(sys.modules, stand_in.__name__, stand_in)
    monkeypatch.setattr(complaint_desk.ui, "application", stand_in, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return stand_in


def test_premises_open_nothing(premises: Premises, tmp_path: Path) -> None:
    assert (premises.person, premises.language) == ("王敏", "zh_CN")
    assert not (tmp_path / "数据").exists()


@pytest.mark.parametrize(
    ("option", "environ", "language"),
    [
        ("", {}, "zh_CN"),
        ("", {"LANG": "en_US.UTF-8"}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "zh_CN"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LANG": "zh_CN.UTF-8", "COMPLAINT_DESK_LANGUAGE": "en"}, "en"),
    ],
)
def test_language(tmp_path: Path, option: str, environ: dict[str, str], language: str) -> None:
    found = bootstrap.premises(Options(data=str(tmp_path), language=option), environ)
    assert (found.language, i18n.current_language()) == (language, language)


def test_person_is_who_signed_in_to_the_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    assert person_at_the_desk({"USERNAME": "张三", "USER": "x"}) == "张三"
    assert person_at_the_desk({"USER": "lisi"}) == "lisi"

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert person_at_the_desk({}) == "-"


def test_program_knows_the_offices_words(premises: Premises) -> None:
    with bootstrap.opened(premises) as program:
        assert program.words.label("nature", "quality") == "质量"
        assert program.desk.person == "王敏"
        assert program.desk.store.path == premises.places.ledger


def test_copies_before_a_migration_go_where_backups_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaint_desk.storage.store import Store

    asked: list[object] = []
    really = Store.open

    def noting(path: Path, *, create: bool, copies: Path, progress: Progress) -> Store:
        asked.append(copies)
        return really(path, create=create, copies=copies, progress=progress)

    monkeypatch.setattr(Store, "open", noting)
    environ = {"COMPLAINT_DESK_BACKUP_FOLDER": str(tmp_path / "别处")}
    with bootstrap.opened(bootstrap.premises(Options(data=str(tmp_path)), environ)):
        pass
    assert asked == [tmp_path / "别处"]


def test_ledger_of_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = str(tmp_path / "d")
    typed = bootstrap.premises(Options(data=data, database="sqlite:///a%20b.db"), {})
    assert typed.places.ledger == tmp_path / "a b.db"
    absolute = bootstrap.premises(Options(data=data, database=f"sqlite:///{tmp_path / 'x.db'}"), {})
    assert absolute.places.ledger == tmp_path / "x.db"
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "settings.toml").write_text('database = "sqlite:///own.db"\n', "utf-8")
    assert bootstrap.premises(Options(data=data), {}).places.ledger == tmp_path / "d" / "own.db"
    with (
        pytest.raises(Refusal, match="server_not_supported"),
        bootstrap.opened(bootstrap.premises(Options(data=data, database="mysql://u:p@h/x"), {})),
    ):
        pass


def test_window_then_copy_of_the_day(premises: Premises, window: Window) -> None:
    assert bootstrap.window(premises) == 0
    (program,) = window.ran
    assert program.premises is premises
    assert len(list(premises.places.backups.glob("ledger-*.db"))) == 1


def test_no_copy_where_nobody_wants_one(tmp_path: Path, window: Window) -> None:
    environ = {"COMPLAINT_DESK_AUTOMATIC_BACKUP": "no"}
    bootstrap.window(bootstrap.premises(Options(data=str(tmp_path)), environ))
    assert not (tmp_path / "backups").exists()


def test_ledger_that_cannot_be_opened_is_explained_in_a_window(premises: Premises, window: Window) -> None:
    premises.places.data.mkdir()
    premises.places.ledger.write_bytes(b"no ledger at all, and long enough to be read as one" * 50)
    with pytest.raises(Surroundings):
        bootstrap.window(premises)
    assert [error.code for error in window.explained] == ["not_a_ledger"]
    assert window.ran == []


def test_a_ledger_is_tried_again_as_often_as_the_person_wants(premises: Premises, window: Window) -> None:
    premises.places.data.mkdir()
    premises.places.ledger.write_bytes(b"no ledger at all, and long enough to be read as one" * 50)

    def mend() -> bool:
        if len(window.explained) == 2:
            premises.places.ledger.unlink()
        return True

    window.mended = mend
    assert bootstrap.window(premises) == 0
    assert len(window.explained) == 2
    assert len(window.ran) == 1


def test_copy_of_the_day_that_fails_is_told_at_the_next_start_and_holds_nobody(
    premises: Premises, window: Window, expect_log: list[str]
) -> None:
    from complaint_desk.services import care

    expect_log.append("no copy of the day")
    premises.places.data.mkdir()
    premises.places.backups.write_text("a file where the folder should be")
    assert bootstrap.window(premises) == 0
    assert window.explained == []
    with bootstrap.opened(premises) as program:
        (worry,) = care.worries(program.desk, premises.copy_folders)
    assert worry.code == "copy_failed"


def test_a_drive_that_is_not_there_does_not_keep_the_copy_from_being_made(tmp_path: Path, window: Window) -> None:
    from complaint_desk.services import care

    environ = {"COMPLAINT_DESK_BACKUP_FOLDER": str(tmp_path / "stick" / "backups")}
    premises = bootstrap.premises(Options(data=str(tmp_path / "data")), environ)
    assert bootstrap.window(premises) == 0
    assert len(list(premises.places.backups.glob("ledger-*.db"))) == 1
    assert not (tmp_path / "stick").exists()
    with bootstrap.opened(premises) as program:
        (worry,) = care.worries(program.desk, premises.copy_folders)
    assert worry.code == "copy_elsewhere"
    (tmp_path / "stick").mkdir()
    with bootstrap.opened(premises) as program:
        program.desk.store.path.touch()
        copied = care.daily_backup(program.desk, premises.copy_folders[0], premises.copy_folders[-1])
        assert copied is not None
        assert copied.file.parent == tmp_path / "stick" / "backups"
        assert care.worries(program.desk, premises.copy_folders) == ()


def test_a_wish_is_done_between_two_windows(premises: Premises, window: Window, tmp_path: Path) -> None:
    window.wishes.append(Wish(restore=tmp_path / "copy.db"))
    assert bootstrap.window(premises) == 0
    assert window.put_in_place == [tmp_path / "copy.db"]
    assert window.told == ["", "restored"]


def test_a_ledger_that_is_gone_is_not_made_anew(premises: Premises, window: Window) -> None:
    assert bootstrap.window(premises) == 0
    premises.places.ledger.unlink()
    with pytest.raises(Surroundings, match="ledger_missing"):
        bootstrap.window(premises)
    premises.places.ledger.touch()
    with pytest.raises(Surroundings, match="ledger_empty"):
        bootstrap.window(premises)
    assert premises.places.ledger.stat().st_size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_so(premises: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Surroundings, match="no_display"):
        bootstrap.window(premises)


def test_wrong_settings_are_logged_without_their_values(tmp_path: Path, expect_log: list[str]) -> None:
    expect_log.append("reminders of user passed over: wrong_value")
    (tmp_path / "settings.toml").write_text('reminders = "13800001234"\n', "utf-8")
    bootstrap.premises(Options(data=str(tmp_path)), {})
    logging.getLogger("complaint_desk").info("end")
    assert "13800001234" not in (tmp_path / "logs" / "complaint-desk.log").read_text("utf-8")


@pytest.fixture
def signing_in(premises: Premises) -> Premises:
    """Whoever comes is asked who they are, and 李强 has a password."""
    with bootstrap.opened(premises) as program:
        entering.begin(entering.Door(program.desk.store, "", "王敏"), "李强", "correct horse")
    settings = dataclasses.replace(premises.settings, sign_in=True)
    return dataclasses.replace(premises, in_force=dataclasses.replace(premises.in_force, settings=settings))


def test_whoever_signs_in_sits_at_the_desk(window: Window, signing_in: Premises) -> None:
    window.says = ("李强", "correct horse")
    assert bootstrap.window(signing_in) == 0
    assert [each.names for each in window.asked] == [("李强",)]
    assert [(each.desk.person, each.entrance.account) for each in window.ran] == [("李强", "")]


def test_where_nobody_signs_in_no_window_opens(window: Window, signing_in: Premises) -> None:
    assert bootstrap.window(signing_in) == 0
    assert len(window.asked) == 1
    assert window.ran == []


def test_another_person_is_asked_even_where_the_account_would_do(window: Window, premises: Premises) -> None:
    with bootstrap.opened(premises) as program:
        door = entering.Door(program.desk.store, premises.account, "王敏")
        entering.begin(door, "李强", "correct horse")
        member = next(iter(staff.members(program.desk)))
        staff.change(program.desk, dataclasses.replace(member, account=premises.account))
    window.says = ("李强", "correct horse")
    window.wishes = [Wish(another_person=True)]
    assert bootstrap.window(premises) == 0
    assert [each.entrance.account for each in window.ran] == [premises.account, ""]
