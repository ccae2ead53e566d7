"""What narratives tell: whole words, phrases with their negation, typical complaints, the same story told twice."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.early_warning import EarlyWarning, Group
from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.narratives import Corpus, Narrative, corpus_of, typical
from complaint_desk.domain.near_duplicates import near_duplicates
from complaint_desk.domain.new_words import SoFar, new_words
from complaint_desk.domain.telling_words import telling_words
from complaint_desk.domain.told import told
from complaint_desk.domain.word_cutting import tokens

OPENINGS = (
    "本人于{day}日在官方旗舰店购买了",
    "家中老人{day}日被推荐购买",
    "朋友{day}日代我订购",
    "我是{day}日下单的，订单在直播间，买的是",
)
CONTACTS = (
    "拨打客服电话无人接听",
    "在线客服只会复制粘贴",
    "多次协商无果",
    "经理态度蛮横",
    "门店让找厂家，厂家让找门店",
    "工单被直接关闭",
)
EVIDENCE = ("已拍照取证", "有小票和发票为证", "通话均有录音", "快递面单号可查", "邻居可以作证")
FAULTS = {
    "变频空调": ("不制冷", "室内机滴水", "外机轰鸣扰民"),
    "羽绒服": ("严重跑绒", "洗涤一次后结块", "充绒量与吊牌不符"),
    "健身年卡": ("门店突然闭店", "拒绝转卡", "私教课不予安排"),
    "婴幼儿奶粉": ("罐内结块", "孩子食用后腹泻", "追溯码查询无结果"),
}
CUT = [
    "不",
    "制冷",
    "室内",
    "机",
    "滴水",
    "外机",
    "轰鸣",
    "扰民",
    "严重",
    "跑",
    "绒",
    "洗涤",
    "一次",
    "后",
    "结块",
    "充绒量",
    "与",
    "吊牌",
    "不符",
    "门店",
    "突然",
    "闭店",
    "拒绝",
    "转",
    "卡",
    "私教",
    "课",
    "不予",
    "安排",
    "罐",
    "内",
    "结块",
    "孩子",
    "食用",
    "后",
    "腹泻",
    "追溯",
    "码",
    "查询",
    "无",
    "结果",
]
"""The faults as a person cuts them into words."""


def narrative(chance: random.Random, subject: str) -> str:
    parts = [
        chance.choice(OPENINGS).format(day=chance.randrange(1, 29)) + subject + "，" + chance.choice(FAULTS[subject])
    ]
    parts += [chance.choice(CONTACTS), chance.choice(EVIDENCE), chance.choice(CONTACTS)]
    return "。".join(parts) + "。"


@pytest.fixture(scope="module")
def ledger() -> dict[str, list[str]]:
    chance = random.Random(3)
    return {subject: [narrative(chance, subject) for _ in range(120)] for subject in FAULTS}


def corpora(ledger: dict[str, list[str]], subject: str) -> tuple[Corpus, Corpus]:
    rest = [text for other, texts in ledger.items() if other != subject for text in texts]
    return corpus_of(ledger[subject]), corpus_of(rest)


@pytest.mark.parametrize("subject", FAULTS)
def test_telling_words_are_the_faults_whole(ledger, subject):
    group, rest = corpora(ledger, subject)
    words = [each.word for each in telling_words(group, rest, 10, subjects=(subject,))]
    assert set(words) <= set(FAULTS[subject]) | {part for fault in FAULTS[subject] for part in _runs(fault)}
    assert set(words) & set(FAULTS[subject])


def _runs(fault: str) -> list[str]:
    """The parts of a fault that begin and end where words do."""
    edges = {0}
    at = 0
    while at < len(fault):
        at += len(next(word for word in sorted(CUT, key=len, reverse=True) if fault.startswith(word, at)))
        edges.add(at)
    return [fault[low:high] for low in sorted(edges) for high in sorted(edges) if low < high]


def test_a_negation_stays_with_its_word(ledger):
    words = [each.word for each in telling_words(*corpora(ledger, "变频空调"), 10, subjects=("变频空调",))]
    assert "不制冷" in words
    assert "制冷" not in words


def test_a_word_is_counted_as_the_search_box_finds_it(ledger):
    group, rest = corpora(ledger, "羽绒服")
    for each in telling_words(group, rest, 10):
        assert each.count == sum(each.word in text for text in ledger["羽绒服"])
        assert each.elsewhere == sum(
            each.word in text for other, texts in ledger.items() if other != "羽绒服" for text in texts
        )
        assert (each.of, each.of_elsewhere) == (120, 360)
        assert each.score >= 4


def test_what_everybody_says_tells_nothing(ledger):
    group, rest = corpora(ledger, "羽绒服")
    words = {each.word for each in telling_words(group, rest, 50)}
    assert not {"经理", "客服", "拍照"} & words
    assert telling_words(group, corpus_of([]), 10) == ()
    assert telling_words(corpus_of([]), rest, 10) == ()
    assert telling_words(corpus_of(ledger["羽绒服"][:4]), rest, 10) == ()


def test_typical_complaints_say_what_most_say(ledger):
    texts = [*ledger["羽绒服"], "缝隙里长出了菌斑和霉蘖，说明书错别字连篇，令人啼笑皆非", "退款"]
    chosen = typical(corpus_of(texts), 3)
    assert len(chosen) == 3
    assert all(at < 120 for at in chosen)
    assert typical(corpus_of([]), 3) == []


def test_typical_complaints_are_not_one_told_thrice():
    texts = ["洗衣机脱水时剧烈抖动，售后迟迟不上门维修"] * 5 + ["空调不制冷，客服电话无人接听，要求退款处理"] * 4
    assert len(typical(corpus_of(texts), 5)) == 2


def test_the_same_story_told_twice_is_found(ledger):
    texts = [text for each in ledger.values() for text in each]
    chance = random.Random(8)
    story = "2024年8月5日我在小程序商城买了极川充电宝，第二天充电口冒烟并有焦糊味，外壳被烫出鼓包，孩子的手被烫伤，客服让我等七天"
    copies = [story, story.replace("，", ",") + "望尽快处理。", "再次反映：" + story + "至今未解决！", story[:-8]]
    for at, copy in enumerate(copies):
        texts.insert(chance.randrange(len(texts)), copy)
        assert at < len(copies)
    found = near_duplicates(corpus_of(texts))
    assert {texts[at] for at in found[0]} >= set(copies) or any(
        {texts[at] for at in group} == set(copies) for group in found
    )


def test_stories_of_one_pattern_are_not_one_story():
    texts = [
        f"{name}的{fault}，要求{wish}"
        for name, fault, wish in zip(
            ["冰箱", "空调", "书包", "地板"],
            ["压缩机频繁启停", "室内机滴水", "肩带断裂", "铺装后起拱"],
            ["退款", "维修", "换货", "赔偿"],
            strict=True,
        )
    ]
    assert near_duplicates(corpus_of(texts)) == []


def test_a_figure_of_speech_costs_no_time():
    texts = [f"多次协商无果，客服让等七个工作日，订单{number}号至今没有消息，只会复制粘贴" for number in range(3000)]
    started = time.process_time()
    near_duplicates(corpus_of(texts))
    assert time.process_time() - started < 3


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_read(texts):
    corpus = corpus_of(texts)
    assert len(corpus) == len(texts)
    assert sum(corpus.frequency) == sum(map(len, corpus.said))
    near_duplicates(corpus)
    typical(corpus, 2)
    telling_words(corpus, corpus, 5)


@given(st.text(max_size=60))
def test_cutting_loses_nothing(text):
    assert "".join(tokens(text)) == text


def test_reading_stops_when_asked():
    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        corpus_of(["退款"], stop)


def test_all_that_is_told_of_a_group():
    stories = [Narrative(at, f"TS{at}", f"第{at}件：罐内结块，孩子食用后腹泻，要求退款", "奶粉") for at in range(8)]
    others = [
        Narrative(at, f"TS{at}", f"第{at}件：门店突然闭店，拒绝转卡，要求退款", "健身年卡") for at in range(20, 60)
    ]
    found = told(9, stories, others, (5, 2, 3))
    assert (found.count, found.read, found.compared) == (9, 8, 40)
    assert found.words[0].count == 8
    assert found.words[0].elsewhere == 0
    assert len(found.typical) == 1
    assert found.alike[0] == tuple(stories)


def test_new_words_are_those_hardly_said_before():
    wanted = LedgerFilter()
    found = new_words(
        [SoFar("焦糊味", 12, 1), SoFar("退款", 300, 7000), SoFar("起拱", 4, 0)], (700, 18_000), 3_000, wanted
    )
    assert [(each.code, each.group, each.count) for each in found] == [("new_word", Group("words", "焦糊味"), 12)]
    assert found[0].filter == LedgerFilter("焦糊味")
    assert isinstance(found[0], EarlyWarning)
    assert new_words([SoFar("焦糊味", 12, 0)], (700, 0), 3_000, wanted) == ()
