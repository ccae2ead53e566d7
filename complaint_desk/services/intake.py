"""Taking a complaint in: drafts, registering, what the form offers beside the fields."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.complaint import (
    CONTENT_FIELDS,
    Changes,
    Complaint,
    ComplaintContent,
    ComplaintDraft,
    NewStep,
    Registered,
    SavedDraft,
)
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.ledger import EarlierComplaint, LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems, problems_in
from complaint_desk.domain.roles import Right
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.domain.vocabulary import Kind, Status
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, contacts, ledger_queries, lists
from complaint_desk.storage import drafts as kept_drafts
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.draft_files import DraftFiles, ListedFiles
from complaint_desk.storage.draft_shelf import DraftShelf
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.offered_texts import offered_texts
from complaint_desk.storage.store import Connection


@needs(Right.REGISTER)
def register(
    desk: Desk, draft: ComplaintDraft, steps: tuple[NewStep, ...] = (), files: Sequence[NewFile] = ()
) -> Registered:
    """Give a complaint its number and write it with its files; durable when this returns. Its kept draft is gone with it.

    A `draft_id` that was registered before gives that complaint again: where the end of the first try was not known, the
    person may have typed on, and what is new is written as an edit unless others have worked on it since.

    Raises:
        ProblemsFound: the draft has hard problems, or `repeats` names no complaint of the ledger; nothing was written.
        Refusal: `attachment_too_large`; nothing was written.
    """
    done = _registered(desk, draft, steps, files)
    _off_this_pc(desk, draft.draft_id)
    return done


def _registered(desk: Desk, draft: ComplaintDraft, steps: tuple[NewStep, ...], files: Sequence[NewFile]) -> Registered:
    now = desk.clock()
    with desk.store.writing() as connection:
        if draft.draft_id and (there := complaints.read_by_draft(connection, draft.draft_id)):
            kept_drafts.drop(connection, draft.draft_id)
            signature = Signature(desk.person, now)
            typed_on = _typed_on(connection, signature, there, _completed(draft))
            kept = cases.keep_files(connection, signature, complaints.must_read(connection, there.id), files)
            changed = (there.id,) if typed_on or kept else ()
            return Registered(there.id, there.number, Changes(changed=changed, drafts=True))
        draft = _completed(draft)
        problems = problems_in(draft, now, lists.codes(connection))
        problems += complaints.problems_of_links(connection, draft.repeats)
        if draft.status not in tuple(Status):
            problems += (Problem("status", "unknown_word", details=(("value", draft.status),)),)
        if hard_problems(problems):
            raise ProblemsFound(hard_problems(problems))
        signature = Signature(desk.person, now)
        registration = Registration(desk.settings.number_pattern, signature, rule_set=desk.settings.rule_set)
        ((complaint_id, number),) = complaints.insert_many(connection, [draft], registration, [steps])
        if files:
            cases.keep_files(connection, signature, complaints.must_read(connection, complaint_id), files)
        forgotten = draft.draft_id is not None and kept_drafts.drop(connection, draft.draft_id)
    return Registered(complaint_id, number, Changes(added=(complaint_id,), drafts=forgotten))


def _typed_on(connection: Connection, signature: Signature, there: Complaint, draft: ComplaintDraft) -> bool:
    """Write what was typed since the first try; False where there is nothing, or where it cannot be written."""
    changed = {name: getattr(draft, name) for name in CONTENT_FIELDS if getattr(draft, name) != getattr(there, name)}
    worked_on = cases.fields_changed_since(connection, there, 1)
    if not changed or worked_on or hard_problems(problems_in(draft, signature.at, lists.codes(connection))):
        return False
    complaints.write_changes(connection, signature, "edited", there, changed)
    return True


def _off_this_pc(desk: Desk, draft_id: UUID | None) -> None:
    if draft_id is None:
        return
    if desk.shelf is not None:
        desk.shelf.drop(draft_id)
    if desk.draft_files is not None:
        desk.draft_files.drop(draft_id)


def _completed(draft: ComplaintDraft) -> ComplaintDraft:
    """The draft as it is kept: no blanks around its texts, the amount is the price where none was said."""
    texts = {
        name: getattr(draft, name).strip() for name, field in FIELD.items() if field.editable and field.type in _TYPED
    }
    amount = draft.price if draft.amount is None else draft.amount
    return dataclasses.replace(draft, **texts, amount=amount)


_TYPED = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE})


@needs(Right.REGISTER)
def save_draft(desk: Desk, draft: SavedDraft, *, away: bool = False) -> SavedDraft:
    """Keep what was typed so far; returns it with the time of saving and its owner. Durable when this returns.

    Where the ledger is on a server, the draft is on this PC before it goes there, and stays while the server does not
    answer; `away` says that it is known not to.

    Raises:
        Surroundings: it can be kept nowhere.
    """
    kept = dataclasses.replace(draft, saved_at=desk.clock(), person=desk.person)
    shelved = desk.shelf is not None and _shelve(desk.shelf, kept)
    if shelved and away:
        return dataclasses.replace(kept, on_this_pc=True)
    try:
        with desk.store.writing() as connection:
            kept_drafts.save(connection, kept)
    except Surroundings:
        if shelved:
            return dataclasses.replace(kept, on_this_pc=True)
        raise
    if desk.shelf is not None:
        desk.shelf.drop(kept.id, kept.saved_at)
    return kept


def _shelve(shelf: DraftShelf, draft: SavedDraft) -> bool:
    try:
        shelf.keep(draft)
    except OSError:
        return False
    return True


@needs(Right.REGISTER)
def drop_draft(desk: Desk, draft_id: UUID) -> Changes:
    """Forget a draft; one that is gone already is no error."""
    _off_this_pc(desk, draft_id)
    with desk.store.writing() as connection:
        kept_drafts.drop(connection, draft_id)
    return Changes(drafts=True)


@needs(Right.REGISTER)
def drafts(desk: Desk) -> tuple[SavedDraft, ...]:
    """The person's own drafts, newest first, with their files. What waited on this PC for the server is brought there first."""
    if desk.shelf is not None:
        for draft in desk.shelf.drafts(desk.person):
            _bring(desk, desk.shelf, draft)
    with desk.store.reading() as connection:
        found = kept_drafts.drafts_of(connection, desk.person)
    if desk.draft_files is None:
        return found
    listed = {each.draft_id: each for each in desk.draft_files.listed(desk.person)}
    for draft_id in listed.keys() - {draft.id for draft in found}:
        _settle_files(desk, desk.draft_files, listed[draft_id])
    return tuple(
        dataclasses.replace(draft, files=len(listed[draft.id].files)) if draft.id in listed else draft
        for draft in found
    )


