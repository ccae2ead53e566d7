"""The two commands of a checkout: what they say where something is lacking, and when they set up anew."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from tests.house.sources import ROOT


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "build_spec" / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def debian(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A Linux with apt, where this person may install nothing and two libraries are lacking."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "is_there", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    monkeypatch.setattr(dev, "has_chinese_font", lambda: True)
    monkeypatch.setattr(dev, "rights_to_install", lambda: None)
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    return dev


@pytest.mark.parametrize(
    ("version", "named"), [((3, 10, 12), "this is 3.10"), ((3, 14, 0), "3.11, 3.12 and 3.13 only")]
)
def test_another_python_is_named_with_what_to_do(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], named: str
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", version)
    with pytest.raises(dev.CannotGoOn, match=named):
        dev.check_python()


def test_the_pythons_that_it_names_are_the_ones_that_are_declared(dev: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    dev.check_python()


def test_who_may_not_install_gets_the_one_line_to_type(debian: ModuleType) -> None:
    with pytest.raises(debian.CannotGoOn) as told:
        debian.install_libraries()
    assert "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0" in str(told.value)


def test_a_linux_without_apt_is_told_the_names(debian: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    with pytest.raises(debian.CannotGoOn, match="libegl1 libxcb-cursor0"):
        debian.install_libraries()


def test_who_may_install_has_it_done(debian: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[bytes]:
        called.append(command)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(debian, "rights_to_install", lambda: ["sudo", "-n"])
    monkeypatch.setattr(debian.subprocess, "run", run)
    debian.install_libraries()
    assert [" ".join(command) for command in called] == [
        "sudo -n apt-get update",
        "sudo -n apt-get install -y --no-install-recommends libegl1 libxcb-cursor0",
    ]


def test_a_display_is_where_a_window_can_open(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not dev.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert dev.has_display()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setattr(sys, "platform", "win32")
    assert dev.has_display()


def test_the_environment_is_set_up_once_for_the_same_versions(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(dev, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(dev, "make_environment", lambda: None)
    monkeypatch.setattr(dev, "python", lambda: sys.executable)
    monkeypatch.setattr(dev, "pip", lambda *arguments: installed.append(arguments))
    (tmp_path / "constraints.txt").write_text("one==1\n", "utf-8")
    dev.install(("dev",))
    assert installed
    installed.clear()
    dev.install(("dev",))
    assert not installed
    (tmp_path / "constraints.txt").write_text("one==2\n", "utf-8")
    dev.install(("dev",))
    assert installed


def test_constraints_pin_every_package_that_is_used_and_say_no_more_than_name_and_version() -> None:
    lines = (ROOT / "build_spec" / "constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pinned = {_plain(name) for name in pins}
    assert all(version and set(version) <= set("0123456789.") for version in pins.values())
    assert _needed("complaint-desk", {"dev", "freeze"}) - {"complaint-desk"} <= pinned


def test_the_licence_of_every_pinned_package_is_on_record() -> None:
    record = _plain((ROOT / "build_spec" / "third_party.md").read_text("utf-8"))
    lines = (ROOT / "build_spec" / "constraints.txt").read_text("utf-8").splitlines()
    names = [line.split("==")[0] for line in lines if line and not line.startswith("#")]
    assert not [name for name in names if _plain(name) not in record]


def _needed(name: str, extras: set[str]) -> set[str]:
    """A package and all that it brings on this platform, by name."""
    if name == "complaint-desk":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        wanted = [
            *project["dependencies"],
            *(line for extra in extras for line in project["optional-dependencies"][extra]),
        ]
    else:
        wanted = requires(name) or []
    found = {_plain(name)}
    for requirement in map(Requirement, wanted):
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            distribution(requirement.name)
            found |= _needed(requirement.name, set(requirement.extras))
    return found


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
