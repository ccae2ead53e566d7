"""One cell that says several things, and texts that were garbled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.foreign.cell_parts import lost_digits, parts_of, without_title
from complaint_desk.domain.foreign.mended_encoding import is_garbled, mended


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张三 13800138000", {"name": "张三", "phone": "13800138000"}),
        ("邱某/0760-12345678", {"name": "邱某", "phone": "0760-12345678"}),
        ("13800138000（李四）", {"name": "李四", "phone": "13800138000"}),
        ("李四（13800138000、13900139000）", {"name": "李四", "phone": "13800138000/13900139000"}),
        ("姓名：赵六 电话：13800138000", {"name": "赵六", "phone": "13800138000"}),
        ("王五", {"name": "王五"}),
        ("13800138000", {"phone": "13800138000"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_name_and_its_phone(text: str, parts: dict[str, str]) -> None:
    assert parts_of(text, ("name", "phone")) == (parts, "")


def test_goods_brand_and_price() -> None:
    wanted = ("subject_name", "brand", "price")
    assert parts_of("洗衣机/海尔/2999元", wanted) == (
        {"subject_name": "洗衣机", "brand": "海尔", "price": "2999元"},
        "",
    )
    assert parts_of("洗衣机、2999元", wanted) == ({"subject_name": "洗衣机", "price": "2999元"}, "")
    assert parts_of("洗衣机/海尔/2999元/旧", wanted)[1] == "旧"
    assert parts_of("洗衣机", wanted) == ({"subject_name": "洗衣机"}, "")


@given(st.text(max_size=60))
def test_no_cell_breaks_it(text: str) -> None:
    parts, rest = parts_of(text, ("name", "phone", "price"))
    assert all(part in text or part.replace("/", "") for part in parts.values())
    assert isinstance(rest, str)


def test_titles_behind_a_name() -> None:
    titles = ("先生", "女士")
    assert [without_title(name, titles) for name in ("张三先生", "李 四女士", "张先生", "女士", "先生")] == [
        "张三",
        "李 四",
        "张先生",
        "女士",
        "先生",
    ]


def test_a_number_that_lost_its_digits() -> None:
    assert [lost_digits(text) for text in ("1.64E+10", "1e11", " 1.38E+10 ", "16400001234", "E10", "1.5")] == [
        True
    ] * 3 + [False] * 3


@pytest.mark.parametrize("text", ["收货三天即漏水，要求退货退款。", "𠮷田志", "充电口冒烟“焦糊味”—— 3℃"])
def test_garbled_text_is_read_anew(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        garbled = text.encode(encoding).decode("latin-1")
        assert is_garbled(garbled)
        assert mended(garbled) == text


@given(st.text(min_size=1))
def test_sound_text_is_never_mended(text: str) -> None:
    told = mended(text)
    assert told is None or not text.isascii()


def test_words_with_accents_are_no_garbled_text() -> None:
    assert [mended(text) for text in ("Ärger über Öl", "ça va", "niño", "plain")] == [None] * 4
