"""Loaded by every Python process that has this folder on its path: refuses each network call, and writes it down.

What is refused is what Python's audit events tell of (docs.python.org, "Audit events table"). Sockets that never leave the PC
(`AF_UNIX`) are let be. `NETWORK_WITNESS` names the file that is written to: a line for each process, and for each call.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

_ASKS = frozenset({
    "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request",
    "http.client.connect", "ftplib.connect", "smtplib.connect", "poplib.connect", "imaplib.open", "nntplib.connect",
    "telnetlib.Telnet.open", "webbrowser.open",
})  # fmt: skip
_OF_A_SOCKET = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})


def _note(line: str) -> None:
    handle = os.open(os.environ["NETWORK_WITNESS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{os.getpid()} {line}\n".encode())
    finally:
        os.close(handle)


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    calls = (
        event in _ASKS
        or (event == "socket.__new__" and arguments[1] in _FAMILIES)
        or (event in _OF_A_SOCKET and arguments[0].family in _FAMILIES)
    )
    if calls:
        _note(f"CALLED {event} {arguments[1:]!r}")
        raise PermissionError(f"no network: {event}")


if "NETWORK_WITNESS" in os.environ:
    _note(f"watched {' '.join(sys.orig_argv)!r}")
    sys.addaudithook(_look)
