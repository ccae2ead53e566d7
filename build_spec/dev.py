"""The two commands of a checkout, the same on Windows, macOS and Linux. Only Python 3.11 to 3.13 must be there.

    python build_spec/dev.py run      set up if need be, and open the window on a sample ledger
    python build_spec/dev.py test     set up if need be, and run every check and test (more arguments go to pytest)
    python build_spec/dev.py shots    take pictures of the window in each size, scale and appearance (to build/shots);
                                      with --help-images those of the manual (to resources/help)

The first call makes `.venv` and takes a minute or two; a later one starts at once.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import ctypes
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
CONSTRAINTS = ROOT / "build_spec" / "constraints.txt"
SAMPLES = ROOT / "build"
BUILD_TOOLS = ("hatchling", "editables")

SIZES = (("1366x768", "1"), ("1920x1080", "1"), ("1366x768", "1.5"))

# What Qt's own libraries need of the system, and the package of Debian and Ubuntu that has it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
CHINESE_FONT = "fonts-noto-cjk"


class CannotGoOn(Exception):
    """A sentence that says what is lacking and what to do."""


def main() -> int:
    """Do what the command line asks; its exit code."""
    parser = argparse.ArgumentParser(description="Run Complaint Desk from its source, or test it.")
    parser.add_argument("command", choices=("run", "test", "shots"))
    parser.add_argument("--rows", type=int, default=2000, help="complaints in the sample ledger")
    parser.add_argument("--help-images", action="store_true", help="take the pictures of the manual")
    chosen, rest = parser.parse_known_args()
    try:
        check_python()
        if chosen.command == "test":
            return test(rest)
        if chosen.command == "run":
            return run(chosen.rows)
        return manual_pictures() if chosen.help_images else shots(chosen.rows)
    except CannotGoOn as lacking:
        print(f"\n{lacking}", file=sys.stderr)
        return 1


def run(rows: int) -> int:
    """Open the window on a sample ledger; without a display do the same work on the command line."""
    install(())
    if has_display():
        install_libraries()
        return start("--data", str(sample_ledger(rows)))
    print("There is no display, so no window: the sample ledger goes through the command line.")
    return work_without_window(rows)


def test(pytest_arguments: list[str]) -> int:
    """Every check of the house; all run, and the exit code is 0 only if all passed."""
    install(("dev", "postgresql", "freeze"))
    install_libraries()
    checks = {
        "ruff": (python(), "-m", "ruff", "check", "."),
        "ruff format": (python(), "-m", "ruff", "format", "--check", "."),
    }
    beside = {"mypy": (python(), "-m", "mypy"), "import-linter": (script("lint-imports"),)}
    # Who is done takes over what waits for others: some tests last a hundred times as long as most.
    workers = ("-n", str(min(8, os.cpu_count() or 2)), "--dist", "worksteal")
    failed = [name for name, call in checks.items() if not passed(name, call)]
    # They need one processor for a minute or two, and tests often wait.
    with concurrent.futures.ThreadPoolExecutor(1) as lane:
        answers = {name: lane.submit(answer, call) for name, call in beside.items()}
        if not passed("pytest", (python(), "-m", "pytest", *workers, *pytest_arguments)):
            failed.append("pytest")
    for name, answered in answers.items():
        code, words = answered.result()
        print(f"\n== {name}\n{words}", flush=True)
        if code:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def answer(call: tuple[str, ...]) -> tuple[int, str]:
    """The exit code of a check that runs beside others, and what it said."""
    ended = subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return ended.returncode, ended.stdout.decode("utf-8", "replace")


def passed(name: str, call: tuple[str, ...]) -> bool:
    """Whether a check that talks to the terminal ended well."""
    print(f"\n== {name}", flush=True)
    return not subprocess.run(call, cwd=ROOT, check=False).returncode


def manual_pictures() -> int:
    """Pictures of the manual, in each language."""
    install(("dev",))
    install_libraries()
    return subprocess.run([python(), str(ROOT / "build_spec" / "manual_pictures.py")], check=False).returncode


def shots(rows: int) -> int:
    """Pictures of the window, to look at before it is shipped."""
    install(())
    install_libraries()
    folder = SAMPLES / "shots"
    data = sample_ledger(rows)
    for appearance in ("light", "dark"):
        for size, scale in SIZES:
            around = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": scale,
                "COMPLAINT_DESK_APPEARANCE": appearance,
            }
            copy = SAMPLES / "shots-data"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(data, copy)
            taken = [python(), str(ROOT / "build_spec" / "shots.py"), str(copy), str(folder)]
            suffix = f"{size}-{scale}-{appearance}"
            if subprocess.run([*taken, suffix, size], cwd=ROOT, env=around, check=False).returncode:
                raise CannotGoOn("The pictures could not be taken: the reason is above.")
    return 0


def check_python() -> None:
    """Say clearly if this Python cannot carry the program."""
    version = sys.version_info[:2]
    if version < (3, 11):
        raise CannotGoOn(f"Complaint Desk needs Python 3.11, 3.12 or 3.13; this is {version[0]}.{version[1]}.")
    if version >= (3, 14):
        raise CannotGoOn(
            f"This is Python {version[0]}.{version[1]}, but PySide6 6.9.3, the newest Qt that also runs on older "
            "Windows 10, exists for Python 3.11, 3.12 and 3.13 only.\n"
            "Install one of them beside it and call this script with it, for instance: python3.13 build_spec/dev.py run"
        )


# The environment


def install(extras: tuple[str, ...]) -> None:
    """Make `.venv` hold the program and what it needs, unless it does already."""
    stamp = ENVIRONMENT / f"installed{''.join('-' + extra for extra in extras)}.txt"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text("utf-8") == wanted and Path(python()).exists():
        return
    print(f"Setting up {ENVIRONMENT.name} (once; a minute or two) …", flush=True)
    make_environment()
    target = f".[{','.join(extras)}]" if extras else "."
    pip("install", *BUILD_TOOLS)
    # Without isolation the constraints hold for the build tools, too.
    pip("install", "--no-build-isolation", "--editable", target)
    stamp.write_text(wanted, "utf-8")


def fingerprint() -> str:
    """Changes whenever the environment must be set up anew."""
    content = b"".join(path.read_bytes() for path in (ROOT / "pyproject.toml", CONSTRAINTS))
    return hashlib.sha256(content + sys.version.encode() + str(ROOT).encode()).hexdigest()


def make_environment() -> None:
    """A virtual environment with pip, made anew if another Python made it."""
    made_by = ENVIRONMENT / "made-by.txt"
    if Path(python()).exists() and made_by.exists() and made_by.read_text("utf-8") == sys.version:
        return
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian parts it from Python
    except ImportError:
        apt_install([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "This Python has no ensurepip.")
    venv.EnvBuilder(with_pip=True, clear=ENVIRONMENT.exists()).create(ENVIRONMENT)
    made_by.write_text(sys.version, "utf-8")


def pip(command: str, *arguments: str) -> None:
    """Call pip of the environment under the constraints."""
    called = [
        python(), "-m", "pip", "--disable-pip-version-check", "--no-input", command, "--quiet",
        "--constraint", str(CONSTRAINTS), *arguments,
    ]  # fmt: skip
    if subprocess.run(called, cwd=ROOT, check=False).returncode:
        raise CannotGoOn("pip could not install what the program needs: its own words are above.")


def python() -> str:
    """The Python of the environment."""
    return script("python")


def script(name: str) -> str:
    """A program of the environment."""
    if sys.platform == "win32":
        return str(ENVIRONMENT / "Scripts" / f"{name}.exe")
    return str(ENVIRONMENT / "bin" / name)


# What Qt needs of a Linux system


def has_display() -> bool:
    """True where a window can open."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def install_libraries() -> None:
    """On Linux, see that Qt finds its libraries and a Chinese font; install them if this person may."""
    if sys.platform != "linux":
        return
    lacking = [package for library, package in LIBRARIES.items() if not is_there(library)]
    if not has_chinese_font():
        lacking.append(CHINESE_FONT)
    if lacking:
        apt_install(lacking, "The window needs some shared libraries that this system lacks.")


