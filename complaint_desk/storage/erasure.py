"""Erasing a person: what says who it was goes, the key goes, what counts stays."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELDS, PERSONAL, FieldType
from complaint_desk.storage import attachments, complaints, day_counts, drafts, journal, sealing, search_index, steps
from complaint_desk.storage.contacts import forget_kept, replace_contacts
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import complaint

NARRATIVES = frozenset(field.name for field in FIELDS if field.type is FieldType.LONG_TEXT)
"""Free text may name the person anywhere."""

ERASED_FIELDS = tuple(field.name for field in FIELDS if field.name in PERSONAL | NARRATIVES | {"order_number"})
"""What is blanked: who complains, narratives, and the order number, by which a shop finds its buyer."""


def erase(connection: Connection, signature: Signature, current: Complaint, reason: str) -> Complaint:
    """Erase the person of one complaint; `reason` stays readable in the journal and must not name them.

    The complaint gets a new key: what was sealed under the old one can never be read again, while the row that stays is
    still committed to. That row is returned.
    """
    changed: dict[str, Any] = dict.fromkeys(ERASED_FIELDS, "")
    changed |= {"original_values": {}, "extra": {}, "erased_at": signature.at, "version": current.version + 1}
    connection.execute(update(complaint).where(complaint.c.id == current.id).values(changed))
    day_counts.forget(connection, [current.received_at])
    steps.blank_texts(connection, current.id)
    attachments.remove_attachments(connection, [current.id])
    drafts.drop_of_complaint(connection, current.id)
    after = complaints.read(connection, current.id)
    if after is None:
        raise LookupError(current.id)
    replace_contacts(connection, current, None, current.id)
    forget_kept(connection, current.id)
    search_index.replace(connection, [complaints.search_row(current)], [complaints.search_row(after)])
    journal.destroy_keys(connection, [current.id])
    keys = journal.make_keys(connection, [current.id])
    said = tuple(name for name in ERASED_FIELDS if sealing.stored_value(name, getattr(current, name)) is not None)
    deed = Deed(
        "erased",
        current.id,
        fields=said,
        canonical=complaints.canonical_of(connection, after),
        details=(("reason", reason),),
    )
    journal.append(connection, signature, [deed], keys)
    return after
