"""Foreign files are read in a process of their own: what it does to itself is a sentence, and it is gone at the end."""

from __future__ import annotations

import datetime as dt
import io
import os
import pickle
import select
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.errors import Refusal, Stopped, Surroundings
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.known_rows import marks_of
from complaint_desk.domain.foreign.understood_row import CellProblem
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.itself import READ_APART, call_of_itself
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage import lists
from complaint_desk.workbooks.apart import opening
from complaint_desk.workbooks.apart.frames import read_frame, write_frame
from complaint_desk.workbooks.apart.opening import Call, Limits, reading_apart, understanding_apart
from complaint_desk.workbooks.apart.process import LONGEST_TEXT
from complaint_desk.workbooks.foreign_files import open_file
from complaint_desk.workbooks.understanding import Basis, Understanding
from tests.conftest import NOW
from tests.exchange.files import row, write_csv, write_xlsx

_GREETING = io.BytesIO()
write_frame(_GREETING, ("ready",))
_HANGS = f"""
import sys, threading
sys.stdout.buffer.write({_GREETING.getvalue()!r})
sys.stdout.flush()
threading.Event().wait()
"""


@pytest.fixture(autouse=True)
def _lasting() -> None:
    """Here each import has one of its own."""


def calling(script: str, *arguments: object) -> Call:
    return lambda *_: ([sys.executable, "-c", script, *map(str, arguments)], dict(os.environ))


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_read_apart_is_what_is_read_here(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 5, 6, 9, 30)
    files = [
        write_xlsx(tmp_path / "a.xlsx", [row(f"A{n}", 投诉时间=moment, 价格=n / 3) for n in range(2_500)]),
        write_csv(tmp_path / "b.csv", [row(f"B{n}", 投诉人="=1+1") for n in range(150)], encoding="gb18030"),
    ]
    with reading_apart() as open_apart:
        for path in files:
            here, apart = open_file(path), open_apart(path)
            assert (here.kind, here.encoding, here.delimiter) == (apart.kind, apart.encoding, apart.delimiter)
            for one, other in zip(here.sheets, apart.sheets, strict=True):
                assert [(n, list(cells)) for n, cells in one.rows] == [(n, list(cells)) for n, cells in other.rows]
                assert (one.name, one.count, one.visible) == (other.name, other.count, other.visible)


