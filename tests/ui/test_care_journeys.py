"""Backup, restore, rehearsal and a damaged file through the real window, from the program's start to its end."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from complaint_desk import bootstrap
from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.roles import Role
from complaint_desk.runtime.logs import stop_log
from complaint_desk.services import care, exchange, intake, ledger
from complaint_desk.services.program import Options, Premises
from complaint_desk.ui.care.copies_dialog import CopiesDialog
from complaint_desk.ui.care.damage_dialog import DamageDialog
from complaint_desk.ui.care.restore_dialog import RestoreDialog
from complaint_desk.ui.main_window import MainWindow
from tests.cli.test_safekeeping import spoil as tamper
from tests.storage.drafts import sound_draft

PAGE = 8192


@pytest.fixture
def premises(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Premises]:
    """A PC with a ledger of 60 complaints, and a copy of it from which it went on."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    made = bootstrap.premises(Options(data=str(tmp_path / "数据"), language="zh_CN"), {"USERNAME": "王敏"})
    with bootstrap.opened(made) as program:
        exchange.sample(program.desk, 60, 7)
        care.daily_backup(program.desk, made.backup_folder)
    (copy,) = made.backup_folder.glob("ledger-*.db")
    copy.rename(copy.with_name("ledger-20260101.db"))
    yield made
    stop_log()


@pytest.fixture
def script() -> Iterator[Callable[..., None]]:
    """`script((Kind, deed), …)`: does each deed with the first window of its kind that is ready, one after the other.

    A third part of a step says when the window is ready for it.
    """
    timer = QTimer(interval=20)
    steps: list[tuple[type[QWidget], Callable[[QWidget], object], Callable[[QWidget], bool]]] = []

    def look() -> None:
        if not steps:
            return
        kind, deed, ready = steps[0]
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, kind) and shown.isVisible() and ready(shown):
                steps.pop(0)
                deed(shown)
                return

    def plan(*wanted: tuple[Any, ...]) -> None:
        steps.extend((kind, deed, rest[0] if rest else is_ready) for kind, deed, *rest in wanted)
        timer.start()

    timer.timeout.connect(look)
    yield plan
    timer.stop()
    assert not steps, f"never came: {steps[0]}"


def is_ready(shown: QWidget) -> bool:
    if isinstance(shown, MainWindow):
        return shown.bench.ledger.settled
    if isinstance(shown, RestoreDialog):
        return shown.findChild(QPushButton, "restore.go").isEnabled()
    if isinstance(shown, CopiesDialog):
        return shown.table.rowCount() > 0
    return True


def says(text: str) -> Callable[[QWidget], bool]:
    """A window in which a visible label says something."""
    return lambda shown: any(text in each.text() for each in shown.findChildren(QLabel) if each.isVisible())


def press(name: str) -> Callable[[QWidget], object]:
    return lambda shown: shown.findChild(QPushButton, name).click()


def choose(entry: str) -> Callable[[QWidget], object]:
    return lambda shown: shown.actions_by_name[entry].trigger()  # type: ignore[attr-defined]


def close(shown: QWidget) -> object:
    return shown.close()


def noting(into: list[str], *names: str) -> Callable[[QWidget], object]:
    return lambda shown: into.extend(shown.findChild(QLabel, name).text() for name in names)


def in_turn(*deeds: Callable[[Any], object]) -> Callable[[QWidget], object]:
    def do(shown: QWidget) -> None:
        for deed in deeds:
            deed(shown)

    return do


def total(premises: Premises) -> int:
    with bootstrap.opened(premises) as program:
        return ledger.total(program.desk)


def spoil(premises: Premises) -> bytes:
    """Zero the first page of the ledger; gives its bytes."""
    path = premises.places.ledger
    path.write_bytes(bytes(PAGE) + path.read_bytes()[PAGE:])
    return path.read_bytes()


def test_a_backup_is_put_back_and_drafts_stay(premises: Premises, script: Callable[..., None]) -> None:
    with bootstrap.opened(premises) as program:
        intake.register(program.desk, sound_draft())
        intake.save_draft(program.desk, SavedDraft(uuid4(), "半截", (("name", "张半"),), program.desk.clock()))
    told: list[str] = []
    script(
        (MainWindow, choose("restore")),
        (RestoreDialog, in_turn(noting(told, "restore.held", "restore.lacking"), press("restore.go"))),
        (MainWindow, in_turn(noting(told, "window.warning.text"), close)),
    )
    assert bootstrap.window(premises) == 0
    held, lacking, said = told
    assert "60 件投诉" in held
    assert "1 件投诉" in lacking
    assert "备份已恢复" in said
    assert "1 份草稿" in said
    (aside,) = premises.places.data.glob("ledger-replaced-*.db")
    assert aside.name in said
    assert total(premises) == 60
    with bootstrap.opened(premises) as program:
        assert [each.title for each in intake.drafts(program.desk)] == ["半截"]


def test_a_faulty_backup_is_asked_about(premises: Premises, script: Callable[..., None]) -> None:
    (copy,) = premises.backup_folder.glob("ledger-*.db")
    tamper(copy)
    asked: list[str] = []
    script(
        (MainWindow, choose("restore")),
        (RestoreDialog, press("restore.go")),
        (QMessageBox, in_turn(lambda box: asked.append(box.text()), lambda box: box.escapeButton().click())),
        (MainWindow, close),
    )
    assert bootstrap.window(premises) == 0
    assert "处异常" in asked[0]
    assert not list(premises.places.data.glob("ledger-replaced-*.db"))


