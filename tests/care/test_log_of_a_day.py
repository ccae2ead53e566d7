"""A day's work, what goes wrong in it included, leaves nobody's name, telephone or words in the log."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.logs import LOG_NAME, start_log, stop_log
from complaint_desk.services import care, exchange, handling, intake
from complaint_desk.services.desk import Desk
from tests.services.busy_day import work_a_day
from tests.storage.drafts import sound_draft

NAME, PHONE, WORDS, ADDRESS, FILE = "欧阳若兮", "13987654321", "锅底漏水烫伤手背", "长安街九十九号", "欧阳若兮的病历"
PLANTED = (NAME, PHONE, WORDS, ADDRESS, FILE)


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    start_log(tmp_path / "logs")
    yield tmp_path / "logs" / LOG_NAME
    stop_log()


def test_a_day_leaves_nobody_in_the_log(
    desk: Desk, words: Words, tmp_path: Path, log_file: Path, expect_log: list[str]
) -> None:
    expect_log += ["bug", "surroundings"]
    log = logging.getLogger("complaint_desk.test")
    log.info("the day begins")
    folder = tmp_path / FILE
    folder.mkdir()
    work_a_day(desk, words, folder)
    planted = sound_draft(name=NAME, phone=PHONE, facts=WORDS, address=ADDRESS)
    registered = intake.register(desk, planted)
    care.back_up(desk, folder / f"{FILE}.db")
    care.daily_backup(desk, folder)
    care.rehearse(desk, [folder])
    care.salvage_ledger(folder / f"{FILE}.db", folder / "new.db", NAME)
    care.preview(desk.store.path, folder / f"{FILE}.db", check=True)
    base = handling.case(desk, registered.id).complaint
    for wrong in (
        lambda: intake.register(desk, dataclasses.replace(planted, facts="")),
        lambda: exchange.import_files(desk, [folder / f"{FILE}.xlsx"], words),
        lambda: care.restore(folder / "new.db", folder / "none.db", NAME, replace=True),
        lambda: handling.save_edit(desk, dataclasses.replace(base, version=9), dataclasses.replace(base, name=NAME)),
    ):
        with contextlib.suppress(DeskError):
            wrong()
    _fail_in_sql(desk, log)
    text = log_file.read_text("utf-8")
    assert "the day begins" in text
    assert "IntegrityError" in text
    for each in PLANTED:
        assert each not in text, each


def _fail_in_sql(desk: Desk, log: logging.Logger) -> None:
    """What the database says of a row quotes the row."""
    try:
        with desk.store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO complaint (number, name) VALUES (?, ?)", (PHONE, NAME))
    except Exception:
        log.exception("bug")
    try:
        int(WORDS)
    except ValueError:
        log.exception("surroundings")
