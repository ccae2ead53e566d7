"""An index is made anew whenever texts or names are read in another way."""

from __future__ import annotations

import hashlib

import pytest

from complaint_desk.domain import searching
from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import now
from complaint_desk.domain.searching import search_text, sound_text, sounds_of
from complaint_desk.storage import complaints, ledger_queries, search_index, search_sqlite
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store
from tests.storage.drafts import sound_draft

READ_SO_FAR = {1: "8fab6bcc7d4fb51f", 2: "14ebec75056daef5"}
"""What the readings of `READING` came to: whoever changes them raises that number and adds a line here."""


def test_reading_is_what_its_number_says():
    content = ComplaintContent(name="单雄信", phone="138-0000-1234", subject_name="重庆银行", facts="ＡＢＣ ﬁ ß Ⅷ 㐀")
    extra = [("天气", "晴"), ("序号", "17"), ("单号", "20260001")]
    read = [search_text("TS1", content, extra), sound_text(content)]
    read += [line for code in range(0x4E00, 0xA000) for line in sounds_of(chr(code), is_name=True)]
    assert READ_SO_FAR[searching.READING] == hashlib.sha256("\n".join(read).encode()).hexdigest()[:16]


def test_index_of_another_reading_is_made_anew(tmp_path, monkeypatch):
    store = Store.open(tmp_path / "ledger.db")
    registration = Registration("TS{yyyy}{seq:06}", Signature("-", now()))
    with store.writing() as connection:
        complaints.insert_many(connection, [sound_draft()], registration)
        search_index.remove(connection, [(1, "x", "")])
    store.close()
    monkeypatch.setattr(search_sqlite, "READING", searching.READING + 1)
    told = []
    again = Store.open(tmp_path / "ledger.db", progress=lambda done, total: told.append((done, total)))
    with again.reading() as connection:
        assert search_index.differences(connection) is None
        assert ledger_queries.count(connection, LedgerFilter(words="zs")) == 1
    again.close()
    assert told == [(1, 1)]
    Store.open(tmp_path / "ledger.db", progress=lambda done, total: told.append((done, total))).close()
    assert told == [(1, 1)]


@pytest.mark.parametrize("words", ["退款。", "电饭煲", "13800001234", "zhangsan", "dianfanbao"])
def test_report_is_found_by_what_it_says_alone(store, words):
    """A longer word is tried against the row itself: never against who reported."""
    registration = Registration("TS{yyyy}{seq:06}", Signature("-", now()))
    with store.writing() as connection:
        complaints.insert_many(connection, [sound_draft(kind="report", name="张三", phone="13800001234")], registration)
    with store.reading() as connection:
        found = ledger_queries.count(connection, LedgerFilter(words=words))
    assert found == (0 if words in ("13800001234", "zhangsan") else 1)


def test_columns_of_an_import_are_found_but_not_short_numbers_and_not_of_a_report(store):
    registration = Registration("TS{yyyy}{seq:06}", Signature("-", now()))
    extra = (("天气", "雷阵雨转晴"), ("序号", "5929"), ("保单号", "PICC20260001"))
    with store.writing() as connection:
        drafts = [sound_draft(extra=extra), sound_draft(kind="report", extra=extra), sound_draft()]
        complaints.insert_many(connection, drafts, registration)
    with store.reading() as connection:
        counts = {
            words: ledger_queries.count(connection, LedgerFilter(words=words))
            for words in ("阵雨转", "picc2026", "5929", "天气")
        }
        assert search_index.differences(connection) is None
    assert counts == {"阵雨转": 1, "picc2026": 1, "5929": 0, "天气": 0}