def _settle_files(desk: Desk, kept: DraftFiles, listed: ListedFiles) -> None:
    """Files whose draft was decided elsewhere: its complaint gets them; without one they go, unless they came just now."""
    with desk.store.reading() as connection:
        there = complaints.read_by_draft(connection, listed.draft_id)
    if there is None or there.erased_at is not None:
        if desk.clock() - listed.at > _FORGOTTEN_AFTER:
            kept.drop(listed.draft_id)
        return
    with desk.store.writing() as connection:
        current = cases.writable(connection, there.id)
        cases.keep_files(connection, Signature(desk.person, desk.clock()), current, kept.files(listed.draft_id))
    kept.drop(listed.draft_id)


_FORGOTTEN_AFTER = dt.timedelta(days=1)
"""Between a file and the first keeping of its draft lies a moment; another window may be in it."""


@needs(Right.REGISTER)
def keep_files(desk: Desk, draft_id: UUID, files: Sequence[NewFile]) -> None:
    """Keep files beside a draft on this PC, in addition to those it has; durable when this returns.

    Raises:
        Surroundings: `cannot_write`.
    """
    if desk.draft_files is not None:
        with _disk_of_this_pc():
            desk.draft_files.keep(draft_id, desk.person, desk.clock(), files)


@needs(Right.REGISTER)
def forget_file(desk: Desk, draft_id: UUID, file: NewFile) -> None:
    """Take one of its files away from a draft again.

    Raises:
        Surroundings: `cannot_write`.
    """
    if desk.draft_files is not None:
        with _disk_of_this_pc():
            desk.draft_files.remove(draft_id, file)


@needs(Right.REGISTER)
def files_of_draft(desk: Desk, draft_id: UUID) -> tuple[NewFile, ...]:
    """The files that this PC holds for a draft."""
    return () if desk.draft_files is None else desk.draft_files.files(draft_id)


@contextmanager
def _disk_of_this_pc() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Surroundings("cannot_write", path=str(error.filename), reason=error.strerror or "") from error


def _bring(desk: Desk, shelf: DraftShelf, draft: SavedDraft) -> None:
    with desk.store.writing() as connection:
        if draft.complaint_id is not None and complaints.read(connection, draft.complaint_id) is None:
            # Its complaint is gone from the ledger. What was typed is not thrown away behind the person's back.
            return
        there = kept_drafts.saved_at(connection, draft.id)
        registered = complaints.read_by_draft(connection, draft.id) is not None
        if not registered and (there is None or there < draft.saved_at):
            kept_drafts.save(connection, draft)
    shelf.drop(draft.id, draft.saved_at)


@needs(Right.READ)
def earlier_complaints(
    desk: Desk, asked: ComplaintContent, limit: int = 10, stop: StopSignal | None = None
) -> tuple[EarlierComplaint, ...]:
    """Complaints of whom `asked` names, by phone, by name and address, by name, each newest first; and how alike they are.

    Where personal data is masked nobody is looked for by theirs.
    """
    if not desk.sees_people:
        return ()
    with desk.store.reading(stop) as connection:
        return contacts.earlier_complaints(connection, asked, limit)


@needs(Right.READ)
def same_subject(
    desk: Desk, subject: str, own: int | None = None, limit: int = 5, stop: StopSignal | None = None
) -> tuple[Complaint, ...]:
    """Other complaints about the same goods or service, newest first. Reports stay out: who looks at them has a reason."""
    wanted = normalise(subject)
    if not wanted:
        return ()
    with desk.store.reading(stop) as connection:
        found = ledger_queries.first_rows(connection, LedgerFilter(words=subject), LedgerOrder(), _MOST_LOOKED_AT)
    same = [each for each in found if each.id != own and each.kind != Kind.REPORT]
    return tuple(each for each in same if normalise(each.subject_name) == wanted)[:limit]


_MOST_LOOKED_AT = 100


@needs(Right.READ)
def completions(desk: Desk, field: str, text: str, limit: int = 8, stop: StopSignal | None = None) -> tuple[str, ...]:
    """Texts for a field that hold what was typed, by characters or pinyin: the office's own first, then those used most."""
    wanted = normalise(text)
    with desk.store.reading(stop) as connection:
        used = () if desk.hides(field) else filter(partial(desk.tells, field), offered_texts(connection, field))
    found: list[str] = []
    for value in used:
        if len(found) == limit:
            break
        if stop:
            stop.heed()
        if _matches(value, wanted):
            found.append(value)
    return tuple(found)


def _matches(value: str, wanted: str) -> bool:
    if wanted in normalise(value):
        return True
    letters = wanted.replace(" ", "")
    return letters.isascii() and letters.isalpha() and any(letters in sounds for sounds in sounds_of(value))
