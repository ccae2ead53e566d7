"""The Windows without Windows: where its commands are, and what it lacks for this program.

Its README (`shared/tools/windows`) tells what it is. `numpy` asks the C runtime of Windows for functions of complex numbers that
Wine 8 does not have; `complex_numbers.c` has them, and `ucrtbase.dll` is made anew around Wine's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from freezing.parts import ROOT

RIG = Path(os.environ.get("WINDOWS_RIG") or Path.home() / ".cache" / "windows-rig")
_HERE = Path(__file__).resolve().parent
_WINE_RUNTIME = "wineucrt"
_SIGNATURE = b"Wine builtin DLL"


class NoRig(Exception):
    """A sentence that says what is lacking."""


def command(name: str) -> str:
    """A command of the rig: in $WINDOWS_RIG_TOOLS, beside the checkout, or in the PATH.

    Raises:
        NoRig: there is none.
    """
    beside = [Path(each) for each in (os.environ.get("WINDOWS_RIG_TOOLS"),) if each]
    for folder in (*beside, ROOT.parent / "shared" / "tools" / "windows"):
        if (folder / name).is_file():
            return str(folder / name)
    if found := shutil.which(name):
        return found
    raise NoRig(f"There is no {name}: set WINDOWS_RIG_TOOLS to the folder of the rig's commands (its README says how).")


def environment() -> dict[str, str]:
    """With the rig's own C runtime and no windows on a screen."""
    return {"WINDOWS_RIG_QPA": "offscreen", **os.environ, "WINDOWS_RIG": str(RIG), "WINEDLLOVERRIDES": "ucrtbase=n"}


def windows_path(path: Path) -> str:
    """As Windows calls it there: `Z:` is the root of this machine."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def prepare(wheels: list[str]) -> None:
    """Put the wheels of these requirements into it, and the functions it lacks.

    Raises:
        NoRig: the rig was never set up, or a wheel could not be had.
    """
    if not (RIG / "python" / "python.exe").is_file():
        raise NoRig(f"There is no rig in {RIG}: run setup.sh of its tools once.")
    # Its launcher asks pip, which the Python of this environment has.
    if subprocess.run([sys.executable, command("winpip"), *wheels], env=environment(), check=False).returncode:
        raise NoRig("The rig could not get its wheels: the reason is above.")
    system = RIG / "prefix" / "drive_c" / "windows" / "system32"
    if not (system / f"{_WINE_RUNTIME}.dll").exists():
        _extend_runtime(system)


def _extend_runtime(system: Path) -> None:
    """Let `ucrtbase.dll` pass every call on to Wine's own, but for the functions that we have."""
    import pefile  # noqa: PLC0415 - PyInstaller's, for the rig alone

    runtime = system / "ucrtbase.dll"
    content = runtime.read_bytes()
    at = content.index(_SIGNATURE)
    exported = pefile.PE(data=content).DIRECTORY_ENTRY_EXPORT.symbols
    own = set(re.findall(r"(?:ONE|MEASURE)\((c\w+)\)|rig_(cpow)\(", (_HERE / "complex_numbers.c").read_text("utf-8")))
    own_names = {name for pair in own for name in pair if name}
    lines = [_export(symbol.name.decode(), own_names) for symbol in exported if symbol.name]
    definitions = system / f"{_WINE_RUNTIME}.def"
    definitions.write_text("\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *lines, ""]), "utf-8")
    # Without its signature Wine takes it for a library like any other.
    (system / f"{_WINE_RUNTIME}.dll").write_bytes(
        content[:at] + bytes(len(_SIGNATURE)) + content[at + len(_SIGNATURE) :]
    )
    compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-shared", "-static-libgcc"]
    runtime.unlink()
    subprocess.run([*compiler, str(_HERE / "complex_numbers.c"), str(definitions), "-o", str(runtime)], check=True)


def _export(name: str, own: set[str]) -> str:
    for ending in ("", "f", "l"):
        if name.endswith(ending) and (base := name.removesuffix(ending) if ending else name) in own:
            return f'  "{name}" = rig_{base}{"f" if ending == "f" else ""}'
    return f'  "{name}" = {_WINE_RUNTIME}."{name}"'
