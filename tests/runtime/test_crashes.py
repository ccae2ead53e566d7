"""What a program that was torn down leaves for the next start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from complaint_desk.runtime import crashes

FALL = """
import faulthandler, sys
from pathlib import Path
from complaint_desk.runtime.crashes import watched

def register_complaint(name, phone):
    faulthandler._sigsegv()

with watched(Path(sys.argv[1])):
    register_complaint("张三", "13800001234")
"""


def fall(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FALL, str(folder)], capture_output=True, check=False)
    assert done.returncode != 0


def test_a_fall_is_told_once_without_values_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "张三 的日志"
    fall(folder)
    crash = crashes.fallen(folder)
    assert crash is not None
    assert "register_complaint" in crash.report
    assert "张三" not in crash.report
    assert "13800001234" not in crash.report
    assert str(Path(crashes.__file__).parent.parent.parent) not in crash.report
    assert crashes.fallen(folder) is None
    (kept,) = folder.iterdir()
    assert kept.read_text("utf-8") == crash.report


def test_an_end_as_usual_leaves_nothing(tmp_path: Path) -> None:
    with crashes.watched(tmp_path):
        assert len(list(tmp_path.iterdir())) == 1
        assert crashes.fallen(tmp_path) is None, "it is this one that runs"
    assert list(tmp_path.iterdir()) == []


def test_another_window_that_stands_open_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "running-1.crash").touch()
    assert crashes.fallen(tmp_path) is None
    assert (tmp_path / "running-1.crash").exists()


def test_the_last_five_are_kept(tmp_path: Path) -> None:
    for at in range(8):
        (tmp_path / f"running-{at + 2}.crash").write_text("Fatal Python error: Segmentation fault\n")
    assert crashes.fallen(tmp_path) is not None
    assert len(list(tmp_path.glob("crash-*.txt"))) == 5


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with crashes.watched(tmp_path / "file"):
        pass
    assert crashes.fallen(tmp_path / "file") is None
