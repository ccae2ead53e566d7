"""The ledger without its window: searching, filtering, sorting, counting, registering, building, size."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from complaint_desk.domain.complaint import Complaint, ComplaintDraft
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.ledger import SORTABLE, Between, LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import intake, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import Built
from tests.benchmarks.scale_report import Figure, middle, milliseconds, once, p95

_NEWEST = LedgerOrder()
_DRAFT_FIELDS = tuple(field.name for field in dataclasses.fields(ComplaintDraft))
_NOT_TAKEN = frozenset({"draft_id"})
_BULK_ROWS = 100_000
_PORTION = 1_000
_PERIOD = (dt.date(2023, 5, 1), dt.date(2023, 7, 31))
WORDS = (
    "漏水",
    "蓝屏",
    "发热",
    "滴水",
    "鼓包",
    "结冰",
    "跑绒",
    "绿线",
    "异味",
    "假货",
    "破损",
    "退款",
    "质量",
    "客服",
    "合同",
)
"""Words of two characters that the fictitious complaints use, some seldom, some often."""


LIKE_SCAN = "SELECT count(*) FROM complaint WHERE " + " OR ".join(f"{name} LIKE ?1" for name in SEARCHED)
"""What a program without an index would do."""


def measure_storage(built: Built) -> list[Figure]:
    """Figures of a ledger; registering leaves two hundred more complaints in it."""
    store = Store.open(built.ledger)
    desk = Desk(store, Settings(), "-")
    plain = sqlite3.connect(built.ledger)
    try:
        figures = [_size(plain, built.ledger)]
        figures += _searches(desk, plain)
        figures += _masked_searches(desk, plain)
        figures += _filters(desk, plain)
        figures += _sorts(desk, plain)
        figures += _pages(desk, plain)
        figures += _groups(desk, plain)
        figures.append(_registering(desk, built.data))
        figures.append(_building(desk, built))
    finally:
        plain.close()
        store.close()
    return figures


def word_with_hits(desk: Desk, wanted: int) -> tuple[str, int]:
    """The word that is found nearest to so many times, and how often."""
    counts = {word: len(ledger.keys(desk, LedgerFilter(words=word), _NEWEST)) for word in WORDS}
    word = min(counts, key=lambda each: abs(counts[each] - wanted))
    return word, counts[word]


def _size(plain: sqlite3.Connection, path: Path) -> Figure:
    text = text_bytes(plain)
    return Figure("ledger file, as a multiple of its own text", path.stat().st_size / text, "×", 1, "UTF-8 text", 2.5)


def text_bytes(plain: sqlite3.Connection) -> int:
    """UTF-8 bytes of what people wrote: every stored value of complaints and the texts of their steps."""
    columns = [row[1] for row in plain.execute("PRAGMA table_info(complaint)")]
    summed = " + ".join(f"coalesce(length(CAST({name} AS BLOB)), 0)" for name in columns)
    of_complaints = plain.execute(f"SELECT sum({summed}) FROM complaint").fetchone()[0]
    of_steps = plain.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM step").fetchone()[0]
    return int(of_complaints + of_steps)


def _searches(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    total = ledger.total(desk)
    found = []
    usual, hits = word_with_hits(desk, total // 50)
    for word, name in (
        (usual, f"two characters, {hits:,} hits"),
        ("退", "one character"),
        ("客服互相", "four characters"),
    ):
        wanted = LedgerFilter(words=word)
        baseline = once(lambda w=word: plain.execute(LIKE_SCAN, (f"%{w}%",)).fetchone())  # type: ignore[misc]
        first = milliseconds(lambda w=wanted: ledger.first_rows(desk, w, _NEWEST), 10)  # type: ignore[misc]
        keys = milliseconds(lambda w=wanted: ledger.keys(desk, w, _NEWEST), 5)  # type: ignore[misc]
        found += [
            _timed(f"search, {name}: first rows", first, baseline, "LIKE scan"),
            _timed(f"search, {name}: all keys", keys, baseline, "LIKE scan"),
        ]
    return found


def _masked_searches(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    """The same for somebody who sees personal data masked: what the index finds is looked at once more."""
    auditor = dataclasses.replace(desk, rights=rights_of([Role.AUDITOR]))
    word, hits = word_with_hits(desk, ledger.total(desk) // 50)
    wanted = LedgerFilter(words=word)
    baseline = once(lambda: plain.execute(LIKE_SCAN, (f"%{word}%",)).fetchone())
    first = milliseconds(lambda: ledger.first_rows(auditor, wanted, _NEWEST), 10)
    keys = milliseconds(lambda: ledger.keys(auditor, wanted, _NEWEST), 5)
    return [
        _timed(f"search, masked, {hits:,} hits: first rows", first, baseline, "LIKE scan"),
        _timed(f"search, masked, {hits:,} hits: all keys", keys, baseline, "LIKE scan"),
    ]


def _filters(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    scan = (
        "SELECT id FROM complaint NOT INDEXED WHERE status = 'closed' AND department = ? AND received_at >="
        " unixepoch('2023-05-01') AND received_at < unixepoch('2023-08-01') ORDER BY received_at DESC LIMIT 100"
    )
    departments = ledger.values_used(desk, "department")
    baseline = once(lambda: plain.execute(scan, (departments[0],)).fetchall())
    first: list[float] = []
    for department in departments:
        for status in ("closed", "processing"):
            one_of = (("status", (status,)), ("department", (department,)))
            wanted = LedgerFilter(one_of=one_of, between=(("received_at", Between(_PERIOD[0], _PERIOD[1])),))
            first += milliseconds(lambda w=wanted: ledger.first_rows(desk, w, _NEWEST), 3)  # type: ignore[misc]
    used = once(lambda: ledger.values_used(desk, "department"))
    group_scan = once(lambda: plain.execute(f"SELECT {_grouped('department')} NOT INDEXED GROUP BY 1").fetchall())
    return [
        _timed("filter by status, period, department: first rows", first, baseline, "full scan", 150),
        _timed("departments used", [used], group_scan, "full scan"),
    ]


def _grouped(field: str) -> str:
    return f"{field}, count(*) FROM complaint"


def _sorts(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    everything = LedgerFilter()
    bare = once(lambda: plain.execute("SELECT sum(length(facts)) FROM complaint NOT INDEXED").fetchone())
    first, keys = {}, {}
    for field in sorted(SORTABLE):
        order = LedgerOrder(field, descending=False)
        first[field] = once(lambda o=order: ledger.first_rows(desk, everything, o))  # type: ignore[misc]
        keys[field] = once(lambda o=order: ledger.keys(desk, everything, o))  # type: ignore[misc]
    slowest = max(first, key=first.__getitem__)
    last = max(keys, key=keys.__getitem__)
    newest = milliseconds(lambda: ledger.keys(desk, everything, _NEWEST), 3)
    return [
        _timed("newest first: all keys", newest, bare, "bare read of the table"),
        _timed(
            f"sort by the slowest column ({slowest}): first rows",
            [first[slowest]],
            bare,
            "bare read of the table",
            2500,
        ),
        _timed(f"sort by the slowest column ({last}): all keys", [keys[last]], bare, "bare read of the table"),
        _timed("sort by any column: first rows", list(first.values()), bare, "bare read of the table", 2500),
    ]


def _pages(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    keys = ledger.keys(desk, LedgerFilter(), _NEWEST)
    chance = random.Random(1)
    places = [chance.randrange(max(1, len(keys) - 100)) for _ in range(50)]
    taken = [once(lambda at=place: ledger.rows(desk, keys[at : at + 100])) for place in places]  # type: ignore[misc]
    skip = "SELECT * FROM complaint ORDER BY received_at DESC, id DESC LIMIT 100 OFFSET ?"
    skipped = [once(lambda at=place: plain.execute(skip, (at,)).fetchall()) for place in places[:10]]  # type: ignore[misc]
    return [_timed("a page of 100 rows anywhere", taken, middle(skipped), "OFFSET")]


def _groups(desk: Desk, plain: sqlite3.Connection) -> list[Figure]:
    found = []
    for field in ("nature", "department", "status"):
        scan = once(lambda f=field: plain.execute(f"SELECT {_grouped(f)} NOT INDEXED GROUP BY 1").fetchall())  # type: ignore[misc]
        taken = milliseconds(lambda f=field: ledger.values_used(desk, f), 3)  # type: ignore[misc]
        found.append(_timed(f"counts by {field} of the whole ledger", taken, scan, "full scan"))
    return found


def _registering(desk: Desk, folder: Path, times: int = 200) -> Figure:
    draft = _drafts(desk, 1)[0]
    # The line that comes second shall not be known already.
    fresh = [dataclasses.replace(draft, source_number="", received_at=draft.received_at) for _ in range(times)]
    syncs = _syncs(folder, times)
    waiting = iter(fresh)
    taken = [once(lambda: intake.register(desk, next(waiting))) for _ in range(times)]
    return _timed("register one complaint, durable", taken, p95(syncs), "write and sync of 4 KiB", 20 + p95(syncs))


def _syncs(folder: Path, times: int) -> list[float]:
    with tempfile.NamedTemporaryFile(dir=folder) as file:

        def sync() -> None:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return [once(sync) for _ in range(times)]


def _building(desk: Desk, built: Built) -> Figure:
    drafts = _drafts(desk, _BULK_ROWS)
    signature = Signature("-", dt.datetime.now(SHANGHAI).replace(microsecond=0))
    with tempfile.TemporaryDirectory(dir=built.data) as folder:
        store = Store.open(Path(folder) / "ledger.db")
        started = time.perf_counter()
        with (
            store.writing() as connection,
            OpenBatch(connection, signature, Settings().number_pattern, ["bulk"]) as batch,
        ):
            for start in range(0, len(drafts), _PORTION):
                batch.add(new_complaints(drafts[start : start + _PORTION]))
        taken = time.perf_counter() - started
        store.close()
        bare = _bare_insert(Path(folder) / "bare.db", drafts)
    return Figure(
        "building from nothing, with index and journal", len(drafts) / taken, "rows/s", len(drafts) / bare,
        "bare INSERT of the same texts", 5_000, more_is_better=True,
    )  # fmt: skip


def _bare_insert(path: Path, drafts: Sequence[ComplaintDraft]) -> float:
    rows = [(draft.name, draft.phone, draft.subject_name, draft.facts, draft.outcome_text) for draft in drafts]
    bare = sqlite3.connect(path)
    bare.execute("CREATE TABLE complaint (name, phone, subject_name, facts, outcome_text)")
    started = time.perf_counter()
    bare.executemany("INSERT INTO complaint VALUES (?, ?, ?, ?, ?)", rows)
    bare.commit()
    taken = time.perf_counter() - started
    bare.close()
    return taken


def _drafts(desk: Desk, count: int) -> list[ComplaintDraft]:
    """Complaints of the ledger as if they had just been typed."""
    keys = ledger.keys(desk, LedgerFilter(), LedgerOrder("received_at", descending=False))[:count]
    return [_draft(each) for each in ledger.rows(desk, keys)]


def _draft(complaint: Complaint) -> ComplaintDraft:
    names = [name for name in _DRAFT_FIELDS if name not in _NOT_TAKEN]
    return ComplaintDraft(**{name: getattr(complaint, name) for name in names if hasattr(complaint, name)})


def _timed(what: str, taken: Sequence[float], baseline: float, of: str, target: float | None = None) -> Figure:
    return Figure(what, round(p95(taken), 2), "ms", round(baseline, 2), of, target, median=middle(taken))
