"""Search text and pinyin."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaint_desk.domain import searching
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.new_complaints import draft_columns
from complaint_desk.domain.searching import normalise, search_text, search_words, sound_text, sounds_of, spellings
from tests.storage.drafts import any_drafts


def test_words_are_normalised_and_kept_once() -> None:
    assert search_words("  ＫＥ５５　退款 ke55 ") == ("ke55", "退款")


def test_phones_are_found_as_typed_and_in_their_normal_form() -> None:
    text = search_text("TS2026000001", ComplaintDraft(phone="138 0000 1234"))
    assert "138 0000 1234" in text
    assert "13800001234" in text
    assert "ts2026000001" in text


def test_a_whole_phone_is_looked_for_in_its_normal_form_too() -> None:
    assert spellings("+8613800001234") == ("+8613800001234", "13800001234")
    assert spellings("138-0000-1234")[1:] == ("13800001234",)
    assert spellings("0571-88888888转801")[1:] == ("057188888888-801",)
    assert search_words("+86 138 0000 1234") == ("+8613800001234",)
    assert search_words("13800001234 13900005678") == ("13800001234", "13900005678")
    assert search_words("2026 0506 张三") == ("2026", "0506", "张三")
    for word in ("13800001234", "2026-05-06", "12315-77", "ts2026000001", "138-0000", "+", "退款"):
        assert spellings(word) == (word,)


def test_fields_do_not_run_into_each_other() -> None:
    assert "三空" not in search_text("", ComplaintDraft(name="张三", subject_name="空调"))


def test_names_are_found_by_initials_and_full_pinyin_of_every_reading() -> None:
    assert {"zs", "zhangsan"} <= set(sounds_of("张三"))
    assert {"sxx", "dxx"} <= set(sounds_of("单雄信"))
    assert sounds_of("Smith") == ()
    assert "zs" in sound_text(ComplaintDraft(agent_name="张三")).split("\n")


def test_products_are_read_as_their_words_are_names_in_every_way() -> None:
    video = ComplaintDraft(subject_name="凌度视频会员")
    assert sound_text(video).split("\n") == ["ldsphy", "lingdushipinhuiyuan"]
    assert "zxxxs" in sound_text(ComplaintDraft(name="曾小贤先生")).split("\n")


def test_white_space_is_one_space() -> None:
    assert normalise("a\n\tb　c") == "a b c"


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("，；：！？（）,;(）\u0301\u0338\u3099，①ﬁ㍿ｱﾞ退款 "),
            st.characters(exclude_categories=["Cs"]),
        )
    )
)
def test_normalised_is_nfkc_folded_with_single_blanks(text: str) -> None:
    assert normalise(text) == " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@given(st.lists(st.text(st.sampled_from("aAB1 \t\n\u2028\x1c，（Ａ①…é\u0301ßİﬁ退款"), max_size=6), max_size=9))
@example(["a", "", "b\nc", "d"])
@example(["王敏 李", "（退款）", "A"])
@example(["x" * 99, "y"])
def test_many_are_normalised_as_each(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searching, "_MANY", 1)
        assert searching.normalise_all(texts) == [normalise(text) for text in texts]


@given(st.lists(any_drafts(), max_size=5))
def test_texts_of_many_are_those_of_each(drafts: list[ComplaintDraft]) -> None:
    numbers = [f"TS{at}" for at in range(len(drafts))]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searching, "_MANY", 1)
        together = searching.search_texts(numbers, draft_columns(drafts))
        sounds = searching.sound_texts(draft_columns(drafts))
    assert together == [search_text(number, each, each.extra) for number, each in zip(numbers, drafts, strict=True)]
    assert sounds == list(map(sound_text, drafts))


def test_a_number_that_stands_there_already_stands_there_once() -> None:
    draft = ComplaintDraft(source_number="TS7", subject_name="空调 TS70")
    for number in ("TS7", "TS70", "ts7", ""):
        assert searching.search_texts([number], draft_columns([draft])) == [search_text(number, draft)]
    assert search_text("TS7", draft) == "ts7\n空调 ts70"
    assert searching.search_texts([], draft_columns([])) == []
