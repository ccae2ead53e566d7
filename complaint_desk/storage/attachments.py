"""Files kept with a complaint: the bytes once per content, by their SHA-256."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from complaint_desk.domain.attachments import LARGEST
from complaint_desk.domain.complaint import Attachment, RemovedFile
from complaint_desk.domain.errors import Refusal
from complaint_desk.storage.journal import Signature, in_chunks
from complaint_desk.storage.schema import attachment, attachment_content

Owned = tuple[Attachment, int | None]
"""An attachment and the step that it belongs to, if any."""


ATTACHMENTS = "attachments"
"""The detail of a journal entry that names the attachments which were added with it."""


def add_attachment(
    connection: Connection,
    signature: Signature,
    complaint_id: int,
    name: str,
    content: bytes,
    step_id: int | None = None,
) -> int:
    """Keep a file with a complaint; the same bytes are stored once. Returns the id of the attachment.

    Raises:
        Refusal: `attachment_too_large`.
    """
    if len(content) > LARGEST:
        raise Refusal("attachment_too_large", name=name, size=len(content), limit=LARGEST)
    sha256 = _keep_content(connection, content)
    made = connection.execute(
        insert(attachment).values(
            complaint_id=complaint_id,
            step_id=step_id,
            name=name,
            sha256=sha256,
            added_at=signature.at,
            added_by=signature.person,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def add_new(
    connection: Connection, signature: Signature, complaint_id: int, files: Sequence[tuple[str, bytes]]
) -> tuple[int, ...]:
    """Keep (name, bytes) of several files; one that is there under its name with the same bytes is left alone.

    Returns the ids of what was added.

    Raises:
        Refusal: `attachment_too_large`.
    """
    there = {(each.name, each.sha256) for each, _ in attachments_of(connection, [complaint_id]).get(complaint_id, ())}
    made = []
    for name, content in files:
        known = (name, hashlib.sha256(content).hexdigest())
        if known not in there:
            there.add(known)
            made.append(add_attachment(connection, signature, complaint_id, name, content))
    return tuple(made)


def _keep_content(connection: Connection, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    here = attachment_content.c.sha256 == sha256
    if connection.execute(select(attachment_content.c.size).where(here)).first() is None:
        connection.execute(insert(attachment_content), [{"sha256": sha256, "size": len(content), "content": content}])
    return sha256


def take_out(connection: Connection, complaint_id: int, attachment_ids: Sequence[int]) -> tuple[RemovedFile, ...]:
    """Remove some attachments of a complaint, and the bytes that nobody else keeps; returns what was there."""
    found = [
        each
        for each in attachments_of(connection, [complaint_id]).get(complaint_id, ())
        if each[0].id in attachment_ids
    ]
    removed = tuple(RemovedFile(each, step_id, content_of(connection, each.sha256) or b"") for each, step_id in found)
    for each in removed:
        connection.execute(delete(attachment).where(attachment.c.id == each.attachment.id))
    for sha256 in {each.attachment.sha256 for each in removed}:
        _forget_unused(connection, sha256)
    return removed


def put_back(connection: Connection, complaint_id: int, files: Sequence[RemovedFile]) -> None:
    """Have attachments again as they were before `take_out`; under another id where theirs was given away since."""
    for each in files:
        _keep_content(connection, each.content)
        stood = each.attachment
        taken = connection.execute(select(attachment.c.id).where(attachment.c.id == stood.id)).first() is not None
        own_id = {} if taken else {"id": stood.id}
        connection.execute(
            insert(attachment).values(
                **own_id,
                complaint_id=complaint_id,
                step_id=each.step_id,
                name=stood.name,
                sha256=stood.sha256,
                added_at=stood.added_at,
                added_by=stood.added_by,
            )
        )


def _forget_unused(connection: Connection, sha256: str) -> None:
    if connection.execute(select(attachment.c.id).where(attachment.c.sha256 == sha256).limit(1)).first() is None:
        connection.execute(delete(attachment_content).where(attachment_content.c.sha256 == sha256))


def content_of(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a kept file."""
    return connection.execute(
        select(attachment_content.c.content).where(attachment_content.c.sha256 == sha256)
    ).scalar()


def attachments_of(connection: Connection, complaint_ids: Sequence[int]) -> Mapping[int, tuple[Owned, ...]]:
    """The attachments of several complaints with the steps that they belong to, oldest first."""
    found: defaultdict[int, list[Owned]] = defaultdict(list)
    here = attachment.c
    for chunk in in_chunks(complaint_ids):
        query = (
            select(
                here.complaint_id,
                here.step_id,
                here.id,
                here.name,
                attachment_content.c.size,
                here.sha256,
                here.added_at,
                here.added_by,
            )
            .join_from(attachment, attachment_content)
            .where(here.complaint_id.in_(chunk))
            .order_by(here.id)
        )
        for complaint_id, step_id, *values in connection.execute(query):
            found[complaint_id].append((Attachment(*values), step_id))
    return {complaint_id: tuple(owned) for complaint_id, owned in found.items()}


def has_attachments(connection: Connection) -> bool:
    """True if any complaint of the ledger has a file."""
    return connection.execute(select(attachment.c.id).limit(1)).first() is not None


def remove_attachments(connection: Connection, complaint_ids: Sequence[int]) -> None:
    """Remove the files of complaints, and the bytes that no other complaint keeps."""
    for chunk in in_chunks(complaint_ids):
        connection.execute(delete(attachment).where(attachment.c.complaint_id.in_(chunk)))
    kept = select(attachment.c.sha256)
    connection.execute(delete(attachment_content).where(attachment_content.c.sha256.not_in(kept)))
