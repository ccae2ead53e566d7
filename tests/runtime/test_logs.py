"""The log says where things went wrong, never what was typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime import logs
from complaint_desk.runtime.logs import LOG_NAME, start_log, stop_log, traceback_without_values

log = logging.getLogger("complaint_desk.test")


@pytest.fixture(autouse=True)
def _closed_again() -> Iterator[None]:
    yield
    stop_log()


def test_lines_in_utf8(tmp_path: Path) -> None:
    path = start_log(tmp_path / "日志")
    assert not path.exists(), "made at the first line"
    log.info("复制完成 %d", 3)
    assert "INFO" in path.read_text("utf-8")
    assert "复制完成 3" in path.read_text("utf-8")


def _fail_with(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise Surroundings("disk_full", path=text) from error


def test_errors_without_what_was_typed(tmp_path: Path, expect_log: list[str]) -> None:
    expect_log.append("bug")
    path = start_log(tmp_path)
    try:
        _fail_with("张三 13800001234")
    except Surroundings:
        log.exception("bug")
    text = path.read_text("utf-8")
    assert "Surroundings disk_full" in text
    assert "builtins.ValueError" in text
    assert "tests/runtime/test_logs.py" in text
    assert str(Path(__file__).parent) not in text, "a folder may name the person"
    assert "_fail_with" in text
    assert "张三" not in text
    assert "13800001234" not in text


def test_errors_of_the_system_keep_their_reason() -> None:
    try:
        Path("/no/such/张三").read_text("utf-8")
    except OSError as error:
        text = traceback_without_values(error)
    assert "No such file" in text
    assert "张三" not in text


def test_it_rotates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 2_000)
    start_log(tmp_path)
    for at in range(200):
        log.info("line %d of many", at)
    stop_log()
    assert len(list(tmp_path.glob(f"{LOG_NAME}*"))) == 5
    assert all(path.stat().st_size <= 2_000 for path in tmp_path.iterdir())


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    start_log(tmp_path / "file")
    log.info("lost")
    assert capsys.readouterr() == ("", "")
