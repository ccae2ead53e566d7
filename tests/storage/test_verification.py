"""Whatever is changed behind the program's back is found and named."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from complaint_desk.domain.complaint import NewStep, content_of
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.moments import now
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import attachments, complaints, journal, schema, sealing
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.storage.drafts import RECEIVED, any_drafts, sound_draft

ENTRIES = 9


@pytest.fixture
def kept(store: Store) -> Store:
    """A ledger of four complaints, one of them edited, with a step and a file."""
    who = Signature("王敏", now())
    with store.writing() as connection:
        drafts = [sound_draft(name=name) for name in ("张三", "李四", "王五", "赵六")]
        steps = [(), (NewStep("contact", "电话联系"),)]
        complaints.insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", who), steps)
        for name, amount in (("brand", "禾沐"), ("amount", Decimal("12.50")), ("brand", ""), ("phone", "02888888888")):
            current = complaints.must_read(connection, 2)
            complaints.write_changes(connection, who, "edited", current, {name: amount})
        attachments.add_attachment(connection, who, 2, "照片.jpg", b"\xff\xd8" * 50)
        complaints.write_changes(connection, who, "attached", complaints.must_read(connection, 2), {})
    return store


def _execute(store: Store, *statements) -> None:
    with store.engine.connect() as connection, connection.begin():
        # Whoever goes behind the program's back does not keep its foreign keys.
        lax = "PRAGMA defer_foreign_keys = ON" if _in_a_file(store) else "SET LOCAL session_replication_role = replica"
        connection.connection.driver_connection.execute(lax)
        for statement in statements:
            connection.execute(statement)


def _in_a_file(store: Store) -> bool:
    return store.engine.dialect.name == "sqlite"


@pytest.fixture
def kept_in_file(kept):
    """For what a server does not let happen: values of another type, rows that belong to none."""
    if not _in_a_file(kept):
        pytest.skip("the server refuses such a row itself")
    return kept


def _faults(store: Store, anchor: str | None = None) -> set[tuple[str, str]]:
    return {(fault.code, fault.place) for fault in verify(store, anchor).faults}


def test_sound_ledger(kept):
    told = []
    found = verify(kept, progress=lambda done, total: told.append((done, total)))
    assert found.ok
    assert dict(found.checked) == {
        "journal": ENTRIES,
        "complaints": 4,
        "numbers": 4,
        "search": 4,
        "attachments": 1,
        "improvements": 0,
        "feedback": 0,
        "staff": 0,
    }
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(told))


def test_empty_ledger(store):
    assert verify(store).ok
    assert verify(store, "0-" + "0" * 64).ok


_DIGESTS = frozenset({"commitment", "previous_hash", "hash"})


@pytest.mark.parametrize(
    "column",
    ["at", "person", "deed", "complaint_id", "fields", "details", "commitment", "before", "previous_hash", "hash"],
)
@pytest.mark.parametrize("sequence", [1, 5, ENTRIES])
def test_changed_journal_entry(kept, column, sequence):
    value = {"complaint_id": 3, "before": b"x"}.get(column, "ab" * 32 if column in _DIGESTS else "edited?")
    entry = schema.journal
    _execute(kept, update(entry).where(entry.c.sequence == sequence).values({column: value}))
    assert ("journal_changed", f"journal {sequence}") in _faults(kept)


def test_entry_written_anew_with_a_fitting_hash(kept):
    entry = schema.journal
    with kept.reading() as connection:
        row = dict(connection.execute(select(entry).where(entry.c.sequence == 4)).mappings().one())
    row["person"] = "李四"
    row["hash"] = journal.entry_hash(row)
    _execute(kept, update(entry).where(entry.c.sequence == 4).values(row))
    assert ("journal_changed", "journal 4") in _faults(kept)


def test_removed_journal_entries(kept):
    _execute(kept, delete(schema.journal).where(schema.journal.c.sequence.in_([3, 4])))
    with kept.reading():
        faults = verify(kept).faults
    assert ("journal_missing", "journal 3", (("until", "4"),)) in {(f.code, f.place, f.details) for f in faults}


def test_inserted_journal_entry(kept):
    entry = schema.journal
    with kept.reading() as connection:
        last = dict(connection.execute(select(entry).where(entry.c.sequence == ENTRIES)).mappings().one())
    _execute(kept, insert(entry).values({**last, "sequence": ENTRIES + 1}))
    assert ("journal_changed", f"journal {ENTRIES + 1}") in _faults(kept)


def test_reordered_journal_entries(kept):
    entry = schema.journal
    _execute(
        kept,
        update(entry).where(entry.c.sequence == 2).values(sequence=-1),
        update(entry).where(entry.c.sequence == 3).values(sequence=2),
        update(entry).where(entry.c.sequence == -1).values(sequence=3),
    )
    assert {("journal_changed", "journal 2"), ("journal_changed", "journal 3")} <= _faults(kept)
    places = [fault.place for fault in verify(kept).faults if fault.code == "journal_changed"]
    assert places == ["journal 2", "journal 3"]


def test_tail_cut_off_is_seen_with_an_anchor(kept):
    with kept.reading() as connection:
        anchor = str(journal.head(connection))
    assert _faults(kept, anchor) == set()
    assert _faults(kept, anchor[:20]) == set()
    # The last deed concerned complaint 2; whoever cuts it off and puts the row back leaves a chain without a fault.
    _execute(kept, delete(schema.journal).where(schema.journal.c.sequence == ENTRIES))
    assert ("journal_cut", f"journal {ENTRIES}") in _faults(kept, anchor)


def test_other_chain_is_seen_with_an_anchor(kept):
    assert _faults(kept, "3-" + "ab" * 32) == {("anchor_differs", "journal 3")}


@pytest.mark.parametrize("anchor", ["x", "3", "3-", "3-xyz", "-3-" + "0" * 64, "3-" + "0" * 65, "3-abcdef"])
def test_bad_anchor(kept, anchor):
    with pytest.raises(Refusal, match="bad_anchor"):
        verify(kept, anchor)


_OTHER = {
    "version": 9, "number": "TS9", "status": "closed", "registered_by": "x", "reopened": 1, "price": Decimal(1),
    "amount": Decimal(2), "satisfaction": 1, "demands": ("refund",), "repeats": ("TS2026000001",), "facts": "别的",
    "registered_at": now(), "received_at": now(), "closed_at": now(), "erased_at": now(), "extra": {"a": "b"},
    "original_values": {"price": "一百"}, "import_batch": 1, "name": "", "phone": "1",
}  # fmt: skip


@pytest.mark.parametrize("column", sorted(_OTHER))
def test_changed_complaint(kept, column):
    batch = insert(schema.import_batch).values(id=1, at=now(), person="x", files=[], registered=0)
    here = schema.complaint
    _execute(kept, batch, update(here).where(here.c.id == 2).values({column: _OTHER[column]}))
    number = "TS9" if column == "number" else "TS2026000002"
    assert ("complaint_changed", number) in _faults(kept)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE step SET text = '没有联系' WHERE complaint_id = 2",
        "DELETE FROM step WHERE complaint_id = 2",
        "INSERT INTO step (id, complaint_id, kind, at, person, text, recorded_at) SELECT id + 9, 2, kind, at, person, text, recorded_at FROM step",
        "UPDATE attachment SET name = '别的.jpg'",
        "DELETE FROM attachment",
        "UPDATE complaint_key SET key = (SELECT key FROM complaint_key WHERE complaint_id = 1) WHERE complaint_id = 2",
    ],
)
def test_changed_things_that_hang_on_a_complaint(kept, statement):
    _execute(kept, text(statement))
    assert _faults(kept) == {("complaint_changed", "TS2026000002")}


@pytest.mark.parametrize(
    "values",
    ["received_at = 'gestern'", "price = 'viel'", "extra = '{'", "purchased_on = '2026-13'", "satisfaction = 'gut'"],
)
def test_values_that_cannot_even_be_read(kept_in_file, values):
    _execute(kept_in_file, text(f"UPDATE complaint SET {values} WHERE id = 2"))
    assert _faults(kept_in_file) == {("complaint_changed", "TS2026000002")}


def test_step_that_cannot_even_be_read(kept_in_file):
    _execute(kept_in_file, text("UPDATE step SET at = 'gestern' WHERE complaint_id = 2"))
    assert _faults(kept_in_file) == {("complaint_changed", "TS2026000002")}


def test_details_that_cannot_even_be_read(kept):
    _execute(
        kept, text("UPDATE journal SET details = '[' WHERE sequence = 3"), text("DELETE FROM complaint WHERE id = 3")
    )
    assert {("journal_changed", "journal 3"), ("complaint_missing", "journal 3")} <= _faults(kept)


def test_missing_key(kept):
    _execute(kept, text("DELETE FROM complaint_key WHERE complaint_id = 3"))
    assert _faults(kept) == {("key_missing", "TS2026000003")}


def test_deleted_complaint(kept):
    _execute(kept, text("DELETE FROM complaint WHERE id = 3"))
    assert ("complaint_missing", "TS2026000003") in _faults(kept)


def test_complaint_that_the_journal_does_not_know(kept):
    columns = ", ".join(
        f'"{column.name}"' for column in schema.complaint.c if column.name not in ("id", "number", "number_sequence")
    )
    _execute(
        kept,
        text(
            f"INSERT INTO complaint (id, number, number_sequence, {columns})"
            f" SELECT 77, 'TS2026000077', 77, {columns} FROM complaint WHERE id = 1"
        ),
    )
    assert {("complaint_unknown", "TS2026000077"), ("number_unknown", "2026-77")} <= _faults(kept)


def test_gap_in_the_numbers(kept):
    _execute(kept, text("UPDATE number_sequence SET last = 6"))
    assert _faults(kept) == {("number_missing", "2026-5"), ("number_missing", "2026-6")}


def test_removed_complaints_leave_no_gap(kept):
    _execute(
        kept, text("DELETE FROM complaint_contact WHERE complaint_id = 3"), text("DELETE FROM complaint WHERE id = 3")
    )
    with kept.writing() as connection:
        journal.append(connection, Signature("王敏", now()), [Deed("removed", 3)])
    assert {code for code, _ in _faults(kept)} == {"search_index"}


def test_changed_search_text_of_a_server(kept):
    if _in_a_file(kept):
        pytest.skip("a file keeps no second copy of what is searched")
    _execute(kept, text("UPDATE complaint_search_text SET text = 'x' WHERE complaint_id = 4"))
    assert _faults(kept) == {("search_index", "TS2026000004")}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM complaint_contact WHERE complaint_id = 4",
        "UPDATE complaint_contact SET contact = contact + 1 WHERE complaint_id = 4",
        "UPDATE complaint_contact SET complaint_id = 4 WHERE complaint_id = 1 AND contact > 2305843009213693951",
        "INSERT INTO complaint_contact SELECT contact, 4 FROM complaint_contact WHERE complaint_id = 1 AND contact > 2305843009213693951",
    ],
)
def test_changed_contacts(kept, statement):
    _execute(kept, text(statement))
    assert ("contacts", "TS2026000004") in _faults(kept)


def test_contact_of_a_complaint_that_is_not_there(kept):
    _execute(kept, text("INSERT INTO complaint_contact (contact, complaint_id) VALUES (7, 77)"))
    assert _faults(kept) == {("contacts", "complaint_contact 77")}


def test_changed_attachment(kept):
    _execute(
        kept, text("UPDATE attachment_content SET content = CAST('x' AS " + ("BLOB)" if _in_a_file(kept) else "bytea)"))
    )
    assert _faults(kept) == {("attachment_damaged", "TS2026000002")}


def test_broken_reference(kept_in_file):
    with kept_in_file.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("UPDATE attachment SET step_id = 99")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    assert {code for code, _ in _faults(kept_in_file)} == {"orphans", "complaint_changed"}


def test_check_can_be_stopped(kept):
    stop = StopSignal()
    with pytest.raises(Stopped):
        verify(kept, stop=stop, progress=lambda done, total: stop.request())


@given(st.lists(any_drafts(), min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_registered_verifies(store, drafts):
    with store.writing() as connection:
        made = complaints.insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", now())))
    assert verify(store).ok
    with store.reading() as connection:
        kept = complaints.read_many(connection, [key for key, _ in made])
    for draft, there in zip(drafts, kept, strict=True):
        for name in ("name", "facts", "price", "amount", "purchased_on", "demands", "satisfaction", "extra"):
            wanted = getattr(draft, name)
            assert (dict(there.extra) == dict(wanted)) if name == "extra" else getattr(there, name) == wanted
        assert there.received_at == draft.received_at.replace(microsecond=0)


@given(any_drafts(), any_drafts())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_edited_verifies_and_can_be_read_back(store, first, second):
    who = Signature("王敏", now())
    with store.writing() as connection:
        ((key, _),) = complaints.insert_many(connection, [first], Registration("TS{yyyy}{seq:06}", who))
        before = complaints.must_read(connection, key)
        wanted = {"name": second.name, "facts": second.facts, "price": second.price, "received_at": second.received_at}
        complaints.write_changes(connection, who, "edited", before, wanted)
    assert verify(store).ok
    with store.reading() as connection:
        (entry,) = journal.entries_of(connection, key)[1:]
    assert entry.before is not None
    stood = dict(entry.before)
    assert stood["name"] == before.name
    assert stood["facts"] == before.facts
    assert stood["price"] == ("" if before.price is None else str(before.price))
    assert stood["received_at"] == before.received_at.isoformat()


def test_canonical_form_is_what_it_was(store):
    """Changing it would make every ledger in use fail to verify."""
    draft = sound_draft(
        purchased_on=None, demands=("refund", "repair"), extra=(("工单", "7"), ("a", "b")), price=Decimal("1299.00")
    )
    said = content_of(draft) | {"number": "TS2026000012", "registered_at": RECEIVED, "registered_by": "王敏"}
    values = dict.fromkeys(complaints.COMPLAINT_FIELDS) | said | {"id": 7, "version": 1, "status": draft.status}
    canonical = sealing.canonical_form(values | {"extra": draft.extra}, (), ())
    assert canonical.decode() == (
        '{"attachments":[],"complaint":{"category":"electronics","channel":"phone","demands":"refund,repair",'
        '"extra":{"a":"b","工单":"7"},"facts":"内胆涂层起皮，要求退款。","follow_up":"none","id":7,"kind":"complaint",'
        '"name":"张三","nature":"quality","number":"TS2026000012","phone":"13800001234","price":129900,'
        '"received_at":"2026-11-20T09:30:00","registered_at":"2026-11-20T09:30:00","registered_by":"王敏",'
        '"status":"registered","subject_name":"电饭煲","version":1},"steps":[]}'
    )
