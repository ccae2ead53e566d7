"""Shares and synchronised folders are known for what they are, and a usual folder for nothing else."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from complaint_desk.runtime import folder_kinds
from complaint_desk.runtime.folder_kinds import FolderKind, kind_of_folder, names_share, system_of
from complaint_desk.runtime.paths import resource

_MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/office rw - cifs //server/office rw,vers=3.0
41 22 0:36 / /mnt/投诉\\040台账 rw - nfs4 server:/x rw
42 40 8:2 / /mnt/office/local rw - xfs /dev/sdb1 rw
broken line
"""
_SERVICES = tomllib.loads(resource("folders", "synchronised.toml").read_text("utf-8"))["service"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/wang/data", "ext4"),
        ("/mnt/office", "cifs"),
        ("/mnt/office/数据/ledger.db", "cifs"),
        ("/mnt/投诉 台账/data", "nfs4"),
        ("/mnt/office2", "ext4"),
        ("/mnt/office/local/data", "xfs"),
    ],
)
def test_the_longest_mount_says_which_system(path, kind):
    assert system_of(PurePosixPath(path), _MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\share\data", True),
        ("//server/share/data", True),
        (r"\\?\UNC\server\share\data", True),
        (r"C:\Users\王敏\data", False),
        (r"\\?\C:\data", False),
        (r"\\.\C:\data", False),
        (r"data\ledger.db", False),
    ],
)
def test_a_share_is_known_in_each_spelling_of_windows(path, share):
    assert names_share(PureWindowsPath(path)) is share


@pytest.mark.skipif(sys.platform != "linux", reason="its mounts are read")
def test_a_folder_on_a_share_is_told(tmp_path, monkeypatch):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 8:1 / / rw - ext4 x rw\n40 22 0:35 / {tmp_path / 'office'} rw - cifs //s/o rw\n", "utf-8")
    monkeypatch.setattr(folder_kinds, "_MOUNTS", mounts)
    assert kind_of_folder(tmp_path / "office" / "data", {}).on_share
    (tmp_path / "link").symlink_to(tmp_path / "office")
    assert kind_of_folder(tmp_path / "link" / "data", {}).on_share
    assert kind_of_folder(tmp_path / "data", {}) == FolderKind()


@pytest.mark.parametrize(
    ("service", "folder"), [(each["en"], name) for each in _SERVICES for name in each.get("folders", ())]
)
def test_a_synchronised_folder_is_known_by_its_name(tmp_path, service, folder):
    for name in (folder, folder.upper(), f"{folder} - 市消保处"):
        found = kind_of_folder(tmp_path / name / "投诉台账" / "data", {})
        assert found.service is not None
        assert found.service.en == service


@pytest.mark.parametrize(
    ("service", "marker"), [(each["en"], name) for each in _SERVICES for name in each.get("markers", ())]
)
def test_a_synchronised_folder_is_known_by_what_lies_in_it(tmp_path, service, marker):
    (tmp_path / "文档" / "data").mkdir(parents=True)
    (tmp_path / "文档" / marker).touch()
    found = kind_of_folder(tmp_path / "文档" / "data", {})
    assert found.service is not None
    assert found.service.en == service


def test_a_synchronised_folder_is_known_by_the_variable_that_names_it(tmp_path):
    environ = {"OneDriveCommercial": str(tmp_path / "云")}
    found = kind_of_folder(tmp_path / "云" / "data", environ)
    assert found.service is not None
    assert found.service.zh_CN == "OneDrive"
    assert kind_of_folder(tmp_path / "云端" / "data", environ) == FolderKind()


def test_an_empty_or_relative_variable_names_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for value in ("", ".", "x"):
        assert kind_of_folder(Path("x"), {"OneDrive": value}) == FolderKind()


def test_a_usual_folder_is_nothing_else(tmp_path):
    for name in ("onedriver", "Dropboxes", "data", "坚果"):
        assert kind_of_folder(tmp_path / name, {}) == FolderKind()
