"""What a mask hides, whatever stands in the texts, and what it leaves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.complaint import Attachment, Case, Complaint, JournalEntry, Step
from complaint_desk.domain.masked_cases import masked, masked_answer, masked_case
from complaint_desk.domain.masking import (
    masked_address,
    masked_contact,
    masked_ending,
    masked_name,
    masked_phones,
    masked_region,
    without_numbers,
)
from complaint_desk.domain.rule_sets import RuleBook, RuleVersion
from tests.complaints import AIR_CONDITIONER, SPOKEN


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳锋", "欧阳*"),
        ("买买提·艾力", "买**"),
        ("李", "李*"),
        ("张三 13800001234", "张**"),
        ("杭州某某有限公司", "杭**"),
        ("John Smith", "J***"),
        ("王**", "王**"),
        ("匿名", "匿名"),
        ("Anonymous", "Anonymous"),
        (" ", ""),
    ],
)
def test_of_a_name_the_surname_stays(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("0571-88888888", "0571-****8888"),
        ("010 6666 7777转12", "010-****7777"),
        ("13800001234/13900005678", "138****1234 139****5678"),
        ("88881234", "****1234"),
        ("+1 212 555 1234", "+12****1234"),
        ("12315", "****"),
        ("没有", "***"),
        ("", ""),
    ],
)
def test_of_a_number_beginning_and_end_stay(phone: str, shown: str) -> None:
    assert masked_phones(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("浙江省杭州市西湖区文三路18号", "浙江省杭州市西湖区***"),
        ("北京市朝阳区幸福小区3栋", "北京市朝阳区***"),
        ("新疆维吾尔自治区乌鲁木齐市天山区解放路1号", "新疆维吾尔自治区乌鲁木齐市天山区***"),
        ("浙江省义乌市稠城街道1号", "浙江省义乌市***"),
        ("杭州市文三路口县城公寓", "杭州市***"),
        ("幸福小区5号", "***"),
        ("华联超市旁", "***"),
        ("上海市浦东新区", "上海市浦东新区"),
    ],
)
def test_an_address_is_told_to_its_district(address: str, shown: str) -> None:
    assert masked_address(address) == shown


def test_a_region_stays_and_what_is_no_region_does_not() -> None:
    assert [masked_region(each) for each in ("浙江省杭州市西湖区", "杭州", "浙江/杭州/西湖")] == [
        "浙江省杭州市西湖区", "杭州", "浙江/杭州/西湖",
    ]  # fmt: skip
    assert masked_region("杭州市西湖边文三路12号") == "杭州市***"


def test_other_contacts_and_order_numbers_keep_hardly_anything() -> None:
    assert masked_contact("zhang.san@x.cn") == "z***@x.cn"
    assert masked_contact("微信 zhangsan88") == "微***"
    assert masked_contact("13800001234") == "138****1234"
    assert masked_ending("TB20261105-8812") == "****8812"
    assert masked_ending("8812") == "****"


def test_a_narrative_loses_every_kind_of_number_and_keeps_days_models_and_amounts() -> None:
    told = (
        "身份证330102199001011234或33010219900101123X，卡6222 0200 1234 5678 901，电话(0571)88888888、138 0000 1234，车浙A12345，"
        "信箱zhang@x.cn；2026-11-26 12:30买KFR-35GW，1299.00元，第3天坏了"
    )
    assert without_numbers(told) == (
        "身份证330****1234或330****123X，卡****8901，电话0571-****8888、138****1234，车浙A***45，"
        "信箱z***@x.cn；2026-11-26 12:30买KFR-35GW，1299.00元，第3天坏了"
    )


PHONE, NAME, AGENT = "13812349876", "欧阳小倩", "买买提·艾力"
ADDRESS, DETAIL = "浙江省杭州市西湖区文三路18号3单元501室", "文三路18号3单元501室"
_TOLD = st.lists(
    st.sampled_from([
        NAME, AGENT, "买买提", PHONE, "138-1234-9876", "1 3 8 1 2 3 4 9 8 7 6", "１３８１２３４９８７６", "12349", "8613812349876",
        ADDRESS, DETAIL, "文三路", "住", "，", " ", "2026-11-05", "12", "00", "-", "(", "*", "@", "qian_88", "QIAN_88@x.cn", "TB20261105-A8812",
        "退款", "X", "\n", "号",
    ])
    | st.text(alphabet="0123456789-() 欧阳小倩文三路号*@.aX，（）", max_size=6),
    max_size=14,
).map("".join)  # fmt: skip
_FREE = ("facts", "reasons", "outcome_text", "follow_up_text", "subject_name", "model", "outlet")


def _person(**more: Any) -> Complaint:
    told = {
        "name": NAME, "phone": PHONE, "address": ADDRESS, "agent_name": AGENT, "agent_phone": "0571-88886666",
        "other_contact": "微信 qian_88", "order_number": "TB20261105-A8812", "region": "浙江省杭州市西湖区",
    }  # fmt: skip
    return dataclasses.replace(AIR_CONDITIONER, **(told | more))


def _tells(text: str) -> bool:
    runs = [PHONE[at : at + 5] for at in range(len(PHONE) - 4)]
    return any(each in text.casefold() for each in (NAME, AGENT, "文三路", "qian_88", "tb20261105-a8812", *runs))


@settings(max_examples=150, deadline=None)
@given(_TOLD, st.sampled_from(_FREE))
def test_no_text_tells_name_number_account_or_street_and_masking_twice_is_masking_once(told: str, field: str) -> None:
    shown = masked(_person(**{field: told}))
    assert not _tells(getattr(shown, field))
    assert masked(shown) == shown


@settings(max_examples=50, deadline=None)
@given(_TOLD)
def test_nothing_that_hangs_on_a_complaint_tells_it_either(told: str) -> None:
    complaint = _person(hold=told, extra=(("备注", told),), original_values=(("phone", told), ("amount", told)))
    entry = JournalEntry(
        7, SPOKEN, "前台", "edited", ("name", "facts"), (("name", "欧阳小茜"), ("facts", f"{told}欧阳小茜"))
    )
    case = Case(
        complaint,
        (Step(1, "note", SPOKEN, "王芳", told, SPOKEN),),
        (Attachment(1, f"{told}.jpg", 3, "0" * 64, SPOKEN, "前台"),),
        (entry,),
    )
    shown = masked_case(case)
    texts = (
        shown.complaint.hold, *(text for _, text in (*shown.complaint.extra, *shown.complaint.original_values)),
        shown.steps[0].text, shown.attachments[0].name, *(text for _, text in shown.journal[0].before or ()),
    )  # fmt: skip
    assert not [each for each in texts if _tells(each) or "欧阳小茜" in each]
    assert masked_case(shown) == shown


def test_a_report_tells_nothing_of_who_reported_and_its_texts_lose_the_name() -> None:
    shown = masked(_person(kind="report", facts=f"{NAME}举报：{PHONE}", extra=(("备注", "一"),)))
    assert (shown.name, shown.phone, shown.address, shown.region, shown.extra) == ("", "", "", "", ())
    assert shown.facts == "欧阳**举报：138****9876"


def test_an_answer_of_any_shape_is_masked_and_one_without_people_is_the_same_value() -> None:
    person = _person()
    shown = masked_answer({"rows": (person, [person], "张三")})
    assert [shown["rows"][0].name, shown["rows"][1][0].phone, shown["rows"][2]] == ["欧阳**", "138****9876", "张三"]
    rules = RuleVersion("general", "1", dt.date(2026, 1, 1), None, ())
    for plain in ((1, "张三", SPOKEN), {"names": ("张三",)}, RuleBook((rules,))):
        assert masked_answer(plain) is plain
