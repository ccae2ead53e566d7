"""Where the program finds itself: run from the checkout, from an installed wheel, frozen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from complaint_desk.runtime import paths
from complaint_desk.runtime.paths import folder_of_program, places, resource

CHECKOUT = Path(__file__).resolve().parents[2]

ASK = "from complaint_desk.runtime.paths import resource; print(resource('lists'))"


def test_checkout_has_its_resources() -> None:
    assert resource() == CHECKOUT / "resources"
    assert resource("lists").is_dir()


def test_frozen_program_finds_what_was_packed_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "_internal"), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "complaint-desk.exe"))
    assert resource("lists") == tmp_path / "_internal" / "resources" / "lists"
    assert folder_of_program() == tmp_path


def test_wheel_carries_its_resources(tmp_path: Path) -> None:
    """Unpacks the package as pyproject's mapping lays it out, and asks it from an environment that knows no checkout."""
    site = tmp_path / "site"
    shutil.copytree(CHECKOUT / "complaint_desk", site / "complaint_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CHECKOUT / "resources", site / "complaint_desk" / "_resources")
    told = subprocess.run([sys.executable, "-c", ASK], cwd=site, capture_output=True, text=True, check=True)
    assert Path(told.stdout.strip()) == site / "complaint_desk" / "_resources" / "lists"
    assert Path(told.stdout.strip()).is_dir()


def test_wheel_is_laid_out_so(tmp_path: Path) -> None:
    """The real build, where hatchling can be had."""
    pytest.importorskip("hatchling")
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(WheelBuilder(str(CHECKOUT)).build(directory=str(tmp_path), versions=["standard"]))
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    assert (tmp_path / "site/complaint_desk/_resources/lists").is_dir()
    assert (tmp_path / "site/complaint_desk/__main__.py").is_file()


@pytest.mark.parametrize("way", ["option", "environment", "marker", "custom"])
def test_data_folder(way: str, tmp_path: Path) -> None:
    program = tmp_path / "程序 文件夹"
    program.mkdir()
    environ = {}
    option = None
    expected = Path(platformdirs.user_data_dir("ComplaintDesk", appauthor=False))
    if way in {"marker", "environment", "option"}:
        (program / "portable").touch()
        expected = program / "data"
    if way in {"environment", "option"}:
        environ["COMPLAINT_DESK_DATA"] = str(tmp_path / "环境")
        expected = tmp_path / "环境"
    if way == "option":
        option = str(tmp_path / "选项")
        expected = tmp_path / "选项"
    found = places(option, environ=environ, program_folder=program)
    assert found.data == expected
    assert found.ledger == expected / "ledger.db"
    assert found.settings_file == expected / "settings.toml"


def test_relative_option_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert places("data").data == tmp_path / "data"


def test_policy_beside_the_program_comes_before_the_machines(tmp_path: Path) -> None:
    machine = Path(platformdirs.site_config_dir("ComplaintDesk", appauthor=False)) / "policy.toml"
    assert places("d", program_folder=tmp_path).policy_file == machine
    (tmp_path / "policy.toml").touch()
    assert places("d", program_folder=tmp_path).policy_file == tmp_path / "policy.toml"


def test_checkout_is_known_by_both_its_signs(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    assert not paths._is_checkout(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    assert paths._is_checkout(tmp_path)
