"""When two complaints may be the same matter told again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.likeness import Matter, alike, is_similar_subject, likeness

STORY = "10 月 3 日在文三路门店买的电饭煲，内胆涂层起皮，客服让等三天一直没有回电话，要求退款。"
AGAIN = "上次说过的电饭煲内胆涂层起皮，客服让等三天，一直没有人回电话，我要求退款！"
OTHER = "快递员把包裹扔在门口淋了雨，里面的书全湿了，要求赔偿。"


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("澜图变频空调 KE55", "空调", True),
        ("电饭煲", "电 饭 煲", True),
        ("澜图变频空调 KE55", "澜图变频空调ＫＥ35", True),
        ("电饭煲", "电磁炉", False),
        ("书", "书", True),
        ("书", "图书", False),
        ("", "", False),
        ("", "空调", False),
    ],
)
def test_goods_that_mean_the_same(one, other, similar):
    assert is_similar_subject(one, other) == is_similar_subject(other, one) == similar


def test_a_story_told_again_is_recognised():
    assert alike(Matter("电饭煲", AGAIN), Matter("电饭煲", STORY)) == ("subject", "facts")
    assert alike(Matter("饭锅", AGAIN), Matter("电饭煲", STORY)) == ("facts",)
    assert alike(Matter("图书", OTHER), Matter("电饭煲", STORY)) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_between_0_and_1(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.text("电饭煲内胆涂层起皮要求退款abc", min_size=2, max_size=60))
def test_a_text_is_like_itself(text):
    assert likeness(text, text) == 1
