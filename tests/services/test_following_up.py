"""Asking afterwards: what is recorded, when it leads back to work, and links that can be taken away again."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.usual_views import watched
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import is_watched
from complaint_desk.services import following_up, handling, intake, ledger
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import RECEIVED, sound_draft


@pytest.fixture
def closed(desk) -> int:
    own = intake.register(desk, sound_draft()).id
    handling.move(desk, own, Status.CLOSED, base_version=1, entry={"outcome": "refunded", "handled_at": RECEIVED})
    return own


def follow_up(desk, own, *, reopen=False, **entry):
    version = handling.case(desk, own).complaint.version
    return following_up.follow_up(desk, own, base_version=version, entry=entry, reopen=reopen)


def test_a_satisfied_complainant_is_put_on_record(desk, closed):
    done = follow_up(desk, closed, follow_up="done", satisfaction=5, follow_up_text="很满意").complaint
    assert (done.follow_up, done.satisfaction, done.followed_up_at, done.status) == ("done", 5, NOW, "closed")
    step = handling.case(desk, closed).steps[-1]
    assert (step.kind, step.text, step.at) == ("follow_up", "很满意", NOW)
    assert verify(desk.store).ok


def test_a_dissatisfied_one_leads_back_to_work_in_the_same_deed(desk, closed):
    done = follow_up(desk, closed, follow_up="done", satisfaction=1, reopen=True).complaint
    assert (done.status, done.closed_at, done.reopened) == ("handling", None, 1)
    entry = handling.case(desk, closed).journal[-1]
    assert (entry.deed, dict(entry.details)["to"]) == ("followed_up", "handling")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({}, ("follow_up", "required")),
        ({"follow_up": "unreachable", "satisfaction": 4}, ("satisfaction", "nobody_rated")),
        ({"follow_up": "done", "satisfaction": 6}, ("satisfaction", "unknown_word")),
        ({"follow_up": "done", "followed_up_at": NOW + dt.timedelta(1)}, ("followed_up_at", "future")),
        ({"follow_up": "done", "followed_up_at": RECEIVED - dt.timedelta(1)}, ("followed_up_at", "before_complaint")),
    ],
)
def test_what_a_follow_up_needs(desk, closed, entry, expected):
    with pytest.raises(ProblemsFound) as caught:
        follow_up(desk, closed, **entry)
    assert [(each.field, each.code) for each in caught.value.problems] == [expected]


def test_what_was_not_answered_is_not_reopened(desk):
    own = intake.register(desk, sound_draft()).id
    with pytest.raises(ProblemsFound) as caught:
        follow_up(desk, own, follow_up="done", reopen=True)
    assert [(each.field, each.code) for each in caught.value.problems] == [("status", "not_allowed")]


def test_a_link_is_made_and_taken_away_and_touches_nobody_else(desk, closed):
    first = handling.case(desk, closed).complaint
    again = intake.register(desk, sound_draft()).id
    assert following_up.link(desk, again, first.number).complaint.repeats == (first.number,)
    assert following_up.link(desk, again, first.number).undoable is None
    assert handling.case(desk, closed).complaint == first
    assert following_up.unlink(desk, again, first.number).complaint.repeats == ()
    with pytest.raises(Refusal, match="not_linked"):
        following_up.unlink(desk, again, first.number)
    assert verify(desk.store).ok


def test_links_lead_to_other_complaints_and_never_in_a_circle(desk, closed):
    first = handling.case(desk, closed).complaint.number
    again = intake.register(desk, sound_draft())
    following_up.link(desk, again.id, first)
    for own, number, code in (
        (again.id, again.number, "same_complaint"),
        (again.id, "TS9", "unknown_complaint"),
        (closed, again.number, "links_in_a_circle"),
    ):
        with pytest.raises(ProblemsFound) as caught:
            following_up.link(desk, own, number)
        assert [(each.field, each.code) for each in caught.value.problems] == [("repeats", code)]


@pytest.fixture
def answered(desk) -> int:
    own = intake.register(desk, sound_draft()).id
    reply = {"outcome": "refunded", "replied_at": RECEIVED, "reply_by": "phone"}
    handling.move(desk, own, Status.ANSWERED, base_version=1, entry=reply)
    return own


def respond(desk, own, response, note=""):
    version = handling.case(desk, own).complaint.version
    return following_up.respond(desk, own, base_version=version, response=response, note=note)


def test_a_refused_decision_keeps_the_case_open_and_watched(desk, answered):
    done = respond(desk, answered, "refused", "仍要求换货；已告知可向消协投诉").complaint
    assert (done.status, done.response, is_watched(done)) == ("answered", "refused", True)
    assert handling.case(desk, answered).steps[-1].text == "仍要求换货；已告知可向消协投诉"
    view = watched()
    assert [row.id for row in ledger.find(desk, view.filter, view.order, 9).rows] == [answered]
    assert verify(desk.store).ok


def test_closing_against_a_refusal_says_why(desk, answered):
    respond(desk, answered, "refused", "不接受")
    version = handling.case(desk, answered).complaint.version
    entry = {"handled_at": RECEIVED}
    with pytest.raises(ProblemsFound) as caught:
        handling.move(desk, answered, Status.CLOSED, base_version=version, entry=entry)
    assert [(each.field, each.code) for each in caught.value.problems] == [("note", "why_closed")]
    done = handling.move(desk, answered, Status.CLOSED, base_version=version, entry=entry, note="已告知诉讼途径")
    assert not is_watched(done.complaint)


def test_of_a_new_decision_nobody_knows_yet(desk, answered):
    version = respond(desk, answered, "refused", "不接受").complaint.version
    again = handling.move(desk, answered, Status.HANDLING, base_version=version).complaint
    assert (again.status, again.response) == ("handling", "")


@pytest.mark.parametrize(
    ("response", "note", "expected"),
    [
        ("", "x", ("response", "required")),
        ("refused", " ", ("note", "required")),
        ("hm", "x", ("response", "unknown_word")),
    ],
)
def test_what_a_response_needs(desk, answered, response, note, expected):
    with pytest.raises(ProblemsFound) as caught:
        respond(desk, answered, response, note)
    assert [(each.field, each.code) for each in caught.value.problems] == [expected]


def test_what_was_not_answered_cannot_be_refused(desk, closed):
    with pytest.raises(ProblemsFound) as caught:
        respond(desk, closed, "refused", "x")
    assert [(each.field, each.code) for each in caught.value.problems] == [("status", "not_answered")]
