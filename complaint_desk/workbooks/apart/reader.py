"""The reading process as the program holds it: started, asked, watched, ended."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, cast

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.workbooks.apart.confinement import START, confine
from complaint_desk.workbooks.apart.frames import read_frame, write_frame

_TICK = 0.05
_LAST_WORDS = 4_000
_QUIET = {"RUST_BACKTRACE": "0"}
"""One line of what fell says it; a hundred of them would hide it."""
_OUT_OF_MEMORY = ("MemoryError", "memory allocation of")


@dataclass(frozen=True, slots=True)
class Fall:
    """Why a reader is no more: it was `slow`, it had no more `memory`, or `reason`; `words`: the last that it said of it."""

    slow: bool
    memory: bool
    reason: str
    words: str


class ReaderFellError(Exception):
    """The reader ended before it answered; the one argument is the `Fall`."""


class Reader:
    """A process that answers questions in their turn.

    A thread beside watches over it: it ends the process when stopping is asked for, or when patience is over.
    """

    def __init__(
        self, call: tuple[list[str], dict[str, str]], memory: int, beginning: float, stop: StopSignal | None
    ) -> None:
        command, environment = call[0], {**call[1], **_QUIET}
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the program itself)
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, **START
            )
        except OSError as error:
            self._errors.close()
            raise Surroundings("cannot_start", path=command[0], reason=error.strerror or str(error)) from error
        self._questions, self._answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._job = confine(self._process, memory)
        self._stop = stop
        self._owed = 0
        self._ticks = 0
        self._patient_until: float | None = None
        self._beginning = beginning
        self._greeted = False
        self._slow = False
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._watch_over, name="reader-watch", daemon=True)
        self._watch.start()

    def ask(self, patience: float, *question: Any) -> tuple[Any, ...]:
        """The answer to a question; answers that nobody fetched are passed over. Raises `ReaderFellError`."""
        while self._owed:
            self.hear(patience)
        self.say(*question)
        return self.hear(patience)

    def say(self, *question: Any) -> None:
        """Ask, and fetch the answer later."""
        # Who is gone is met when the answer is fetched.
        with suppress(OSError):
            write_frame(self._questions, question)
        self._owed += 1

    def hear(self, patience: float) -> tuple[Any, ...]:
        """The answer to the oldest question, waited for `patience` seconds. Raises `ReaderFellError`."""
        if not self._greeted:
            self._next_frame(self._beginning)
            self._greeted = True
        answer = self._next_frame(patience)
        self._owed -= 1
        return answer

    def _next_frame(self, patience: float) -> tuple[Any, ...]:
        self._patient_until = self._ticks + patience / _TICK
        try:
            frame: tuple[Any, ...] = read_frame(self._answers)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise ReaderFellError(self.end()) from error
        finally:
            self._patient_until = None
        return frame

    def end(self) -> Fall:
        """End the process, whatever it is at, and tell what it said last."""
        self._over.set()
        with suppress(subprocess.TimeoutExpired):
            # One that fell by itself is about to be gone, and its way of going tells why.
            self._process.wait(0 if self._patient_until is None else 1)
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._questions, self._answers):
            with suppress(OSError):
                pipe.close()
        self._watch.join()
        self._job = None
        return self._fall(code)

    def _fall(self, code: int) -> Fall:
        self._errors.seek(0, 2)
        self._errors.seek(max(0, self._errors.tell() - _LAST_WORDS))
        words = self._errors.read().decode("utf-8", "replace").strip()
        self._errors.close()
        memory = any(sign in words for sign in _OUT_OF_MEMORY)
        return Fall(self._slow, memory, words.splitlines()[-1] if words else _way_of_going(code), words)

    def _watch_over(self) -> None:
        # Ticks are counted, not the clock: a PC that slept was not slow.
        while not self._over.wait(_TICK):
            self._ticks += 1
            until = self._patient_until
            self._slow = until is not None and self._ticks > until
            if self._slow or (self._stop and self._stop.requested):
                self._process.kill()
                return


def _way_of_going(code: int) -> str:
    if code < 0 and sys.platform != "win32":
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"
