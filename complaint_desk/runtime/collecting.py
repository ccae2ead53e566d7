"""When Python looks for values that hold each other: not among thousands of fresh rows, and in a window's thread alone."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_by_hand = False


@contextmanager
def without_collections() -> Iterator[None]:
    """Let no collection begin, in any thread, while rows are made: looking through them takes a quarter of the time.

    For portions: what other threads drop meanwhile waits for the end. Scopes may overlap.
    """
    global _inside  # noqa: PLW0603 - the collector is one for the whole program
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not (_inside or _by_hand):
                gc.enable()


@contextmanager
def collections_by_hand() -> Iterator[None]:
    """While it lasts, only `collect_due` collects.

    A collection destroys what it finds in the thread in which it happens to begin. Widgets must be destroyed in the thread
    that made them (Qt, "Threads and QObjects"), or the program may crash. A scope within another changes nothing.
    """
    global _by_hand  # noqa: PLW0603 - the collector is one for the whole program
    with _lock:
        is_inner, _by_hand = _by_hand, True
        gc.disable()
    if is_inner:
        yield
        return
    # What is loaded stays: looking through it each time would hold up the window.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        with _lock:
            _by_hand = False
            if not _inside:
                gc.enable()


def collect_due() -> None:
    """Collect in this thread what the interpreter would have collected by now; nothing while rows are made."""
    if _inside:
        return
    thresholds = gc.get_threshold()
    due = [age for age, count in enumerate(gc.get_count()) if 0 < thresholds[age] < count]
    if due:
        gc.collect(max(due))
