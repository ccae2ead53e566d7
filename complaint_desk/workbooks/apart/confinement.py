"""How much the reading process may use, and that it ends with the program."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

if sys.platform == "win32":
    import win32job

    def give_back() -> None:
        """Nothing: Windows takes what is freed by itself."""

    def confine_this(memory: int) -> None:
        """Nothing: on Windows the program confines the process from outside."""

    def confine(process: subprocess.Popen[bytes], memory: int) -> Any:
        """A job that the process belongs to; when the last handle of it is closed, Windows ends the process."""
        handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001 (there is no other way to it)
        job = win32job.CreateJobObject(None, "")
        limits = win32job.QueryInformationJobObject(job, win32job.JobObjectExtendedLimitInformation)
        limits["BasicLimitInformation"]["LimitFlags"] = (
            win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
            | win32job.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
            | win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        )
        limits["ProcessMemoryLimit"] = memory
        win32job.SetInformationJobObject(job, win32job.JobObjectExtendedLimitInformation, limits)
        win32job.AssignProcessToJobObject(job, handle)
        return job

    START: dict[str, Any] = {"creationflags": subprocess.CREATE_NO_WINDOW}
    """A program with a window shows no black one beside it, and a Ctrl-C is not heard twice."""
else:
    import ctypes
    import resource

    def give_back() -> None:
        """Give the system the memory that is free between what is not; the library of GNU keeps it until it is told."""
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

    def confine_this(memory: int) -> None:
        """Take memory from this process for good: `memory` bytes of addresses, and no image of it on the disk if it falls."""
        _usual, most = resource.getrlimit(resource.RLIMIT_AS)
        within = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (within, within))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def confine(process: subprocess.Popen[bytes], memory: int) -> Any:
        """Nothing: elsewhere the process confines itself, and ends when its standard input does."""

    START: dict[str, Any] = {}
