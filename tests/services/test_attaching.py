"""Files with a complaint: kept once by content, named safely, removed without a trace but in the journal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from complaint_desk.domain.attachments import LARGEST, NewFile
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.services import attaching, handling, intake, people
from complaint_desk.storage.schema import attachment_content
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


@pytest.fixture
def own(desk) -> int:
    return intake.register(desk, sound_draft()).id


def files(desk, own):
    return handling.case(desk, own).attachments


def contents(desk) -> int:
    with desk.store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(attachment_content)).scalar_one())


def test_files_are_kept_in_one_deed(desk, own):
    done = attaching.attach(desk, own, [NewFile("C:\\照片\\票据.jpg", b"one"), NewFile("录音.mp3", b"two")])
    assert done.complaint.version == 2
    assert [(each.name, each.size, each.added_at, each.added_by) for each in files(desk, own)] == [
        ("票据.jpg", 3, NOW, "王敏"),
        ("录音.mp3", 3, NOW, "王敏"),
    ]
    assert attaching.content(desk, files(desk, own)[1]) == b"two"
    entry = handling.case(desk, own).journal[-1]
    assert (entry.deed, dict(entry.details)) == (
        "attached",
        {"attachments": ",".join(str(e.id) for e in files(desk, own))},
    )
    assert verify(desk.store).ok


def test_the_same_bytes_are_stored_once_and_go_with_the_last_one(desk, own):
    other = intake.register(desk, sound_draft()).id
    attaching.attach(desk, own, [NewFile("票据.jpg", b"same")])
    attaching.attach(desk, other, [NewFile("小票.jpg", b"same")])
    assert contents(desk) == 1
    attaching.detach(desk, own, files(desk, own)[0].id)
    assert contents(desk) == 1
    attaching.detach(desk, other, files(desk, other)[0].id)
    assert contents(desk) == 0
    assert verify(desk.store).ok


def test_a_file_dropped_twice_is_kept_once(desk, own):
    twice = NewFile("票据.jpg", b"same")
    attaching.attach(desk, own, [twice, twice])
    again = attaching.attach(desk, own, [twice])
    assert (again.changes.changed, again.undoable) == ((), None)
    assert len(files(desk, own)) == 1


def test_too_large_a_file_keeps_the_others_out_too(desk, own, tmp_path):
    with pytest.raises(Refusal, match="attachment_too_large"):
        attaching.attach(desk, own, [NewFile("小.txt", b"x"), NewFile("大.bin", bytes(LARGEST + 1))])
    assert files(desk, own) == ()
    attaching.attach(desk, own, [NewFile("刚好.bin", bytes(LARGEST))])
    assert files(desk, own)[0].size == LARGEST


def test_files_from_the_disk(tmp_path):
    (tmp_path / "票据.txt").write_bytes(b"one")
    assert attaching.read_files([tmp_path / "票据.txt"]) == (NewFile("票据.txt", b"one"),)
    with pytest.raises(Refusal, match="no_file"):
        attaching.read_files([tmp_path / "没有.txt"])
    with pytest.raises(Refusal, match="not_a_file"):
        attaching.read_files([tmp_path])
    with (tmp_path / "大.bin").open("wb") as file:
        file.truncate(LARGEST * 400)
    with pytest.raises(Refusal, match="attachment_too_large") as caught:
        attaching.read_files([tmp_path / "大.bin"])
    assert caught.value.details["size"] == LARGEST * 400


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refusal, match="not_a_file"):
        attaching.read_files([tmp_path / "pipe"])


def test_saving_elsewhere(desk, own, tmp_path):
    attaching.attach(desk, own, [NewFile("票据.jpg", b"one")])
    (kept,) = files(desk, own)
    (tmp_path / "票据.jpg").write_bytes(b"older")
    attaching.save_as(desk, kept, tmp_path / "票据.jpg")
    assert (tmp_path / "票据.jpg").read_bytes() == b"one"
    with pytest.raises(Surroundings, match="cannot_write"):
        attaching.save_as(desk, kept, tmp_path / "没有" / "票据.jpg")
    assert [each.name for each in Path(tmp_path).glob(".*")] == []


def test_what_is_gone_is_said(desk, own):
    attaching.attach(desk, own, [NewFile("票据.jpg", b"one")])
    (kept,) = files(desk, own)
    other = intake.register(desk, sound_draft()).id
    with pytest.raises(Refusal, match="no_attachment"):
        attaching.detach(desk, other, kept.id)
    attaching.detach(desk, own, kept.id)
    with pytest.raises(Refusal, match="no_attachment"):
        attaching.detach(desk, own, kept.id)
    with pytest.raises(Refusal, match="attachment_gone"):
        attaching.content(desk, kept)
    assert dict(handling.case(desk, own).journal[-1].before or ()) == {"attachments": '["票据.jpg"]'}


def test_an_erased_complaint_takes_no_files(desk, own):
    people.erase_person(desk, own, "本人要求")
    with pytest.raises(Refusal, match="complaint_erased"):
        attaching.attach(desk, own, [NewFile("票据.jpg", b"one")])
