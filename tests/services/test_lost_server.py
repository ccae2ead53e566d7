"""A server that is lost at any moment: what was saved is known, what was not is saved once, what was typed stays."""

from __future__ import annotations

import dataclasses
import queue
import threading
import uuid

import pytest

from complaint_desk.domain.complaint import Changes, NewStep, SavedDraft
from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import handling, intake, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.services.listening import Back, Lost, listen
from complaint_desk.storage import server_store
from complaint_desk.storage.draft_shelf import DraftShelf
from complaint_desk.storage.opening import open_ledger
from complaint_desk.storage.verification import verify
from tests.network import Cable
from tests.server import TEMPLATE
from tests.storage.drafts import sound_draft


@pytest.fixture
def database(own_server):
    name = own_server.new_database(TEMPLATE)
    yield name
    own_server.drop(name)


@pytest.fixture
def cable(own_server):
    made = Cable(own_server.port)
    yield made
    made.close()


@pytest.fixture
def far(own_server, database, cable, tmp_path, clock):
    """A desk behind a cable."""
    opened = open_ledger(own_server.tcp(database, port=cable.port, sslmode="disable"))
    yield Desk(opened, Settings(), "王敏", clock, DraftShelf(tmp_path / "drafts", opened.name))
    opened.close()


@pytest.fixture
def near(own_server, database, clock):
    """A desk beside the server, who sees what really stands there."""
    opened = open_ledger(own_server.url(database))
    yield Desk(opened, Settings(), "李四", clock)
    opened.close()


def test_a_saving_whose_answer_was_lost_is_known_to_be_done(far, near, cable):
    draft = sound_draft(draft_id=uuid.uuid4())
    cable.lose(b"COMMIT\0", delivered=True)
    registered = intake.register(far, draft)
    assert registered.number == "TS2026000001"
    cable.lose(b"COMMIT\0", delivered=True)
    handling.record_step(far, registered.id, NewStep("contact", "已致电"))
    assert [step.text for step in handling.case(near, registered.id).steps] == ["已致电"]
    assert ledger.total(near) == 1


def test_a_saving_that_never_came_through_is_known_not_to_be_done(far, near, cable):
    draft = sound_draft(draft_id=uuid.uuid4())
    cable.lose(b"COMMIT\0", delivered=False)
    with pytest.raises(Surroundings, match="server_lost"):
        intake.register(far, draft)
    assert ledger.total(near) == 0
    assert intake.register(far, draft).number == "TS2026000001"
    assert verify(near.store).ok


@pytest.mark.parametrize("word", [b"INSERT INTO", b"pg_advisory", b"SELECT"])
def test_a_cut_in_the_middle_of_a_deed_leaves_nothing_of_it(far, near, cable, word):
    cable.lose(word, delivered=False)
    draft = sound_draft(draft_id=uuid.uuid4())
    with pytest.raises(Surroundings, match="server_lost"):
        intake.register(far, draft)
    assert ledger.total(near) == 0
    intake.register(far, draft)
    assert ledger.total(near) == 1
    assert verify(near.store).ok


@pytest.mark.parametrize("delivered", [True, False])
def test_a_repeated_save_is_harmless_where_nobody_could_say(far, near, cable, monkeypatch, delivered):
    monkeypatch.setattr(server_store, "_SECONDS_FOR_THE_OUTCOME", 0.3)
    draft = sound_draft(draft_id=uuid.uuid4())
    cable.lose(b"COMMIT\0", delivered=delivered, for_good=True)
    with pytest.raises(Surroundings, match="server_outcome_unknown"):
        intake.register(far, draft)
    cable.mend()
    assert intake.register(far, draft).number == "TS2026000001"
    assert ledger.total(near) == 1
    assert verify(near.store).ok


