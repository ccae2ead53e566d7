"""A ledger filter in words."""

import datetime as dt

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n.filters import filter_parts, filter_text
from complaint_desk.i18n.words import Words


def test_no_condition_is_no_text(words: Words) -> None:
    assert filter_text(LedgerFilter(), words) == ""
    assert filter_text(LedgerFilter(words="  "), words) == ""


def test_each_condition_is_one_part(words: Words) -> None:
    wanted = LedgerFilter(
        words="退款 客服",
        received_from=dt.date(2026, 10, 1),
        received_to=dt.date(2026, 10, 31),
        closed_to=dt.date(2026, 11, 5),
        one_of=(("nature", ("quality", "")), ("department", ("质量部",)), ("category", ("goods",))),
        ids=(1, 2, 3),
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
    wanted = LedgerFilter(received_from=day, received_to=day, one_of=(("status", tuple(OPEN)),))
    assert filter_parts(wanted, words) == ("投诉时间：2026-10-01", "未办结")


def test_no_ids_are_said_too(words: Words) -> None:
    assert "0" in filter_text(LedgerFilter(ids=()), words)
