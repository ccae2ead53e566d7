"""Files given during intake: with the draft on this PC through every end of the program, and gone once it is decided."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.errors import Surroundings
from complaint_desk.services import handling, intake
from complaint_desk.storage.draft_files import DraftFiles
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

BILL, PHOTO = NewFile("票据.txt", b"bill"), NewFile("照片.jpg", b"photo")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def clerk(desk):
    return desk


def again(clerk, folder):
    """The same PC after the program was started anew."""
    return dataclasses.replace(clerk, draft_files=DraftFiles(folder, clerk.store.name))


def begun(clerk, *files: NewFile) -> UUID:
    """A draft with files, as the form keeps it."""
    draft_id = uuid4()
    intake.keep_files(clerk, draft_id, files)
    intake.save_draft(clerk, SavedDraft(draft_id, "张敏", (("name", "张敏"),), NOW))
    return draft_id


def kept_on_disk(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_fresh_program_finds_them_with_their_draft(clerk, folder):
    own = begun(clerk, BILL, PHOTO, BILL)
    fresh = again(clerk, folder)
    (draft,) = intake.drafts(fresh)
    assert (draft.id, draft.files) == (own, 2)
    assert intake.files_of_draft(fresh, own) == (BILL, PHOTO)
    assert (folder / str(own)).stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_registering_keeps_them_in_the_same_deed_and_leaves_nothing_here(clerk, folder):
    own = begun(clerk, BILL, PHOTO)
    done = intake.register(clerk, sound_draft(draft_id=own), files=(BILL, PHOTO))
    case = handling.case(clerk, done.id)
    assert [each.name for each in case.attachments] == ["票据.txt", "照片.jpg"]
    assert [each.deed for each in case.journal] == ["registered", "attached"]
    assert kept_on_disk(folder) == []
    assert intake.drafts(clerk) == ()
    assert verify(clerk.store).ok


def test_registering_again_after_its_end_was_unknown_keeps_none_twice(clerk):
    own = begun(clerk, BILL)
    draft = sound_draft(draft_id=own)
    first = intake.register(clerk, draft, files=(BILL,))
    typed_on = dataclasses.replace(draft, facts="后来补充")
    assert intake.register(clerk, typed_on, files=(BILL, PHOTO)).number == first.number
    case = handling.case(clerk, first.id)
    assert [each.name for each in case.attachments] == ["票据.txt", "照片.jpg"]
    assert case.complaint.facts == "后来补充"


def test_a_draft_that_is_given_up_takes_them_along(clerk, folder):
    own = begun(clerk, BILL)
    intake.drop_draft(clerk, own)
    assert kept_on_disk(folder) == []


def test_one_is_taken_away_and_the_other_stays(clerk, folder):
    own = begun(clerk, BILL, PHOTO)
    intake.forget_file(clerk, own, BILL)
    assert intake.files_of_draft(again(clerk, folder), own) == (PHOTO,)
    assert len(kept_on_disk(folder)) == 2


def test_those_of_a_complaint_registered_at_another_pc_reach_it(clerk, folder):
    own = begun(clerk, BILL)
    elsewhere = dataclasses.replace(clerk, draft_files=None)
    done = intake.register(elsewhere, sound_draft(draft_id=own))
    assert intake.drafts(clerk) == ()
    assert [each.name for each in handling.case(clerk, done.id).attachments] == ["票据.txt"]
    assert kept_on_disk(folder) == []


def test_those_of_a_draft_given_up_at_another_pc_go_after_a_day(clerk, folder):
    own = begun(clerk, BILL)
    intake.drop_draft(dataclasses.replace(clerk, draft_files=None), own)
    intake.drafts(clerk)
    assert kept_on_disk(folder)
    intake.drafts(dataclasses.replace(clerk, clock=lambda: NOW + dt.timedelta(days=2)))
    assert kept_on_disk(folder) == []


def test_nobody_elses_are_touched(clerk, folder):
    own = begun(clerk, BILL)
    later = NOW + dt.timedelta(days=9)
    intake.drafts(dataclasses.replace(clerk, person="韩梅梅", clock=lambda: later))
    other_ledger = DraftFiles(folder, "another ledger")
    other_ledger.drop(own)
    assert other_ledger.files(own) == ()
    assert intake.files_of_draft(clerk, own) == (BILL,)


def test_a_file_that_was_damaged_is_left_out(clerk, folder):
    own = begun(clerk, BILL, PHOTO)
    (content,) = [path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == b"bill"]
    content.write_bytes(b"bil")
    assert intake.files_of_draft(clerk, own) == (PHOTO,)


def test_a_disk_that_cannot_be_written_is_said(clerk, folder):
    folder.write_bytes(b"in the way")
    with pytest.raises(Surroundings, match="cannot_write"):
        intake.keep_files(clerk, uuid4(), (BILL,))


_KEEPS = """
import sys, uuid
from pathlib import Path
from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.moments import now
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import intake
from complaint_desk.services.desk import Desk
from complaint_desk.storage.draft_files import DraftFiles
from complaint_desk.storage.store import Store

data = Path(sys.argv[1])
store = Store.open(data / "ledger.db")
desk = Desk(store, Settings(), "王敏", draft_files=DraftFiles(data / "drafts", store.name))
own = uuid.UUID(sys.argv[2])
intake.keep_files(desk, own, (NewFile("票据.txt", b"bill" * 100_000),))
intake.save_draft(desk, SavedDraft(own, "张敏", (("name", "张敏"),), now()))
print("kept", flush=True)
for number in range(1_000_000):
    intake.keep_files(desk, own, (NewFile(f"{number}.bin", str(number).encode() * 10_000),))
    print(number, flush=True)
"""


@pytest.fixture
def data(_fresh_ledger: Path, tmp_path: Path) -> Path:
    """A data folder with an empty ledger."""
    shutil.copyfile(_fresh_ledger, tmp_path / "ledger.db")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a deed of POSIX")
def test_kill_9_loses_no_file_that_was_shown(data: Path, clock):
    from complaint_desk.runtime.settings import Settings
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.store import Store

    own = uuid4()
    dying = subprocess.Popen(
        [sys.executable, "-c", _KEEPS, str(data), str(own)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert dying.stdout is not None
    shown = [dying.stdout.readline().strip() for _ in range(8)]
    dying.send_signal(signal.SIGKILL)
    shown += dying.stdout.read().split()
    assert dying.wait(60) == -signal.SIGKILL
    dying.stdout.close()
    store = Store.open(data / "ledger.db")
    desk = Desk(store, Settings(), "王敏", clock, draft_files=DraftFiles(data / "drafts", store.name))
    (draft,) = intake.drafts(desk)
    found = {each.name: each.content for each in intake.files_of_draft(desk, own)}
    store.close()
    assert draft.id == own
    assert found["票据.txt"] == b"bill" * 100_000
    assert {f"{number}.bin" for number in shown[1:]} <= found.keys()
    assert all(content == name.split(".")[0].encode() * 10_000 for name, content in found.items() if ".bin" in name)