def test_what_was_typed_on_after_an_unknown_end_is_not_lost(far, near, cable, monkeypatch):
    monkeypatch.setattr(server_store, "_SECONDS_FOR_THE_OUTCOME", 0.3)
    draft = sound_draft(draft_id=uuid.uuid4())
    cable.lose(b"COMMIT\0", delivered=True, for_good=True)
    with pytest.raises(Surroundings, match="server_outcome_unknown"):
        intake.register(far, draft)
    cable.mend()
    again = intake.register(far, dataclasses.replace(draft, handler="王芳"))
    assert again.changes.changed == (again.id,)
    case = handling.case(near, again.id)
    assert case.complaint.handler == "王芳"
    assert [entry.deed for entry in case.journal] == ["registered", "edited"]
    assert intake.register(far, dataclasses.replace(draft, handler="王芳")).changes == Changes(drafts=True)


def test_drafts_wait_on_this_pc_and_are_brought_when_the_server_is_back(far, near, cable, tmp_path):
    draft = SavedDraft(uuid.uuid4(), "张敏", (("name", "张敏\ud83d"),), far.clock())
    assert not intake.save_draft(far, draft).on_this_pc
    assert far.shelf.drafts("王敏") == ()
    cable.cut()
    newer = dataclasses.replace(draft, texts=(("name", "张敏"), ("facts", "异响")))
    later = dataclasses.replace(far, clock=lambda: far.clock().replace(minute=30))
    assert intake.save_draft(later, newer).on_this_pc
    with pytest.raises(Surroundings):
        intake.drafts(far)
    # The program ends, and begins anew when the server is back.
    cable.mend()
    shelf = DraftShelf(tmp_path / "drafts", far.store.name)
    [offered] = intake.drafts(dataclasses.replace(far, shelf=shelf))
    assert dict(offered.texts) == dict(newer.texts)
    assert list((tmp_path / "drafts").iterdir()) == []
    assert intake.drafts(dataclasses.replace(near, person="王敏")) == (offered,)


def test_a_draft_of_another_server_or_person_stays_on_the_shelf(far, tmp_path):
    draft = SavedDraft(uuid.uuid4(), "张敏", (("name", "张敏"),), far.clock(), "王敏")
    elsewhere = DraftShelf(tmp_path / "drafts", "other/ledger")
    elsewhere.keep(draft)
    far.shelf.keep(dataclasses.replace(draft, id=uuid.uuid4(), person="李四"))
    assert intake.drafts(far) == ()
    assert elsewhere.drafts("王敏") == (draft,)
    (tmp_path / "drafts" / f"{uuid.uuid4()}.json").write_text("{half")
    assert intake.drafts(far) == ()
    for path in (tmp_path / "drafts").iterdir():
        assert "王" not in path.name


def test_a_registered_draft_never_comes_back(far, cable):
    draft = SavedDraft(uuid.uuid4(), "张敏", (("name", "张敏"),), far.clock())
    cable.cut()
    intake.save_draft(far, draft)
    cable.mend()
    intake.register(far, sound_draft(draft_id=draft.id))
    assert far.shelf.drafts("王敏") == ()
    far.shelf.keep(dataclasses.replace(draft, person="王敏"))
    assert intake.drafts(far) == ()


def test_loss_and_return_are_told_and_what_happened_meanwhile(far, near, own_server):
    stop = StopSignal()
    news: queue.Queue[object] = queue.Queue()

    def work():
        for each in listen(far, stop):
            news.put(each)

    listener = threading.Thread(target=work)
    listener.start()
    try:
        registered = intake.register(near, sound_draft())
        assert news.get(timeout=5) == Changes(added=(registered.id,), elsewhere=True)
        own_server.stop()
        lost = news.get(timeout=5)
        assert isinstance(lost, Lost)
        assert lost.error.code in ("server_lost", "server_unreachable")
        own_server.start()
        assert news.get(timeout=20) == Back()
        registered = intake.register(near, sound_draft())
        assert news.get(timeout=5) == Changes(added=(registered.id,), elsewhere=True)
    finally:
        stop.request()
        listener.join()
