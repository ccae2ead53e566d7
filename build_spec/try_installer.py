"""Tries a Windows installer as IT would: silently installed, used, upgraded, taken off, and each refusal by its exit code.

    python build_spec/try_installer.py NEW-setup.exe OLD-setup.exe LEDGER.xlsx [--pictures FOLDER] [--rig]

On Windows it works on the PC itself (use one that may be spoiled: it installs, and takes off what is installed); elsewhere
in the rig (README.md). Each step is said with its seconds; the first that fails ends it with exit code 1.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from freezing import rig

KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ComplaintDesk"
SETTLED_SECONDS = 5
LONGEST = 900


class Failed(Exception):
    """What was otherwise than it must be."""


@dataclass(frozen=True)
class Machine:
    """A Windows on which programs are run: this one, or the rig, there as the user of that name."""

    in_rig: bool
    user: str

    def run(self, *arguments: str | Path, expected: int = 0) -> str:
        """Run a Windows program to its end and give what it printed."""
        done = subprocess.run(
            [*self._winrun(), *map(str, arguments)], capture_output=True, encoding="utf-8", errors="replace",
            env=self._environment(), timeout=LONGEST, check=False,
        )  # fmt: skip
        if done.returncode != expected:
            raise Failed(f"{arguments} ended with {done.returncode}, not {expected}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def run_mutely(self, *arguments: str | Path, expected: int = 0) -> None:
        """The same for one that prints nothing: what it leaves running would hold its output open."""
        call = [*self._winrun(), *map(str, arguments)]
        code = subprocess.run(
            call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self._environment(), timeout=LONGEST, check=False,
        ).returncode  # fmt: skip
        if code != expected:
            raise Failed(f"{arguments} ended with {code}, not {expected}")

    def begin(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a Windows program and leave it running; its standard input is open."""
        return subprocess.Popen(
            [*self._winrun(), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self._environment(),
        )

    def settle(self) -> None:
        """Until what programs left running has ended: an uninstaller goes on from a copy of itself."""
        if self.in_rig:
            subprocess.run([*self._winrun(), "--wait"], env=self._environment(), timeout=LONGEST, check=True)

    def home(self) -> Path:
        """The user's folder, as this process sees it."""
        return rig.RIG / "prefix" / "drive_c" / "users" / self.user if self.in_rig else Path.home()

    def seen(self, windows_path: str) -> Path:
        """A path on drive C as this process sees it."""
        return self.home().parents[1] / windows_path[3:].replace("\\", "/") if self.in_rig else Path(windows_path)

    def await_window(self) -> None:
        """Until the program's window is shown."""
        if not self.in_rig:
            _wait_until(
                lambda: "投诉台账" in self.run("tasklist", "/v", "/fi", "imagename eq ComplaintDesk.exe"), "a window"
            )
            return
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "投诉台账"]
        subprocess.run(search, env=self._on_screen(), stdout=subprocess.DEVNULL, timeout=LONGEST, check=True)

    def photograph(self, picture: Path) -> None:
        """The whole screen; only in the rig, whose screen is nobody's."""
        if self.in_rig:
            # What the window asks of its lanes is painted once they answered.
            time.sleep(SETTLED_SECONDS)
            subprocess.run(["import", "-window", "root", picture], env=self._on_screen(), check=True)

    def _on_screen(self) -> dict[str, str]:
        call = [*self._winrun(), "--display"]
        display = subprocess.run(call, env=self._environment(), capture_output=True, text=True, check=True)
        return {**os.environ, "DISPLAY": display.stdout.strip()}

    def _winrun(self) -> list[str]:
        return [rig.command("winrun")] if self.in_rig else []

    def _environment(self) -> dict[str, str]:
        if not self.in_rig:
            return dict(os.environ)
        return {**rig.environment(), "WINDOWS_RIG_QPA": "windows", "USER": self.user, "USERNAME": self.user}


