"""The Windows installer around a frozen folder, by NSIS: `python build_spec/installer.py FOLDER VERSION ICON.ico OUT.exe`."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPT = Path(__file__).parent / "installer" / "complaint_desk.nsi"
# A command line that signs the file at {file}; unset, nothing is signed.
SIGN_VARIABLE = "COMPLAINT_DESK_SIGN"


class CannotPack(Exception):
    """A sentence that says what is lacking and what to do."""


def pack(folder: Path, version: str, icon: Path, out: Path) -> None:
    """Make the installer `out` of a frozen folder whose two programs lie on top.

    Args:
        folder: what is installed, as it is.
        version: three numbers with dots, as Windows shows them and as upgrades are compared.
        icon: .ico of the installer.
        out: the file to write.

    Raises:
        CannotPack: NSIS is not there, or refuses.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise CannotPack(f"An installer needs a version of three numbers, not {version}.")
    with tempfile.TemporaryDirectory() as workplace:
        parts = Path(workplace) / "parts.nsh"
        parts.write_text(parts_of(folder), "utf-8")
        values = {"VERSION": version, "DIST": folder, "PARTS": parts, "ICON": icon, "OUT": out}
        if signing := os.environ.get(SIGN_VARIABLE, ""):
            values["SIGN"] = signing.replace("{file}", "%1")
        defined = [f"-D{name}={_absolute(value)}" for name, value in values.items()]
        made = subprocess.run(
            [_makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, SCRIPT],
            capture_output=True,
            text=True,
            check=False,
        )
    if made.returncode:
        raise CannotPack(f"NSIS made no installer:\n{made.stdout}{made.stderr}")
    sign(out)


def sign(*files: Path) -> None:
    """Sign files with the command of the environment, if one is set there."""
    if signing := os.environ.get(SIGN_VARIABLE, ""):
        for file in files:
            # The command is the release's own, with quotes of its own.
            subprocess.run(signing.replace("{file}", str(file)), shell=True, check=True)  # noqa: S602


def parts_of(folder: Path) -> str:
    """What lies on top of the folder, for the script to put aside and to remove: nothing else is ever touched."""
    calls = "".join(f'  !insertmacro ${{DEED}} "{part.name}"\n' for part in sorted(folder.iterdir()))
    return f"!macro EachPart DEED\n{calls}!macroend\n"


def _absolute(value: object) -> object:
    return value.resolve() if isinstance(value, Path) else value


def _makensis() -> str:
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else None)
    if found is None:
        raise CannotPack(
            "NSIS is needed: `apt install nsis` on Debian, `choco install nsis` or nsis.sourceforge.io on Windows."
        )
    return found


def main() -> int:
    """Pack from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("version")
    parser.add_argument("icon", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    try:
        pack(asked.folder, asked.version, asked.icon, asked.out)
    except CannotPack as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
