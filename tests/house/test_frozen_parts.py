"""What the frozen folder is made of is what the program uses: Qt modules, plugins, icon, workflow."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pefile
import pytest
from PIL import Image
from PIL.IcoImagePlugin import IcoImageFile
from PySide6.QtSvg import QSvgRenderer

from tests.house.sources import PACKAGE, ROOT, tree_of


@pytest.fixture
def freezing(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "build_spec"))
    from freezing import parts, windows

    return parts, windows


def test_the_frozen_program_has_the_qt_modules_that_the_window_imports(freezing):
    parts, _windows = freezing
    imported = {
        node.module.removeprefix("PySide6.")
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6.")
    }
    assert imported == parts.QT_MODULES


def test_no_qt_module_is_loaded_that_the_window_does_not_import(freezing):
    parts, _windows = freezing
    pages = (
        "import sys, complaint_desk.ui.window_check, complaint_desk.ui.shared.charts.drawing;"
        "print(*(name for name in sys.modules if name.startswith('PySide6.Qt')))"
    )
    told = subprocess.run([sys.executable, "-c", pages], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert {name.removeprefix("PySide6.") for name in told.stdout.split()} <= parts.QT_MODULES


@pytest.mark.parametrize(
    ("place", "is_kept"),
    [
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qminimal.dll", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\tls\\qopensslbackend.dll", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("tzdata/zoneinfo/Asia/Shanghai", True),
        ("tzdata/zoneinfo/America/New_York", False),
        ("numpy/_core/tests/data/astype_copy.pkl", False),
        ("resources/sample/complaints.toml", True),
        ("msvcp140.dll", True),
    ],
)
def test_what_is_not_used_stays_out(freezing, place, is_kept):
    parts, _windows = freezing
    assert bool(parts.kept([(place, "", "DATA")])) is is_kept


def test_a_library_asks_for_others_by_another_name(freezing, tmp_path):
    from freezing import one_openssl

    library = tmp_path / "libpq.dll"
    a_program = Path(str(importlib.util.find_spec("setuptools").origin)).with_name("cli-64.exe")
    shutil.copyfile(a_program, library)
    before = imports(library)
    one_openssl.rename_imports(library, {"KERNEL32.dll": "kernel.dll"})
    assert imports(library) == ["kernel.dll" if name == "KERNEL32.dll" else name for name in before]
    assert "KERNEL32.dll" in before
    with pefile.PE(str(library)) as image:
        assert image.verify_checksum()


def imports(path):
    with pefile.PE(str(path)) as image:
        return [entry.dll.decode() for entry in image.DIRECTORY_ENTRY_IMPORT]


def test_the_icon_is_the_programs_picture_in_each_size(freezing, qapp):
    _parts, windows = freezing
    with Image.open(windows.ICON) as icon:
        assert icon.info["sizes"] == {(size, size) for size in (16, 20, 24, 32, 40, 48, 64, 128, 256)}
        assert isinstance(icon, IcoImageFile)
        kept = icon.ico.getimage((64, 64)).convert("RGBA").tobytes()
    import program_icon

    picture = program_icon.drawn(QSvgRenderer(str(ROOT / "resources" / "icons" / "program.svg")), 64)
    assert picture.tobytes() == kept, "run build_spec/program_icon.py"


def test_the_workflow_runs_scripts_that_are_there():
    steps = (ROOT / ".github" / "workflows" / "windows.yml").read_text("utf-8")
    scripts = {word for word in steps.split() if word.startswith("build_spec/") and word.endswith(".py")}
    assert scripts >= {"build_spec/build.py", "build_spec/dev.py", "build_spec/try_installer.py"}
    assert [script for script in scripts if not (ROOT / script).is_file()] == []
