"""Fifty ledgers of random dirt and two hundred of spoiled bytes: every row is accounted for, every value is right."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage import ledger_queries
from tests.exchange.dirty_ledgers import FORMATS, dirty_ledger
from tests.exchange.files import row, write_csv
from tests.exchange.spoiling import spoiled_files

_PORTION = 25
_OF_THE_READER = {"reader_fell", "reading_too_slow"}


def values_of(complaint: Complaint) -> dict[str, Any]:
    values = {
        name: getattr(complaint, name)
        for name in ("name", "phone", "subject_name", "price", "nature", "facts", "extra")
    }
    return {"received_at": complaint.received_at.date(), **values}


def adds_up(result: ImportResult) -> bool:
    return result.read == result.registered + result.known + result.refused_rows + result.passed_over


@pytest.mark.parametrize("seed", range(50))
def test_a_dirty_ledger_is_accounted_for_row_by_row(desk: Desk, words: Words, tmp_path: Path, seed: int) -> None:
    made = dirty_ledger(tmp_path, seed)
    result = import_files(desk, [made.path], words)
    counted = (result.registered, result.known, result.refused_rows, result.passed_over, result.read)
    assert counted == (made.registered, made.known, made.refused, made.passed, made.read), result.refused
    with desk.store.reading() as connection:
        found = ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 200)
    assert {complaint.source_number: values_of(complaint) for complaint in found} == made.values
    again = import_files(desk, [made.path], words)
    assert (again.registered, again.known) == (0, made.registered + made.known)


@pytest.mark.parametrize("seed", range(200 // _PORTION))
def test_spoiled_files_are_read_or_refused_and_no_row_is_lost(
    desk: Desk, words: Words, tmp_path: Path, seed: int
) -> None:
    files = [str(path) for path in spoiled_files(tmp_path, seed, _PORTION)]
    seen = preview(desk, [tmp_path], words)
    result = import_files(desk, [tmp_path], words, dry_run=True)
    assert adds_up(result)
    assert {sheet.file for sheet in result.sheets} == set(files)
    assert not {sheet.why for sheet in result.sheets} & _OF_THE_READER
    assert {file.path for file in seen.files} == set(files)
    assert not {file.refusal.code for file in seen.files if file.refusal} & _OF_THE_READER


def test_the_same_seed_makes_the_same_ledger(tmp_path: Path) -> None:
    for seed in range(len(FORMATS)):
        first, second = (dirty_ledger(tmp_path, seed) for _ in range(2))
        assert dataclasses.asdict(first) == dataclasses.asdict(second)


def test_rows_before_the_place_where_a_file_breaks_are_accounted_for(desk: Desk, words: Words, tmp_path: Path) -> None:
    write_csv(tmp_path / "good.csv", [row("G1")])
    file = write_csv(
        tmp_path / "half.csv",
        [row(f"H{n}", 联系电话=f"1640000{n:04d}") for n in range(1_250)] + [row("R", 投诉事实="")],
    )
    with file.open("a", encoding="utf-8") as end:
        end.write('"开着的引号,1\n')
    result = import_files(desk, [tmp_path], words)
    assert adds_up(result)
    assert (result.registered, result.refused_rows, result.refused_file) == (
        1_251,
        1,
        str(tmp_path / "half-refused.xlsx"),
    )
    half = [sheet for sheet in result.sheets if sheet.file == str(file)]
    with desk.store.reading() as connection:
        assert ledger_queries.count(connection, LedgerFilter()) == result.registered
    assert [sheet.why for sheet in half if sheet.why] == ["broken_text"]
