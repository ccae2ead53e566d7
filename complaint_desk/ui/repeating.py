"""The complaint that a dissatisfied person makes anew: who and about what stand there already, linked to the earlier one."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from complaint_desk.domain.complaint import Complaint, SavedDraft
from complaint_desk.domain.fields import FIELD
from complaint_desk.ui.shared.form.texts import text_of, texts_of

_TAKEN_OVER = (
    "kind", "channel", "name", "phone", "other_contact", "region", "address", "subject_name", "category", "brand", "model",
    "batch", "order_number", "outlet", "purchased_on", "price", "nature", "demands", "department",
)  # fmt: skip


def draft_of_repeat(earlier: Complaint, now: dt.datetime, person: str) -> SavedDraft:
    """A draft that nobody has saved yet."""
    texts = texts_of(earlier, tuple(FIELD[name] for name in _TAKEN_OVER))
    texts |= {"received_at": text_of(now), "repeats": earlier.number}
    return SavedDraft(uuid4(), earlier.name, tuple((name, text) for name, text in texts.items() if text), now, person)
