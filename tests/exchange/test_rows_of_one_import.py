"""Rows of one import that tell of the same, or nearly the same, are told side by side and go the way that somebody chooses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.reports import ImportResult, KnownRow
from complaint_desk.i18n.words import Words
from complaint_desk.services import care
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview, undo_import
from complaint_desk.storage import key_holders
from complaint_desk.workbooks.apart import opening
from tests.exchange.files import HEADER, row, write_csv
from tests.exchange.test_known_rows import exported
from tests.exchange.test_similar_rows import AGAIN, OTHER, SAME_DAY, SAME_NAME, SAME_PHONE, STORY, ledger

FIRST = row("A1", 投诉事实=STORY, 价格="")
LATER = row("", 投诉时间="2026-06-01", 投诉人="", 商品="洗衣机", 投诉事实=AGAIN)
SKIP, FILL, REPLACE = (SheetChoices(similar=way) for way in (KnownWay.SKIP, KnownWay.FILL, KnownWay.REPLACE))


@pytest.fixture(params=[50_000, 0], ids=["few", "many"])
def how_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are held otherwise than many, of which portions of two stand here for those of a thousand."""
    monkeypatch.setattr(key_holders, "_FEW", request.param)
    monkeypatch.setattr(opening, "_FIRST_PORTION", 2)
    monkeypatch.setattr(opening, "_PORTION", 2)


def sums(result: ImportResult) -> tuple[int, ...]:
    assert result.read == result.registered + result.known + result.refused_rows + result.passed_over
    return result.registered, result.known, result.changed, len(result.similar)


@pytest.mark.usefixtures("how_many")
@pytest.mark.parametrize("told", [SAME_PHONE, SAME_NAME, SAME_DAY], ids=["phone", "name", "day and subject"])
def test_a_story_told_again_in_the_file_comes_in_and_stands_beside_the_first(
    desk: Desk, words: Words, tmp_path: Path, told: list[str]
) -> None:
    between = [row(f"B{at}", 联系电话=f"1640000{at}", 投诉人=f"王{at}", 投诉事实=OTHER) for at in range(1111, 1114)]
    file = write_csv(tmp_path / "a.csv", [FIRST, *between, told])
    seen = preview(desk, [file], words)
    first, *_others, again = seen.sheets[0].rows
    assert (again.similar, again.known, again.there, again.earlier) == (
        True, False, first.draft, RowPlace(str(file), "", 2),
    )  # fmt: skip
    assert seen.count("similar") == 1
    result = import_files(desk, [file], words)
    assert sums(result) == (5, 0, 0, 1)
    assert result.similar == (
        KnownRow(str(file), "", 6, "", "both", similar=True, earlier=RowPlace(str(file), "", 2)),
    )  # fmt: skip


@pytest.mark.parametrize("told", [
    row("", 投诉时间="2026-06-01", 投诉事实=OTHER),
    row("", 投诉时间="2026-06-01", 投诉事实=STORY[:12]),
    row("", 投诉时间="2026-06-01", 联系电话="16400009999", 投诉事实=AGAIN),
    row("", 投诉时间="2026-05-07", 联系电话="", 投诉人="匿名", 投诉事实=AGAIN),
], ids=["another story", "a few words", "another telephone", "nobody on another day"])  # fmt: skip
def test_what_is_not_nearly_the_same_is_not_told_of(desk: Desk, words: Words, tmp_path: Path, told: list[str]) -> None:
    result = import_files(desk, [write_csv(tmp_path / "a.csv", [FIRST, told])], words)
    assert sums(result) == (2, 0, 0, 0)


@pytest.mark.usefixtures("how_many")
def test_similar_rows_are_found_across_sheets_and_files(desk: Desk, words: Words, tmp_path: Path) -> None:
    book = Workbook()
    for name, told in (("五月", FIRST), ("六月", SAME_PHONE)):
        page: Any = book.create_sheet(name)
        page.append(HEADER)
        page.append(told)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "a.xlsx")
    text = write_csv(tmp_path / "b.csv", [SAME_NAME])
    result = import_files(desk, [tmp_path / "a.xlsx", text], words)
    assert [each.earlier for each in result.similar] == [
        RowPlace(str(tmp_path / "a.xlsx"), "五月", 2), RowPlace(str(tmp_path / "a.xlsx"), "五月", 2),
    ]  # fmt: skip


@pytest.mark.usefixtures("how_many")
@pytest.mark.parametrize(
    ("choices", "expected", "facts", "name"),
    [(SKIP, (1, 1, 0, 1), STORY, "张三"), (FILL, (1, 1, 1, 1), STORY, "张三"), (REPLACE, (1, 1, 1, 1), AGAIN, "张三")],
)
def test_a_similar_row_is_left_or_goes_into_the_first_where_somebody_says_so(
    desk: Desk, words: Words, tmp_path: Path, choices: SheetChoices, expected: tuple[int, ...], facts: str, name: str
) -> None:
    file = write_csv(tmp_path / "a.csv", [FIRST, LATER])
    dry = import_files(desk, [file], words, choices=choices, dry_run=True)
    assert sums(dry) == expected
    assert dry.known_rows == dry.similar
    assert ledger(desk) == ()
    empty = exported(desk, words, tmp_path / "before.csv")
    result = import_files(desk, [file], words, choices=choices)
    assert (sums(result), result.similar) == (expected, dry.similar)
    (only,) = ledger(desk)
    assert (only.facts, only.name) == (facts, name)
    assert (only.price is None) is (choices is SKIP)
    assert care.verify(desk).ok
    assert result.batch is not None
    undo_import(desk, result.batch)
    assert exported(desk, words, tmp_path / "after.csv") == empty


def test_an_import_that_went_into_its_own_rows_stays_where_a_later_one_did(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    first = import_files(desk, [write_csv(tmp_path / "a.csv", [FIRST, LATER])], words, choices=FILL)
    later = write_csv(tmp_path / "b.csv", [row("A1", 投诉事实=STORY, 投诉人="李四")])
    import_files(desk, [later], words, choices=SheetChoices(known=KnownWay.REPLACE))
    assert first.batch is not None
    with pytest.raises(Exception, match="batch_changed"):
        undo_import(desk, first.batch)
    assert ledger(desk)[0].name == "李四"


@pytest.mark.usefixtures("how_many")
def test_a_row_that_stands_twice_fills_the_first_where_somebody_says_so(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", [row("A1", 价格=""), row("A2", 联系电话="16400009999"), row("A1")])
    assert preview(desk, [file], words).sheets[0].rows[2].earlier == RowPlace(str(file), "", 2)
    assert sums(import_files(desk, [file], words, choices=SheetChoices(known=KnownWay.FILL))) == (2, 1, 1, 0)
    assert str(ledger(desk)[0].price) == "1299.00"


def test_a_report_is_never_found_by_who_reported(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("来件类型", "投诉时间", "投诉人", "联系电话", "商品名称", "投诉性质", "投诉事实")
    days = {"2026-05-06": "举报", "2026-05-08": "投诉", "2026-05-09": "举报"}
    lines = [[kind, day, "张三", "16400001234", "洗衣机", "质量", STORY] for day, kind in days.items()]
    assert import_files(desk, [write_csv(tmp_path / "a.csv", lines, header)], words).similar == ()


def test_a_name_that_many_rows_share_tells_nobody(desk: Desk, words: Words, tmp_path: Path) -> None:
    lines = [row(f"C{at}", 投诉事实=STORY) for at in range(60)]
    told = import_files(desk, [write_csv(tmp_path / "a.csv", lines)], words).similar
    assert [each.row for each in told] == list(range(3, 53))
