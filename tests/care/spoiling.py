"""Ways in which a ledger file is spoiled, each as a deed on its bytes; the seat of a page is found by SQLite itself."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PAGE = 8192
HEADER = 100

TABLES = (
    "complaint", "journal", "step", "clock", "complaint_key", "attachment", "attachment_content", "draft", "list_entry",
    "number_sequence", "letter_sequence", "import_batch", "saved_view", "improvement", "department_feedback", "rule_version",
    "report_definition", "product_sales", "import_mapping", "ledger_fact", "alembic_version", "sqlite_sequence",
    "calendar_day", "complaint_contact", "fact_block", "day_count", "complaint_search_data",
)  # fmt: skip


@dataclass(frozen=True)
class Seats:
    """Root page of each table and index."""

    roots: dict[str, int]

    @classmethod
    def of(cls, path: Path) -> Seats:
        with closing(sqlite3.connect(path)) as connection:
            return cls(dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")))


Spoil = Callable[[bytearray, Seats], bytearray]


def _children(content: bytearray, page: int) -> list[int]:
    """The pages below an inner one."""
    start = (page - 1) * PAGE
    at = start + (HEADER if page == 1 else 0)
    if content[at] not in (2, 5):
        return []
    count = int.from_bytes(content[at + 3 : at + 5])
    places = [int.from_bytes(content[at + 12 + 2 * each :][:2]) for each in range(count)]
    found = [int.from_bytes(content[start + place :][:4]) for place in places]
    return [*found, int.from_bytes(content[at + 8 : at + 12])]


def zeroed(*pages: int) -> Spoil:
    def spoil(content: bytearray, _seats: Seats) -> bytearray:
        for page in pages:
            content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
        return content

    return spoil


def zeroed_root(table: str) -> Spoil:
    return lambda content, seats: zeroed(seats.roots[table])(content, seats)


def zeroed_leaf(table: str, at: int = 0) -> Spoil:
    def spoil(content: bytearray, seats: Seats) -> bytearray:
        root = seats.roots[table]
        below = _children(content, root) or [root]
        return zeroed(below[at % len(below)])(content, seats)

    return spoil


def scribbled(table: str, seed: int = 1) -> Spoil:
    """Noise over the middle of a page with rows."""

    def spoil(content: bytearray, seats: Seats) -> bytearray:
        root = seats.roots[table]
        below = _children(content, root) or [root]
        start = (below[len(below) // 2] - 1) * PAGE
        content[start + 512 : start + 4096] = random.Random(seed).randbytes(4096 - 512)
        return content

    return spoil


def over_header(first: int, new: bytes) -> Spoil:
    def spoil(content: bytearray, _seats: Seats) -> bytearray:
        content[first : first + len(new)] = new
        return content

    return spoil


def cut(part: float) -> Spoil:
    return lambda content, _seats: content[: int(len(content) * part)]


def with_tail(tail: bytes) -> Spoil:
    return lambda content, _seats: content + tail


def every_nth_page(step: int) -> Spoil:
    return lambda content, seats: zeroed(*range(step, len(content) // PAGE + 1, step))(content, seats)


WAYS: dict[str, Spoil] = {
    **{f"root of {name} zeroed": zeroed_root(name) for name in TABLES},
    **{
        f"a leaf of {name} zeroed": zeroed_leaf(name)
        for name in ("complaint", "journal", "step", "clock", "calendar_day")
    },
    **{f"another leaf of {name} zeroed": zeroed_leaf(name, 3) for name in ("complaint", "journal", "step", "clock")},
    **{f"noise in {name}": scribbled(name) for name in ("complaint", "journal", "step", "clock", "complaint_key")},
    "root of an index zeroed": zeroed_root("ix_complaint_facts"),
    "first page zeroed": zeroed(1),
    "first four pages zeroed": zeroed(1, 2, 3, 4),
    "header zeroed": over_header(0, bytes(HEADER)),
    "header of noise": over_header(0, random.Random(2).randbytes(HEADER)),
    "magic flipped": over_header(0, b"sqlite format 3\0"),
    "another program's magic": over_header(0, b"PK\3\4" + bytes(12)),
    "page size wrong": over_header(16, (4096).to_bytes(2)),
    "page size none": over_header(16, b"\0\0"),
    "page size twice": over_header(16, (16_384).to_bytes(2)),
    "version of the format wrong": over_header(18, b"\x09\x09"),
    "fractions wrong": over_header(21, b"\0\0\0"),
    "count of pages wrong": over_header(28, (3).to_bytes(4)),
    "free list wild": over_header(32, (99_999_999).to_bytes(4) + (7).to_bytes(4)),
    "schema format wrong": over_header(44, (99).to_bytes(4)),
    "encoding wrong": over_header(56, (9).to_bytes(4)),
    "first tree's head wrong": over_header(HEADER, b"\0"),
    "cut at nine tenths": cut(0.9),
    "cut at half": cut(0.5),
    "cut at a third": cut(0.33),
    "cut within a page": cut(0.7001),
    "cut by a few bytes": lambda content, _seats: content[:-300],
    "garbage behind": with_tail(random.Random(3).randbytes(50_000)),
    "zeros behind": with_tail(bytes(3 * PAGE)),
    "text behind": with_tail(b"<html>503</html>" * 100),
    "every seventh page zeroed": every_nth_page(7),
    "every third page zeroed": every_nth_page(3),
}
