"""The frozen program of this Linux: both programs pass the self-check, and a build that lacks a part does not.

One test, since freezing takes most of a minute; what is tried in it is told by name.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from complaint_desk.runtime.paths import CONTENTS
from tests.house.sources import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="build_spec/build.py tries the one of Windows")

_QT = "PySide6/Qt/plugins"
LACKING = {
    "resources/icons/plus.svg": "window",
    "resources/locale/zh_CN/LC_MESSAGES/complaint_desk.mo": "resources",
    "resources/letters/reply.docx": "resources",
    "resources/reports/zh_CN/analysis.docx": "resources",
    "resources/help/en/ledger.md": "resources",
    "resources/rules/presets.toml": "rules",
    "resources/older/ledger-0001.db.gz": "older",
    "complaint_desk/storage/migrations/versions/v0008_improvements.py": "resources",
    f"{_QT}/imageformats/libqsvg.so": "window",
    f"{_QT}/platforms/libqoffscreen.so": "window",
}
"""What a build may have forgotten, and the step of the self-check that names it."""


_TO_BUILD, _TO_CHECK = 600, 120
"""Seconds after which a program that was started is given up, on a PC on which much else is done."""


def test_both_programs_check_themselves_and_name_what_a_build_lacks(tmp_path, subtests):
    # All that it does may take longer than any other test; each program that it starts is waited for a while only.
    faulthandler.cancel_dump_traceback_later()
    built = subprocess.run(
        [sys.executable, "build_spec/build.py", "linux", "--unpacked", "--to", str(tmp_path / "投诉台账 程序")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=_TO_BUILD,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    told = {name: int(steps) for name, steps in re.findall(r"^(\S+): (\d+) steps in", built.stdout, re.MULTILINE)}
    assert set(told) == {"ComplaintDesk", "complaint-desk"}
    assert min(told.values()) >= 14
    folder = tmp_path / "投诉台账 程序" / "ComplaintDesk"
    with subtests.test("nothing is written into the folder"):
        assert _files(folder) == _listed(folder) | {CONTENTS}
    with subtests.test("a damaged file is named"), _without(folder, "resources/style/desk.qss", listed=True) as path:
        path.write_text("* {}", "utf-8")
        _assert_fails(folder, tmp_path, "contents", str(path))
    for name, step in LACKING.items():
        with subtests.test(name), _without(folder, name, listed=False):
            _assert_fails(folder, tmp_path, step, _told_of(name))
    with subtests.test("no Qt module but those of the window"):
        modules = {path.name.partition(".")[0] for path in (folder / "_internal" / "PySide6").glob("Qt*.so")}
        assert modules == {"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"}


class _without:  # noqa: N801 - used like a function
    """A file is away meanwhile, and in no list of what was built unless it is to be found damaged."""

    def __init__(self, folder: Path, name: str, *, listed: bool) -> None:
        self._path = folder / "_internal" / name
        self._contents = folder / "_internal" / CONTENTS
        self._name = name
        self._listed = listed

    def __enter__(self) -> Path:
        self._kept = self._path.read_bytes()
        self._list = self._contents.read_text("utf-8")
        self._path.unlink()
        if not self._listed:
            lines = [line for line in self._list.splitlines(keepends=True) if not line.endswith(f"  {self._name}\n")]
            self._contents.write_text("".join(lines), "utf-8")
        return self._path

    def __exit__(self, *_error: object) -> None:
        self._path.write_bytes(self._kept)
        self._contents.write_text(self._list, "utf-8")


def _assert_fails(folder: Path, tmp_path: Path, step: str, words: str) -> None:
    answer = tmp_path / "answer.json"
    answer.unlink(missing_ok=True)
    data = tmp_path / "data"
    shutil.rmtree(data, ignore_errors=True)
    called = subprocess.run(
        [str(folder / "complaint-desk"), "--data", str(data), "--lang", "en", "self-check", "--to-file", str(answer)],
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=_TO_CHECK,
    )
    assert called.returncode == 4, called.stdout + called.stderr
    last = json.loads(answer.read_text("utf-8"))["steps"][-1]
    assert (last["name"], last["ok"]) == (step, False)
    assert words in last["reason"]


def _told_of(name: str) -> str:
    """What the reason must hold: the file, or what it was for."""
    if "migrations" in name:
        return "0008"
    return "offscreen" if "offscreen" in name else Path(name).name


def _files(folder: Path) -> set[str]:
    inside = folder / "_internal"
    return {path.relative_to(inside).as_posix() for path in inside.rglob("*") if path.is_file()}


def _listed(folder: Path) -> set[str]:
    lines = (folder / "_internal" / CONTENTS).read_text("utf-8").splitlines()
    return {line.partition("  ")[2] for line in lines}
