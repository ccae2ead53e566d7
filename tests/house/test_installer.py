"""The installer's script: that NSIS takes it, that nothing in it can block a silent run, and that its exit codes are told."""

import importlib.util
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build_spec" / "installer"
SCRIPT = (FOLDER / "complaint_desk.nsi").read_text("utf-8")
ICON = bytes.fromhex("0000010001000101000001001800300000001600000028000000010000000200000001001800") + bytes(32)


@pytest.fixture
def installer():
    spec = importlib.util.spec_from_file_location("installer", ROOT / "build_spec" / "installer.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def frozen(tmp_path):
    folder = tmp_path / "投诉台账 程序"
    (folder / "_internal").mkdir(parents=True)
    for name in ("ComplaintDesk.exe", "complaint-desk.exe", "_internal/base.dll"):
        (folder / name).write_bytes(b"MZ")
    (tmp_path / "desk.ico").write_bytes(ICON)
    return folder


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_nsis_packs_a_folder_without_a_warning(installer, frozen, tmp_path):
    out = tmp_path / "ComplaintDesk-setup.exe"
    installer.pack(frozen, "1.2.3", tmp_path / "desk.ico", out)
    assert out.read_bytes()[:2] == b"MZ"
    assert "1.2.3".encode("utf-16-le") in out.read_bytes()


def test_a_version_that_windows_cannot_compare_is_refused(installer, frozen, tmp_path):
    with pytest.raises(installer.CannotPack, match="three numbers"):
        installer.pack(frozen, "1.2.dev3", tmp_path / "desk.ico", tmp_path / "ComplaintDesk-setup.exe")


def test_no_box_can_block_a_silent_run():
    boxes = [line for line in SCRIPT.splitlines() if line.strip().startswith("MessageBox")]
    assert len(boxes) >= 3
    assert all(" /SD " in box for box in boxes)


def test_nothing_but_the_installers_own_is_removed(installer, frozen):
    """A folder that somebody chose may hold other things: no `RMDir /r` of it."""
    assert not re.findall(r'RMDir /r "?\$INSTDIR"?\s*$', SCRIPT, re.MULTILINE)
    parts = installer.parts_of(frozen)
    assert re.findall(r'\{DEED\} "(.+?)"', parts) == ["ComplaintDesk.exe", "_internal", "complaint-desk.exe"]


def test_each_exit_code_is_told_to_it():
    codes = dict(re.findall(r"^!define ([A-Z_]+) (\d)$", SCRIPT, re.MULTILINE))
    assert len(codes) >= 8
    told = (ROOT / "build_spec" / "README.md").read_text("utf-8")
    for code in codes.values():
        assert re.search(rf"^\| {code} \|", told, re.MULTILINE), code


def test_the_program_holds_the_name_that_the_installer_asks_for():
    from complaint_desk.runtime import presence

    assert '!define PRESENCE "Global\\${NAME}"' in SCRIPT
    name = re.search(r"!define NAME (\w+)", SCRIPT)
    assert name
    assert f"Global\\{name[1]}" == presence.NAME
    assert "hold_presence()" in (ROOT / "complaint_desk" / "__main__.py").read_text("utf-8")


def test_the_windows_that_are_asked_to_close_have_the_titles_of_ours():
    from complaint_desk import i18n

    sentences = (FOLDER / "sentences.nsh").read_text("utf-8")
    titles = {}
    for language in ("zh_CN", "en"):
        i18n.install(language, ROOT / "resources")
        titles[language] = i18n._("Complaint ledger")
    i18n.install("zh_CN", ROOT / "resources")
    assert f'!define CHINESE_WINDOW "{titles["zh_CN"]}"' in sentences
    assert f'!define ENGLISH_WINDOW "{titles["en"]}"' in sentences
