"""Calling the program in this process: its exit code, what it printed, and the JSON in it."""

from __future__ import annotations

import argparse
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.bootstrap import main
from complaint_desk.cli import arguments as cli_arguments
from complaint_desk.i18n import current_language
from complaint_desk.runtime.logs import stop_log


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document of stdout."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def documents(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Answer]

_new_parser = cli_arguments._whole_parser


@cache
def _parser_in(_language: str) -> argparse.ArgumentParser:
    return _new_parser()


@pytest.fixture
def data(tmp_path: Path, _fresh_ledger: Path) -> Path:
    """A data folder with an empty ledger."""
    folder = tmp_path / "数据"
    folder.mkdir()
    shutil.copyfile(_fresh_ledger, folder / "ledger.db")
    return folder


@pytest.fixture
def call(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lasting_reader: None
) -> Iterator[Call]:
    """`call("find", "退款", "--json")` at that data folder; `stdin=` is what is typed."""
    # A process makes its parser once; here one process is called a thousand times.
    monkeypatch.setattr(cli_arguments, "_whole_parser", lambda: _parser_in(current_language()))
    monkeypatch.setenv("COMPLAINT_DESK_DATA", str(data))
    monkeypatch.setenv("USERNAME", "王敏")

    def answer(*arguments: str, stdin: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = main(list(arguments))
        return Answer(code, *capsys.readouterr())

    yield answer
    stop_log()


COMPLAINT = {
    "received_at": "2026-11-02T09:30:00",
    "channel": "来电",
    "name": "张三",
    "phone": "13800001234",
    "subject_name": "电饭煲",
    "category": "家用电子电器类",
    "nature": "质量",
    "price": "1299.00",
    "facts": "开不了机，要求退款",
    "demands": ["退款", "repair"],
}


def line(**changes: object) -> str:
    """A complaint as `register` reads it."""
    return json.dumps(COMPLAINT | changes, ensure_ascii=False) + "\n"
