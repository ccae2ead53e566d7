"""What is done for the ledger at a quiet moment, while the window stands open."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk.domain.copies import Errand
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.roles import ALL_RIGHTS, Role, rights_of
from complaint_desk.services import care, intake
from complaint_desk.storage import care_record
from complaint_desk.ui.care import keeper
from complaint_desk.ui.care.keeper import CareKeeper
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Workplace
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


@pytest.fixture
def kept(workplace: Workplace, qtbot, monkeypatch: pytest.MonkeyPatch) -> CareKeeper:
    """A keeper beside a window that nobody touches."""
    monkeypatch.setattr(keeper, "QUIET_SECONDS", -1.0)
    made = CareKeeper(workplace)
    qtbot.addWidget(made.bar)
    return made


def at(workplace: Workplace, moment: dt.datetime) -> None:
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: moment)


def errand(workplace: Workplace) -> Errand | None:
    return care.next_errand(workplace.desk, workplace.copy_folders)


def test_copy_then_look_then_rehearsal_then_nothing(workplace, kept, settle) -> None:
    intake.register(workplace.desk, sound_draft())
    for wanted in (Errand.COPY, Errand.LOOK_OVER, Errand.REHEARSE):
        assert errand(workplace) is wanted
        kept.look()
        settle()
    assert errand(workplace) is None
    kept.look()
    settle()
    assert [each.name for each in workplace.places.backups.iterdir()] == ["ledger-20261124.db"]
    assert kept.bar.isHidden()


def test_each_day_has_its_copy_while_the_window_stands_for_days(workplace, kept, settle) -> None:
    for day in range(3):
        at(workplace, NOW + dt.timedelta(days=day))
        intake.register(workplace.desk, sound_draft())
        kept.look()
        settle()
    assert len(list(workplace.places.backups.iterdir())) == 3


def test_a_day_without_a_deed_needs_no_copy(workplace, kept, settle) -> None:
    intake.register(workplace.desk, sound_draft())
    kept.look()
    settle()
    at(workplace, NOW + dt.timedelta(days=1))
    made = next(workplace.places.backups.iterdir())
    made.rename(made.with_name("ledger-20261125.db"))
    kept.look()
    settle()
    assert [each.name for each in workplace.places.backups.iterdir()] == ["ledger-20261125.db"]
    assert errand(workplace) is not Errand.COPY


def test_a_month_later_a_restore_is_tried_again(workplace, kept, settle) -> None:
    for _each in range(3):
        kept.look()
        settle()
    assert errand(workplace) is None
    at(workplace, NOW + dt.timedelta(days=29))
    care_record.note(workplace.desk.store.path, copied_at=workplace.desk.clock().isoformat())
    care_record.note(workplace.desk.store.path, looked_at=workplace.desk.clock().isoformat())
    assert errand(workplace) is None
    at(workplace, NOW + dt.timedelta(days=30))
    care_record.note(workplace.desk.store.path, copied_at=workplace.desk.clock().isoformat())
    care_record.note(workplace.desk.store.path, looked_at=workplace.desk.clock().isoformat())
    assert errand(workplace) is Errand.REHEARSE


def test_nothing_is_begun_while_somebody_types(workplace, qtbot, settle) -> None:
    made = CareKeeper(workplace)
    qtbot.addWidget(made.bar)
    made.start()
    settle()
    made._touched = time.monotonic() - keeper.QUIET_SECONDS - 1
    qtbot.keyClick(made.bar, Qt.Key.Key_A)
    made.look()
    settle()
    assert not workplace.places.backups.exists()
    made._touched = time.monotonic() - keeper.QUIET_SECONDS - 1
    made.look()
    settle()
    assert workplace.places.backups.exists()
    made.stop()


def test_a_copy_that_fails_is_told_and_tried_again_an_hour_later(workplace, kept, settle) -> None:
    workplace.places.backups.write_text("in the way")
    kept.look()
    settle()
    assert str(workplace.places.backups) in kept.bar.text
    assert errand(workplace) is not Errand.COPY
    at(workplace, NOW + dt.timedelta(minutes=61))
    assert errand(workplace) is Errand.COPY


def test_a_rehearsal_that_fails_is_told_now_and_at_the_next_start(workplace, kept, settle, qtbot) -> None:
    from tests.cli.test_safekeeping import spoil

    intake.register(workplace.desk, sound_draft())
    kept.look()
    settle()
    spoil(next(workplace.places.backups.iterdir()))
    for _each in range(2):
        kept.look()
        settle()
    assert "恢复演练未通过" in kept.bar.text
    asked = []
    kept.copies_wanted.connect(lambda: asked.append(True))
    kept.bar.findChild(QPushButton, "care.message.way0").click()
    assert asked == [True]
    kept.start()
    settle()
    assert "演练未通过" in kept.bar.text
    kept.stop()


def test_a_rehearsal_long_overdue_is_told(workplace, kept, settle) -> None:
    for _each in range(3):
        kept.look()
        settle()
    at(workplace, NOW + dt.timedelta(days=61))
    kept.start()
    settle()
    assert "61" in kept.bar.text
    kept.stop()


def test_damage_that_is_found_offers_a_way_on(workplace, kept, settle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        type(workplace.desk.store), "integrity_faults", lambda _store, _connection, *, quick: ["page 7 is wild"]
    )
    wishes: list[Wish] = []
    kept.wished.connect(wishes.append)
    for _each in range(2):
        kept.look()
        settle()
    assert str(workplace.desk.store.path) in kept.bar.text
    kept.bar.findChild(QPushButton, "care.message.way0").click()
    assert wishes[0].damage.code == "damaged"


def test_a_tail_that_was_lost_is_told(workplace, kept, settle, tmp_path: Path) -> None:
    intake.register(workplace.desk, sound_draft())
    care.remember_head(workplace.desk)
    path = workplace.desk.store.path
    record = care_record.read(path)
    care_record.note(path, head="3" + record.head[1:])
    kept.start()
    settle()
    assert "2" in kept.bar.text
    assert "日志" in kept.bar.text
    kept.stop()


def test_the_menu_opens_log_and_copies(workplace, show_window, settle, answers, qtbot) -> None:
    window = show_window(workplace)
    window.actions_by_name["log"].trigger()
    assert answers.opened == [workplace.places.logs]
    window.actions_by_name["back_up"].trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert dialog.objectName() == "copies"
    dialog.reject()
    window.close()


def test_whoever_makes_no_backups_is_told_and_led_to_none(workplace, kept, qtbot) -> None:
    ways = [kept.bar.findChild(QPushButton, "care.message.way0") is not None]
    for rights in (ALL_RIGHTS, rights_of([Role.AUDITOR])):
        workplace.desk = dataclasses.replace(workplace.desk, rights=rights)
        told = CareKeeper(workplace)
        qtbot.addWidget(told.bar)
        told._fail(Surroundings("cannot_read", path="backups", reason="EIO"))
        ways.append(told.bar.findChild(QPushButton, "care.message.way0") is not None)
        assert "backups" in told.bar.text
    assert ways == [False, True, False]
