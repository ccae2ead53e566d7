"""From what people write to values."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.fields import FIELD, FIELDS
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.plain_text import Unreadable
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import read_field, read_moment, read_partial_date, read_rating, read_words

WORDS = {
    ("demands", "退货退款"): "return,refund",
    ("demands", "退款"): "refund",
    ("demands", "道歉"): "apologise",
    ("nature", "质量"): "quality",
    ("satisfaction", "满意"): "4",
    ("satisfaction", "非常满意"): "5",
}


def lookup(list_name: str, text: str) -> str | None:
    return WORDS.get((list_name, text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023-05-06", "2023-05-06T00:00:00"),
        ("2023.5.6", "2023-05-06T00:00:00"),
        ("2023/5/6 9:30", "2023-05-06T09:30:00"),
        ("2023-5-6T14:30", "2023-05-06T14:30:00"),
        ("2019/2/28 11:25:05", "2019-02-28T11:25:05"),
        ("2023年5月6日", "2023-05-06T00:00:00"),
        ("2023 年 5 月 6 日 上午 9 时 5 分", "2023-05-06T09:05:00"),
        ("2023年5月6日下午2:30", "2023-05-06T14:30:00"),
        ("2023年5月6日上午", "2023-05-06T00:00:00"),
        ("2023年5月6日(星期六) 9点", "2023-05-06T09:00:00"),
        ("20230506", "2023-05-06T00:00:00"),
        ("20230506143005", "2023-05-06T14:30:05"),
        ("２０２３－０５－０６", "2023-05-06T00:00:00"),
        ("2023。5。6", "2023-05-06T00:00:00"),
        (" 2023-05-06\n", "2023-05-06T00:00:00"),
        ("\u200b2023-05-06", "2023-05-06T00:00:00"),
        ("2023-05-06T01:30:00Z", "2023-05-06T09:30:00"),
        ("2023-05-06T01:30:00+00:00", "2023-05-06T09:30:00"),
        ("2023-05-06 12:30 AM", "2023-05-06T00:30:00"),
        ("2023-05-06 12:30 PM", "2023-05-06T12:30:00"),
    ],
)
def test_moments(text: str, wanted: str) -> None:
    assert read_moment(text) == dt.datetime.fromisoformat(wanted).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-05", "2023", "5月6日", "5.6", "待定", "去年", "", "-", "45052", "2023-05-061", "2023-05-06 25:00",
     "2023-05-06 x", "9999-12-31 23:00-09:00", "0000-01-01", "202305"],
)  # fmt: skip
def test_no_moments(text: str) -> None:
    with pytest.raises(Unreadable, match="not_a_date"):
        read_moment(text)


def test_a_day_without_its_year_is_the_latest_one_if_that_is_asked_for() -> None:
    today = dt.date(2026, 3, 1)
    assert read_moment("2月28日 9:30", today=today) == dt.datetime(2026, 2, 28, 9, 30, tzinfo=SHANGHAI)
    assert read_moment("12-31", today=today).year == 2025
    assert read_partial_date("3.1", today=today) == PartialDate(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("2023-05-06", "2023-05-06"), ("2023年5月", "2023-05"), ("2023.05", "2023-05"), ("2023-05", "2023-05"),
     ("2023", "2023"), ("2023年", "2023"), ("２０２３年", "2023"), ("2023/5/6 9:30", "2023-05-06"), ("20230506", "2023-05-06")],
)  # fmt: skip
def test_partial_dates(text: str, wanted: str) -> None:
    assert str(read_partial_date(text)) == wanted


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "202305", "5月", "2023年 9:30", "一月", "0000"])
def test_no_partial_dates(text: str) -> None:
    with pytest.raises(Unreadable):
        read_partial_date(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("￥1,299.00元", "1299.00"), ("1299", "1299.00"), ("1,299.5", "1299.50"), ("1.2万", "12000.00"), ("１２９９", "1299.00"),
     ("¥ 1299.00", "1299.00"), ("人民币3000元整", "3000.00"), ("-5", "-5.00"), ("(1,200)", "-1200.00"), ("¥-5", "-5.00"),
     ("0", "0.00"), ("1.005", "1.005"), ("12万元", "120000.00"), (".5", "0.50"), ("一千二", "1200.00"), ("三百五", "350.00"), ("一千零五", "1005.00"), ("两百块", "200.00"),
     ("十五元", "15.00"), ("一万二", "12000.00"), ("一二九九", "1299.00"), ("人民币壹仟贰佰元整", "1200.00"),
     ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"), ("壹佰元零伍分", "100.05"), ("三亿", "300000000.00")],
)  # fmt: skip
def test_money(text: str, wanted: str) -> None:
    assert str(read_money(text)) == wanted


@pytest.mark.parametrize(
    "text",
    ["约300", "300左右", "300-500", "免费", "1,2", "12,99", "299*2", "一二三百", "元", "1e3", "nan", "$5", "(5", "--5", "(-5)", "",
     "9" * 39, "9" * 5000],
)  # fmt: skip
def test_no_money(text: str) -> None:
    with pytest.raises(Unreadable, match="not_money"):
        read_money(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5", 5),
        ("4分", 4),
        ("3星", 3),
        ("满意", 4),
        ("非常满意(5分)", 5),
        ("满意√", 4),
        ("满意 (电话回访)", 4),
        ("5.0", 5),
    ],
)
def test_ratings(text: str, wanted: int) -> None:
    assert read_rating(text, lookup) == wanted


@pytest.mark.parametrize("text", ["0", "6", "还行", "10分", "√"])
def test_no_ratings(text: str) -> None:
    with pytest.raises(Unreadable, match="unknown_word"):
        read_rating(text, lookup)


def test_several_words_and_compound_words() -> None:
    assert read_words("demands", "退货退款", lookup) == ("return", "refund")
    assert read_words("demands", "退款、道歉；退款", lookup) == ("refund", "apologise")
    with pytest.raises(Unreadable):
        read_words("demands", "退款、飞", lookup)


def test_a_field_gives_its_value_or_a_problem() -> None:
    assert read_field(FIELD["price"], "1.2万", lookup) == Decimal("12000.00")
    assert read_field(FIELD["price"], "约300", lookup) == Problem("price", "not_money", details=(("value", "约300"),))
    assert read_field(FIELD["nature"], "质量", lookup) == "quality"
    assert read_field(FIELD["kind"], "", lookup) == "complaint"
    assert read_field(FIELD["purchased_on"], "无", lookup) is None
    assert read_field(FIELD["facts"], "\r\n第一行\r\n第二行\t", lookup) == "第一行\n第二行"
    assert read_field(FIELD["name"], "张\n三", lookup) == "张 三"
    assert read_field(FIELD["repeats"], "TS2024000001、TS2024000002", lookup) == ("TS2024000001", "TS2024000002")


@given(st.sampled_from(FIELDS), st.text(max_size=60) | st.from_regex(r"[0-9年月日.:/ -￥万元,]{1,24}"))
def test_no_text_makes_a_reader_fail(field: object, text: str) -> None:
    read_field(field, text, lookup, dt.date(2026, 3, 1))  # type: ignore[arg-type]


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 1, 1)))
def test_a_moment_is_read_as_it_was_written(moment: dt.datetime) -> None:
    wanted = moment.replace(microsecond=0, tzinfo=SHANGHAI)
    for written in (wanted.isoformat(), wanted.strftime("%Y/%m/%d %H:%M:%S"), f"{wanted:%Y年%m月%d日 %H时%M分%S秒}"):
        assert read_moment(written) == wanted


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_is_read_as_it_was_written(amount: Decimal) -> None:
    for written in (f"{amount}", f"￥{amount:,}元", f"{amount:f} 元"):
        assert read_money(written) == amount
