"""Rows that the ledger has are left, fill gaps, replace, or come in beside; undoing the import takes back what they changed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.reports import ImportResult
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.i18n.words import Words
from complaint_desk.services import care
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import export_ledger, import_files, undo_import
from complaint_desk.storage import complaints, journal, ledger_queries
from tests.exchange.files import HEADER, row, write_csv

FILL, REPLACE, BOTH = (SheetChoices(known=way) for way in (KnownWay.FILL, KnownWay.REPLACE, KnownWay.BOTH))
WIDER = (*HEADER, "天气")


@pytest.fixture
def there(desk: Desk, words: Words, tmp_path: Path) -> Desk:
    """A ledger of two complaints; the first says neither who complained nor the price."""
    first = row("A1", 投诉人="", 价格="")
    import_files(desk, [write_csv(tmp_path / "there.csv", [first, row("A2", 联系电话="16400009999")])], words)
    return desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The same two, told anew, and a third."""
    rows = [
        [*row("A1", 投诉人="李四", 价格="99", 商品="岚星洗衣机X"), "晴"],
        [*row("A2", 联系电话="16400009999"), ""],
        [*row("A3", 联系电话="16400008888"), "雨"],
    ]
    return write_csv(tmp_path / "again.csv", rows, WIDER)


def ledger(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 100)


def exported(desk: Desk, words: Words, path: Path) -> bytes:
    names = tuple(field.name for field in FIELDS)
    export_ledger(desk, LedgerFilter(), LedgerOrder(), names, path, words)
    return path.read_bytes()


def sums(result: ImportResult) -> tuple[int, ...]:
    assert result.read == result.registered + result.known + result.refused_rows + result.passed_over
    return result.read, result.registered, result.known, result.changed


def test_known_rows_are_left_unless_somebody_decides(there: Desk, words: Words, file: Path) -> None:
    before = ledger(there)
    assert sums(import_files(there, [file], words)) == (3, 1, 2, 0)
    assert ledger(there)[:2] == before


def test_gaps_are_filled_and_what_is_said_stays(there: Desk, words: Words, file: Path) -> None:
    assert sums(import_files(there, [file], words, choices=FILL)) == (3, 1, 2, 1)
    first = ledger(there)[0]
    assert (first.name, str(first.price), first.subject_name) == ("李四", "99.00", "岚星洗衣机")
    assert dict(first.extra) == {"天气": "晴"}
    assert care.verify(there).ok


def test_what_a_row_says_otherwise_replaces_what_was_there(there: Desk, words: Words, file: Path) -> None:
    assert sums(import_files(there, [file], words, choices=REPLACE)) == (3, 1, 2, 1)
    assert ledger(there)[0].subject_name == "岚星洗衣机X"
    assert ledger(there)[0].status == "registered"


@pytest.mark.parametrize(
    ("choices", "originals"), [(FILL, {"price": "约500"}), (REPLACE, {"price": "约500", "amount": "面议"})]
)
def test_what_a_row_says_and_cannot_be_read_is_kept_and_told(
    there: Desk, words: Words, tmp_path: Path, choices: SheetChoices, originals: dict[str, str]
) -> None:
    header = (*HEADER, "涉案金额")
    import_files(
        there, [write_csv(tmp_path / "amount.csv", [[*row("A1", 价格=""), "88"]], header)], words, choices=FILL
    )
    unread = write_csv(tmp_path / "unread.csv", [[*row("A1", 投诉人="", 价格="约500"), "面议"]], header)
    dry = import_files(there, [unread], words, choices=choices, dry_run=True)
    result = import_files(there, [unread], words, choices=choices)
    assert {(each.row, each.field, each.value) for each in result.noted} == {
        (2, "price", "约500"),
        (2, "amount", "面议"),
    }
    assert (dry.noted, sums(dry)) == (result.noted, (1, 0, 1, 1))
    assert dict(ledger(there)[0].original_values) == originals
    assert care.verify(there).ok
    assert result.batch is not None
    undo_import(there, result.batch)
    assert ledger(there)[0].original_values == ()


def test_both_are_kept_side_by_side(there: Desk, words: Words, file: Path) -> None:
    assert sums(import_files(there, [file], words, choices=BOTH)) == (3, 3, 0, 0)
    assert [complaint.source_number for complaint in ledger(there)] == ["A1", "A2", "A1", "A2", "A3"]


def test_a_single_row_goes_its_own_way(there: Desk, words: Words, file: Path) -> None:
    choices = dataclasses.replace(
        FILL, known_rows={(str(file), "", 2): KnownWay.SKIP, (str(file), "", 3): KnownWay.BOTH}
    )
    assert sums(import_files(there, [file], words, choices=choices)) == (3, 2, 1, 0)
    assert ledger(there)[0].name == ""