def test_what_is_understood_apart_is_what_is_understood_here(desk: Desk, words: Words, tmp_path: Path) -> None:
    moment = dt.datetime(2026, 5, 6, 9, 30)
    odd = {"投诉人": "=1+1", "类别": "没有的词", "价格": "约500", "处理状态": "已办结", "投诉事实": "长" * 40_000}
    rows = [row(f"A{n}", 投诉时间=moment, 价格=n / 4) for n in range(1_500)]
    rows += [row("B1", **odd), row("B2", 投诉时间="某天"), ["合计", "12"], ["经办人：王"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    with desk.store.reading() as connection:
        basis = Basis.of(words, lists.codes(connection), SheetChoices(year=2026), desk.clock(), counts_only=False)
    here = Understanding(basis).of(next(open_file(path).sheets))
    with understanding_apart(basis) as apart:
        there = apart.of(next(apart.open_file(path).sheets))
        assert here is not None
        assert there is not None
        assert (there.header, there.values, there.missing) == (here.header.texts, here.mapping.values, here.missing)
        portions = list(there.portions)
    numbers = [each for rows in portions for each in (*(number for number, _why, _text in rows.passed), *rows.numbers)]
    assert sorted(numbers) == list(range(2, len(rows) + 2))
    whys = {number: why for rows in portions for number, why, _text in rows.passed}
    carried = {number: (rows, at) for rows in portions for at, number in enumerate(rows.numbers)}
    for number, cells in here.rows:
        if (why := here.judge.passes(cells)) is not None:
            assert whys[number] == why
            continue
        read = here.reader.read(cells)
        there_read, at = carried[number]
        assert there_read.draft(at) == read.draft
        assert there_read.new_complaints([at]) == new_complaints([read.draft], [read.steps]).chosen([0])
        assert there_read.row_marks()[at] == marks_of(read.draft, read.number)
        assert [CellProblem(*problem) for problem in there_read.refused.get(at, ())] == list(read.refused)
        assert [CellProblem(*problem) for problem in there_read.noted.get(at, ())] == list(read.noted)
        assert list(there_read.cells.get(at, ())) == (list(cells) if read.refused else [])
    assert portions[0].draft(0).received_at.tzinfo is SHANGHAI
    assert any(rows.refused for rows in portions)
    assert any(rows.noted for rows in portions)
    assert set(whys.values()) == {"total", "note"}


def test_a_sheet_that_says_nothing_means_nothing_apart(desk: Desk, words: Words, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["", ""], ["", ""]], header=["", ""])
    with understanding_apart(Basis.of(words, {}, SheetChoices(), desk.clock())) as apart:
        assert apart.of(next(apart.open_file(path).sheets)) is None


def test_rows_that_nobody_wants_are_left_and_the_next_sheet_is_right(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", [row(f"A{n}") for n in range(5_000)])
    second = write_csv(tmp_path / "b.csv", [row("B1")])
    with reading_apart() as open_apart:
        for _ in range(3):
            rows = next(open_apart(first).sheets).rows
            assert [next(rows)[0] for _ in range(150)] == list(range(1, 151))
        sheet = next(open_apart(second).sheets)
        assert [cells[0] for _number, cells in sheet.rows][1:] == ["B1"]
        sheets = open_apart(second).sheets
        sheet = next(sheets)
        assert next(sheets, None) is None
        with pytest.raises(RuntimeError, match="another sheet"):
            next(sheet.rows)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import os; os.abort()", "SIGABRT"),
        ("import sys; sys.exit(7)", "exit 7"),
        ("import sys; sys.stdout.write('no frame'); sys.exit(0)", "exit 0"),
        ("raise ZeroDivisionError('by itself')", "ZeroDivisionError: by itself"),
    ],
)
def test_a_reader_that_falls_is_a_sentence_and_the_next_file_has_another(
    tmp_path: Path, words: Words, expect_log: list[str], script: str, reason: str
) -> None:
    expect_log.append(r"the reader of files fell")
    good = write_csv(tmp_path / "good.csv", [row()])
    calls = iter([calling(script), call_of_itself])

    def call(*given: str) -> tuple[list[str], dict[str, str]]:
        return next(calls)(*given)

    with reading_apart(call=call) as open_apart:
        with pytest.raises(Refusal, match="reader_fell") as fallen:
            open_apart(tmp_path / "bad.xlsx")
        sheet = next(open_apart(good).sheets)
        assert len(list(sheet.rows)) == 2
    sentence = error_sentence(fallen.value, words)
    assert "bad.xlsx" in sentence
    assert reason in sentence


def test_a_reader_that_hangs_is_ended(tmp_path: Path, words: Words) -> None:
    pid = tmp_path / "pid"
    script = f"import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())){_HANGS}"
    limits = Limits(seconds=0.2)
    with (
        reading_apart(limits=limits, call=calling(script, pid)) as open_apart,
        pytest.raises(Refusal, match="reading_too_slow") as slow,
    ):
        open_apart(tmp_path / "a.xlsx")
    assert not is_there(int(pid.read_text()))
    assert "a.xlsx" in error_sentence(slow.value, words)


def test_stopping_ends_the_reader_whatever_it_does(tmp_path: Path) -> None:
    stop = StopSignal()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        stop.request()

    with reading_apart(stop, call=calling(_HANGS)) as open_apart:
        threading.Timer(0.3, ask).start()
        with pytest.raises(Stopped):
            open_apart(tmp_path / "a.xlsx")
    assert time.monotonic() - asked[0] < 3  # some 60 ms where nobody else works


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path, words: Words) -> None:
    with (
        pytest.raises(Surroundings, match="cannot_start") as refused,
        reading_apart(call=lambda *_: ([str(tmp_path / "none.exe")], {})),
    ):
        pass
    assert "none.exe" in error_sentence(refused.value, words)


