"""A report or export is stopped at any moment, at once, and leaves nothing: neither a file nor half of one."""

from __future__ import annotations

import gc
import io
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Comparison
from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import export_ledger
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.finishing import finish, save
from tests.analysis.ledgers import add_own_classes, any_draft, fill
from tests.workbooks.test_analysis_workbook import YEAR

ALL = tuple(field.name for field in FIELDS)
REQUEST = AnalysisRequest(YEAR, comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR))
LONGEST = 0.3
"""Seconds from the wish to stop to the end of all work, product contract, part 4."""

Deed = Callable[[Desk, Path, Words, StopSignal], object]


def report(desk: Desk, path: Path, words: Words, stop: StopSignal) -> object:
    return analysis.report(desk, REQUEST, analysis.SHEETS, path, words, stop)


def export(desk: Desk, path: Path, words: Words, stop: StopSignal) -> object:
    return export_ledger(desk, LedgerFilter(), LedgerOrder(), ALL, path, words, stop=stop)


DEEDS = [(report, "a.xlsx"), (export, "a.xlsx"), (export, "a.csv")]


class CountedLooks(StopSignal):
    """Asks for stopping at its look number `asks_at`; keeps the processor's longest work between two looks."""

    def __init__(self, asks_at: int | None = None) -> None:
        super().__init__()
        self.looks = 0
        self.longest = 0.0
        self._asks_at = asks_at
        self._last = time.thread_time()

    @property
    def requested(self) -> bool:
        self._look()
        return super().requested

    def heed(self) -> None:
        self._look()
        super().heed()

    def _look(self) -> None:
        self.looks += 1
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        if self._asks_at is not None and self.looks >= self._asks_at:
            self.request()


@pytest.fixture
def full_desk(store: Store, desk: Desk) -> Desk:
    add_own_classes(store)
    chance = random.Random(17)
    fill(store, [any_draft(chance, 400) for _ in range(1_500)], chance)
    return desk


def files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.startswith(("ledger.db", "drafts"))}


@pytest.mark.parametrize(("deed", "name"), DEEDS)
def test_at_any_look_it_stops_and_leaves_what_was_there(
    full_desk: Desk, words: Words, tmp_path: Path, deed: Deed, name: str
) -> None:
    whole, path = CountedLooks(), tmp_path / name
    deed(full_desk, path, words, whole)
    stopped = 0
    for moment in {1, *random.Random(3).sample(range(1, whole.looks + 1), min(16, whole.looks))}:
        path.write_bytes(b"before")
        stop = CountedLooks(moment)
        try:
            deed(full_desk, path, words, stop)
        except Stopped:
            stopped += 1
            assert path.read_bytes() == b"before"
        else:
            # SQLite's steps between two looks are not the same each time, so the last of them may not come.
            assert stop.looks < moment
        assert files(tmp_path) == {name}
    assert stopped > 1


@pytest.mark.parametrize(("deed", "name"), DEEDS)
def test_it_looks_often_enough(full_desk: Desk, words: Words, tmp_path: Path, deed: Deed, name: str) -> None:
    looked = CountedLooks()
    deed(full_desk, tmp_path / name, words, looked)
    looked.heed()
    assert looked.longest < LONGEST


@pytest.mark.parametrize(("deed", "name"), DEEDS)
def test_it_does_not_wait_for_another_program_that_writes(
    full_desk: Desk, words: Words, tmp_path: Path, deed: Deed, name: str
) -> None:
    stop, ended = StopSignal(), threading.Event()
    outcome: list[str] = []

    def run() -> None:
        try:
            deed(full_desk, tmp_path / name, words, stop)
        except Stopped:
            outcome.append("stopped")
        ended.set()

    other = Store.open(tmp_path / "ledger.db")
    with other.writing():
        worker = threading.Thread(target=run)
        worker.start()
        # All is written once the file holds what it will hold: from then on the deed waits for the other program.
        assert not ended.wait(2.0)
        stop.request()
        assert ended.wait(5.0)
    worker.join()
    other.close()
    assert outcome == ["stopped"]
    assert files(tmp_path) == set()


@pytest.mark.parametrize("room", [0, 1_000, 20_000, 60_000])
@pytest.mark.parametrize(("deed", "name"), DEEDS)
def test_a_disk_that_runs_full_is_named_and_nothing_is_left(
    full_desk: Desk, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: Deed, name: str, room: int
) -> None:
    opened = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, mode="r", **more: _Limited(path, room) if mode == "wb" else opened(path, mode, **more),
    )
    with pytest.raises(Surroundings) as caught:
        deed(full_desk, tmp_path / name, words, StopSignal())
    assert (caught.value.code, caught.value.details["path"]) == ("disk_full", str(tmp_path / name))
    # What still waits for its end says so then, and fails the test.
    gc.collect()
    assert files(tmp_path) == set()


class _Limited(io.FileIO):
    def __init__(self, path: Path, room: int) -> None:
        super().__init__(path, "w")
        self._room = room

    def write(self, content) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return super().write(content)


def test_a_workbook_without_rows_to_stream_is_stopped_too() -> None:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    stop = StopSignal()
    save(book, saved, stop)
    stop.request()
    with pytest.raises(Stopped):
        finish(saved, io.BytesIO(), {}, {}, stop)
    with pytest.raises(Stopped):
        save(book, io.BytesIO(), stop)
