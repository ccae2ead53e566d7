"""A ledger filter in words."""

import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n.filters import filter_parts, filter_text
from complaint_desk.i18n.words import Words


def test_no_condition_is_no_text(words: Words) -> None:
    assert filter_text(LedgerFilter(), words) == ""
    assert filter_text(LedgerFilter(words="  "), words) == ""


def test_each_condition_is_one_part(words: Words) -> None:
    wanted = LedgerFilter(
        words="退款 客服",
        one_of=(("nature", ("quality", "")), ("department", ("质量部",)), ("category", ("goods",))),
        ids=(1, 2, 3),
        between=(
            ("received_at", Between(dt.date(2026, 10, 1), dt.date(2026, 10, 31))),
            ("closed_at", Between(high=dt.date(2026, 11, 5))),
        ),
    )
    parts = filter_parts(wanted, words)
    assert len(parts) == 7
    assert all(word in parts[0] for word in ("退款", "客服"))
    assert parts[1] == "投诉时间：2026-10-01 至 2026-10-31"
    assert parts[2].startswith("办结时间：")
    assert parts[2].count("2026") == 1
    assert parts[3] == "投诉性质：质量、（未填写）"
    assert parts[4] == "责任部门：质量部"
    assert parts[5] == "类别：商品"
    assert "3" in parts[6]


def test_open_complaints_and_one_day_have_short_words(words: Words) -> None:
    day = dt.date(2026, 10, 1)
    wanted = LedgerFilter(one_of=(("status", tuple(OPEN)),), between=(("received_at", Between(day, day)),))
    assert filter_parts(wanted, words) == ("投诉时间：2026-10-01", "未办结")


def test_no_ids_are_said_too(words: Words) -> None:
    assert "0" in filter_text(LedgerFilter(ids=()), words)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (LedgerFilter().with_range("price", Decimal(100), Decimal(1500)), "价格(元)：100.00 至 1,500.00"),
        (LedgerFilter().with_range("claimed", Decimal(100)), "索赔金额(元)：不低于 100.00"),
        (LedgerFilter().with_range("compensation", high=Decimal(0)), "赔付金额(元)：不高于 0.00"),
        (LedgerFilter().with_range("purchased_on", high=dt.date(2026, 1, 1)), "购买时间：截至 2026-01-01"),
        (LedgerFilter().with_piece("brand", "海"), "品牌含“海”"),
        (LedgerFilter().with_said("closed_at", True), "办结时间：（已填写）"),
        (LedgerFilter().with_said("batch", False), "批次/序列号：（未填写）"),
        (LedgerFilter().with_said("repeats", True), "重复投诉：是"),
        (LedgerFilter().with_said("attachment", False), "有附件：否"),
        (LedgerFilter().with_choices("import_batch", ("3", "")), "导入批次：3、（未填写）"),
    ],
)
def test_every_way_of_asking_has_its_words(words: Words, wanted: LedgerFilter, text: str) -> None:
    assert filter_parts(wanted, words) == (text,)
