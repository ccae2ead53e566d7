"""The index answers what a plain substring test over the normalised text answers, for any word."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import now
from complaint_desk.domain.searching import normalise, search_words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import (
    complaints,
    grams_of_many,
    journal,
    ledger_queries,
    search_index,
    search_sqlite,
    search_texts,
)
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.grams import gram_text, grams, word_query
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.store import Store
from tests.storage.drafts import sound_draft, texts

LINES = st.lists(texts(), min_size=1, max_size=4).map(lambda lines: "\n".join(filter(None, map(normalise, lines))))


def _found(lines: list[str], word: str) -> set[int]:
    """What the index alone answers, and the text says of what it finds for a longer word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(grams, content='', tokenize='ascii', detail=none)")
    connection.executemany(
        "INSERT INTO found(rowid, grams) VALUES (?, ?)", [(at, gram_text(text, "")) for at, text in enumerate(lines)]
    )
    query, certain = word_query(word)
    rows = connection.execute("SELECT rowid FROM found WHERE found MATCH ?", (query,)).fetchall()
    connection.close()
    return {at for (at,) in rows if certain or word in lines[at]}


@st.composite
def _texts_and_word(draw: st.DrawFn) -> tuple[list[str], str]:
    lines = draw(st.lists(LINES, min_size=1, max_size=6))
    if draw(st.booleans()) and (pieces := [piece for line in lines for piece in line.split() if piece]):
        piece = draw(st.sampled_from(pieces))
        start = draw(st.integers(0, len(piece) - 1))
        return lines, piece[start : draw(st.integers(start + 1, len(piece)))]
    return lines, draw(texts().flatmap(lambda text: st.sampled_from(search_words(text) or ("退",))))


@given(_texts_and_word())
@example((["a\nb"], "ab"))
@example((['he said "no"'], '"no"'))
@example((["退货款"], "退款"))
@example((["𠮷"], "𠮷"))
@example((["it's 5% off_all*"], "5%"))
@example((["\ue000x", "x"], "\ue000"))
@settings(max_examples=400)
def test_index_is_a_substring_test(case):
    lines, word = case
    assert _found(lines, word) == {at for at, line in enumerate(lines) if word in line}


def test_stand_ins_never_stand_in_normalised_text():
    stand_ins = {chr(code) for code in range(0xFF01, 0xFFA0)} | {"\u3000"}
    for code in range(0x110000):
        if not 0xD800 <= code <= 0xDFFF:
            text = unicodedata.normalize("NFKC", chr(code)).casefold()
            assert stand_ins.isdisjoint(text), hex(code)
            assert not any("A" <= character <= "Z" for character in text), hex(code)


def test_every_character_begins_a_gram():
    assert [gram[0] for gram in grams("退款\n質量", "")] == ["退", "款", grams("\n", "")[0][0], "質", "量"]


@given(st.lists(st.tuples(LINES | st.just(""), LINES | st.just("")), min_size=1, max_size=9), st.integers(1, 60))
@example([("", ""), ("a1", "zs\nzhangsan"), ("", "x"), ("b2c", ""), ("𠮷a\nz9", "ab\n\nabc\n")], 5)
def test_grams_of_many_are_those_of_each(pairs, at_once):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grams_of_many, "_MOST_CHARACTERS", at_once)
        together = [text.split() for text in grams_of_many.gram_texts(pairs)]
    assert together == [gram_text(words, sounds).split() for words, sounds in pairs]


def test_a_portion_is_indexed_as_its_rows_one_by_one(store):
    drafts = [
        sound_draft(name=f"王{each}", facts=f"第{each}次要求退款 {each * 7}") for each in range(search_sqlite._MANY)
    ]
    with store.writing() as connection:
        complaints.insert_many(connection, drafts, Registration("{yyyy}-{seq}", journal.Signature("王敏", now())))
        assert search_index.differences(connection) is None


def test_what_goes_wrong_while_a_portion_is_indexed_leaves_nothing_of_it(store):
    many = ["甲乙丙"] * search_sqlite._MANY
    with (
        pytest.raises(ZeroDivisionError),
        store.writing() as connection,
        search_index.adding(connection, 1, many, many),
    ):
        raise ZeroDivisionError
    with pytest.raises(Stopped), store.writing(stop := StopSignal()) as connection:
        with search_index.adding(connection, 1, many, many):
            stop.request()
        stop.heed()
    with store.writing() as connection:
        complaints.insert_many(connection, [sound_draft()], Registration("{yyyy}-{seq}", journal.Signature("", now())))
        assert search_index.differences(connection) is None


def test_letters_of_sounds_are_not_those_of_the_text():
    assert set(grams("zhang", "")).isdisjoint(grams("", "zhang"))
    assert word_query("zhang") != word_query("zhang", sounds=True)


