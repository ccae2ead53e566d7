"""The tables of fields, words and transitions agree with each other."""

from complaint_desk.domain.complaint import CONTENT_FIELDS, Complaint, ComplaintDraft
from complaint_desk.domain.fields import FIELD, FIELDS, PERSONAL, SEARCHED
from complaint_desk.domain.vocabulary import CLOSED_LISTS, FLAT_LISTS, TREES, Status, built_in_entries
from complaint_desk.domain.workflow import FINISHED, OPEN, TRANSITIONS, is_reopening, passed_between


def test_values_have_every_field_and_no_other() -> None:
    assert set(CONTENT_FIELDS) == {field.name for field in FIELDS if field.editable}
    assert {field.name for field in FIELDS} <= set(Complaint.__dataclass_fields__)
    assert set(CONTENT_FIELDS) <= set(ComplaintDraft.__dataclass_fields__)


def test_personal_and_searched_fields_exist() -> None:
    assert set(FIELD) >= PERSONAL | set(SEARCHED)


def test_every_word_field_has_its_list() -> None:
    known = {*CLOSED_LISTS, *FLAT_LISTS, *TREES, "rule_set", "satisfaction"}
    assert {field.word_list for field in FIELDS if field.word_list} <= known


def test_codes_are_unique_within_a_list_and_parents_exist() -> None:
    entries = built_in_entries()
    keys = [(entry.list_name, entry.code) for entry in entries]
    assert len(keys) == len(set(keys))
    assert all(entry.parent is None or (entry.list_name, entry.parent) in keys for entry in entries)


def test_every_status_is_open_or_finished_and_has_its_transitions() -> None:
    assert set(Status) == OPEN | FINISHED
    assert not OPEN & FINISHED
    assert set(TRANSITIONS) == set(Status)


def test_every_open_status_may_be_withdrawn() -> None:
    assert all(Status.WITHDRAWN in TRANSITIONS[status] for status in OPEN)


def test_quick_desks_put_the_skipped_steps_on_record() -> None:
    assert passed_between(Status.REGISTERED, Status.ANSWERED) == (Status.ACCEPTED, Status.HANDLING)
    assert passed_between(Status.WAITING, Status.CLOSED) == (Status.ANSWERED,)
    assert passed_between(Status.REGISTERED, Status.DECLINED) == ()
    assert passed_between(Status.CLOSED, Status.HANDLING) == ()


def test_only_going_back_to_handling_reopens() -> None:
    assert is_reopening(Status.CLOSED, Status.HANDLING)
    assert is_reopening(Status.ANSWERED, Status.HANDLING)
    assert not is_reopening(Status.WAITING, Status.HANDLING)
