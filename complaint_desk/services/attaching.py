"""Files that belong to a complaint: kept, fetched, saved elsewhere, removed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from complaint_desk.domain.attachments import LARGEST, NewFile
from complaint_desk.domain.complaint import Attachment, Changed, Changes, changed_by
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.domain.steps import problems_of_moment
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import attachments, cases, complaints, revealing
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.steps import steps_of


def read_files(
    paths: Sequence[Path], stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[NewFile, ...]:
    """Files from the disk, none larger than the ledger keeps.

    Raises:
        Refusal: `no_file`, `not_a_file`, `attachment_too_large`.
        Surroundings: `cannot_read`.
        Stopped
    """
    read = []
    for done, path in enumerate(paths):
        if stop:
            stop.heed()
        progress(done, len(paths))
        read.append(_read(path))
    return tuple(read)


def _read(path: Path) -> NewFile:
    try:
        if not path.exists():
            raise Refusal("no_file", path=str(path))
        if not path.is_file():
            raise Refusal("not_a_file", path=str(path))
        with path.open("rb") as file:
            # One byte more than is allowed shows that there is too much, whatever the size was said to be.
            content = file.read(LARGEST + 1)
            size = max(len(content), path.stat().st_size)
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or "") from error
    if len(content) > LARGEST:
        raise Refusal("attachment_too_large", name=path.name, size=size, limit=LARGEST)
    return NewFile(path.name, content)


@needs(Right.HANDLE)
def attach(desk: Desk, complaint_id: int, files: Sequence[NewFile], at: dt.datetime | None = None) -> Changed:
    """Keep files with a complaint, all or none. One that is there already under the same name is not kept twice.

    `at` is when they came, for a late entry; None for now.

    Raises:
        ProblemsFound: of the field `step_at`; nothing was written.
        Refusal: `attachment_too_large`, `no_complaint`, `complaint_erased`; nothing was written.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        earlier = steps_of(connection, [complaint_id]).get(complaint_id, ())
        if problems := problems_of_moment("step_at", at, now, current, earlier):
            raise ProblemsFound(problems)
        after = cases.keep_files(connection, Signature(desk.person, now), current, files, at)
    return Changed(current, Changes()) if after is None else changed_by("attached", after)


@needs(Right.HANDLE)
def detach(desk: Desk, complaint_id: int, attachment_id: int) -> Changed:
    """Remove a file from a complaint; its bytes go with it unless another complaint keeps them.

    The way back holds the bytes as long as somebody holds it.

    Raises:
        Refusal: `no_attachment`, `no_complaint`, `complaint_erased`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        removed = attachments.take_out(connection, complaint_id, [attachment_id])
        if not removed:
            raise Refusal("no_attachment", number=current.number)
        after = complaints.write_changes(
            connection,
            Signature(desk.person, desk.clock()),
            "detached",
            current,
            {},
            besides=complaints.Besides({"attachments": [each.attachment.name for each in removed]}),
        )
    return changed_by("detached", after, removed)


@needs(Right.READ)
def content(desk: Desk, attachment: Attachment) -> bytes:
    """The bytes of a kept file. Where personal data is masked it may be read while its complaint is revealed.

    Raises:
        Refusal: `attachment_gone`, `masked_file`.
    """
    with desk.store.reading() as connection:
        if not desk.sees_people and not revealing.may_read_file(
            connection, attachment.sha256, desk.person, desk.clock()
        ):
            raise Refusal("masked_file")
        found = attachments.content_of(connection, attachment.sha256)
    if found is None:
        raise Refusal("attachment_gone", name=attachment.name)
    return found


@needs(Right.READ)
def save_as(desk: Desk, attachment: Attachment, path: Path) -> None:
    """Write a kept file to the disk: beside its place first, so that nothing half-written stands there.

    Raises:
        Refusal: `attachment_gone`, `masked_file`.
        Surroundings: `cannot_write`.
    """
    held = content(desk, attachment)
    waiting: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            waiting = Path(file.name)
            file.write(held)
        os.replace(waiting, path)
    except OSError as error:
        if waiting is not None:
            waiting.unlink(missing_ok=True)
        raise Surroundings("cannot_write", path=str(path), reason=error.strerror or "") from error
