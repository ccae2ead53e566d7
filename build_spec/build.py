"""Builds what is shipped, step by step, and says each step in a sentence. build_spec/README.md tells the whole way of a release.

    python build_spec/build.py windows          on Windows
    python build_spec/build.py windows --rig    on Linux, in the Windows without Windows
    python build_spec/build.py linux            the same program frozen for this Linux, as CI tries it

Everything comes to `build/<system>`. Any Python 3.11 to 3.13 does: without the packages of `constraints.txt` it makes an
environment of its own in `build/environment` first.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import dev
import installer
from freezing import libraries, one_openssl, rig
from freezing.parts import CONSOLE_PROGRAM, FOLDER, ROOT, WINDOW_PROGRAM, without_blanks
from freezing.windows import CONTENTS, ICON, version

EXTRAS = ("postgresql", "freeze")
LARGEST = 130 * 1024**2
PATIENCE = 900
_FREEZER = ("pyinstaller", "packaging", "setuptools", "altgraph", "pefile", "pywin32-ctypes")


@dataclass(frozen=True, slots=True)
class Build:
    """For which system, whether in the rig, where to."""

    system: str
    in_rig: bool
    target: Path

    @property
    def folder(self) -> Path:
        return self.target / FOLDER

    @property
    def ending(self) -> str:
        return ".exe" if self.system == "windows" else ""

    @property
    def name(self) -> str:
        return f"{FOLDER}-{version()}-{self.system}"

    def file(self, path: Path) -> str:
        return rig.windows_path(path) if self.in_rig else str(path)


def main() -> int:
    """Do what the command line asks; its exit code."""
    parser = argparse.ArgumentParser(description="Build Complaint Desk as it is shipped.")
    parser.add_argument("system", choices=("windows", "linux"))
    parser.add_argument("--rig", action="store_true", help="build for Windows in the rig, on Linux")
    parser.add_argument("--unpacked", action="store_true", help="stop when both programs have checked themselves")
    parser.add_argument("--to", type=Path, help="folder to build in")
    chosen = parser.parse_args()
    build = Build(chosen.system, chosen.rig, (chosen.to or ROOT / "build" / chosen.system).resolve())
    try:
        if another := python_with_packages():
            return subprocess.run([another, *sys.argv], check=False).returncode
        check_system(build)
        for sentence, step in (*TO_CHECK, *(() if chosen.unpacked else TO_PACK)):
            print(f"\n== {sentence}", flush=True)
            step(build)
    except (dev.CannotGoOn, rig.NoRig) as lacking:
        print(f"\n{lacking}", file=sys.stderr)
        return 1
    print(f"\nBuilt in {build.target}:")
    for path in made(build):
        print(f"  {path.name}  {path.stat().st_size / 1024**2:,.1f} MB")
    return 0


def check_system(build: Build) -> None:
    """A program is frozen where it will run."""
    here = "windows" if sys.platform == "win32" else sys.platform
    if not build.in_rig and build.system != here:
        raise dev.CannotGoOn(f"This is {here}: build for {build.system} there, or for Windows with --rig.")


def python_with_packages() -> str:
    """The Python of an environment with everything that is frozen and freezes; empty if this one is it."""
    if all(map(importlib.util.find_spec, ("PyInstaller", "cyclonedx", "PySide6", "sqlalchemy", "psycopg"))):
        return ""
    dev.check_python()
    dev.ENVIRONMENT = ROOT / "build" / "environment"
    dev.install(EXTRAS)
    return dev.python()


# The steps


def prepare(build: Build) -> None:
    """An empty target; in the rig the wheels of Windows."""
    shutil.rmtree(build.target, ignore_errors=True)
    build.target.mkdir(parents=True)
    if build.in_rig:
        rig.prepare(pinned_wheels())


def freeze(build: Build) -> None:
    """PyInstaller with the spec; what it says stays in a file, shown if it fails."""
    python = [rig.command("winpy")] if build.in_rig else [sys.executable]
    call = [*python, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--distpath", build.file(build.target),
            "--workpath", build.file(build.target / "work"), build.file(ROOT / "build_spec" / "complaint_desk.spec")]  # fmt: skip
    log = build.target / "freezing.log"
    with log.open("wb") as told:
        failed = subprocess.run(call, cwd=ROOT, env=around(build), stdout=told, stderr=told, check=False).returncode
    if failed:
        raise dev.CannotGoOn(f"{log.read_text('utf-8', 'replace')}\nPyInstaller failed: its own words are above.")
    without_blanks(build.folder)
    if build.system == "windows":
        one_openssl.share(build.folder)


def collect_licences(build: Build) -> None:
    """The folder `licences`, and the bill of materials beside the program's folder."""
    # Neither is there until the environment is made.
    from freezing import licences, materials  # noqa: PLC0415

    python = [rig.command("winpy")] if build.in_rig else [sys.executable]
    told = subprocess.run([*python, "-c", licences.ASK_VERSIONS], env=around(build), capture_output=True, check=False)
    if told.returncode:
        raise dev.CannotGoOn(told.stderr.decode("utf-8", "replace"))
    site = rig.RIG / "python" / "Lib" / "site-packages" if build.in_rig else Path(sysconfig.get_path("purelib"))
    versions = json.loads(told.stdout) | {"OpenSSL": one_openssl.version(build.folder)}
    parts = licences.parts_in(site, versions, on_windows=build.system == "windows")
    licences.collect(parts, build.folder)
    document = materials.bill(parts, build.folder, version())
    (build.target / f"{build.name}-sbom.json").write_text(document, "utf-8")
    print(f"{len(parts)} parts")


