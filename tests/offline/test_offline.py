"""No network call at all unless a server is configured: days in the window and on the command line, watched in each process."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import line
from tests.house.sources import ROOT, program_files, tree_of

_WITNESS = Path(__file__).parent / "witness"
_JOURNEYS = (
    "tests/ui/test_whole_job.py::test_a_complaint_from_the_call_to_the_report",
    "tests/ui/test_case_journey.py::test_from_the_call_to_a_satisfied_follow_up",
    "tests/ui/test_import_by_keys.py::test_an_import_is_walked_by_keys_from_the_menu_to_its_undo",
    "tests/ui/test_diagnostics.py::test_all_of_it_is_read_before_it_is_saved",
    "tests/ui/test_one_window.py::test_what_a_second_start_asks_is_done_in_the_window",
)
"""The window from taking down to the report, importing, letters, the bundle for IT, a second start; each opens the real one."""

_CLIENTS = (
    "http.client", "http.server", "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc", "socketserver",
    "requests", "urllib3", "httpx", "aiohttp", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip
_COME_WITH_XML = ("http.client", "urllib.request")
"""The standard library's own `xml.sax.saxutils`, which writes attributes, loads them."""

_ONE_AFTER_THE_OTHER = """
import json, sys
from complaint_desk.bootstrap import main
for words in json.loads(sys.argv[1]):
    if code := main(words):
        sys.exit(f"{words} gave {code}")
"""
"""A day's commands in one process, since starting anew for each takes longer than all that they do."""

Watched = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "witness.txt"


@pytest.fixture
def watched(written: Path, tmp_path: Path) -> Watched:
    """Runs Python so that it, and whatever Python it starts, cannot call the network and is written down."""
    found = os.pathsep.join((str(_WITNESS), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])))
    around = {**os.environ, "PYTHONPATH": found, "NETWORK_WITNESS": str(written), "QT_QPA_PLATFORM": "offscreen"}
    around |= {"COMPLAINT_DESK_OFFICE_NAME": "市消保处", "COMPLAINT_DESK_OFFICE_PHONE": "0571-88886666"}
    around.pop("PYTEST_XDIST_WORKER", None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=around,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def calls(written: Path) -> list[str]:
    return [each for each in written.read_text("utf-8").splitlines() if "CALLED" in each]


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('example.com', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess, sys; subprocess.run([sys.executable, '-P', '-c', 'import socket; socket.socket()'])",
    ],
)
def test_the_witness_sees_a_call_and_refuses_it(watched: Watched, written: Path, program: str) -> None:
    watched("-c", program)
    assert calls(written)


def test_a_day_in_the_window_calls_nobody(watched: Watched, written: Path, tmp_path: Path) -> None:
    told = watched("-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'day'}", *_JOURNEYS)
    assert told.returncode == 0, told.stdout[-4000:]
    assert calls(written) == []
    processes = written.read_text("utf-8")
    assert "--read-apart" in processes
    assert "-m complaint_desk --data" in processes


def test_a_day_on_the_command_line_calls_nobody(watched: Watched, written: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "one.json").write_text(line(), "utf-8")
    (tmp_path / "old.csv").write_text(
        "投诉时间,投诉人,商品名称,投诉性质,类别,投诉事实\n2026-01-05,张三,电饭煲,质量,家用电子电器类,冒烟\n", "utf-8"
    )
    period = ("--from", "2026-01-01", "--to", "2026-12-31")
    day = [
        ("import", str(tmp_path / "old.csv")),
        ("find", "电饭煲"),
        ("show", "TS2026000001"),
        ("accept", "TS2026000001"),
        ("figures", *period, "--by", "nature"),
        ("report", *period, "--to-file", str(tmp_path / "r.xlsx")),
        ("report", *period, "--to-file", str(tmp_path / "r.docx")),
        ("letter", "TS2026000001", "sheet"),
        ("warnings",),
        ("export", "--to-file", str(tmp_path / "e.csv")),
        ("backup", str(tmp_path / "copy.db")),
        ("restore", str(tmp_path / "copy.db"), "--replace"),
        ("verify",),
        ("doctor",),
        ("diagnostics", str(tmp_path / "d.zip")),
        ("where",),
    ]
    told = watched("-m", "complaint_desk", "--data", str(data), "register", str(tmp_path / "one.json"))
    assert told.returncode == 0, told.stderr
    told = watched("-c", _ONE_AFTER_THE_OTHER, json.dumps([["--data", str(data), *words] for words in day]))
    assert told.returncode == 0, told.stderr
    assert calls(written) == []
    assert "--read-apart" in written.read_text("utf-8")


def test_nothing_that_could_call_is_loaded(tmp_path: Path) -> None:
    """After the whole program is imported, every room and every page of it."""
    program = (
        "import importlib, pkgutil, sys, complaint_desk\n"
        "for found in pkgutil.walk_packages(complaint_desk.__path__, 'complaint_desk.'):\n"
        "    if '.versions.' not in found.name and not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)\n"
        f"loaded = (set({_CLIENTS!r}) - set({_COME_WITH_XML!r})) & set(sys.modules)\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert told.returncode == 0, told.stderr


def test_no_room_asks_for_anything_that_could_call() -> None:
    for path in program_files():
        for node in ast.walk(tree_of(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            assert not set(names) & set(_CLIENTS), path