def test_memory_is_bounded_and_the_next_file_is_read(tmp_path: Path, words: Words) -> None:
    line = b"<row>" + b"<c><v>1</v></c>" * 400 + b"</row>"
    good = write_xlsx(tmp_path / "good.xlsx", [row()])
    large = tmp_path / "large.xlsx"
    with zipfile.ZipFile(good) as package, zipfile.ZipFile(large, "w", zipfile.ZIP_STORED) as made:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", line * 10_000 + b"</sheetData>")
            made.writestr(name, content)
    with reading_apart(limits=Limits(memory=300 * 1024**2)) as open_apart:
        with pytest.raises(Refusal, match="needs_too_much_memory") as refused:
            [list(sheet.rows) for sheet in open_apart(large).sheets]
        sheet = next(open_apart(good).sheets)
        assert len(list(sheet.rows)) == 2
    assert "large.xlsx" in error_sentence(refused.value, words)


def test_a_text_longer_than_any_cell_is_refused_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.html.xls"
    file.write_text(f"<table><tr><td>甲</td></tr><tr><td>{'长' * (LONGEST_TEXT + 1)}</td></tr></table>")
    with reading_apart() as open_apart, pytest.raises(Refusal, match="cell_too_large") as refused:
        [list(sheet.rows) for sheet in open_apart(file).sheets]
    assert refused.value.details == {"file": str(file), "line": 2, "limit": LONGEST_TEXT}


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when somebody else's process is gone")
@pytest.mark.parametrize("busy", [False, True])
def test_a_program_that_is_killed_leaves_no_reader_behind(tmp_path: Path, *, busy: bool) -> None:
    ledger = write_csv(tmp_path / "a.csv", [row(f"A{n}") for n in range(20_000)])
    script = f"""
import os, pathlib, subprocess
from complaint_desk.workbooks.apart import opening, reader
begin = subprocess.Popen
def told(*given, **named):
    process = begin(*given, **named)
    print(process.pid, flush=True)
    return process
reader.subprocess.Popen = told
with opening.reading_apart() as open_apart:
    sheet = next(open_apart(pathlib.Path({str(ledger)!r})).sheets)
    rows = sheet.rows
    if {busy}:
        next(rows)
    print("reading", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        reader = os.pidfd_open(int(program.stdout.readline()))
        try:
            assert program.stdout.readline() == "reading\n"
            program.kill()
            assert select.select([reader], [], [], 30)[0], "the reader is still there"
        finally:
            os.close(reader)


def test_nothing_but_plain_values_comes_over() -> None:
    cells = ["甲", 1.5, None, True, dt.datetime(2026, 1, 2), dt.date(2026, 1, 2), dt.time(1)]
    values = (NOW, NOW.astimezone(dt.UTC), Decimal("1.20"), PartialDate(2026, 5), Status.CLOSED)
    plain = ("rows", [(1, cells), (2, values)], False)
    stream = io.BytesIO()
    write_frame(stream, plain)
    stream.seek(0)
    assert read_frame(stream) == plain
    for evil in (os.system, Path("x"), Refusal("x"), getattr):
        stream = io.BytesIO()
        write_frame(stream, evil)
        stream.seek(0)
        with pytest.raises(pickle.UnpicklingError):
            read_frame(stream)


def test_the_process_is_the_program_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command, environment = call_of_itself(READ_APART, "0")
    (tmp_path / "csv.py").write_text("raise SystemExit('a stranger')")
    (tmp_path / "complaint_desk").mkdir()
    told = subprocess.run(
        [*command[:-3], "complaint_desk", "--version"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert b"stranger" not in told.stdout + told.stderr
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert call_of_itself(READ_APART, "0")[0] == [sys.executable, READ_APART, "0"]


def test_import_and_preview_read_apart(
    desk: Desk, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: list[str]
) -> None:
    expect_log.append(r"the reader of files fell")
    folder = tmp_path / "folder"
    folder.mkdir()
    write_csv(folder / "1.csv", [row("A1")])
    write_csv(folder / "2.csv", [row("A2", 联系电话="16400005678")])
    calls: list[Sequence[Any]] = []

    def call(*given: str) -> tuple[list[str], dict[str, str]]:
        calls.append(given)
        return (calling("import os; os.abort()") if len(calls) % 2 else call_of_itself)(*given)

    monkeypatch.setattr(opening, "call_of_itself", call)
    seen = preview(desk, [folder], words)
    assert [file.refusal.code if file.refusal else "" for file in seen.files] == ["reader_fell", ""]
    result = import_files(desk, [folder], words)
    assert [(sheet.why, sheet.registered) for sheet in result.sheets] == [("reader_fell", 0), ("", 1)]