def list_contents(build: Build) -> None:
    """What the folder holds, as the self-check reads it; the two programs are left out, since they may be signed later."""
    inside = build.folder / "_internal"
    files = sorted(path for path in inside.rglob("*") if path.is_file())
    lines = [f"{digest(path)}  {path.relative_to(inside).as_posix()}\n" for path in files]
    (inside / CONTENTS).write_text("".join(lines), "utf-8")
    print(f"{len(lines)} files")


def check_folder(build: Build) -> None:
    """Its size, and that each library finds those that it asks for on a fresh Windows."""
    size = sum(path.stat().st_size for path in build.folder.rglob("*") if path.is_file())
    print(f"{size / 1024**2:.1f} MB in {build.folder}")
    if build.system != "windows":
        return
    if size > LARGEST:
        raise dev.CannotGoOn(f"That is more than {LARGEST / 1024**2:.0f} MB: freezing/parts.py says what goes in.")
    if build.in_rig:
        check_call([sys.executable, rig.command("wincheck"), str(build.folder)], build)
    elif lacking := libraries.lacking(build.folder):
        raise dev.CannotGoOn("\n".join(["The folder lacks libraries:", *lacking]))


def sign_programs(build: Build) -> None:
    """Both programs, where the environment says how."""
    if build.system == "windows":
        installer.sign(*(build.folder / f"{name}{build.ending}" for name in (WINDOW_PROGRAM, CONSOLE_PROGRAM)))


def check_programs(build: Build) -> None:
    """The self-check of both: one as from a terminal, one as by a double click, without any stream."""
    for name in (CONSOLE_PROGRAM, WINDOW_PROGRAM):
        report = build.target / f"self-check-{name}.json"
        program = build.folder / f"{name}{build.ending}"
        data = build.target / "work" / "data"
        call = ["--data", build.file(data), "self-check", "--to-file", build.file(report)]
        if build.in_rig:
            started = ["start", "/wait", build.file(program)] if name == WINDOW_PROGRAM else [str(program)]
            check_call([rig.command("winrun"), *started, *call], build, report)
        else:
            check_call([str(program), *call], build, report)
        steps = json.loads(report.read_text("utf-8"))["steps"]
        print(f"{name}: {len(steps)} steps in {sum(step['seconds'] for step in steps):.1f} s")


def pack(build: Build) -> None:
    """The folder with the marker that keeps its data beside it, for PCs where nothing may be installed."""
    with zipfile.ZipFile(
        build.target / f"{build.name}-portable.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9
    ) as packed:
        for path in sorted(build.folder.rglob("*")):
            packed.write(path, path.relative_to(build.target))
        packed.writestr(f"{FOLDER}/portable", "")


def make_installer(build: Build) -> None:
    """The installer of Windows, where NSIS is at hand."""
    if build.system != "windows":
        print("Only Windows has one.")
        return
    try:
        installer.pack(build.folder, version(), ICON, build.target / f"{FOLDER}-{version()}-setup.exe")
    except installer.CannotPack as reason:
        raise dev.CannotGoOn(str(reason)) from reason


def sum_up(build: Build) -> None:
    """SHA-256 of what is given away, in the form that `sha256sum --check` reads."""
    lines = [f"{digest(path)}  {path.name}\n" for path in made(build)]
    (build.target / "SHA256SUMS.txt").write_text("".join(lines), "utf-8")
    print("".join(lines), end="")


TO_CHECK: list[tuple[str, Callable[[Build], None]]] = [
    ("Everything that the build needs is made ready.", prepare),
    ("The program is frozen into one folder.", freeze),
    ("Licences and the bill of materials are collected.", collect_licences),
    ("The contents of the folder are listed.", list_contents),
    ("The folder is held against its limits.", check_folder),
    ("The programs are signed, if COMPLAINT_DESK_SIGN says how.", sign_programs),
    ("Both programs check themselves.", check_programs),
]
TO_PACK: list[tuple[str, Callable[[Build], None]]] = [
    ("The folder is packed for use without installing.", pack),
    ("The installer is made.", make_installer),
    ("Checksums are taken.", sum_up),
]

# What the steps share


def made(build: Build) -> list[Path]:
    """The files that are given away."""
    return sorted(path for path in build.target.glob(f"{FOLDER}-{version()}-*") if path.is_file())


def pinned_wheels() -> list[str]:
    """The program's packages and PyInstaller's at the versions of constraints.txt, those that Windows takes."""
    lines = dev.CONSTRAINTS.read_text("utf-8").splitlines()
    shipped = lines[lines.index("# program") + 1 : lines.index("# build")]
    return [line for line in (*shipped, *(each for each in lines if each.startswith(_FREEZER))) if "==" in line]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def around(build: Build) -> dict[str, str]:
    """The environment of what a step starts."""
    return rig.environment() if build.in_rig else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def check_call(call: list[str], build: Build, report: Path | None = None) -> None:
    """Run something that must end well in time."""
    try:
        code = subprocess.run(call, env=around(build), timeout=PATIENCE, check=False).returncode
    except subprocess.TimeoutExpired:
        code = -1
    if code:
        told = report.read_text("utf-8") if report and report.exists() else ""
        raise dev.CannotGoOn(f"{told}\n{Path(call[0]).name} {' '.join(call[1:])} gave {code}.")


if __name__ == "__main__":
    sys.exit(main())
