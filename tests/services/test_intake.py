"""Registering, drafts, and what the form offers beside its fields."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest

from complaint_desk.domain.complaint import Changes, ComplaintContent, NewStep, SavedDraft
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.services import handling, intake, ledger
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import RECEIVED, sound_draft


def _typed(**fields) -> SavedDraft:
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "title": "张三",
        "texts": (("name", "张三"), ("purchased_on", "2025-")),
        "saved_at": NOW,
    }
    return SavedDraft(**(values | fields))


def test_registered_complaint_is_there(desk):
    made = intake.register(desk, sound_draft(name="  张三 ", facts="\n要求退款\n "), (NewStep("contact", "已致电"),))
    assert (made.number, made.changes) == ("TS2026000001", Changes(added=(made.id,)))
    case = handling.case_by_number(desk, " TS2026000001 ")
    there = case.complaint
    assert (there.name, there.facts, there.version, there.status) == ("张三", "要求退款", 1, "registered")
    assert (there.registered_at, there.registered_by, there.amount) == (NOW, "王敏", Decimal("399.00"))
    assert [(step.kind, step.text, step.at, step.person) for step in case.steps] == [("contact", "已致电", NOW, "王敏")]
    assert [(entry.deed, entry.person, entry.at) for entry in case.journal] == [("registered", "王敏", NOW)]


def test_amount_that_was_said_stays(desk):
    made = intake.register(desk, sound_draft(amount=Decimal("0.00")))
    assert handling.case(desk, made.id).complaint.amount == Decimal(0)


def test_status_and_closing_of_an_older_complaint(desk):
    made = intake.register(desk, sound_draft(status="closed", closed_at=RECEIVED))
    there = handling.case(desk, made.id).complaint
    assert (there.status, there.closed_at) == ("closed", RECEIVED)


def test_problems_write_nothing(desk):
    with pytest.raises(ProblemsFound) as caught:
        intake.register(
            desk,
            sound_draft(
                facts=" ",
                price=Decimal(-1),
                nature="不存在",
                received_at=NOW + dt.timedelta(1),
                repeats=("TS1",),
                status="lost",
            ),
        )
    assert {(problem.field, problem.code) for problem in caught.value.problems} == {
        ("facts", "required"),
        ("status", "unknown_word"),
        ("price", "negative"),
        ("amount", "negative"),
        ("nature", "unknown_word"),
        ("received_at", "future"),
        ("repeats", "unknown_complaint"),
    }
    assert ledger.total(desk) == 0


def test_soft_problems_do_not_block(desk):
    intake.register(desk, sound_draft(phone="12345678901234", price=Decimal(2_000_000)))
    assert ledger.total(desk) == 1


def test_link_to_an_earlier_complaint(desk):
    first = intake.register(desk, sound_draft())
    second = intake.register(desk, sound_draft(repeats=(first.number,)))
    assert handling.case(desk, second.id).complaint.repeats == (first.number,)


def test_same_draft_twice_is_one_complaint(desk):
    draft = sound_draft(draft_id=uuid.uuid4())
    first = intake.register(desk, draft)
    again = intake.register(desk, dataclasses.replace(draft, facts=""))
    assert (again.id, again.number) == (first.id, first.number)
    assert again.changes.added == ()
    assert ledger.total(desk) == 1


def test_registering_takes_its_draft_along(desk):
    kept = intake.save_draft(desk, _typed())
    other = intake.save_draft(desk, _typed(title="别的"))
    made = intake.register(desk, sound_draft(draft_id=kept.id))
    assert made.changes.drafts
    assert intake.drafts(desk) == (other,)


def test_refused_registration_keeps_its_draft(desk):
    kept = intake.save_draft(desk, _typed())
    with pytest.raises(ProblemsFound):
        intake.register(desk, sound_draft(draft_id=kept.id, facts=""))
    assert intake.drafts(desk) == (kept,)


def test_drafts_are_kept_as_typed_and_by_person(desk):
    first = intake.save_draft(desk, _typed(person="somebody", saved_at=RECEIVED))
    assert (first.person, first.saved_at) == ("王敏", NOW)
    longer = intake.save_draft(desk, dataclasses.replace(first, texts=(("name", "张三丰"), ("facts", "半句"))))
    assert intake.drafts(desk) == (longer,)
    assert intake.drafts(dataclasses.replace(desk, person="李四")) == ()
    assert intake.drop_draft(desk, first.id) == Changes(drafts=True)
    intake.drop_draft(desk, first.id)
    assert intake.drafts(desk) == ()


def test_half_a_character_does_not_stop_a_draft(desk):
    kept = intake.save_draft(desk, _typed(title="a\ud83d", texts=(("name", "张\ud83d"), ("facts", "𠮷"))))
    (there,) = intake.drafts(desk)
    assert (there.texts, there.title) == (kept.texts, "a?")


def test_draft_of_an_edit_goes_with_its_complaint(desk):
    made = intake.register(desk, sound_draft())
    kept = intake.save_draft(desk, _typed(complaint_id=made.id, base_version=1))
    assert intake.drafts(desk) == (kept,)


def test_earlier_complaints_by_phone_then_name(desk):
    moments = [RECEIVED - dt.timedelta(days=days) for days in range(5)]
    by_phone = intake.register(desk, sound_draft(name="李四", phone="+86 138-0000-1234", received_at=moments[3]))
    by_name = intake.register(desk, sound_draft(name="张 三", phone="", received_at=moments[1]))
    intake.register(desk, sound_draft(name="张三", kind="report"))
    intake.register(desk, sound_draft(name="王五", phone="13900001234"))
    both = intake.register(desk, sound_draft(name="张 三", received_at=moments[2]))
    found = intake.earlier_complaints(desk, ComplaintContent(phone="13800001234/010-12345678", name="张 三"))
    assert [(each.id, each.same) for each in found] == [
        (both.id, "phone"),
        (by_phone.id, "phone"),
        (by_name.id, "name"),
    ]
    assert (found[0].number, found[0].received_at, found[0].subject_name) == (both.number, moments[2], "电饭煲")
    assert len(intake.earlier_complaints(desk, ComplaintContent(phone="13800001234", name="张 三"), limit=1)) == 1
    assert intake.earlier_complaints(desk, ComplaintContent(phone="", name="")) == ()


def test_nobody_is_not_a_person(desk):
    intake.register(desk, sound_draft(name="匿名", phone=""))
    assert intake.earlier_complaints(desk, ComplaintContent(phone="", name="匿名")) == ()


def test_earlier_complaints_follow_an_edit(desk):
    made = intake.register(desk, sound_draft())
    there = handling.case(desk, made.id).complaint
    handling.save_edit(desk, there, dataclasses.replace(there, phone="13911112222", name="李四"))
    assert intake.earlier_complaints(desk, ComplaintContent(phone="13800001234", name="张三")) == ()
    assert [
        each.same for each in intake.earlier_complaints(desk, ComplaintContent(phone="139 1111 2222", name=""))
    ] == ["phone"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ["电饭煲", "电风扇", "Aux 空调"]), ("电", ["电饭煲", "电风扇"]), ("dfs", ["电风扇"]), ("df", ["电饭煲", "电风扇"]),
     ("diànfan", []), ("dianfan", ["电饭煲"]), ("AUX", ["Aux 空调"]), ("kt", ["Aux 空调"]), ("风", ["电风扇"]), ("x y", [])],
)  # fmt: skip
def test_completions(desk, text, expected):
    for subject in ("电风扇", "电饭煲", "Aux 空调", "电饭煲", "电风扇", "电饭煲"):
        intake.register(desk, sound_draft(subject_name=subject))
    assert list(intake.completions(desk, "subject_name", text)) == expected
    assert intake.completions(desk, "outlet", text) == ()


def test_completions_are_few(desk):
    for number in range(12):
        intake.register(desk, sound_draft(outlet=f"门店{number}"))
    assert len(intake.completions(desk, "outlet", "md", limit=5)) == 5


def test_everything_verifies(desk):
    for number in range(3):
        intake.register(desk, sound_draft(name=f"张{number}"))
    assert verify(desk.store).ok
    assert ledger.find(desk, LedgerFilter(words="张1"), LedgerOrder(), 10).count == 1


def test_who_tells_the_same_matter_again_is_recognised(desk):
    told = "内胆涂层起皮，要求退款。"
    same = intake.register(desk, sound_draft(phone="", name="李四", address="文三路 1 号", facts=told)).number
    namesake = intake.register(desk, sound_draft(phone="", name="李四", address="", facts="快递淋湿了书")).number
    asked = ComplaintContent(
        name="李四", address="文三路 1 号", subject_name="电饭煲", facts="内胆的涂层起皮，我要求退款"
    )
    found = {
        each.number: (each.same, each.alike, each.may_be_the_same) for each in intake.earlier_complaints(desk, asked)
    }
    assert found == {
        same: ("person", ("subject", "facts"), True),
        namesake: ("name", ("subject",), False),
    }


def test_other_complaints_about_the_same_product(desk):
    own = intake.register(desk, sound_draft()).id
    other = intake.register(desk, sound_draft(name="李四", phone="")).id
    intake.register(desk, sound_draft(subject_name="电饭煲配件"))
    intake.register(desk, sound_draft(kind="report"))
    assert [each.id for each in intake.same_subject(desk, "电饭煲", own)] == [other]
    assert intake.same_subject(desk, " ") == ()
