"""Taking back what was done a moment ago at one complaint."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.complaint import Changed, Changes, Undoable
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import Right
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, taking_back
from complaint_desk.storage.journal import Signature

WITHIN = dt.timedelta(minutes=30)
"""How long a deed can be taken back; later it is put right by another deed."""

CAN_BE_TAKEN_BACK = frozenset({
    "edited", "step", "moved", "assigned", "returned", "escalated", "followed_up", "responded", "linked", "unlinked", "attached",
    "detached", "extended", "paused", "resumed", "date_set", "date_told", "event_told",
})  # fmt: skip
"""Deeds by their code in the journal."""


LETTER = "letter"
"""The deed that nobody takes back: its number is given away, and the complainant may have it in hand."""


@needs(Right.HANDLE)
def undo(desk: Desk, undoable: Undoable) -> Changed:
    """Restore what stood before a deed. It is a deed of its own: the journal shows both.

    Raises:
        Refusal: `changed_since` where somebody did something else at the complaint, `too_late_to_undo`,
            `letter_stays`, `cannot_be_undone`, `no_complaint`, `complaint_erased`; nothing was written.
    """
    now = desk.clock()
    if undoable.deed == LETTER:
        raise Refusal("letter_stays", number=undoable.number)
    if undoable.deed not in CAN_BE_TAKEN_BACK:
        raise Refusal("cannot_be_undone", number=undoable.number, deed=undoable.deed)
    with desk.store.writing() as connection:
        current = cases.writable(connection, undoable.complaint_id)
        newest = taking_back.newest_deed(connection, current.id)
        if (current.version, newest.deed) != (undoable.version, undoable.deed):
            raise Refusal("changed_since", number=current.number, person=newest.person)
        if now - newest.at > WITHIN:
            raise Refusal("too_late_to_undo", number=current.number, minutes=WITHIN.seconds // 60)
        after = taking_back.take_back(connection, Signature(desk.person, now), current, newest, undoable.removed)
    return Changed(after, Changes(changed=(after.id,)))
