"""A cable between a desk and its server that can be cut at a chosen moment."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Cable:
    """Carries every connection on `port` to a server; without TLS, since it looks at what goes by."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._cut = False
        self._lose: bytes | None = None
        self._deliver = True
        threading.Thread(target=self._accept, daemon=True).start()

    def lose(self, word: bytes, *, delivered: bool, for_good: bool = False) -> None:
        """Cut all connections when a desk sends `word`: after the server has answered it, or before it hears it."""
        self._lose, self._deliver, self._for_good = word, delivered, for_good

    def cut(self) -> None:
        """Cut every connection and let none come about."""
        self._cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._cut = False

    def close(self) -> None:
        self.cut()
        self._listening.close()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._cut:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._server))
                self._ends += [near, far]
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
                threading.Thread(target=self._bring, args=(far, near), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while sent := near.recv(65_536):
                if self._lose is not None and self._lose in sent:
                    self._lose = None
                    self._strike(sent, near, far)
                    return
                far.sendall(sent)
            far.shutdown(socket.SHUT_WR)

    def _strike(self, sent: bytes, near: socket.socket, far: socket.socket) -> None:
        # Before the desk hears of it: it asks anew at once.
        if self._for_good:
            self._cut = True
        # Whoever brings the answer finds the near end shut.
        near.shutdown(socket.SHUT_RDWR)
        if self._deliver:
            far.sendall(sent)
            far.shutdown(socket.SHUT_WR)
        else:
            far.shutdown(socket.SHUT_RDWR)

    def _bring(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while answer := far.recv(65_536):
                near.sendall(answer)
            near.shutdown(socket.SHUT_WR)
