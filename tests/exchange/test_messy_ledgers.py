"""Every ugly ledger of the shared collection: what `expected.json` says must be found is found, without any option."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files
from complaint_desk.storage import ledger_queries

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "messy"
MAKER = DATA / "make_messy.py"
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((DATA / "expected.json").read_text("utf-8")) if (DATA / "expected.json").is_file() else {}
)
FIELD_OF = {
    "投诉编号": "source_number", "投诉时间": "received_at", "投诉人姓名": "name", "联系电话": "phone", "商品名称": "subject_name",
    "价格(元)": "price", "投诉内容": "facts", "处理状态": "status", "投诉人信息/姓名": "name", "商品信息/购买日期": "purchased_on",
    "处理情况/日期": "handled_at",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not MAKER.is_file(), reason="the maker of messy ledgers is not beside this checkout")


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("messy")
    subprocess.run(
        [sys.executable, str(MAKER), "--out", str(folder)], check=True, timeout=60, stdout=subprocess.DEVNULL
    )
    return folder


def ledger(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 100)


def value_in(complaint: Complaint, column: str, words: Words) -> Any:
    """What a complaint holds of a source column, as `expected.json` writes it."""
    if column not in FIELD_OF:
        return dict(complaint.extra).get(column)
    value = getattr(complaint, FIELD_OF[column])
    if column == "处理状态":
        return words.label("status", value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    if isinstance(value, Decimal):
        return float(value)
    return None if value in ("", None) else str(value)


def is_right(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return value in wanted["any_of"] or str(value).replace("\n", "\r\n") in wanted["any_of"]
    if isinstance(wanted, (int, float)) and isinstance(value, str):
        return float(value) == wanted
    return bool(value == wanted)


def told_of(result: ImportResult, row: int) -> bool:
    return any(problem.row == row for problem in (*result.refused, *result.noted))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_messy_ledger_comes_in_whole(desk: Desk, words: Words, messy: Path, name: str) -> None:
    wanted = EXPECTED[name]
    file = messy / name
    if "refused" in wanted:
        with pytest.raises(Refusal) as refusal:
            import_files(desk, [file], words, dry_run=True)
        assert refusal.value.code in {
            "empty": ("empty_file",), "damaged": ("broken_workbook",), "password": ("encrypted_workbook",),
            "no complaint columns": ("missing_columns",),
        }[wanted["refused"]]  # fmt: skip
        return
    result = import_files(desk, [file], words)
    assert_as_expected(wanted, result, ledger(desk), words)


def assert_as_expected(
    wanted: dict[str, Any], result: ImportResult, complaints: tuple[Complaint, ...], words: Words
) -> None:
    """Counts, values, and what is told of them are those of `expected.json`; `complaints` are those that came in."""
    taken = result.registered + result.known + result.refused_rows
    assert taken == wanted["complaints"], result
    assert taken + result.passed_over == result.read
    by_number = {complaint.source_number: complaint for complaint in complaints}
    assert result.registered == len(complaints)
    for ordinal, column, value in wanted["values"]:
        complaint = by_number.get(f"TS2024{ordinal:05d}")
        if complaint is None and not any(by_number) and ordinal <= len(complaints):
            complaint = complaints[ordinal - 1]
        if complaint is None:
            assert value is None, (ordinal, column)
            assert any(problem.field == FIELD_OF[column] for problem in result.refused)
        else:
            found = value_in(complaint, column, words)
            assert is_right(found, value), (ordinal, column, found)
    if not wanted.get("null_is_no_problem"):
        first = min((problem.row for problem in (*result.refused, *result.noted)), default=2) and 1
        empty = [ordinal for ordinal, _column, value in wanted["values"] if value is None]
        assert all(told_of(result, ordinal + first) for ordinal in empty), (empty, result.noted, result.refused)
    for ordinal, column, length in wanted.get("lengths", ()):
        assert len(getattr(by_number[f"TS2024{ordinal:05d}"], FIELD_OF[column])) == length
    if "distinct" in wanted:
        assert (result.registered, result.known) == (wanted["distinct"], wanted["complaints"] - wanted["distinct"])
    if "per_sheet" in wanted:
        found_sheets = {sheet.sheet: sheet.read - sheet.passed_over for sheet in result.sheets if not sheet.why}
        assert found_sheets == wanted["per_sheet"]
    if "hidden_rows" in wanted:
        assert sum(sheet.hidden_rows or 0 for sheet in result.sheets) == wanted["hidden_rows"]
    if "warn" in wanted:
        assert {noted.row for noted in result.noted if noted.code == "mended_encoding"} == {2, 3, 4}
