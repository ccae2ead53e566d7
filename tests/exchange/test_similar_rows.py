"""Rows that tell nearly what a complaint there tells come in as their own, are told of, and go another way when somebody says so."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.reports import KnownRow
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview, undo_import
from complaint_desk.storage import ledger_queries
from tests.exchange.files import row, write_csv

STORY = "本人于五月初在官方旗舰店购买了一台滚筒洗衣机，使用三天后脱水时剧烈抖动并移位，报修两次，维修人员迟迟不上门。"
AGAIN = "再次反映：" + STORY.replace("本人", "我").replace("，", ",", 1) + "至今未解决！"
OTHER = "客服答复七个工作日内回电，至今没有消息；多次协商无果，只同意补偿优惠券，实在令人气愤，希望贵司正视问题。"


@pytest.fixture
def there(desk: Desk, words: Words, tmp_path: Path) -> Desk:
    """A ledger of one complaint."""
    import_files(desk, [write_csv(tmp_path / "there.csv", [THERE])], words)
    return desk


def ledger(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 100)


THERE = row("A1", 投诉事实=STORY)
SAME_PHONE = row("", 投诉时间="2026-06-01", 投诉人="", 商品="洗衣机", 投诉事实=AGAIN)
SAME_NAME = row("", 投诉时间="2026-06-01", 联系电话="", 商品="洗衣机", 投诉事实=AGAIN)
SAME_DAY = row("", 投诉时间="2026-05-06", 联系电话="", 投诉人="匿名", 投诉事实=AGAIN)


@pytest.mark.parametrize("told", [SAME_PHONE, SAME_NAME, SAME_DAY], ids=["phone", "name", "day and subject"])
def test_a_story_told_again_comes_in_and_is_told_of(there: Desk, words: Words, tmp_path: Path, told: list[str]) -> None:
    file = write_csv(tmp_path / "b.csv", [told])
    (seen,) = preview(there, [file], words).sheets[0].rows
    assert (seen.similar, seen.known, seen.there) == (True, False, ledger(there)[0])
    result = import_files(there, [file], words)
    assert (result.registered, result.known) == (1, 0)
    assert result.similar == (KnownRow(str(file), "", 2, "TS2026000001", "both", similar=True),)
    assert result.known_rows == ()


@pytest.mark.parametrize("told", [
    row("", 投诉时间="2026-06-01", 商品="洗衣机", 投诉事实=OTHER),
    row("", 投诉时间="2026-06-01", 商品="洗衣机", 投诉事实=STORY[:12]),
    row("", 投诉时间="2026-06-01", 投诉人="李四", 联系电话="16400009999", 投诉事实=AGAIN),
    row("", 投诉时间="2026-06-01", 联系电话="16400009999", 投诉事实=AGAIN),
    row("", 投诉时间="2026-05-07", 联系电话="", 投诉人="匿名", 投诉事实=AGAIN),
    row("", 投诉时间="2026-06-01", 投诉事实=STORY * 3),
], ids=["another story", "a few words", "somebody else", "another telephone", "nobody on another day", "much more"])  # fmt: skip
def test_what_is_not_nearly_the_same_is_not_told_of(there: Desk, words: Words, tmp_path: Path, told: list[str]) -> None:
    result = import_files(there, [write_csv(tmp_path / "b.csv", [told])], words)
    assert (result.registered, result.known, result.similar) == (1, 0, ())


def test_similar_rows_are_left_fill_or_replace_where_somebody_says_so(
    there: Desk, words: Words, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "b.csv", [SAME_PHONE])
    left = import_files(there, [file], words, choices=SheetChoices(similar=KnownWay.SKIP))
    assert (left.registered, left.known, left.changed, left.similar[0].way) == (0, 1, 0, "skip")
    replaced = import_files(there, [file], words, choices=SheetChoices(similar=KnownWay.REPLACE))
    assert (replaced.registered, replaced.known, replaced.changed) == (0, 1, 1)
    assert (ledger(there)[0].facts, ledger(there)[0].name) == (AGAIN, "张三")
    assert replaced.batch is not None
    undo_import(there, replaced.batch)
    assert ledger(there)[0].facts == STORY


def test_what_is_decided_of_known_rows_says_nothing_of_similar_ones(there: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "b.csv", [SAME_PHONE, row("A1", 投诉人="王五")])
    result = import_files(there, [file], words, choices=SheetChoices(known=KnownWay.REPLACE))
    assert (result.registered, result.known, result.changed) == (1, 1, 1)
    assert [complaint.name for complaint in ledger(there)] == ["王五", ""]


def test_one_similar_row_goes_its_own_way(there: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "b.csv", [SAME_PHONE, SAME_NAME])
    choices = SheetChoices(known_rows={(str(file), "", 3): KnownWay.SKIP})
    result = import_files(there, [file], words, choices=choices)
    assert (result.registered, result.known) == (1, 1)
    assert [known.way for known in result.similar] == ["both", "skip"]
    dry = import_files(there, [file], words, choices=dataclasses.replace(choices, known=KnownWay.FILL), dry_run=True)
    # Now the first of them is there itself, by the same telephone, subject and day.
    assert [(known.row, known.number, known.way, known.similar) for known in dry.known_rows] == [
        (2, "TS2026000002", "fill", False), (3, "TS2026000001", "skip", True),
    ]  # fmt: skip


def test_a_report_is_never_found_by_who_reported(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("来件类型", "投诉时间", "投诉人", "联系电话", "商品名称", "投诉性质", "投诉事实")
    lines = [[kind, "2026-05-06", "张三", "16400001234", "洗衣机", "质量", STORY] for kind in ("举报", "投诉")]
    lines[1][1] = "2026-05-08"
    import_files(desk, [write_csv(tmp_path / "a.csv", lines[:1], header)], words)
    assert ledger(desk)[0].kind == "report"
    assert import_files(desk, [write_csv(tmp_path / "b.csv", lines[1:], header)], words).similar == ()