def _registered(store: Store, *drafts):
    signature = journal.Signature("王敏", now())
    with store.writing() as connection:
        return complaints.insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", signature))


def _numbers(store: Store, words: str) -> list[str]:
    with store.reading() as connection:
        found = ledger_queries.first_rows(connection, LedgerFilter(words=words), LedgerOrder("number", False), 100)
    return [each.number for each in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [1, 2, 3]),
        ("退款", [1]),
        ("退", [1, 2]),
        ("张三 退款", [1]),
        ("退款 李四", []),
        ("zs", [1]),
        ("zhangsan", [1]),
        ("dfb", [1, 2]),
        ("138-0000-1234", [1]),
        ("1380000", [1]),
        ("１３８００００", [1]),
        ("APP", [3]),
        ("app商城", [3]),
        ("ts2026000002", [2]),
        ('"', [3]),
        ("*", []),
        ("AND", []),
        ("。", [1, 2]),
        ("😀", [3]),
        ("NEAR(", []),
    ],
)
def test_search_box(store, words, expected):
    _registered(
        store,
        sound_draft(phone="138-0000-1234"),
        sound_draft(name="李四", phone="", facts="退货被拒。"),
        sound_draft(name="王𠮷", phone="", subject_name="会员", facts='在APP商城买的,说"不退钱"😀', reasons="x"),
    )
    if words == "退":
        expected = [1, 2, 3]
    assert _numbers(store, words) == [f"TS2026{number:06}" for number in expected]


def test_very_many_and_very_long_words(store):
    _registered(store, sound_draft(facts="长" * 20_000))
    assert len(_numbers(store, "长" * 15_000)) == 1
    assert _numbers(store, "长" * 20_001) == []
    assert _numbers(store, " ".join(f"词{number}" for number in range(2000))) == []


def test_index_follows_edits(store):
    ((key, _),) = _registered(store, sound_draft())
    with store.writing() as connection:
        current = complaints.must_read(connection, key)
        complaints.write_changes(connection, journal.Signature("王敏", now()), "edited", current, {"name": "欧阳娜娜"})
    assert _numbers(store, "张三") == []
    assert _numbers(store, "oynn") == ["TS2026000001"]
    with store.reading() as connection:
        assert search_index.differences(connection) is None


def _texts_of(store: Store, key: int) -> list[tuple[int, str, str]]:
    with store.reading() as connection:
        return list(search_texts.texts_of(connection, [key]))


def test_difference_between_index_and_complaints_is_found_and_mended(store):
    keys = [key for key, _ in _registered(store, *(sound_draft(name=f"张{letter}") for letter in "甲乙丙丁"))]
    with store.writing() as connection:
        connection.execute(update(complaint).where(complaint.c.id == keys[1]).values(facts="别的"))
    with store.reading() as connection:
        assert search_index.differences(connection) == (keys[1],)
    told = []
    with store.writing() as connection:
        search_index.rebuild(connection, progress=lambda done, total: told.append((done, total)))
    with store.reading() as connection:
        assert search_index.differences(connection) is None
    assert told == [(4, 4)]
    assert _numbers(store, "别的") == ["TS2026000002"]


def test_row_that_only_the_index_knows_is_found(store):
    keys = [key for key, _ in _registered(store, sound_draft(), sound_draft())]
    with store.writing() as connection:
        connection.execute(delete(complaint).where(complaint.c.id == keys[0]))
    with store.reading() as connection:
        assert search_index.differences(connection) == (keys[0],)


def test_row_that_the_index_does_not_know_is_found(store):
    keys = [key for key, _ in _registered(store, sound_draft(), sound_draft())]
    texts = _texts_of(store, keys[1])
    with store.writing() as connection:
        search_index.remove(connection, texts)
    with store.reading() as connection:
        assert search_index.differences(connection) == (keys[1],)


def test_same_grams_at_another_complaint_are_found(store):
    keys = [key for key, _ in _registered(store, sound_draft(name="甲"), sound_draft(name="乙"))]
    with store.writing() as connection:
        for key in keys:
            search_index.remove(connection, search_texts.texts_of(connection, [key]))
        search_index.add(connection, [(keys[0], "甲", "")])
    with store.reading() as connection:
        assert search_index.differences(connection) == tuple(keys)


def test_rebuild_stops_without_a_trace(store):
    _registered(store, sound_draft())
    stop = StopSignal()
    with pytest.raises(Stopped), store.writing(stop) as connection:
        stop.request()
        search_index.rebuild(connection, stop)
    assert _numbers(store, "退款") == ["TS2026000001"]


def test_index_is_made_from_a_table_that_is_there(store):
    _registered(store, sound_draft())
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE complaint_search")
        search_index.create(connection)
    assert _numbers(store, "退款") == ["TS2026000001"]
    with store.reading() as connection:
        assert connection.execute(select(complaint.c.id)).scalars().all() == [1]
