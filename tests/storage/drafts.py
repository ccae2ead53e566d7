"""Drafts for tests: a sound one, and any that the ledger can hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.fields import FIELDS, FieldType
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.problems import is_control

RECEIVED = dt.datetime(2026, 11, 20, 9, 30, tzinfo=SHANGHAI)


def sound_draft(**fields: Any) -> ComplaintDraft:
    """A draft without problems."""
    values: dict[str, Any] = {
        "received_at": RECEIVED,
        "channel": "phone",
        "name": "张三",
        "phone": "13800001234",
        "subject_name": "电饭煲",
        "category": "electronics",
        "facts": "内胆涂层起皮，要求退款。",
        "nature": "quality",
        "price": Decimal("399.00"),
    }
    return ComplaintDraft(**(values | fields))


def texts(size: int = 12) -> st.SearchStrategy[str]:
    """Text that a person can enter: Chinese, emoji, rare planes, quotes, private use; no control characters."""
    usual = st.sampled_from(
        "退款质量差问题张三李四aAbZ19 \"'*()-:^+，。！？%_\\/&|~{}[]<>;=#@`$,.\ue000\U000f0000𠮷𪚥😀👨‍👩‍👧é\u0301ßİſﬁ㍿①Ⅷ\u3000\t\n"
    )
    any_character = st.characters(exclude_categories=["Cs"])
    return st.text(st.one_of(usual, usual, any_character), max_size=size).map(
        lambda text: "".join(each for each in text if not is_control(each))
    )


def _moments() -> st.SearchStrategy[dt.datetime]:
    zones = st.sampled_from([SHANGHAI, dt.UTC, dt.timezone(-dt.timedelta(hours=5))])
    return st.datetimes(dt.datetime(2001, 1, 2), dt.datetime(2026, 1, 1)).flatmap(
        lambda moment: zones.map(lambda zone: moment.replace(tzinfo=zone))
    )


def _values(kind: FieldType) -> st.SearchStrategy[Any]:
    match kind:
        case FieldType.MOMENT:
            return st.none() | _moments()
        case FieldType.MONEY:
            return st.none() | st.decimals(0, 10**9, places=2) | st.just(Decimal(12))
        case FieldType.PARTIAL_DATE:
            return st.none() | st.sampled_from([PartialDate(2020), PartialDate(2020, 2), PartialDate(2020, 2, 29)])
        case FieldType.RATING:
            return st.none() | st.integers(1, 5)
        case FieldType.WORDS:
            return st.sampled_from([(), ("refund",), ("refund", "repair")])
        case FieldType.NUMBERS:
            return st.just(())
        case FieldType.WORD | FieldType.LEAF:
            return st.sampled_from(["", "other"])
    return texts()


def any_drafts() -> st.SearchStrategy[ComplaintDraft]:
    """Any draft that the tables can hold, whatever the rules say of it."""
    fields = {field.name: _values(field.type) for field in FIELDS if field.editable}
    pairs = st.dictionaries(texts(4), texts(6), max_size=2).map(lambda found: tuple(found.items()))
    return st.builds(
        ComplaintDraft,
        **(fields | {"received_at": _moments(), "original_values": pairs, "extra": pairs}),
    )