@pytest.mark.parametrize("choices", [FILL, REPLACE, BOTH])
def test_undoing_the_import_gives_the_ledger_back_as_it_was(
    there: Desk, words: Words, file: Path, tmp_path: Path, choices: SheetChoices
) -> None:
    before = exported(there, words, tmp_path / "before.csv")
    result = import_files(there, [file], words, choices=choices)
    assert exported(there, words, tmp_path / "between.csv") != before
    assert result.batch is not None
    undo_import(there, result.batch)
    assert exported(there, words, tmp_path / "after.csv") == before
    assert care.verify(there).ok
    with there.store.reading() as connection:
        deeds = [entry.deed for entry in journal.entries_of(connection, ledger(there)[0].id)]
    assert deeds == (["registered"] if choices is BOTH else ["registered", "import_changed", "undone"])


def test_an_import_stays_where_somebody_worked_on_what_it_changed(there: Desk, words: Words, file: Path) -> None:
    batch = import_files(there, [file], words, choices=FILL).batch
    assert batch is not None
    with there.store.writing() as connection:
        current = complaints.must_read(connection, ledger(there)[0].id)
        complaints.write_changes(
            connection, journal.Signature("李", there.clock()), "edited", current, {"brand": "岚星"}
        )
    with pytest.raises(Refusal, match="batch_changed") as refusal:
        undo_import(there, batch)
    assert refusal.value.details["numbers"] == ("TS2026000001",)
    assert len(ledger(there)) == 3


def test_an_import_that_only_changes_is_a_batch_and_can_be_undone(there: Desk, words: Words, tmp_path: Path) -> None:
    only = write_csv(tmp_path / "only.csv", [row("A1", 投诉人="李四")])
    dry = import_files(there, [only], words, choices=FILL, dry_run=True)
    assert (sums(dry), dry.batch, ledger(there)[0].name) == ((1, 0, 1, 1), None, "")
    result = import_files(there, [only], words, choices=FILL)
    assert sums(result) == (1, 0, 1, 1)
    assert result.batch is not None
    assert ledger(there)[0].name == "李四"
    undo_import(there, result.batch)
    assert ledger(there)[0].name == ""


def test_what_would_make_a_complaint_impossible_is_left(there: Desk, words: Words, tmp_path: Path) -> None:
    header = (*HEADER, "购买时间")
    later = write_csv(tmp_path / "later.csv", [[*row("A1", 投诉人="李四"), "2026-10-01"]], header)
    import_files(there, [later], words, choices=FILL)
    first = ledger(there)[0]
    assert (first.name, first.purchased_on) == ("李四", None)


def test_a_number_of_the_ledger_with_another_story_comes_in_and_is_told_once(
    there: Desk, words: Words, tmp_path: Path
) -> None:
    long = row("B1", 投诉事实="洗衣机脱水时剧烈抖动，维修三次仍未修好。")
    import_files(there, [write_csv(tmp_path / "long.csv", [long])], words)
    other = row(
        "B1",
        联系电话="16400005555",
        投诉人="王五",
        商品="餐饮服务",
        投诉事实="服务员把热汤打翻在孩子身上，经理拒绝陪同就医。",
    )
    file = write_csv(tmp_path / "other.csv", [other])
    first, second = (import_files(there, [file], words) for _time in range(2))
    assert [(each.row, each.field, each.code, each.value) for each in first.noted] == [
        (2, "source_number", "number_taken", "B1")
    ]
    assert [(result.registered, result.known) for result in (first, second)] == [(1, 0), (0, 1)]
    assert second.noted == ()


@pytest.mark.parametrize("personal", [PersonalData.MASKED, PersonalData.REMOVED])
def test_a_masked_export_masks_nothing_that_stands_here(
    there: Desk, words: Words, tmp_path: Path, personal: PersonalData
) -> None:
    before = ledger(there)
    names = tuple(field.name for field in FIELDS)
    shared = tmp_path / "shared.csv"
    export_ledger(there, LedgerFilter(), LedgerOrder(), names, shared, words, personal=personal)
    shared.write_text(
        shared.read_text("utf-8-sig").replace("脱水时剧烈抖动。", "脱水时剧烈抖动，已停用。"), "utf-8-sig"
    )
    for choices in (FILL, REPLACE):
        assert sums(import_files(there, [shared], words, choices=choices))[:3] == (2, 0, 2)
    after = ledger(there)
    assert [each.facts for each in after] == ["脱水时剧烈抖动，已停用。"] * 2
    for told in ("name", "phone", "source_number", "subject_name"):
        assert [getattr(each, told) for each in after] == [getattr(each, told) for each in before]
