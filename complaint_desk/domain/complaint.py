"""The complaint and what belongs to it, as frozen values. `None` and `""` both mean: not said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from complaint_desk.domain.clocks import DueReasons, DueSummary
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.vocabulary import FollowUp, Kind, Status, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintContent:
    """What people say of a complaint: every field that a person may write. All are optional here; `problems` judges."""

    source_number: str = ""
    kind: str = Kind.COMPLAINT
    received_at: dt.datetime | None = None
    channel: str = ""
    rule_set: str = ""
    name: str = ""
    phone: str = ""
    other_contact: str = ""
    region: str = ""
    address: str = ""
    agent_name: str = ""
    agent_phone: str = ""
    subject_name: str = ""
    category: str = ""
    brand: str = ""
    model: str = ""
    batch: str = ""
    order_number: str = ""
    outlet: str = ""
    purchased_on: PartialDate | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    facts: str = ""
    reasons: str = ""
    demands: tuple[str, ...] = ()
    claimed: Decimal | None = None
    nature: str = ""
    severity: str = ""
    cause: str = ""
    liability: str = ""
    department: str = ""
    handler: str = ""
    outcome: str = ""
    outcome_text: str = ""
    compensation: Decimal | None = None
    handled_at: dt.datetime | None = None
    replied_at: dt.datetime | None = None
    reply_by: str = ""
    response: str = ""
    follow_up: str = FollowUp.NONE
    satisfaction: int | None = None
    satisfaction_handling: int | None = None
    followed_up_at: dt.datetime | None = None
    follow_up_text: str = ""
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDraft(ComplaintContent):
    """A complaint before it has a number. `draft_id` makes a repeated save harmless.

    `original_values`: text that could not be read, by field, kept beside the complaint; `extra`: further columns of an
    imported row. Imported rows may bring a status and a time of closing; the form leaves both alone.
    """

    draft_id: UUID | None = None
    status: str = Status.REGISTERED
    closed_at: dt.datetime | None = None
    original_values: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint(ComplaintContent):
    """A registered complaint. `version` counts its writes, from 1. What is `due` next is said by `clocks.summary_of`.

    `hold`: why its people are kept beyond retention (a lawsuit, an injury), "" where they are not.
    """

    id: int
    version: int
    number: str
    status: str
    registered_at: dt.datetime
    registered_by: str
    closed_at: dt.datetime | None = None
    reopened: int = 0
    due_at: dt.datetime | None = None
    due_soon_at: dt.datetime | None = None
    due_clock: str = ""
    due_mark: str = ""
    import_batch: int | None = None
    erased_at: dt.datetime | None = None
    hold: str = ""
    original_values: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def due_summary(self) -> DueSummary:
        """How its clocks stand as a whole."""
        return DueSummary(self.due_at, self.due_soon_at, self.due_clock, self.due_mark)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the handling record. `corrects` names the earlier step that it corrects."""

    id: int
    kind: str
    at: dt.datetime
    person: str
    text: str
    recorded_at: dt.datetime
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step as a person records it; `at` None means now.

    `person`: who did it, where that is somebody else than who records it. `corrects_place`: the place, from 1, of an earlier
    step that comes with it and that it corrects; 0 for none.
    """

    kind: str = StepKind.NOTE
    text: str = ""
    at: dt.datetime | None = None
    corrects: int | None = None
    person: str = ""
    corrects_place: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a complaint; the bytes are fetched by `sha256`."""

    id: int
    name: str
    size: int
    sha256: str
    added_at: dt.datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the journal as people read it. `before` holds what stood there, None once the person is erased."""

    sequence: int
    at: dt.datetime
    person: str
    deed: str
    fields: tuple[str, ...]
    before: tuple[tuple[str, str], ...] | None = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint with all that hangs on it, from one snapshot. `events`: what may be said to have happened, as a clock waits."""

    complaint: Complaint
    steps: tuple[Step, ...]
    attachments: tuple[Attachment, ...]
    journal: tuple[JournalEntry, ...]
    clocks: tuple[DueReasons, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What was typed and not yet registered: raw texts by field name, so that half a date is kept as half a date.

    `complaint_id` and `base_version` are set when it holds unsaved edits of a registered complaint. `on_this_pc`: the
    server does not have it yet. `files`: how many this PC holds for it.
    """

    id: UUID
    title: str
    texts: tuple[tuple[str, str], ...]
    saved_at: dt.datetime
    person: str = ""
    complaint_id: int | None = None
    base_version: int | None = None
    on_this_pc: bool = False
    files: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write changed; sent to everybody by one signal. Ids are complaint ids. `elsewhere`: another desk did it."""

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    drafts: bool = False
    lists: bool = False
    views: bool = False
    improvements: bool = False
    feedback: bool = False
    definitions: bool = False
    everything: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """A complaint that is durable in the ledger."""

    id: int
    number: str
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """An attachment that was taken out, with what is needed to put it back as it was."""

    attachment: Attachment
    step_id: int | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Undoable:
    """A deed that can be taken back as long as `version` is the complaint's newest, if its kind can be at all.

    `deed` is its code in the journal.
    """

    complaint_id: int
    number: str
    version: int
    deed: str
    removed: tuple[RemovedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A complaint as it stands after a write, and the way back where there is one. `said`: what else came of it, in words."""

    complaint: Complaint
    changes: Changes
    undoable: Undoable | None = None
    said: str = ""


def changed_by(deed: str, after: Complaint, removed: tuple[RemovedFile, ...] = ()) -> Changed:
    """What a deed at one complaint tells everybody, with its way back."""
    undoable = Undoable(after.id, after.number, after.version, deed, removed)
    return Changed(after, Changes(changed=(after.id,)), undoable)


CONTENT_FIELDS: tuple[str, ...] = tuple(f.name for f in dataclasses.fields(ComplaintContent))
"""Names of the fields that a person may write, in the order of `FIELDS`."""

_content = attrgetter(*CONTENT_FIELDS)


def content_of(value: ComplaintContent) -> dict[str, Any]:
    """The writable fields of a draft or complaint by name."""
    return dict(zip(CONTENT_FIELDS, _content(value), strict=True))


def is_said(value: object) -> bool:
    """True unless a field's value means: not said."""
    return value is not None and value not in ("", ())
