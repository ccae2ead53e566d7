"""A complaint as JSON."""

import datetime as dt
import json
from decimal import Decimal

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.json_form import complaint_to_json, draft_from_json
from complaint_desk.domain.moments import SHANGHAI, PartialDate

LABELS = {
    ("nature", "质量"): "quality",
    ("nature", "quality"): "quality",
    ("demands", "退款"): "refund",
    ("demands", "return"): "return",
}


def lookup(list_name: str, text: str) -> str | None:
    return LABELS.get((list_name, text))


def codes(values: dict[str, object]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in draft_from_json(values, lookup)[1]]


def test_words_money_times_and_partial_dates() -> None:
    draft, problems = draft_from_json(
        {"received_at": "2026-11-01T01:00:00Z", "nature": "质量", "demands": ["退款", "return"], "price": 12.5, "amount": "1,299元",
         "purchased_on": "2026-05", "phone": 13800001234, "satisfaction": 4, "brand": None},
        lookup,
    )  # fmt: skip
    assert problems == ()
    assert draft.received_at == dt.datetime(2026, 11, 1, 9, tzinfo=SHANGHAI)
    assert (draft.nature, draft.demands) == ("quality", ("refund", "return"))
    assert (draft.price, draft.amount) == (Decimal("12.50"), Decimal("1299.00"))
    assert draft.purchased_on == PartialDate(2026, 5)
    assert (draft.phone, draft.satisfaction, draft.brand) == ("13800001234", 4, "")


def test_what_cannot_be_read_is_named() -> None:
    assert codes({"colour": "red"}) == [("colour", "unknown_field")]
    assert codes({"number": "TS1", "registered_by": "x"}) == [
        ("number", "not_writable"),
        ("registered_by", "not_writable"),
    ]
    assert codes({"price": True, "facts": {}, "name": ["a"]}) == [
        ("price", "wrong_type"), ("facts", "wrong_type"), ("name", "wrong_type"),
    ]  # fmt: skip
    assert codes({"received_at": "soon", "price": "约300", "nature": "?"}) == [
        ("received_at", "not_a_date"), ("price", "not_money"), ("nature", "unknown_word"),
    ]  # fmt: skip
    assert codes({"received_at": 20260101}) == [("received_at", "wrong_type")]
    assert codes({"price": float("inf")}) == [("price", "not_money")]


def test_a_complaint_becomes_plain_json() -> None:
    complaint = Complaint(
        id=1, version=1, number="TS2026000001", status="closed", registered_at=dt.datetime(2026, 11, 2, tzinfo=SHANGHAI),
        registered_by="王", price=Decimal(5), purchased_on=PartialDate(2026), demands=("refund",), satisfaction=5,
        original_values=(("price", "约5"),),
    )  # fmt: skip
    values = json.loads(json.dumps(complaint_to_json(complaint)))
    assert list(values) == [*(field.name for field in FIELDS), "original_values"]
    assert values["price"] == "5.00"
    assert values["registered_at"] == "2026-11-02T00:00:00+08:00"
    assert (values["purchased_on"], values["demands"], values["satisfaction"]) == ("2026", ["refund"], 5)
    assert values["closed_at"] is None
