"""Where answers go: one JSON document or sentences on stdout, progress on a terminal's stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from complaint_desk.cli.tables import places
from complaint_desk.runtime.stop import Progress, no_progress

_LEAST_SECONDS_BETWEEN = 0.1


class Output:
    """The answer of one command. With `as_json` only documents reach stdout, and sentences of errors go to stderr."""

    def __init__(self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._line = _Line(self._err)

    def tell(self, document: dict[str, Any], *sentences: str) -> None:
        """Answer: the document with `--json`, else the sentences."""
        if self.as_json:
            self.document(document)
        else:
            self.say(*sentences)

    def document(self, document: dict[str, Any]) -> None:
        """One JSON document in one line, out of our hands at once."""
        print(json.dumps(document, ensure_ascii=False, allow_nan=False), file=self._out, flush=True)

    def say(self, *sentences: str) -> None:
        """Sentences on stdout, a line each."""
        for sentence in sentences:
            print(sentence, file=self._out)
        self._out.flush()

    def complain(self, *sentences: str) -> None:
        """Sentences on stderr, a line each."""
        for sentence in sentences:
            print(sentence, file=self._err)
        self._err.flush()

    @contextmanager
    def progress(self, name: str) -> Iterator[Progress]:
        """Shows how far a long deed is, on one line that is wiped at the end; nothing where stderr is no terminal."""
        if not self._err.isatty():
            yield no_progress
            return
        try:
            yield _ProgressLine(name, self._line)
        finally:
            self._line.wipe()


class _Line:
    """One line of a terminal that is written over and over, by several deeds in turn."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._width = 0

    def show(self, text: str) -> None:
        self._terminal.write("\r" + text + " " * max(0, self._width - places(text)))
        self._terminal.flush()
        self._width = places(text)

    def wipe(self) -> None:
        if self._width:
            self.show("")
            self._terminal.write("\r")
            self._terminal.flush()


class _ProgressLine:
    def __init__(self, name: str, line: _Line) -> None:
        self._name = name
        self._line = line
        self._shown_at = 0.0

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._shown_at < _LEAST_SECONDS_BETWEEN:
            return
        self._shown_at = now
        self._line.show(f"{self._name} {done:,}" + (f" / {total:,}" if total else ""))


def speak_utf8() -> None:
    """Make the three streams speak UTF-8 whatever code page Windows has; what is no text becomes an escape.

    A stream that the caller has closed (a service, `pythonw`) is the empty device.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    if reconfigure := getattr(sys.stdin, "reconfigure", None):
        reconfigure(encoding="utf-8-sig", errors="surrogateescape")
