"""What kind of place a folder is: on a network share, or copied to other PCs by a synchronising service."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

from complaint_desk.runtime.paths import resource

_OVER_A_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "davfs",
    "fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.smbnetfs", "fuse.rclone", "fuse.glusterfs",
})  # fmt: skip
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_LOCAL_DEVICE = ("\\\\?\\", "\\\\.\\")
_SYNCHRONISED_AS_WINDOWS_KNOWS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager"


@dataclass(frozen=True, slots=True)
class Service:
    """A synchronising service, by its name in each language."""

    zh_CN: str = ""  # noqa: N815 - the language's own name
    en: str = ""


@dataclass(frozen=True, slots=True)
class FolderKind:
    """`on_share`: over a network; `service`: what copies it to other PCs, None for nothing that is known."""

    on_share: bool = False
    service: Service | None = None


def kind_of_folder(folder: Path, environ: Mapping[str, str] | None = None) -> FolderKind:
    """What kind of place it is, also if it is not there yet. Asks the disk, so it may be slow where that is far."""
    around = os.environ if environ is None else environ
    return FolderKind(is_on_share(folder), _service_of(folder, around))


def is_on_share(folder: Path) -> bool:
    """True if its disk is another PC's."""
    return _is_remote(folder)


def names_share(path: PureWindowsPath) -> bool:
    r"""True for `\\server\share\…` in each of Windows' spellings, not for a device of this PC."""
    drive = path.drive
    if drive.startswith(_LOCAL_DEVICE):
        return drive[4:].upper().startswith("UNC\\")
    return drive.startswith("\\\\")


def system_of(path: PurePath, mounts: str) -> str:
    """The file system that a path is on: the kind of the longest mount above it (proc(5), mountinfo)."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        place, _separator, rest = line.partition(" - ")
        fields = place.split(" ")
        if len(fields) < 5 or not rest:
            continue
        point = PurePath(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split(" ")[0]
    return kind


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder.absolute()


def _service_of(folder: Path, environ: Mapping[str, str]) -> Service | None:
    whole = _resolved(folder)
    way = (whole, *whole.parents)
    names = [each.name.casefold() for each in way]
    for said in _services():
        roots = filter(None, (environ.get(variable, "") for variable in said.get("variables", ())))
        called = [each.casefold() for each in said.get("folders", ())]
        if (
            any(Path(root).is_absolute() and whole.is_relative_to(_resolved(Path(root))) for root in roots)
            or any(_is_called(name, each) for name in names for each in called)
            or any(_is_there(place / marker) for place in way for marker in said.get("markers", ()))
        ):
            return Service(said["zh_CN"], said["en"])
    for root, name in _roots_that_windows_knows():
        if whole.is_relative_to(_resolved(Path(root))):
            return Service(name, name)
    return None


def _services() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(resource("folders", "synchronised.toml").read_text("utf-8"))["service"]
    return found


def _is_called(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith((f"{wanted} - ", f"{wanted} (", f"{wanted}-"))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


if sys.platform == "win32":
    import winreg

    def _is_remote(folder: Path) -> bool:
        spellings = {folder.absolute(), _resolved(folder)}
        return any(names_share(PureWindowsPath(each)) or _is_remote_drive(each) for each in spellings)

    def _is_remote_drive(folder: Path) -> bool:
        import ctypes  # noqa: PLC0415 - of Windows alone

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        return bool(folder.drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == remote

    def _roots_that_windows_knows() -> Iterator[tuple[str, str]]:
        """Folder and service of everything that registered with the cloud files of Windows 10."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _SYNCHRONISED_AS_WINDOWS_KNOWS) as whole:
                for name in _keys(whole):
                    with winreg.OpenKey(whole, rf"{name}\UserSyncRoots") as roots:
                        for at in range(winreg.QueryInfoKey(roots)[1]):
                            yield str(winreg.EnumValue(roots, at)[1]), name.partition("!")[0]
        except OSError:
            return

    def _keys(key: winreg.HKEYType) -> list[str]:
        return [winreg.EnumKey(key, at) for at in range(winreg.QueryInfoKey(key)[0])]

else:

    def _is_remote(folder: Path) -> bool:
        try:
            mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        except OSError:
            return False
        return system_of(_resolved(folder), mounts) in _OVER_A_NETWORK

    def _roots_that_windows_knows() -> Iterator[tuple[str, str]]:
        yield from ()
