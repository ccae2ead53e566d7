"""What is hashed and sealed is the same bytes for ever, however quickly they are made."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import CONTENT_FIELDS, Step, content_of
from complaint_desk.domain.moments import now
from complaint_desk.storage import sealing
from complaint_desk.storage.complaints import COMPLAINT_FIELDS
from complaint_desk.storage.turning import Columns
from tests.storage.drafts import any_drafts

_TEXTS = st.text(st.characters(), max_size=20)
_VALUES = st.recursive(
    st.none() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
)


@given(_VALUES)
@example("".join(map(chr, range(0x300))) + "\u2028\u2029\ufeff\uffff😀")
@example({"name": "half \ud800", "\ud83d": 1})
@example([2**64, -(2**70)])
def test_json_is_what_the_form_says(value):
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sealing.json_bytes(value) == plain.encode("utf-8", "surrogatepass")


@given(any_drafts())
def test_only_what_is_said_stands_in_the_form(draft):
    values = dict.fromkeys(COMPLAINT_FIELDS) | {"reopened": 0, "registered_at": now()} | content_of(draft)
    said = {name for name in CONTENT_FIELDS if values[name] is not None and values[name] not in ("", ())}
    stored = sealing.stored_values(values)
    assert stored.keys() == said | {"registered_at"}
    again = {name: sealing.domain_value(name, stored[name]) for name in said}
    assert again == {name: _to_the_second(values[name]) for name in said}


@given(st.lists(any_drafts(), min_size=1, max_size=4), st.data())
def test_the_forms_of_many_are_those_of_each(drafts, data):
    ids = range(1, len(drafts) + 1)
    own = {"version": 1, "registered_at": now(), "status": "registered"}
    complaints = [
        dict.fromkeys(COMPLAINT_FIELDS)
        | content_of(draft)
        | {"id": key, **own, "reopened": key % 2, "satisfaction": key % 3 or None, "price": Decimal(key % 2)}
        | {"extra": draft.extra, "original_values": draft.original_values}
        for key, draft in zip(ids, drafts, strict=True)
    ]
    texts = data.draw(st.lists(st.tuples(st.sampled_from(ids), _TEXTS), max_size=5))
    steps = [(owner, Step(at, "note", now(), "王敏", text, now())) for at, (owner, text) in enumerate(sorted(texts), 1)]
    of_steps: Columns = {"complaint_id": [owner for owner, _ in steps]} | {
        field.name: [getattr(each, field.name) for _, each in steps] for field in dataclasses.fields(Step)
    }
    clocks = {1: [Clock("accept", "general", "1", now(), None, "day")]}
    columns: Columns = {name: [values[name] for values in complaints] for name in COMPLAINT_FIELDS}
    assert sealing.canonical_forms(columns, of_steps, clocks) == [
        sealing.canonical_form(values, [step for owner, step in steps if owner == key], (), clocks.get(key, ()))
        for key, values in zip(ids, complaints, strict=True)
    ]


def _to_the_second(value: object) -> object:
    return value.replace(microsecond=0) if isinstance(value, dt.datetime) else value
