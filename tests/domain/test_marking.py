"""Hits are marked where a person sees the words that they typed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaint_desk.domain.marking import parts, snippet, spans
from complaint_desk.domain.searching import normalise, search_words, sounds_of


def marked(text: str, words: str, field: str = "") -> list[str]:
    return [text[first:last] for first, last in spans(text, search_words(words), field)]


@pytest.mark.parametrize(
    ("text", "words", "field", "expected"),
    [
        ("空调漏水，又漏水", "漏水", "facts", ["漏水", "漏水"]),
        ("型号ＫＥ５５，白色", "ke55", "facts", ["ＫＥ５５"]),
        ("Straße ﬁn", "strasse FIN", "facts", ["Straße", "ﬁn"]),
        ("漏水水管", "漏水 水管", "facts", ["漏水水管"]),
        ("𠮷野家门店", "𠮷野", "outlet", ["𠮷野"]),
        ("138 0000 1234 / 0571-8888 6666", "13800001234", "phone", ["138 0000 1234"]),
        ("0571-8888 6666", "057188886666", "phone", ["0571-8888 6666"]),
        ("+86 138-0000-1234", "138 0000 1234", "phone", ["138-0000-1234"]),
        ("13800001234", "0000", "phone", ["0000"]),
        ("138 0000 1234", "13800001234", "facts", []),
        ("张三", "zs", "name", ["张三"]),
        ("张三丰先生", "sanf", "name", ["三丰"]),
        ("单小曾", "shanxiao", "name", ["单小"]),
        ("单小曾", "danxiao", "name", ["单小"]),
        ("澜图变频空调 KE55", "kt", "subject_name", ["空调"]),
        ("澜图变频空调 KE55", "ke5", "subject_name", ["KE5"]),
        ("张三", "zs", "facts", []),
        ("张三", "", "name", []),
    ],
)
def test_what_was_found_is_what_is_marked(text: str, words: str, field: str, expected: list[str]) -> None:
    assert marked(text, words, field) == expected


@example("0\xbc", 0, 2)
@example("\xbc", 0, 1)
@given(st.text(max_size=40), st.integers(0, 39), st.integers(1, 6))
def test_every_hit_of_the_search_is_marked(text: str, start: int, length: int) -> None:
    plain = normalise(text)
    word = plain[start : start + length].split(" ")[0]
    found = [text[first:last] for first, last in spans(text, (word,))]
    # Marks that only become one character when the whole text is composed may stay unmarked; nothing else may.
    assert all(normalise(each) for each in found)
    if word and "".join(normalise(each) for each in text if each.strip()) == plain.replace(" ", ""):
        assert any(word in normalise(each) for each in found)


@given(st.text("张三丰单曾重庆ab1 ", max_size=8), st.booleans(), st.data())
def test_every_word_that_sounds_find_is_marked_in_a_name(text: str, is_name: bool, data: st.DataObject) -> None:
    plain = normalise(text)
    lines = [line for line in sounds_of(plain, is_name=is_name) if line[:1].isalpha()]
    if not lines or plain.isascii():
        return
    line = data.draw(st.sampled_from(lines))
    assert marked(plain, line, "name" if is_name else "subject_name")


@given(st.text(max_size=60), st.lists(st.text("ab漏水１", min_size=1, max_size=2), max_size=3))
def test_pieces_make_the_whole_text(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _hit in parts(text, spans(text, [normalise(each) for each in words]))) == text


def test_a_snippet_begins_shortly_before_the_hit() -> None:
    text = "安装三天后室外机有异响，\n师傅上门两次都没有修好，第三天开始漏水，要求退货。"
    cut = snippet(text, ("漏水",))
    assert cut.startswith("…")
    assert cut.index("漏水") == 9
    assert snippet(text, ("没有的",)).startswith("安装三天")


def test_only_letters_make_the_dictionary_of_sounds_load() -> None:
    program = (
        "import sys; from complaint_desk.domain.marking import get_ready, spans;"
        "get_ready(('漏水', '138')); spans('张三', ('漏水', '138'), 'name'); print('pypinyin' in sys.modules);"
        "get_ready(('zs',)); print('pypinyin' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8")
    assert told.stdout.split() == ["False", "True"]
