"""Taking back: every deed at a complaint restores what stood there, and the journal keeps both."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.complaint import NewStep, Undoable
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n.words import Words
from complaint_desk.services import assigning, attaching, following_up, handling, intake, ledger, timing, undoing
from complaint_desk.services.timing import Entry
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import RECEIVED, sound_draft

REPLY = {"outcome": "refunded", "replied_at": NOW, "reply_by": "phone"}


@pytest.fixture
def own(desk) -> int:
    draft = sound_draft(
        purchased_on=PartialDate(2026, 5), demands=("refund", "repair"), department="售后部", handler="李雷"
    )
    return intake.register(desk, draft).id


def _edit(desk, own):
    now = handling.case(desk, own).complaint
    wanted = dataclasses.replace(
        now,
        price=Decimal("12.00"),
        purchased_on=None,
        demands=("return",),
        phone="13900009999",
        received_at=NOW,
        facts="变",
    )
    return handling.save_edit(desk, now, wanted)


def _version(desk, own):
    return handling.case(desk, own).complaint.version


def _assign(desk, own):
    return assigning.assign(
        desk, own, base_version=_version(desk, own), department="质量部", handler="", reason="质量问题"
    )


def _give_back(desk, own):
    return assigning.give_back(desk, own, base_version=_version(desk, own), reason="检测合格")


def _close(desk, own):
    entry = REPLY | {"handled_at": RECEIVED, "satisfaction": 4}
    return handling.move(desk, own, Status.CLOSED, base_version=1, entry=entry, note="已退款")


def _follow_up(desk, own):
    return following_up.follow_up(desk, own, base_version=_version(desk, own), entry={"follow_up": "done"}, reopen=True)


def _answer(desk, own):
    return handling.move(desk, own, Status.ANSWERED, base_version=1, entry=REPLY)


def _respond(desk, own):
    return following_up.respond(desk, own, base_version=_version(desk, own), response="refused", note="不接受")


def _link(desk, own):
    return following_up.link(desk, own, intake.register(desk, sound_draft()).number)


def _unlink(desk, own):
    return following_up.unlink(desk, own, handling.case(desk, own).complaint.repeats[0])


def _attach(desk, own):
    return attaching.attach(desk, own, [NewFile("票据.jpg", b"picture"), NewFile("录音.mp3", b"sound")])


def _detach(desk, own):
    return attaching.detach(desk, own, handling.case(desk, own).attachments[0].id)


def _step(desk, own):
    return handling.record_step(desk, own, NewStep("contact", "已致电"))


def _escalate(desk, own):
    return assigning.escalate(desk, own, base_version=1, reason="超权限", handler="赵主管")


def _accept(desk, own):
    return handling.move(desk, own, Status.ACCEPTED, base_version=1)


def _extend(desk, own):
    return timing.extend(desk, own, ExtensionWish(NOW, "李主管"), Words("zh_CN"), note="等配件")


def _pause(desk, own):
    return timing.pause(desk, own, "testing", Words("zh_CN"), Entry())


def _pause_earlier(desk, own):
    return timing.pause(desk, own, "testing", Words("zh_CN"), Entry(NOW - dt.timedelta(hours=20)))


def _resume(desk, own):
    return timing.resume(desk, own, Words("zh_CN"), Entry())


def _set_date(desk, own):
    return timing.set_date(desk, own, dt.date(2027, 3, 1), Words("zh_CN"), Entry(note="转办单"))


def _tell_date(desk, own):
    return timing.mark_told(desk, own, Words("zh_CN"), Entry())


def _goods_on_way(desk, own):
    now = handling.case(desk, own).complaint
    return handling.save_edit(desk, now, dataclasses.replace(now, rule_set="distance_return"))


def _goods_back(desk, own):
    return timing.note_event(desk, own, "goods_returned", Words("zh_CN"), Entry())


DEEDS = {
    "edited": (None, _edit),
    "step": (None, _step),
    "moved": (None, _close),
    "assigned": (None, _assign),
    "returned": (_assign, _give_back),
    "escalated": (None, _escalate),
    "followed_up": (_close, _follow_up),
    "responded": (_answer, _respond),
    "linked": (None, _link),
    "unlinked": (_link, _unlink),
    "attached": (None, _attach),
    "detached": (_attach, _detach),
    "extended": (_accept, _extend),
    "paused": (_extend, _pause),
    "resumed": (_pause_earlier, _resume),
    "date_set": (_pause, _set_date),
    "date_told": (None, _tell_date),
    "event_told": (_goods_on_way, _goods_back),
}
"""Each deed with what has to be done before it."""


def _content(case):
    """All but the count of writes and the journal."""
    return dataclasses.replace(case, complaint=dataclasses.replace(case.complaint, version=0), journal=())


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_taken_back_leaves_what_stood_there(desk, own, deed):
    prepare, do = DEEDS[deed]
    if prepare is not None:
        prepare(desk, own)
    before = handling.case(desk, own)
    done = do(desk, own)
    assert _content(handling.case(desk, own)) != _content(before)
    back = undoing.undo(desk, done.undoable)
    after = handling.case(desk, own)
    assert (back.complaint, back.changes.changed, back.undoable) == (after.complaint, (own,), None)
    assert _content(after) == _content(before)
    assert [entry.deed for entry in after.journal[-2:]] == [deed, "undone"]
    assert dict(after.journal[-1].details) == {"deed": deed, "undoes": str(after.journal[-2].sequence)}
    assert verify(desk.store).ok


def test_every_deed_that_can_be_taken_back_is_tried_here():
    assert set(DEEDS) == undoing.CAN_BE_TAKEN_BACK


def test_search_follows(desk, own):
    done = _edit(desk, own)
    undoing.undo(desk, done.undoable)
    assert ledger.find(desk, LedgerFilter(words="13900009999"), LedgerOrder(), 9).count == 0
    assert ledger.find(desk, LedgerFilter(words="13800001234"), LedgerOrder(), 9).count == 1


def test_the_journal_keeps_what_a_step_said(desk, own):
    undoing.undo(desk, _step(desk, own).undoable)
    said = dict(handling.case(desk, own).journal[-1].before or ())
    assert "已致电" in said["steps"]


def test_nothing_is_taken_back_once_somebody_changed_the_complaint(desk, own):
    done = _step(desk, own)
    handling.record_step(dataclasses.replace(desk, person="韩梅梅"), own, NewStep("contact", "又致电"))
    before = handling.case(desk, own)
    with pytest.raises(Refusal, match="changed_since") as caught:
        undoing.undo(desk, done.undoable)
    assert caught.value.details["person"] == "韩梅梅"
    assert handling.case(desk, own) == before


def test_a_deed_is_taken_back_once(desk, own):
    done = _step(desk, own)
    undoing.undo(desk, done.undoable)
    with pytest.raises(Refusal, match="changed_since"):
        undoing.undo(desk, done.undoable)


def test_only_what_was_done_a_moment_ago(desk, own):
    done = _step(desk, own)
    later = dataclasses.replace(desk, clock=lambda: NOW + undoing.WITHIN + dt.timedelta(seconds=1))
    with pytest.raises(Refusal, match="too_late_to_undo"):
        undoing.undo(later, done.undoable)
    undoing.undo(dataclasses.replace(desk, clock=lambda: NOW + undoing.WITHIN), done.undoable)


def test_registering_is_not_taken_back(desk, own):
    with pytest.raises(Refusal, match="cannot_be_undone"):
        undoing.undo(desk, Undoable(own, "TS2026000001", 1, "registered"))


def test_a_file_comes_back_even_if_its_id_was_given_away(desk, own):
    _attach(desk, own)
    last = handling.case(desk, own).attachments[-1]
    done = attaching.detach(desk, own, last.id)
    other = intake.register(desk, sound_draft()).id
    attaching.attach(desk, other, [NewFile("别的.txt", b"x")])
    assert done.undoable is not None
    undoing.undo(desk, done.undoable)
    back = handling.case(desk, own).attachments
    assert [each.name for each in back] == ["票据.jpg", "录音.mp3"]
    assert attaching.content(desk, back[-1]) == b"sound"
    assert verify(desk.store).ok


def test_closing_taken_back_leaves_a_paused_clock_paused(desk, own):
    _accept(desk, own)
    _pause(desk, own)
    before = handling.case(desk, own)
    done = handling.move(
        desk,
        own,
        Status.CLOSED,
        base_version=before.complaint.version,
        entry=REPLY | {"handled_at": RECEIVED},
    )
    assert not any(each.clock.is_paused for each in handling.case(desk, own).clocks)
    assert done.undoable is not None
    undoing.undo(desk, done.undoable)
    assert handling.case(desk, own).clocks == before.clocks
    assert verify(desk.store).ok


def test_a_letter_stays_and_says_so(desk, own):
    with pytest.raises(Refusal, match="letter_stays"):
        undoing.undo(desk, Undoable(own, "TS2026000001", 2, undoing.LETTER))
