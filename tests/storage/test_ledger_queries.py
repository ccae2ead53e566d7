"""Filters and orders answer what the same question in plain Python over all complaints answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from complaint_desk.domain.complaint import Complaint, ComplaintDraft
from complaint_desk.domain.ledger import SORTABLE, Between, LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI, PartialDate, now
from complaint_desk.domain.periods import within
from complaint_desk.domain.searching import search_text, search_words, sound_text
from complaint_desk.domain.vocabulary import ListEntry
from complaint_desk.storage import attachments, complaints, filtering, group_counts, ledger_queries, lists, views
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint, import_batch, metadata
from complaint_desk.storage.store import Store
from tests.storage.drafts import sound_draft


def _drafts() -> list[ComplaintDraft]:
    chance = random.Random(7)
    return [
        sound_draft(
            name=chance.choice(["张三", "李四", "欧阳娜娜", "匿名", ""]),
            received_at=dt.datetime(2026, 1, 1, tzinfo=SHANGHAI) + dt.timedelta(hours=chance.randrange(4000)),
            closed_at=chance.choice([None, dt.datetime(2026, 9, 1, 23, 59, 59, tzinfo=SHANGHAI)]),
            status=chance.choice(["registered", "closed", "waiting"]),
            category=chance.choice(["electronics", "food", "telecom", "other", "rice_cooker"]),
            cause=chance.choice(["", "product.design", "logistics.delay"]),
            demands=chance.choice([(), ("refund",), ("refund", "repair"), ("return",)]),
            satisfaction=chance.choice([None, 1, 4, 5]),
            price=chance.choice([None, Decimal("3.50"), Decimal("399.00"), Decimal("12000.00")]),
            purchased_on=chance.choice([None, PartialDate(2025), PartialDate(2025, 3)]),
            department=chance.choice(["", "客服部", "质量部"]),
            facts=chance.choice(["要求退款", "质量太差", "退货又退款", "无人处理"]),
            kind=chance.choice(["complaint", "complaint", "complaint", "report"]),
            brand=chance.choice(["", "AbcD", "abc_d", "50%OFF", "海风"]),
            phone=chance.choice(["13800001234", "138 0000-1234", "021-62345678 转 8", ""]),
            repeats=chance.choice([(), ("TS2025000001",)]),
        )
        for _ in range(120)
    ]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("queries") / "ledger.db"
    store = Store.open(path)
    with store.writing() as connection:
        signature = Signature("王敏", now())
        rice_cooker = ListEntry("category", "rice_cooker", parent="electronics", label="电饭煲", built_in=False)
        lists.save(connection, signature, rice_cooker)
        complaints.insert_many(connection, _drafts(), Registration("TS{yyyy}{seq:06}", signature))
        for key in (2, 5):
            attachments.add_attachment(connection, signature, key, "小票.jpg", b"receipt")
        batch = {"id": 1, "at": now(), "person": "王敏", "files": []}
        connection.execute(insert(import_batch), [batch])
        connection.execute(update(complaint).where(complaint.c.id == 5).values(reopened=2))
        connection.execute(update(complaint).where(complaint.c.id == 7).values(import_batch=1))
    yield store
    store.close()


def _all(store: Store) -> tuple[Complaint, ...]:
    with store.reading() as connection:
        return complaints.read_many(connection, range(1, 121))


def _asked(store: Store, wanted: LedgerFilter, order: LedgerOrder | None = None) -> list[int]:
    with store.reading() as connection:
        found = list(ledger_queries.keys(connection, wanted, order or LedgerOrder()))
        assert ledger_queries.count(connection, wanted) == len(found)
        first = ledger_queries.first_rows(connection, wanted, order or LedgerOrder(), 7)
    assert [each.id for each in first] == found[:7]
    return found


def _is_between(price: Decimal | None, low: int, high: int) -> bool:
    return price is not None and low <= price <= high


_QUESTIONS: list[tuple[LedgerFilter, Callable[[Complaint], bool]]] = [
    (LedgerFilter(), lambda _: True),
    (
        LedgerFilter(between=(("received_at", Between(dt.date(2026, 3, 1))),)),
        lambda c: c.received_at.date() >= dt.date(2026, 3, 1),
    ),
    (
        LedgerFilter(between=(("received_at", Between(high=dt.date(2026, 3, 1))),)),
        lambda c: c.received_at.date() <= dt.date(2026, 3, 1),
    ),
    (
        LedgerFilter(between=(("closed_at", Between(dt.date(2026, 9, 1), dt.date(2026, 9, 1))),)),
        lambda c: c.closed_at is not None,
    ),
    (LedgerFilter(between=(("closed_at", Between(high=dt.date.max)),)), lambda c: c.closed_at is not None),
    (LedgerFilter(between=(("closed_at", Between(high=dt.date(2026, 8, 31))),)), lambda _: False),
    (LedgerFilter(one_of=(("status", ("closed", "waiting")),)), lambda c: c.status in ("closed", "waiting")),
    (LedgerFilter(one_of=(("department", ("",)),)), lambda c: c.department == ""),
    (LedgerFilter(one_of=(("department", ("", "质量部")),)), lambda c: c.department in ("", "质量部")),
    (LedgerFilter(one_of=(("category", ("goods",)),)), lambda c: c.category in ("electronics", "food", "rice_cooker")),
    (LedgerFilter(one_of=(("category", ("electronics",)),)), lambda c: c.category in ("electronics", "rice_cooker")),
    (LedgerFilter(one_of=(("category", ("services", "other")),)), lambda c: c.category in ("telecom", "other")),
    (LedgerFilter(one_of=(("category", ("no_such",)),)), lambda _: False),
    (LedgerFilter(one_of=(("cause", ("product", "")),)), lambda c: c.cause in ("product.design", "")),
    (LedgerFilter(one_of=(("demands", ("refund",)),)), lambda c: "refund" in c.demands),
    (LedgerFilter(one_of=(("demands", ("", "re")),)), lambda c: not c.demands),
    (LedgerFilter(one_of=(("satisfaction", ("4", "5")),)), lambda c: (c.satisfaction or 0) >= 4),
    (LedgerFilter(one_of=(("satisfaction", ("",)),)), lambda c: c.satisfaction is None),
    (LedgerFilter(one_of=(("price", ("3.5", "")),)), lambda c: c.price in (None, Decimal("3.50"))),
    (LedgerFilter(one_of=(("purchased_on", ("2025-03",)),)), lambda c: str(c.purchased_on) == "2025-03"),
    (LedgerFilter(one_of=(("status", ()),)), lambda _: True),
    (LedgerFilter().with_range("price", Decimal(3), Decimal(399)), lambda c: _is_between(c.price, 3, 399)),
    (LedgerFilter().with_range("price", high=Decimal("3.49")), lambda _: False),
    (LedgerFilter().with_range("purchased_on", dt.date(2025, 3, 31)), lambda c: c.purchased_on is not None),
    (LedgerFilter().with_range("purchased_on", dt.date(2025, 4, 1)), lambda c: c.purchased_on == PartialDate(2025)),
    (
        LedgerFilter().with_range("purchased_on", high=dt.date(2025, 2, 28)),
        lambda c: c.purchased_on == PartialDate(2025),
    ),
    (LedgerFilter().with_range("purchased_on", high=dt.date(2024, 12, 31)), lambda _: False),
    (LedgerFilter().with_range("registered_at", high=dt.date(2020, 1, 1)), lambda _: False),
    (LedgerFilter().with_piece("brand", "aBC"), lambda c: c.brand in ("AbcD", "abc_d")),
    (LedgerFilter().with_piece("brand", "c_"), lambda c: c.brand == "abc_d"),
    (LedgerFilter().with_piece("brand", "0%o"), lambda c: c.brand == "50%OFF"),
    (LedgerFilter().with_piece("facts", "退款"), lambda c: "退款" in c.facts),
    (LedgerFilter().with_piece("phone", "1380000"), lambda c: c.phone.startswith("138") and c.kind != "report"),
    (LedgerFilter().with_said("closed_at", True), lambda c: c.closed_at is not None),
    (LedgerFilter().with_said("brand", False), lambda c: not c.brand),
    (LedgerFilter().with_said("phone", False), lambda c: not c.phone and c.kind != "report"),
    (LedgerFilter().with_said("repeats", True), lambda c: bool(c.repeats)),
    (LedgerFilter().with_said("repeats", False), lambda c: not c.repeats),
    (LedgerFilter().with_said("reopened", True), lambda c: c.id == 5),
    (LedgerFilter().with_said("reopened", False), lambda c: c.id != 5),
    (LedgerFilter().with_said("attachment", True), lambda c: c.id in (2, 5)),
    (LedgerFilter().with_said("attachment", False), lambda c: c.id not in (2, 5)),
    (LedgerFilter(one_of=(("import_batch", ("1",)),)), lambda c: c.id == 7),
    (LedgerFilter(one_of=(("import_batch", ("",)),)), lambda c: c.id != 7),
    (
        LedgerFilter(one_of=(("status", ("closed", "waiting")),)).with_range("closed_at", dt.date(2026, 9, 1)),
        lambda c: c.closed_at is not None and c.status in ("closed", "waiting"),
    ),
    (
        LedgerFilter().with_range("last_step", high=dt.date(2026, 3, 1)),
        lambda c: c.received_at.date() <= dt.date(2026, 3, 1),
    ),
    (LedgerFilter(one_of=(("name", ("张三",)),)), lambda c: c.name == "张三" and c.kind != "report"),
    (
        LedgerFilter().with_piece("facts", "退").with_said("brand", True).with_range("price", Decimal(1)),
        lambda c: "退" in c.facts and bool(c.brand) and c.price is not None,
    ),
    (LedgerFilter(ids=(3, 5, 999)), lambda c: c.id in (3, 5)),
    (LedgerFilter(ids=()), lambda _: False),
    (LedgerFilter(ids=tuple(range(30_000))), lambda _: True),
    (
        LedgerFilter(
            words="退款", one_of=(("status", ("closed",)),), between=(("received_at", Between(dt.date(2026, 2, 1))),)
        ),
        lambda c: "退款" in c.facts and c.status == "closed" and c.received_at.date() >= dt.date(2026, 2, 1),
    ),
]


@pytest.mark.parametrize("question", range(len(_QUESTIONS)))
def test_filter(ledger, question):
    wanted, holds = _QUESTIONS[question]
    assert set(_asked(ledger, wanted)) == {each.id for each in _all(ledger) if holds(each)}


@pytest.mark.parametrize(
    "words", ["退款", "退", "款 质", "zs", "oynn 退", "ts20260001", "差", "x", "张", "ngn", "13800001234", "of"]
)
def test_words(ledger, words):
    def holds(each: Complaint) -> bool:
        text, sounds = search_text(each.number, each), sound_text(each)
        return all(w in text or (w.isascii() and w.isalpha() and w in sounds) for w in search_words(words))

    assert set(_asked(ledger, LedgerFilter(words=words))) == {each.id for each in _all(ledger) if holds(each)}


@pytest.mark.parametrize("looked_at", [2, 7, 12])
@pytest.mark.parametrize("words", ["zs", "空调", "1", "退", "不制冷"])
def test_frequent_words_are_looked_for_among_the_newest_first(ledger, words, looked_at, monkeypatch):
    wanted = LedgerFilter(words=words)
    with ledger.reading() as connection:
        everywhere = ledger_queries.keys(connection, wanted, LedgerOrder())
        monkeypatch.setattr(ledger_queries, "_LOOKED_AT_FIRST", looked_at)
        for limit in (1, 2, 5):
            first = ledger_queries.first_rows(connection, wanted, LedgerOrder(), limit)
            assert [each.id for each in first] == list(everywhere[:limit])


def test_newest_first_is_the_order_of_a_fresh_ledger(ledger):
    expected = sorted(_all(ledger), key=lambda each: (each.received_at, each.id), reverse=True)
    assert _asked(ledger, LedgerFilter()) == [each.id for each in expected]


_STATUSES = ["registered", "accepted", "declined", "handling", "waiting", "answered", "closed", "withdrawn"]
_CATEGORIES = ["electronics", "rice_cooker", "food", "telecom", "other"]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "field", ["price", "department", "satisfaction", "closed_at", "purchased_on", "status", "number"]
)
def test_what_is_not_said_comes_last_either_way(ledger, field, descending):
    def rank(each: Complaint) -> Any:
        value = getattr(each, field)
        return _STATUSES.index(value) if field == "status" else str(value) if field == "purchased_on" else value

    def compare(one: Complaint, other: Complaint) -> int:
        unsaid = [getattr(each, field) in (None, "") for each in (one, other)]
        if unsaid[0] != unsaid[1]:
            return 1 if unsaid[0] else -1
        keys = [(each.id,) if unsaid[0] else (rank(each), each.id) for each in (one, other)]
        return (keys[0] > keys[1]) * (-1 if descending else 1) or -1 * (-1 if descending else 1)

    expected = sorted(_all(ledger), key=cmp_to_key(compare))
    assert _asked(ledger, LedgerFilter(), LedgerOrder(field, descending)) == [each.id for each in expected]


def test_tree_words_come_in_the_order_of_their_tree(ledger):
    seen = {each.id: each.category for each in _all(ledger)}
    order = list(dict.fromkeys(seen[key] for key in _asked(ledger, LedgerFilter(), LedgerOrder("category", False))))
    assert order.index("electronics") < order.index("food") < order.index("telecom")


@pytest.mark.parametrize("field", sorted(SORTABLE))
def test_every_sortable_column_sorts(ledger, field):
    assert sorted(_asked(ledger, LedgerFilter(), LedgerOrder(field))) == list(range(1, 121))


def test_rows_come_in_the_order_of_their_keys(ledger):
    with ledger.reading() as connection:
        rows = complaints.read_many(connection, [9, 2, 500, 7, 2])
    assert [each.id for each in rows] == [9, 2, 7, 2]


@pytest.mark.parametrize(
    "name",
    ["status", "department", "satisfaction", "demands", "category", "cause", "repeats", "attachment", "import_batch"],
)
def test_group_counts_tell_what_a_choice_would_leave(ledger, name):
    wanted = LedgerFilter(words="退").with_said("brand", True)
    with ledger.reading() as connection:
        counts = group_counts.group_counts(connection, wanted, name)
        said = {"yes": True, "no": False}
        for each in counts:
            if name in ("repeats", "attachment"):
                narrowed = wanted.with_said(name, said[each.code])
            else:
                narrowed = wanted.with_choices(name, (each.code,))
            assert ledger_queries.count(connection, narrowed) == each.count > 0, each
    assert [each.count for each in counts] == sorted((each.count for each in counts), reverse=True)
    assert counts


def test_group_counts_do_not_tell_where_reporters_live(ledger):
    with ledger.reading() as connection:
        counts = group_counts.group_counts(connection, LedgerFilter(), "region")
    assert sum(each.count for each in counts) == sum(each.kind != "report" for each in _all(ledger))


def test_values_used_most_used_first(ledger):
    with ledger.reading() as connection:
        found = ledger_queries.values_used(connection, "department")
    counts = {name: sum(each.department == name for each in _all(ledger)) for name in ("客服部", "质量部")}
    assert found == sorted(counts.items(), key=lambda pair: -pair[1])


@pytest.mark.parametrize("question", range(len(_QUESTIONS)))
def test_a_kept_filter_asks_the_same(question):
    wanted, _ = _QUESTIONS[question]
    assert views.filter_from_json(views.filter_to_json(wanted), now().date()) == wanted


def test_a_view_kept_by_an_earlier_program_asks_what_it_asked():
    kept = {"words": "退款", "received_from": "2026-01-01", "closed_to": "2026-09-01", "one_of": {"status": ["closed"]}}
    assert views.filter_from_json(kept, now().date()) == LedgerFilter(
        words="退款",
        one_of=(("status", ("closed",)),),
        between=(("received_at", Between(dt.date(2026, 1, 1))), ("closed_at", Between(None, dt.date(2026, 9, 1)))),
    )


def test_a_usual_period_of_a_view_moves_with_the_day():
    kept = views.filter_to_json(within(LedgerFilter(), "closed_at", "last_month", dt.date(2026, 3, 1)))
    assert views.filter_from_json(kept, dt.date(2026, 11, 25)).between == (
        ("closed_at", Between(dt.date(2026, 10, 1), dt.date(2026, 10, 31), "last_month")),
    )


def test_a_view_kept_by_a_later_program_is_asked_as_far_as_it_is_known():
    kept = {"said": {"pleased": True}, "between": {"moon": ["1", None]}, "holding": {"brand": "A"}}
    assert views.filter_from_json(kept, now().date()) == LedgerFilter(holding=(("brand", "A"),))


def test_questions_are_portable(ledger):
    """PostgreSQL follows: everything but the search index compiles there too."""
    with ledger.reading() as connection:
        for wanted, _ in _QUESTIONS:
            for condition in filtering.conditions(connection, dataclasses.replace(wanted, words="")):
                condition.compile(dialect=postgresql.dialect())
    for table in metadata.sorted_tables:
        CreateTable(table).compile(dialect=postgresql.dialect())
    for field in SORTABLE:
        select(complaint.c.id).order_by(*ledger_queries.ordering(LedgerOrder(field))).compile(
            dialect=postgresql.dialect()
        )
