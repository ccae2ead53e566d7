"""Parts of the forms that need no window: texts and values, when a problem is said, what a typed word finds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.fields import FieldType
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.problems import Problem
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.form.checks import Manners
from complaint_desk.ui.shared.form.choices import leaves, matching
from complaint_desk.ui.shared.form.editors import tidy_text
from complaint_desk.ui.shared.form.plan import WHOLE, fields_of
from complaint_desk.ui.shared.form.texts import changed_texts, read_texts, texts_of, title_in

FIELDS = fields_of(WHOLE)
TODAY = dt.date(2026, 11, 24)


def test_every_value_comes_back_from_its_text(words):
    content = ComplaintContent(
        received_at=dt.datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI),
        name="张敏",
        category="electronics",
        demands=("refund", "return"),
        price=Decimal("2599.00"),
        purchased_on=PartialDate(2026, 10),
        satisfaction=5,
        repeats=("TS2026000001", "TS2026000002"),
        facts="第一行\n第二行",
    )
    read = read_texts(texts_of(content, FIELDS), FIELDS, words.code, TODAY)
    assert read.problems == ()
    assert ComplaintContent(**read.values) == content


def test_untouched_texts_keep_their_values_to_the_second(words):
    base = ComplaintContent(received_at=dt.datetime(2026, 11, 24, 9, 30, 17, tzinfo=SHANGHAI), name=" 张敏 ")
    read = read_texts(texts_of(base, FIELDS), FIELDS, words.code, TODAY, base)
    assert ComplaintContent(**read.values) == base


def test_a_text_without_meaning_is_a_problem_and_an_empty_value(words):
    texts = texts_of(ComplaintContent(), FIELDS) | {"price": "很贵", "category": "qqq"}
    read = read_texts(texts, FIELDS, words.code, TODAY)
    assert [(problem.field, problem.code) for problem in read.problems] == [
        ("category", "unknown_word"),
        ("price", "not_money"),
    ]
    assert (read.values["price"], read.values["category"]) == (None, "")


def test_blanks_are_no_change():
    assert changed_texts({"name": " ", "phone": "1"}, {"phone": ""}) == {"phone": "1"}


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ({"name": "张敏", "phone": "138"}, "张敏"),
        ({"phone": "13812345678", "facts": "漏水"}, "13812345678"),
        ({"facts": "安装三天后\n漏水"}, "安装三天后 漏水"),
        ({"name": "  "}, ""),
    ],
)
def test_an_unfinished_complaint_has_a_title(texts, title):
    assert title_in(texts) == title


def test_required_is_said_after_leaving_only():
    manners, missing = Manners(), [Problem("facts", "required")]
    assert manners.said(missing, frozenset()) == {}
    manners.left("facts")
    assert set(manners.said(missing, frozenset())) == {"facts"}
    manners.typed("facts")
    assert manners.said(missing, frozenset()) == {}


def test_trying_says_everything_and_a_hard_problem_comes_before_a_soft_one():
    manners = Manners()
    soft, hard = Problem("price", "unusual_amount", hard=False), Problem("price", "negative")
    manners.typed("price")
    assert manners.said([soft, hard], frozenset()) == {}
    manners.tried()
    assert manners.said([soft, hard], frozenset()) == {"price": hard}


def test_a_problem_that_is_said_stays_while_it_is_being_mended():
    manners, problem = Manners(), Problem("price", "not_money")
    manners.typed("price")
    assert manners.said([problem], frozenset({"price"})) == {"price": problem}
    manners.paused()
    assert manners.said([problem], frozenset()) == {"price": problem}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("家用", "electronics"),
        ("jydz", "electronics"),
        ("yaopin", None),
        ("食品", "food"),
        ("家电", "electronics"),
        ("jd", "electronics"),
        ("家狗", None),
        ("travel", "travel"),
        ("lvy", "travel"),
    ],
)
def test_leaves_are_found_by_characters_pinyin_and_code(typed, first, words):
    found = matching(leaves(words.choices("category")), typed, words, "category")
    assert (found[0].code if found else None) == first


def test_a_branch_offers_its_leaves(words):
    found = {choice.code for choice in matching(leaves(words.choices("category")), "商品", words, "category")}
    assert {"electronics", "food"} <= found
    assert "travel" not in found


@pytest.mark.parametrize(
    ("kind", "typed", "tidy"),
    [
        (FieldType.MONEY, "1299", "1,299.00"),
        (FieldType.MONEY, "1.3万", "13,000.00"),
        (FieldType.MONEY, "很贵", "很贵"),
        (FieldType.PARTIAL_DATE, "2026年5月", "2026-05"),
        (FieldType.MOMENT, "2026/5/6 8:30", "2026-05-06 08:30"),
        (FieldType.TEXT, " 张敏", " 张敏"),
        (FieldType.MONEY, " ", ""),
    ],
)
def test_dates_and_money_are_written_tidily(kind, typed, tidy):
    assert tidy_text(kind, typed) == tidy


@pytest.mark.parametrize(
    ("name", "key", "required", "carried", "label"),
    [
        ("联系电话", "P", False, True, "联系电话(&P)"),
        ("投诉事实", "E", True, True, "投诉事实 *(&E)"),
        ("品牌", "L", False, False, "品牌(L)"),
        ("Phone", "P", False, True, "&Phone"),
        ("Complainant", "N", True, True, "Complai&nant *"),
        ("Facts", "E", False, True, "Facts(&E)"),
    ],
)
def test_labels_carry_their_keys(name, key, required, carried, label):
    assert with_mnemonic(name, key, required=required, carried=carried) == label
