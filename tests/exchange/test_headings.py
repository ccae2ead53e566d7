"""The tables of headers and words: sound, and wide enough for the synthetic ledger."""

from __future__ import annotations

import dataclasses

import pytest

from complaint_desk.domain.fields import FIELD, FIELDS
from complaint_desk.domain.foreign.header_words import bare_header
from complaint_desk.domain.foreign.import_mapping import COLUMN_ACCEPTED, COLUMN_IGNORED, COLUMN_STEPS
from complaint_desk.domain.vocabulary import CLOSED_LISTS, FLAT_LISTS, TREES
from complaint_desk.i18n import LANGUAGES
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.workbooks.headings import Headings, load_headings

MAKER_HEADERS = {
    "投诉编号": "number", "投诉时间": "received_at", "受理时间": COLUMN_ACCEPTED, "投诉渠道": "channel",
    "投诉人姓名": "name", "联系电话": "phone", "地址": "address", "商品/服务名称": "subject_name", "商品/服务类别": "category",
    "购买时间": "purchased_on", "价格(元)": "price", "投诉性质": "nature", "投诉事实和理由": "facts", "诉求": "demands",
    "责任部门": "department", "经办人": "handler", "处理状态": "status", "处理结果": "outcome", "处理时间": "handled_at",
    "赔付金额": "compensation", "反馈时间": "replied_at", "满意度": "satisfaction",
}  # fmt: skip
MAKER_WORDS = {
    "channel": {
        "400热线": "phone", "微信公众号": "social", "电商平台": "platform", "全国12315平台转办": "regulator", "门店": "visit",
        "APP在线客服": "web", "12345热线转办": "regulator", "电子邮件": "email", "来信": "letter", "来访": "visit",
    },
    "demands": {
        "退货退款": "return,refund", "换货": "exchange", "维修": "repair", "赔偿损失": "compensate", "退一赔三": "punitive",
        "退还剩余费用": "refund", "书面道歉": "apologise", "补发赠品": "make_up", "开具发票": "invoice", "解除合同并退款": "refund",
        "核实处理并回复": "explain",
    },
    "category": {"电信服务": "telecom", "文化、娱乐、体育服务": "culture", "教育培训服务": "education", "互联网服务": "internet"},
    "nature": {"人格权益": "dignity", "人格尊严": "dignity"},
}  # fmt: skip


@pytest.fixture
def headings() -> Headings:
    return load_headings(resource("headers"), [Words(language).field_label for language in LANGUAGES])


def field_of(headings: Headings, header: str) -> str | None:
    """The first field that a header means."""
    meanings = headings.words.meanings(header)
    return meanings[0].fields[0] if meanings else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_label_names_its_own_field(headings: Headings, language: str) -> None:
    labels = {field.name: Words(language).field_label(field.name) for field in FIELDS}
    assert {name: field_of(headings, label) for name, label in labels.items()} == {name: name for name in labels}


def test_headers_and_words_of_the_synthetic_ledger(headings: Headings, words: Words) -> None:
    assert {header: field_of(headings, header) for header in MAKER_HEADERS} == MAKER_HEADERS
    lookup = headings.lookup(words)
    for list_name, known in MAKER_WORDS.items():
        assert {word: lookup(list_name, word) for word in known} == known


def test_columns_mean_fields_and_words_mean_codes(headings: Headings) -> None:
    known = headings.words
    meant = {name for name, _ in known.columns.values()}
    assert meant - FIELD.keys() == {COLUMN_ACCEPTED, COLUMN_IGNORED, COLUMN_STEPS}
    others = (*known.several.values(), tuple(known.joined.values()), *known.open.values())
    assert {name for fields in others for name in fields} <= FIELD.keys() | {COLUMN_STEPS}
    assert len(known.columns) > 700
    codes = {
        **FLAT_LISTS,
        **{name: tuple(kind) for name, kind in CLOSED_LISTS.items()},
        **{name: (*tree, *sum(tree.values(), ())) for name, tree in TREES.items()},
        "satisfaction": tuple("54321"),
    }
    for list_name, words in headings.synonyms.items():
        assert {code for joined in words.values() for code in joined.split(",")} <= set(codes[list_name])


def test_a_header_is_matched_without_its_trimmings(headings: Headings) -> None:
    headers = (
        "*投诉 日期：",
        "天气",
        "联系电话（必填）",
        "价 格【元】",
        "投诉人信息 / 姓名",
        "商品信息 / 购买日期",
        "处理情况 / 日期",
    )
    assert [field_of(headings, header) for header in headers] == [
        "received_at", None, "phone", "price", "name", "purchased_on", "handled_at",
    ]  # fmt: skip
    assert bare_header("(元)") == "(元)"


def test_a_header_of_several_names_parts_its_cells(headings: Headings) -> None:
    for header in ("姓名/电话", "投诉人及联系方式", "客户姓名、联系电话"):
        assert headings.words.meanings(header)[0].fields == ("name", "phone")


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("广东省广州市青禾路1号", "广东省广州市"), ("上海市听澜路2号", "上海市"), ("新疆维吾尔自治区乌鲁木齐市晴岚路", "新疆维吾尔自治区乌鲁木齐市"),
        ("四川省凉山彝族自治州西昌市", "四川省凉山彝族自治州"), ("内蒙古自治区锡林郭勒盟", "内蒙古自治区锡林郭勒盟"),
        ("广州市青禾路", ""), ("浙江省青禾路1号", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_region_only_where_it_is_certain(headings: Headings, address: str, region: str) -> None:
    assert headings.region_of(address) == region


def test_the_words_of_the_office_come_first(headings: Headings) -> None:
    from complaint_desk.domain.vocabulary import ListEntry, built_in_entries

    own = ListEntry("channel", "shop", label="门店", built_in=False)
    words = Words("zh_CN", (*built_in_entries(), dataclasses.replace(own)))
    assert headings.lookup(words)("channel", "门店") == "shop"


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("浙江省杭州市西湖区文三路1号", "浙江省杭州市"), ("北京市朝阳区建国路1号", "北京市"), ("重庆市", "重庆市"),
        ("四川省甘孜藏族自治州康定市", "四川省甘孜藏族自治州"), ("内蒙古自治区锡林郭勒盟", "内蒙古自治区锡林郭勒盟"),
        ("浙江省", ""), ("浙江省西湖区文三路1号", ""), ("杭州市西湖区", ""), ("寄到浙江省杭州市", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_region_is_told_where_province_and_city_are_certain(headings: Headings, address: str, region: str) -> None:
    assert headings.region_of(address) == region
