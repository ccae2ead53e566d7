"""The first start of a ledger's window holds it; a second one hands over what it was asked, and the first comes to the front."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.runtime.calling import Line, call, let_come_to_front
from complaint_desk.runtime.holding import Hold, Holder, hold, refused_elsewhere

log = logging.getLogger(__name__)

_SECONDS_TO_BEGIN_OR_END = 15.0
"""So long a window may take to begin answering, or to let the ledger go after it was closed."""
_SECONDS_BETWEEN = 0.05


class OneWindow:
    """The right to show the one window, and the line on which others call; None where none can be had."""

    def __init__(self, held: Hold | None, line: Line | None) -> None:
        self._held = held
        self.line = line

    def end(self) -> None:
        """Let the next one begin; may be said again."""
        if self.line is not None:
            self.line.close()
        if self._held is not None:
            self._held.release()
        self.line = self._held = None


@contextmanager
def one_window(lock: Path, person: str, message: bytes) -> Iterator[OneWindow | None]:
    """The right to show the window while it lasts; None if one is open, which has heard `message` and comes to the front.

    Args:
        lock: see `holding.lock_of`.
        person: who sits here.
        message: what the open window shall do.

    Raises:
        Refusal: `open_for_another_person` at this PC, `open_at_another_desk`.
        Surroundings: `silent_window`: one is open and does not answer.
    """
    try:
        held = _held_or_told(lock, message, Holder.here(person))
    except OSError as error:
        # The ledger's folder cannot be written: opening the ledger says it better.
        log.info("no lock of the window: %s", error.strerror)
        yield OneWindow(None, None)
        return
    if held is None:
        yield None
        return
    mine = OneWindow(held, _line(lock))
    held.tell(Holder.here(person, mine.line.address if mine.line else ""))
    try:
        yield mine
    finally:
        mine.end()


def _held_or_told(lock: Path, message: bytes, here: Holder) -> Hold | None:
    until = time.monotonic() + _SECONDS_TO_BEGIN_OR_END
    while True:
        found = hold(lock)
        if isinstance(found, Hold):
            return found
        if found.is_elsewhere:
            raise refused_elsewhere(found, lock)
        if found.account and found.account != here.account:
            raise Refusal("open_for_another_person", person=found.person)
        if found.address:
            let_come_to_front(found.process)
            if call(found.address, message):
                return None
        if time.monotonic() > until:
            raise Surroundings("silent_window", process=found.process)
        time.sleep(_SECONDS_BETWEEN)


def _line(lock: Path) -> Line | None:
    try:
        return Line(str(lock.resolve()))
    except OSError as error:
        log.warning("second starts cannot call this window: %s", error.strerror)
        return None
