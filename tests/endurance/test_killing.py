"""A process that dies at any moment loses nothing that it had printed (20 of the 200 rounds of the benchmark)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.killing import LINE, kill_repeatedly, program, survey


@pytest.fixture
def data(_fresh_ledger: Path, tmp_path: Path) -> Path:
    """A data folder with an empty ledger."""
    shutil.copyfile(_fresh_ledger, tmp_path / "ledger.db")
    return tmp_path


def test_kill_while_registering(data: Path) -> None:
    found = kill_repeatedly(data, 20, longest=0.2)
    assert found.sound, found
    assert found.printed >= 20
    assert found.kept - found.printed <= 20, "at most one each was durable and not yet printed"


def test_two_desks_at_one_ledger_number_without_gaps(data: Path) -> None:
    desks = [
        subprocess.Popen(program(data, "register"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write(LINE * 60)
        desk.stdin.flush()
    printed = [json.loads(line)["number"] for desk in desks for line in desk.communicate(timeout=120)[0].splitlines()]
    found = survey(data, printed, 0)
    assert found.sound, found
    assert (found.printed, found.kept) == (120, 120)
