"""What other desks write is heard within two seconds, once, and never what this one wrote itself."""

from __future__ import annotations

import dataclasses
import queue
import threading
import time
import uuid

import pytest

from complaint_desk.domain.complaint import Changes, SavedDraft
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import exchange, handling, intake, ledger, people, word_lists
from complaint_desk.services.listening import listen
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.opening import open_ledger
from complaint_desk.storage.store import SECONDS_TO_GATHER
from tests.storage.drafts import sound_draft

NEWS = 2.0
"""Seconds within which news must be there."""


@pytest.fixture
def other(desk):
    """Another desk at the same ledger."""
    store = desk.store
    address = store.url.render_as_string(hide_password=False) if store.on_server else str(store.path)
    opened = open_ledger(address, create=False)
    yield dataclasses.replace(desk, store=opened, person="李四")
    opened.close()


@pytest.fixture
def heard(desk):
    """What the clerk's program hears."""
    stop = StopSignal()
    news: queue.Queue[object] = queue.Queue()

    def work():
        for each in listen(desk, stop):
            news.put(each)

    listener = threading.Thread(target=work)
    listener.start()
    yield lambda: news.get(timeout=NEWS)
    stop.request()
    began = time.monotonic()
    listener.join(20)
    assert time.monotonic() - began < 1, "the listener ends at once"
    assert news.empty()


def register(desk, **fields):
    return intake.register(desk, sound_draft(draft_id=uuid.uuid4(), **fields))


def test_what_another_desk_did_is_heard(heard, other):
    registered = register(other)
    assert heard() == Changes(added=(registered.id,), elsewhere=True)
    complaint = handling.case(other, registered.id).complaint
    handling.save_edit(other, complaint, dataclasses.replace(sound_draft(), handler="王芳"))
    assert heard() == Changes(changed=(registered.id,), elsewhere=True)
    people.erase_person(other, registered.id, "本人要求")
    assert heard() == Changes(changed=(registered.id,), elsewhere=True)


def test_what_was_written_between_opening_and_listening_is_heard(other, desk):
    registered = register(other)
    stop = StopSignal()
    assert next(listen(desk, stop)) == Changes(added=(registered.id,), elsewhere=True)


def test_ones_own_writes_and_drafts_are_not_told(heard, desk, other):
    mine = register(desk)
    draft = SavedDraft(uuid.uuid4(), "张三", (("name", "张三"),), desk.clock())
    intake.save_draft(other, draft)
    theirs = register(other)
    more = register(desk)
    assert heard() == Changes(added=(theirs.id,), elsewhere=True)
    assert mine.id < theirs.id < more.id


def test_a_refused_write_leaves_its_places_to_others(heard, desk, other):
    with pytest.raises(ZeroDivisionError), desk.store.writing() as connection:
        registration = Registration("TS{yyyy}{seq:06}", Signature("王敏", desk.clock()))
        insert_many(connection, [sound_draft()], registration)
        raise ZeroDivisionError
    theirs = register(other)
    assert heard() == Changes(added=(theirs.id,), elsewhere=True)


def test_a_burst_is_gathered(heard, other):
    began = time.monotonic()
    made = {register(other).id for _ in range(30)}
    told: list[Changes] = []
    while {each for changes in told for each in changes.added} != made:
        told.append(heard())
    # On a busy computer the thirty take long, and are told while they come.
    assert len(told) <= 2 + (time.monotonic() - began) / SECONDS_TO_GATHER
    assert sum(len(changes.added) for changes in told) == 30, "each is told once"


def test_a_flood_is_told_as_everything(heard, other, monkeypatch):
    monkeypatch.setattr("complaint_desk.storage.news.MOST_ENTRIES", 40)
    exchange.sample(other, 60, seed=2)
    assert heard().everything


def test_lists_of_the_office_are_told_as_such(heard, other):
    word_lists.add(other, Words("zh_CN"), "category", "北区售后")
    assert heard() == Changes(lists=True, elsewhere=True)


def test_views_that_others_share_keep_or_drop_are_told_as_such(heard, other):
    ledger.save_view(other, SavedView(0, "逾期", LedgerFilter(), LedgerOrder(), ("number",), "", shared=True))
    assert heard() == Changes(views=True, elsewhere=True)
    ledger.drop_view(other, ledger.views(other)[0].id)
    assert heard() == Changes(views=True, elsewhere=True)
