"""One window for each ledger: a lock of the system's, which goes with its process however that ends.

What stands in the locked file tells others who holds it and where the one window can be called.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from complaint_desk.domain.errors import Refusal

_AT_BYTE = 1 << 30
"""Windows keeps others from reading what is locked: so the lock is on a byte behind all that is written."""
_MOST_BYTES = 4096
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a ledger: the process, the PC, the person's name and account there, and the address of the window.

    All empty as long as the holder has not said it.
    """

    process: int = 0
    host: str = ""
    person: str = ""
    account: str = ""
    address: str = ""

    @classmethod
    def here(cls, person: str, address: str = "") -> Holder:
        """This process."""
        return cls(os.getpid(), platform.node(), person, _account(person), address)

    @property
    def is_elsewhere(self) -> bool:
        """True if another PC holds it."""
        return bool(self.host) and self.host != platform.node()


class Hold:
    """A lock that this process has, until it lets go or ends."""

    def __init__(self, handle: int, path: Path) -> None:
        self.path = path
        self._handle = handle

    def tell(self, holder: Holder) -> None:
        """Write down who holds it, for those who come later."""
        text = json.dumps(asdict(holder), ensure_ascii=False).encode("utf-8", "replace")
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text)

    def release(self) -> None:
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


def lock_of(ledger: str, data: Path) -> Path:
    """The file that is locked for a ledger: beside a ledger in a file, in the data folder for one on a server.

    Args:
        ledger: path of the file, or address of the server.
        data: the data folder.
    """
    if "://" not in ledger:
        path = Path(ledger)
        return path.with_name(f"{path.name}.lock")
    return data / f"server-{hashlib.sha256(ledger.encode()).hexdigest()[:16]}.lock"


def hold(path: Path) -> Hold | Holder:
    """Take the lock, or tell who has it.

    Where the system of the disk has no locks, everybody gets it.

    Raises:
        OSError: the file cannot be made or opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    except PermissionError:
        # Somebody else's, perhaps left over: what stands in it may be read all the same.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    if _locked(handle):
        return Hold(handle, path)
    try:
        return _holder(os.pread(handle, _MOST_BYTES, 0) if hasattr(os, "pread") else os.read(handle, _MOST_BYTES))
    finally:
        os.close(handle)


def holder_of(path: Path) -> Holder | None:
    """Who holds it now, None for nobody; takes no lock for longer than the question lasts."""
    if not path.exists():
        return None
    try:
        found = hold(path)
    except OSError:
        return None
    if isinstance(found, Holder):
        return found
    found.release()
    return None


def refused_elsewhere(holder: Holder, lock: Path) -> Refusal:
    """Why a file that another desk has open is not opened here, too."""
    return Refusal("open_at_another_desk", path=str(lock).removesuffix(".lock"), person=holder.person, host=holder.host)


def _holder(text: bytes) -> Holder:
    try:
        said = json.loads(text)
        return Holder(int(said["process"]), *(str(said[name]) for name in ("host", "person", "account", "address")))
    except (ValueError, KeyError, TypeError):
        return Holder()


if sys.platform == "win32":
    import msvcrt

    def _account(person: str) -> str:
        """What tells two people at one PC apart, also if they go by one name."""
        return f"{os.environ.get('USERDOMAIN', '')}\\{person}"

    def _locked(handle: int) -> bool:
        os.lseek(handle, _AT_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno in _NO_LOCKS
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _account(_person: str) -> str:
        return str(os.getuid())

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _NO_LOCKS
        return True
