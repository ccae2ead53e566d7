"""Files kept with a complaint: the bytes once per content, by their SHA-256."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from complaint_desk.domain.complaint import Attachment
from complaint_desk.domain.errors import Refusal
from complaint_desk.storage.journal import Signature, in_chunks
from complaint_desk.storage.schema import attachment, attachment_content

LARGEST = 25 * 1024 * 1024
"""Bytes of the largest file that the ledger keeps."""

Owned = tuple[Attachment, int | None]
"""An attachment and the step that it belongs to, if any."""


def add_attachment(
    connection: Connection,
    signature: Signature,
    complaint_id: int,
    name: str,
    content: bytes,
    step_id: int | None = None,
) -> None:
    """Keep a file with a complaint; the same bytes are stored once.

    Raises:
        Refusal: `attachment_too_large`.
    """
    if len(content) > LARGEST:
        raise Refusal("attachment_too_large", name=name, size=len(content), limit=LARGEST)
    sha256 = hashlib.sha256(content).hexdigest()
    here = attachment_content.c.sha256 == sha256
    if connection.execute(select(attachment_content.c.size).where(here)).first() is None:
        connection.execute(insert(attachment_content), [{"sha256": sha256, "size": len(content), "content": content}])
    connection.execute(
        insert(attachment),
        [
            {
                "complaint_id": complaint_id,
                "step_id": step_id,
                "name": name,
                "sha256": sha256,
                "added_at": signature.at,
                "added_by": signature.person,
            }
        ],
    )


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


def remove_attachments(connection: Connection, complaint_ids: Sequence[int]) -> None:
    """Remove the files of complaints, and the bytes that no other complaint keeps."""
    for chunk in in_chunks(complaint_ids):
        connection.execute(delete(attachment).where(attachment.c.complaint_id.in_(chunk)))
    kept = select(attachment.c.sha256)
    connection.execute(delete(attachment_content).where(attachment_content.c.sha256.not_in(kept)))
