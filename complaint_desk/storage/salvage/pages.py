"""The pages of a ledger file as they stand, with those that its write-ahead log has over them; never written to."""

from __future__ import annotations

import contextlib
import mmap
from collections.abc import Iterator
from pathlib import Path

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100
INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
_KINDS = frozenset((INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE))
_SIZES = (512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536)
_LOOKED_AT = 4 << 20
"""Bytes of a file by which its page size is told."""
_LOG_MAGIC = (0x377F0682, 0x377F0683)
_LOG_HEADER, _FRAME_HEADER = 32, 24
_MOST_FRAGMENTS = 60


class Pages:
    """`page(1)` is the first one; a page that is not there, or is cut short, is empty."""

    def __init__(self, content: mmap.mmap | bytes, size: int, log: bytes = b"") -> None:
        self._content = content
        self.size = size
        self._log = log
        self._over, told = _committed(log, size)
        self.count = max(len(content) // size, told)

    def page(self, number: int) -> bytes:
        if at := self._over.get(number):
            return self._log[at : at + self.size]
        start = (number - 1) * self.size
        found = self._content[start : start + self.size] if 0 < number <= self.count else b""
        return found if len(found) == self.size else b""

    @property
    def in_log(self) -> int:
        """How many pages the write-ahead log has over those of the file."""
        return len(self._over)


def page_header(page: bytes, number: int) -> tuple[int, int, tuple[int, ...]] | None:
    """Kind, right-most child (0 for a leaf) and cell places of a page of a tree; None if it is none."""
    at = HEADER_BYTES if number == 1 else 0
    if len(page) < at + 12 or page[at] not in _KINDS:
        return None
    kind = page[at]
    inner = kind in (INNER_INDEX, INNER_TABLE)
    cells = int.from_bytes(page[at + 3 : at + 5])
    content = int.from_bytes(page[at + 5 : at + 7]) or 65_536
    first = at + (12 if inner else 8)
    behind = first + 2 * cells
    if behind > len(page) or not behind <= content <= len(page) or page[at + 7] > _MOST_FRAGMENTS:
        return None
    places = tuple(int.from_bytes(page[each : each + 2]) for each in range(first, behind, 2))
    # A spoiled pointer loses its own cell, not the page.
    return kind, int.from_bytes(page[at + 8 : at + 12]) if inner else 0, places


@contextlib.contextmanager
def opened_pages(path: Path) -> Iterator[Pages]:
    """The pages of a file, for as long as it is looked at.

    Raises:
        OSError: the file cannot be read.
    """
    log_file = path.with_name(path.name + "-wal")
    log = log_file.read_bytes() if log_file.exists() else b""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield Pages(b"", _page_size_told(log) or _SIZES[4], log)
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield Pages(content, _page_size(content, log), log)


def _page_size(content: mmap.mmap, log: bytes) -> int:
    """The size by which most of the file's beginning reads as pages; its header may lie."""
    if told := _page_size_told(log):
        return told
    sample = content[:_LOOKED_AT]

    def pages_that_fit(size: int) -> int:
        starts = range(0, len(sample) - size + 1, size)
        return sum(
            sum(places := found[2] or (0,)) > 0 and max(places) < size
            for start in starts
            if (found := page_header(sample[start : start + size], start // size + 1)) is not None
        )

    return max(_SIZES, key=lambda size: (pages_that_fit(size), size == _SIZES[4]))


def _page_size_told(log: bytes) -> int:
    if len(log) < _LOG_HEADER or int.from_bytes(log[:4]) not in _LOG_MAGIC:
        return 0
    size = int.from_bytes(log[8:12])
    return size if size in _SIZES else 0


def _committed(log: bytes, size: int) -> tuple[dict[int, int], int]:
    """Where in the log the newest copy of each page stands that a finished transaction left, and the pages of the file then.

    Frames belong to the log by their salt. Checksums are not asked: behind a spoiled frame others are as good as before.
    """
    if len(log) < _LOG_HEADER or _page_size_told(log) != size:
        return {}, 0
    salt = log[16:24]
    found: dict[int, int] = {}
    pending: dict[int, int] = {}
    count = 0
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        if log[start + 8 : start + 16] != salt:
            break
        pending[int.from_bytes(log[start : start + 4])] = start + _FRAME_HEADER
        if told := int.from_bytes(log[start + 4 : start + 8]):
            count = told
            found |= pending
            pending.clear()
    return found, count