def is_there(library: str) -> bool:
    """True if the dynamic loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """True if a font of the system can write Chinese."""
    if shutil.which("fc-list"):
        told = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
        return bool(told.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages as root or by password-less sudo, else raise with the one line to type."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise CannotGoOn(f"{why} Debian calls them {' '.join(packages)}; install what your system calls them.")
    rights = rights_to_install()
    if rights is None:
        raise CannotGoOn(f"{why} Please run this line, then this script again:\n\n    sudo {line}\n")
    print(f"{why} Installing {' '.join(packages)} …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update", line):
        told = subprocess.run(
            [*rights, *command.split()], env=quietly, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if told.returncode and command == line:
            raise CannotGoOn(
                f"{told.stdout.decode(errors='replace')}\nThis failed; please run it yourself:\n\n    sudo {line}\n"
            )


def rights_to_install() -> list[str] | None:
    """What to put before a command so that root runs it; None if that takes a password."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


# The main job


def start(*arguments: str) -> int:
    """Run the program of the environment; its exit code."""
    return subprocess.run([python(), "-m", "complaint_desk", *arguments], cwd=ROOT, check=False).returncode


def start_or_stop(*arguments: str) -> None:
    """Run the program, and do not go on if it did not do it."""
    if start(*arguments):
        raise CannotGoOn(f"`complaint-desk {' '.join(arguments)}` failed: its own words are above.")


def sample_ledger(rows: int) -> Path:
    """The data folder of a ledger of fictitious complaints, filled the first time it is asked for."""
    folder = SAMPLES / f"sample-{rows}"
    if not folder.exists():
        print(f"Filling a sample ledger with {rows} fictitious complaints …", flush=True)
        half_done = SAMPLES / f"sample-{rows}.new"
        shutil.rmtree(half_done, ignore_errors=True)
        start_or_stop("--data", str(half_done), "sample", "--rows", str(rows))
        half_done.rename(folder)
    return folder


def work_without_window(rows: int) -> int:
    """Import a sample ledger as an office has it, and write its analysis workbook."""
    sheet = SAMPLES / f"sample-{rows}.xlsx"
    if not sheet.exists():
        start_or_stop("--data", str(sample_ledger(rows)), "export", "--to-file", str(sheet))
    folder = SAMPLES / f"imported-{rows}"
    start_or_stop("--data", str(folder), "import", str(sheet))
    today = dt.date.today()  # noqa: DTZ011 - a day of the calendar on the wall
    workbook = SAMPLES / f"analysis-{today}.xlsx"
    year_ago = today - dt.timedelta(365)
    start_or_stop(
        "--data", str(folder), "report", "--from", str(year_ago), "--to", str(today), "--to-file", str(workbook)
    )
    print(f"\nLedger:   {sheet}\nAnalysis: {workbook}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