@dataclass(frozen=True)
class Trial:
    """One run through the life of an installation."""

    machine: Machine
    new: Path
    old: Path
    ledger: Path
    workplace: Path
    pictures: Path | None
    folder: str = ""

    def run(self) -> None:
        """Every step, in the order in which an office lives through them."""
        for step in (
            self.install_old, self.check_both, self.import_and_report, self.show_window, self.refuse_while_running,
            self.upgrade, self.refuse_downgrade, self.refuse_wrong_option, self.uninstall,
        ):  # fmt: skip
            began = time.perf_counter()
            step()
            print(f"{time.perf_counter() - began:7.1f} s  {step.__name__.replace('_', ' ')}", flush=True)

    @property
    def _installed(self) -> Path:
        named = self.machine.seen(self.folder) if self.folder else None
        return named or self.machine.home() / "AppData" / "Local" / "Programs" / "ComplaintDesk"

    @property
    def _data(self) -> Path:
        return self.machine.home() / "AppData" / "Local" / "ComplaintDesk"

    def install_old(self) -> None:
        self._set_up(self.old)
        for program in ("ComplaintDesk.exe", "complaint-desk.exe", "uninstall.exe"):
            _demand((self._installed / program).is_file(), f"{program} in {self._installed}")
        self.machine.run("reg", "query", KEY, "/v", "DisplayName")

    def check_both(self) -> None:
        told = json.loads(self._ask("self-check"))
        _demand(told["ok"], json.dumps(told, ensure_ascii=False))
        self.machine.run_mutely(self._installed / "ComplaintDesk.exe", "self-check")

    def import_and_report(self) -> None:
        told = json.loads(self._ask("import", self.ledger))
        _demand(told["registered"] > 0 and told["registered"] == self._count(), json.dumps(told, ensure_ascii=False))
        report = self.workplace / "report.xlsx"
        self._ask("report", "--from", "2020-01-01", "--to", "2026-12-31", "--to-file", report)
        _demand(report.stat().st_size > 0, "a report")
        _demand(json.loads(self._ask("verify"))["ok"], "a sound ledger")

    def show_window(self) -> None:
        running = self.machine.begin(self._installed / "ComplaintDesk.exe")
        self.machine.await_window()
        if self.pictures:
            self.machine.photograph(self.pictures / f"{self.machine.user}.png")
        _demand(running.poll() is None, "a window that stays open")
        # Asks the window to close, and goes on once it has.
        self._set_up(self.old, "/CLOSE")
        running.wait(LONGEST)

    def refuse_while_running(self) -> None:
        running = self.machine.begin(self._installed / "complaint-desk.exe", "register", "--json")
        if running.stdin is None or running.stdout is None:
            raise Failed("wanted: pipes")
        try:
            running.stdin.write(json.dumps(_COMPLAINT).encode() + b"\n")
            running.stdin.flush()
            _demand("number" in json.loads(running.stdout.readline()), "a registered complaint")
            self._set_up(self.new, expected=_RUNNING)
        finally:
            running.communicate()

    def upgrade(self) -> None:
        held = self._count()
        lingering = self._installed / "_internal" / "of-the-old-version.txt"
        lingering.write_text("-", "utf-8")
        self._set_up(self.new)
        _demand(not lingering.exists(), "nothing of the old version")
        _demand(self._count() == held, "the same complaints after the upgrade")

    def refuse_downgrade(self) -> None:
        self._set_up(self.old, expected=_NEWER_INSTALLED)
        self._ask("where")

    def refuse_wrong_option(self) -> None:
        self._set_up(self.new, "/ALLUSER", expected=_WRONG_OPTION)

    def uninstall(self) -> None:
        kept = _contents(self._data)
        self.machine.run_mutely(self._installed / "uninstall.exe", "/S")
        self.machine.settle()
        _wait_until(lambda: not self._installed.exists(), f"{self._installed} is gone")
        self.machine.run("reg", "query", KEY, expected=1)
        _demand(not list(self.machine.home().rglob("投诉台账.lnk")), "no shortcut")
        _demand(_contents(self._data) == kept, "the data as they were")

    def _set_up(self, installer: Path, *options: str, expected: int = 0) -> None:
        # Without quotes, spaces and all, as NSIS wants it.
        place = f"/D={self.folder}".split(" ") if self.folder else []
        self.machine.run_mutely(installer, "/S", *options, *place, expected=expected)

    def _ask(self, *arguments: str | Path) -> str:
        return self.machine.run(self._installed / "complaint-desk.exe", *arguments, "--json")

    def _count(self) -> int:
        return int(json.loads(self._ask("find", "--limit", "1"))["count"])


# Exit codes of the installer, see README.md.
_NEWER_INSTALLED, _RUNNING, _WRONG_OPTION = 3, 4, 7
_COMPLAINT = {
    "received_at": "2026-11-02T09:30:00+08:00", "channel": "phone", "name": "张三", "phone": "13800001234",
    "subject_name": "电热水壶", "category": "electronics", "nature": "quality", "facts": "漏水，要求退款。",
}  # fmt: skip


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _demand(given: object, wanted: str) -> None:
    if not given:
        raise Failed(f"wanted: {wanted}")


def _wait_until(is_so: Callable[[], bool], wanted: str) -> None:
    end = time.monotonic() + 120
    while not is_so():
        _demand(time.monotonic() < end, wanted)
        time.sleep(0.5)


def main() -> int:
    """All trials; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("new", type=Path)
    parser.add_argument("old", type=Path)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--rig", action="store_true")
    asked = parser.parse_args()
    user = getpass.getuser()
    trials = [(user, ""), ("张三" if asked.rig else user, r"C:\投诉台账 程序")]
    for name, folder in trials:
        print(f"{name}, {folder or 'the usual folder'}", flush=True)
        with tempfile.TemporaryDirectory() as workplace:
            machine = Machine(asked.rig, name)
            try:
                Trial(
                    machine, asked.new.resolve(), asked.old.resolve(), asked.ledger.resolve(), Path(workplace),
                    asked.pictures, folder,
                ).run()  # fmt: skip
            except Failed as failure:
                print(failure, file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
