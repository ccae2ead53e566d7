"""warnings and words from the command line."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.moments import now
from tests.cli.conftest import Call, line


@pytest.fixture
def spiking(call: Call) -> Call:
    today = now().date()
    usual = [
        line(
            received_at=f"{today - dt.timedelta(back)}T00:00:00",
            subject_name="餐桌",
            facts=f"第{back}天桌面皲裂，要求退款",
        )
        for back in range(120, 0, -1)
        for _ in range(2)
    ]
    risen = [
        line(
            received_at=f"{today}T00:00:00",
            subject_name="充电宝",
            batch="L 7",
            facts="第2次充电口冒烟，要求退款",
            phone=f"1380000{each:04}",
        )
        for each in range(9)
    ]
    assert call("register", stdin="".join([*usual, *risen])).code == 0
    return call


def test_warnings_of_today_and_how_to_see_their_cases(spiking: Call) -> None:
    document = spiking("warnings", "--json").document
    assert document["day"] == str(now().date())
    codes = [each["code"] for each in document["warnings"]]
    assert codes[:2] == ["rise_from_nothing", "batch"]
    assert set(codes[2:]) == {"new_word"}
    rise = document["warnings"][0]
    assert (rise["field"], rise["group"], rise["label"], rise["count"]) == ("subject_name", "充电宝", "充电宝", 9)
    assert rise["chance"] < 1e-6
    assert "充电宝" in rise["sentence"]
    assert "9" in rise["sentence"]
    for each in document["warnings"]:
        assert spiking("find", *each["find"], "--json").document["count"] == each["count"]


def test_warnings_are_said_in_sentences(spiking: Call) -> None:
    told = spiking("warnings").out
    assert "商品/服务名称“充电宝”：近 3 天有 9 件投诉，以往几乎没有。" in told
    assert "批次/序列号“L 7”：1 天内已有 9 件投诉。" in told
    assert '--batch "L 7"' in told
    assert "complaints in the last" in spiking("warnings", "--lang", "en").out


def test_a_quiet_day(spiking: Call) -> None:
    day = str(now().date() - dt.timedelta(1))
    assert spiking("warnings", "--on", day, "--json").document == {"day": day, "warnings": []}
    assert f"{day}：没有异常。" in spiking("warnings", "--on", day).out


def test_words_of_a_filter(spiking: Call) -> None:
    document = spiking("words", "--subject-name", "充电宝", "--json").document
    assert (document["count"], document["read"]) == (9, 9)
    assert document["words"][0] == {
        "word": "充电口冒烟", "count": 9, "share": 100.0, "elsewhere": 0, "elsewhere_share": 0.0,
        "score": document["words"][0]["score"],
    }  # fmt: skip
    assert document["typical"][0]["text"].endswith("充电口冒烟，要求退款")
    assert len(document["alike"][0]) == 9
    told = spiking("words", "--subject-name", "充电宝").out
    assert "特征词" in told
    assert "雷同投诉" in told


def test_words_of_nothing(call: Call) -> None:
    document = call("words", "--json").document
    assert document == {"count": 0, "read": 0, "compared": 0, "words": [], "typical": [], "alike": []}