def test_a_damaged_ledger_gives_way_to_the_newest_good_backup(premises: Premises, script: Callable[..., None]) -> None:
    before = spoil(premises)
    bad = premises.backup_folder / "ledger-20260102.db"
    bad.write_bytes(b"no ledger" * 4000)
    told: list[str] = []
    script(
        (
            DamageDialog,
            in_turn(lambda box: told.extend(each.text() for each in box.findChildren(QLabel)), press("damage.restore")),
        ),
        (MainWindow, in_turn(noting(told, "window.warning.text"), close)),
    )
    assert bootstrap.window(premises) == 0
    assert any("60 件投诉" in each for each in told)
    (aside,) = premises.places.data.glob("ledger-damaged-*.db")
    assert aside.read_bytes() == before
    assert aside.name in told[-1]
    assert total(premises) == 60


def test_a_damaged_ledger_is_salvaged(premises: Premises, script: Callable[..., None]) -> None:
    with bootstrap.opened(premises) as program:
        intake.register(program.desk, sound_draft())
    before = spoil(premises)
    told: list[str] = []
    script(
        (DamageDialog, press("damage.salvage")),
        (QMessageBox, in_turn(lambda box: told.append(box.text()), lambda box: box.buttons()[0].click())),
        (MainWindow, close),
    )
    assert bootstrap.window(premises) == 0
    assert "61 件投诉" in told[0]
    (aside,) = premises.places.data.glob("ledger-damaged-*.db")
    assert aside.read_bytes() == before
    assert total(premises) == 61
    with bootstrap.opened(premises) as program:
        assert care.verify(program.desk).ok


def test_what_the_backup_lacks_is_told_as_far_as_it_is_remembered(
    premises: Premises, script: Callable[..., None]
) -> None:
    with bootstrap.opened(premises) as program:
        for _each in range(2):
            intake.register(program.desk, sound_draft())
        care.remember_head(program.desk)
    spoil(premises)
    told: list[str] = []
    script(
        (
            DamageDialog,
            in_turn(lambda box: told.extend(each.text() for each in box.findChildren(QLabel)), press("damage.leave")),
        )
    )
    with pytest.raises(Surroundings):
        bootstrap.window(premises)
    assert any("2 项操作不在该备份中" in each for each in told)


def test_a_damaged_ledger_may_be_left_as_it_is(premises: Premises, script: Callable[..., None]) -> None:
    before = spoil(premises)
    script((DamageDialog, press("damage.leave")))
    with pytest.raises(Surroundings):
        bootstrap.window(premises)
    assert premises.places.ledger.read_bytes() == before
    assert not list(premises.places.data.glob("ledger-*"))


def test_who_may_not_mend_a_damaged_ledger_leaves_it_as_it_is(premises: Premises, script: Callable[..., None]) -> None:
    spoil(premises)
    auditing = dataclasses.replace(premises.in_force, roles={"*": (Role.AUDITOR,)})
    enabled: dict[str, bool] = {}

    def note(box: QWidget) -> None:
        enabled.update((each.objectName(), each.isEnabled()) for each in box.findChildren(QPushButton))
        assert box.findChild(QLabel, "read_only").isVisible()

    script((DamageDialog, in_turn(note, press("damage.leave"))))
    with pytest.raises(Surroundings):
        bootstrap.window(dataclasses.replace(premises, in_force=auditing))
    assert {name for name, each in enabled.items() if each} == {"damage.again", "damage.leave"}
    assert len(enabled) == 5


@pytest.mark.parametrize("empty", [True, False])
def test_a_ledger_that_is_gone_is_begun_anew_only_when_it_is_said(
    premises: Premises, script: Callable[..., None], *, empty: bool
) -> None:
    premises.places.ledger.unlink()
    if empty:
        premises.places.ledger.touch()
    script((DamageDialog, press("damage.anew")), (MainWindow, close))
    assert bootstrap.window(premises) == 0
    assert total(premises) == 0
    assert len(list(premises.backup_folder.glob("ledger-*.db"))) >= 1


def test_damage_that_is_found_while_the_window_stands_leads_to_a_way_on(
    premises: Premises, script: Callable[..., None]
) -> None:
    path = premises.places.ledger
    seen: list[str] = []

    def find(window: QWidget) -> None:
        window.deeds.care._fail(Surroundings("damaged", path=str(path), reason="x"))  # type: ignore[attr-defined]
        seen.append(window.deeds.care.bar.text)  # type: ignore[attr-defined]
        window.findChild(QPushButton, "care.message.way0").click()

    script((MainWindow, find), (DamageDialog, press("damage.restore")), (MainWindow, close))
    assert bootstrap.window(premises) == 0
    assert str(path) in seen[0]
    assert total(premises) == 60


def test_copies_are_listed_made_checked_and_tried(premises: Premises, script: Callable[..., None]) -> None:
    with bootstrap.opened(premises) as program:
        intake.register(program.desk, sound_draft())
    said: list[str] = []

    def ready(shown: QWidget) -> None:
        rows = [[shown.table.item(row, column).text() for column in range(6)] for row in range(shown.table.rowCount())]  # type: ignore[attr-defined]
        said.extend(" ".join(row) for row in rows)

    script(
        (MainWindow, choose("back_up")),
        (CopiesDialog, in_turn(ready, press("copies.now"))),
        (CopiesDialog, press("copies.check"), says("61 件投诉")),
        (CopiesDialog, press("copies.rehearse"), says("未发现异常")),
        (CopiesDialog, press("copies.close"), says("可以恢复")),
        (MainWindow, close),
    )
    assert bootstrap.window(premises) == 0
    assert "每日备份" in said[0]
    assert "60" in said[0].split()
