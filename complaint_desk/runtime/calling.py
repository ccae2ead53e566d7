"""How a second start reaches the window that is open: a named pipe on Windows, a Unix socket elsewhere, never a network."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any

from complaint_desk.runtime.paths import APPLICATION

_HEARD = b"heard"
_SECONDS_TO_ANSWER = 3.0
_SECONDS_TO_REST = 0.05
_LONGEST = 1 << 16
_WAITING = 8


class Line:
    """Where this process can be called. Answers from the beginning; what comes before `take` waits for it."""

    def __init__(self, name: str) -> None:
        """Open it.

        Args:
            name: what the line is for; nobody else may have a line of that name open.

        Raises:
            OSError: it cannot be opened.
        """
        self.address = _address(name)
        self._listener = Listener(self.address, family=_FAMILY, backlog=_WAITING)
        self._take: Callable[[bytes], object] | None = None
        self._heard: Callable[[], object] | None = None
        self._early: list[bytes] = []
        self._resting = False
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._answer, name="line", daemon=True)
        self._thread.start()

    def take(self, message: Callable[[bytes], object]) -> None:
        """Give what comes to `message` from now on, called in a thread of the line; first what waited."""
        with self._guard:
            self._take, self._resting = message, False
            early, self._early = self._early, []
        for each in early:
            message(each)

    def wait(self, heard: Callable[[], object] | None = None) -> None:
        """Let what comes wait for the next `take`; `heard` is called in a thread of the line each time something came."""
        with self._guard:
            self._take, self._resting, self._heard = None, False, heard

    def rest(self) -> None:
        """Answer nobody until the next `take`: whoever calls tries again."""
        self._resting = True

    def close(self) -> None:
        """Answer no more; may be said again."""
        self._closing.set()
        with contextlib.suppress(OSError):
            Client(self.address, family=_FAMILY).close()
        self._thread.join(_SECONDS_TO_ANSWER)
        self._listener.close()

    def _answer(self) -> None:
        while not self._closing.is_set():
            try:
                with self._listener.accept() as caller:
                    self._hear(caller)
            except (OSError, EOFError):
                # Whoever called is gone before the end of the call; or there is no room for calls just now.
                self._closing.wait(_SECONDS_TO_REST)

    def _hear(self, caller: Any) -> None:
        if self._resting or not caller.poll(_SECONDS_TO_ANSWER):
            return
        message = caller.recv_bytes(_LONGEST)
        caller.send_bytes(_HEARD)
        with self._guard:
            if (take := self._take) is None:
                self._early.append(message)
                heard = self._heard
        if take is not None:
            take(message)
        elif heard is not None:
            heard()


def call(address: str, message: bytes) -> bool:
    """Say something on a line of another process; False if nobody hears it."""
    try:
        with Client(address, family=_FAMILY) as line:
            line.send_bytes(message)
            return line.poll(_SECONDS_TO_ANSWER) and line.recv_bytes(_LONGEST) == _HEARD
    except (OSError, EOFError):
        return False


if sys.platform == "win32":
    _FAMILY = "AF_PIPE"

    def _address(name: str) -> str:
        # A name that nobody can guess and take before.
        return rf"\\.\pipe\{APPLICATION}-{uuid.uuid4().hex}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def let_come_to_front(process: int) -> None:
        """Windows lets a program come to the front only if the one in front, just started by the person, allows it."""
        import ctypes  # noqa: PLC0415 - of Windows alone

        ctypes.windll.user32.AllowSetForegroundWindow(process)

else:
    _FAMILY = "AF_UNIX"

    def _address(name: str) -> str:
        path = _own_folder() / hashlib.sha256(name.encode()).hexdigest()[:16]
        # Left by a process that was killed: whoever opens a line holds the lock, so nobody answers there.
        path.unlink(missing_ok=True)
        return str(path)

    def let_come_to_front(process: int) -> None:
        """Other systems let the window decide."""

    def _own_folder() -> Path:
        """A folder that nobody else can look into, with a path short enough for a socket.

        Raises:
            OSError: somebody else has a folder of that name.
        """
        named = os.environ.get("XDG_RUNTIME_DIR", "")
        folder = Path(named or tempfile.gettempdir()) / f"{APPLICATION}-{os.getuid()}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise FileExistsError(folder)
        folder.chmod(0o700)
        return folder
