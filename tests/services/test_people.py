"""Erasing a person: nothing of them is left in any file, what counts stays, the chain verifies."""

from __future__ import annotations

import dataclasses
import uuid
from decimal import Decimal

import pytest

from complaint_desk.domain.complaint import ComplaintContent, NewStep, SavedDraft
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.vocabulary import Status
from complaint_desk.services import handling, intake, ledger, people
from complaint_desk.storage import attachments, complaints, journal
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

NAME, PHONE, STREET = "諸葛孔明亮", "13877776666", "隆中卧龙岗十八号"


@pytest.fixture
def known(desk) -> int:
    intake.register(desk, sound_draft())
    made = intake.register(
        desk,
        sound_draft(
            name=NAME, phone=PHONE, address=STREET, other_contact="kongming@shu.example", order_number="SHU-0042",
            facts=f"{NAME}来电,要求退款", reasons=f"住{STREET}", extra=(("身份证", "42060619"),),
            original_values=(("price", f"{NAME}的价"),), region="湖北省",
        ),
        (NewStep("contact", f"致电{PHONE}"),),
    )  # fmt: skip
    base = handling.case(desk, made.id).complaint
    handling.save_edit(desk, base, dataclasses.replace(base, facts=f"{NAME}再次来电", name=NAME + "氏"))
    handling.move(
        desk, made.id, Status.CLOSED, base_version=2, entry={"outcome": "refunded", "handled_at": NOW}, note=NAME
    )
    with desk.store.writing() as connection:
        attachments.add_attachment(connection, Signature("王敏", NOW), made.id, f"{NAME}.jpg", NAME.encode() * 9)
        complaints.write_changes(
            connection, Signature("王敏", NOW), "attached", complaints.must_read(connection, made.id), {}
        )
    draft = SavedDraft(uuid.uuid4(), NAME, (("facts", NAME),), NOW, complaint_id=made.id, base_version=4)
    intake.save_draft(desk, draft)
    return made.id


def test_nothing_of_the_person_is_left(desk, known):
    people.erase_person(desk, known, "本人要求删除")
    case = handling.case(desk, known)
    there = case.complaint
    assert (there.name, there.phone, there.address, there.other_contact, there.facts, there.reasons) == ("",) * 6
    assert (there.extra, there.original_values, there.erased_at) == ((), (), NOW)
    assert {step.text for step in case.steps} == {""}
    assert case.attachments == ()
    assert [entry.before for entry in case.journal] == [(), None, None, (), ()]
    assert dict(case.journal[-1].details) == {"reason": "本人要求删除"}
    assert intake.drafts(desk) == ()
    assert intake.earlier_complaints(desk, ComplaintContent(phone=PHONE, name=NAME)) == ()
    for words in (NAME, PHONE, "孔明", "SHU-0042", "卧龙", "zgkml"):
        assert ledger.find(desk, LedgerFilter(words=words), LedgerOrder(), 5).count == 0, words


def test_no_byte_of_the_person_is_left_in_the_files(desk, known):
    with desk.store.reading() as connection:
        key = journal.keys_of(connection, [known])[known]
    traces = [NAME.encode(), PHONE.encode(), STREET.encode(), b"SHU-0042", "孔明".encode(), key]
    files = [path for path in desk.store.path.parent.iterdir() if path.name.startswith("ledger.db")]
    assert all(any(trace in path.read_bytes() for path in files) for trace in traces)
    people.erase_person(desk, known, "本人要求删除")
    # Sounds are in the index in pieces only, which no other complaint of this ledger has.
    traces += [b"zgkml", b"kongming", b"zgk", b"gkm"]
    for path in files:
        content = path.read_bytes()
        assert [trace for trace in traces if trace in content] == [], path.name


def test_index_holds_one_segment_without_the_person(desk, known):
    for _ in range(30):
        intake.register(desk, sound_draft())
    people.erase_person(desk, known, "本人要求删除")
    with desk.store.reading() as connection:
        pages = b"".join(
            bytes(block) for block in connection.exec_driver_sql("SELECT block FROM complaint_search_data").scalars()
        )
    # Terms are kept with what they share with the one before cut off, so the last character must do.
    assert not any(character.encode() in pages for character in "諸葛孔亮隆卧龙岗")


def test_statistics_stay_and_the_chain_verifies(desk, known):
    people.erase_person(desk, known, "本人要求删除")
    there = handling.case(desk, known).complaint
    assert (there.price, there.status, there.nature, there.outcome) == (
        Decimal("399.00"),
        "closed",
        "quality",
        "refunded",
    )
    assert there.subject_name == "电饭煲"
    assert verify(desk.store).ok
    assert ledger.find(desk, LedgerFilter(words=there.number), LedgerOrder(), 5).count == 1


def test_the_row_that_stays_is_still_guarded(desk, known):
    people.erase_person(desk, known, "本人要求删除")
    with desk.store.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE complaint SET price = 1 WHERE id = ?", (known,))
    assert [(fault.code, fault.place) for fault in verify(desk.store).faults] == [("complaint_changed", "TS2026000002")]


def test_others_are_untouched(desk, known):
    people.erase_person(desk, known, "本人要求删除")
    other = handling.case(desk, 1)
    assert other.complaint.name == "张三"
    assert other.journal[0].before == ()


def test_erased_complaint_is_no_longer_written(desk, known):
    people.erase_person(desk, known, "本人要求删除")
    there = handling.case(desk, known).complaint
    for deed in (
        lambda: handling.save_edit(desk, there, dataclasses.replace(there, name="某人")),
        lambda: handling.record_step(desk, known, NewStep(text="x")),
        lambda: handling.move(desk, known, Status.HANDLING, base_version=there.version),
        lambda: people.erase_person(desk, known, "再次"),
    ):
        with pytest.raises(Refusal, match="complaint_erased"):
            deed()


def test_reason_and_complaint_are_needed(desk, known):
    with pytest.raises(ProblemsFound, match="problems_found"):
        people.erase_person(desk, known, " ")
    with pytest.raises(Refusal, match="no_complaint"):
        people.erase_person(desk, 99, "本人要求删除")


def test_what_is_held_is_not_erased(desk, known):
    people.hold(desk, known, "诉讼")
    with pytest.raises(Refusal, match="complaint_held"):
        people.erase_person(desk, known, "本人要求删除")
    people.release(desk, known)
    people.erase_person(desk, known, "本人要求删除")
    assert verify(desk.store).ok
