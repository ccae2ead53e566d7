"""Taking a complaint in: drafts, registering, what the form offers beside the fields."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from complaint_desk.domain.complaint import Changes, ComplaintDraft, NewStep, Registered, SavedDraft
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.ledger import EarlierComplaint
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems, problems_in
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.domain.vocabulary import Status
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk
from complaint_desk.storage import complaints, contacts, ledger_queries, lists
from complaint_desk.storage import drafts as kept_drafts
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature


def register(desk: Desk, draft: ComplaintDraft, steps: tuple[NewStep, ...] = ()) -> Registered:
    """Give a complaint its number and write it; durable when this returns. Its kept draft is gone with it.

    A `draft_id` that was registered before gives that complaint again and writes nothing.

    Raises:
        ProblemsFound: the draft has hard problems, or `repeats` names no complaint of the ledger; nothing was written.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        if draft.draft_id and (there := complaints.read_by_draft(connection, draft.draft_id)):
            kept_drafts.drop(connection, draft.draft_id)
            return Registered(there.id, there.number, Changes(drafts=True))
        draft = _completed(draft)
        problems = problems_in(draft, now, lists.codes(connection))
        problems += complaints.problems_of_links(connection, draft.repeats)
        if draft.status not in tuple(Status):
            problems += (Problem("status", "unknown_word", details=(("value", draft.status),)),)
        if hard_problems(problems):
            raise ProblemsFound(hard_problems(problems))
        registration = Registration(desk.settings.number_pattern, Signature(desk.person, now))
        ((complaint_id, number),) = complaints.insert_many(connection, [draft], registration, [steps])
        forgotten = draft.draft_id is not None and kept_drafts.drop(connection, draft.draft_id)
    return Registered(complaint_id, number, Changes(added=(complaint_id,), drafts=forgotten))


def _completed(draft: ComplaintDraft) -> ComplaintDraft:
    """The draft as it is kept: no blanks around its texts, the amount is the price where none was said."""
    texts = {
        name: getattr(draft, name).strip() for name, field in FIELD.items() if field.editable and field.type in _TYPED
    }
    amount = draft.price if draft.amount is None else draft.amount
    return dataclasses.replace(draft, **texts, amount=amount)


_TYPED = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE})


def save_draft(desk: Desk, draft: SavedDraft) -> SavedDraft:
    """Keep what was typed so far; returns it with the time of saving and its owner. Durable when this returns."""
    kept = dataclasses.replace(draft, saved_at=desk.clock(), person=desk.person)
    with desk.store.writing() as connection:
        kept_drafts.save(connection, kept)
    return kept


def drop_draft(desk: Desk, draft_id: UUID) -> Changes:
    """Forget a draft; one that is gone already is no error."""
    with desk.store.writing() as connection:
        kept_drafts.drop(connection, draft_id)
    return Changes(drafts=True)


def drafts(desk: Desk) -> tuple[SavedDraft, ...]:
    """The person's own drafts, newest first."""
    with desk.store.reading() as connection:
        return kept_drafts.drafts_of(connection, desk.person)


def earlier_complaints(
    desk: Desk, *, phone: str, name: str, limit: int = 10, stop: StopSignal | None = None
) -> tuple[EarlierComplaint, ...]:
    """Complaints of the same normalised phone, then of the same name, each newest first."""
    with desk.store.reading(stop) as connection:
        return contacts.earlier_complaints(connection, phone=phone, name=name, limit=limit)


def completions(desk: Desk, field: str, text: str, limit: int = 8, stop: StopSignal | None = None) -> tuple[str, ...]:
    """Texts used before in a field that hold what was typed, by characters or pinyin, most used first."""
    wanted = normalise(text)
    with desk.store.reading(stop) as connection:
        used = ledger_queries.values_used(connection, field)
    found: list[str] = []
    for value, _ in used:
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
