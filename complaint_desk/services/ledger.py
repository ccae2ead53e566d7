"""Asking the ledger: first page, key list, rows by key, lists of words, saved views.

Whoever sees personal data masked is refused (`masked_field`) where a filter, an order or a grouping asks for it.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Sequence

from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import Found, GroupCount, LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import ListEntry
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import complaints, journal, ledger_queries
from complaint_desk.storage import drafts as kept_drafts
from complaint_desk.storage import group_counts as counted_groups
from complaint_desk.storage import lists as word_lists
from complaint_desk.storage import views as kept_views
from complaint_desk.storage.journal import Deed, Signature


@needs(Right.READ)
def first_rows(
    desk: Desk, wanted: LedgerFilter, order: LedgerOrder, limit: int = 100, stop: StopSignal | None = None
) -> tuple[Complaint, ...]:
    """The first complaints of the filtered and ordered ledger, quicker than all its keys."""
    with desk.store.reading(stop) as connection:
        return ledger_queries.first_rows(connection, desk.asking(wanted, order.field).at(desk.clock()), order, limit)


@needs(Right.READ)
def keys(desk: Desk, wanted: LedgerFilter, order: LedgerOrder, stop: StopSignal | None = None) -> array[int]:
    """The complaint ids of the whole filtered ledger in order."""
    with desk.store.reading(stop) as connection:
        return ledger_queries.keys(connection, desk.asking(wanted, order.field).at(desk.clock()), order)


@needs(Right.READ)
def rows(desk: Desk, wanted: Sequence[int], stop: StopSignal | None = None) -> tuple[Complaint, ...]:
    """Complaints by id, in the order asked for; one that is gone is left out."""
    with desk.store.reading(stop) as connection:
        return complaints.read_many(connection, wanted)


@needs(Right.READ)
def total(desk: Desk) -> int:
    """How many complaints the ledger holds."""
    with desk.store.reading() as connection:
        return ledger_queries.count(connection, LedgerFilter())


@needs(Right.READ)
def is_untouched(desk: Desk) -> bool:
    """True if nobody has written anything into the ledger, not even the draft of a complaint."""
    with desk.store.reading() as connection:
        return journal.head(connection).sequence == 0 and not kept_drafts.any_there(connection)


@needs(Right.READ)
def find(desk: Desk, wanted: LedgerFilter, order: LedgerOrder, limit: int, stop: StopSignal | None = None) -> Found:
    """How many complaints the filter finds and the first of them, from one snapshot."""
    with desk.store.reading(stop) as connection:
        asked = desk.asking(wanted, order.field).at(desk.clock())
        found = ledger_queries.first_rows(connection, asked, order, limit)
        return Found(ledger_queries.count(connection, asked), found)


@needs(Right.READ)
def count(desk: Desk, wanted: LedgerFilter, stop: StopSignal | None = None) -> int:
    """How many complaints the filter finds."""
    with desk.store.reading(stop) as connection:
        return ledger_queries.count(connection, desk.asking(wanted).at(desk.clock()))


@needs(Right.READ)
def group_counts(desk: Desk, wanted: LedgerFilter, name: str, stop: StopSignal | None = None) -> tuple[GroupCount, ...]:
    """How many complaints of the filter have which code or text in a criterion, most first; see `storage.group_counts`."""
    with desk.store.reading(stop) as connection:
        found = counted_groups.group_counts(connection, desk.asking(wanted, name), name)
    return tuple(each for each in found if desk.tells(name, each.code))


@needs(Right.READ)
def values_used(desk: Desk, field: str, stop: StopSignal | None = None) -> tuple[str, ...]:
    """Texts that stand in a field, most used first; none of a masked one."""
    if desk.hides(field):
        return ()
    with desk.store.reading(stop) as connection:
        return tuple(value for value, _ in ledger_queries.values_used(connection, field) if desk.tells(field, value))


@needs(Right.READ)
def lists(desk: Desk) -> tuple[ListEntry, ...]:
    """Every entry of the editable lists, hidden ones too; `services.word_lists` changes them."""
    with desk.store.reading() as connection:
        return word_lists.entries(connection)


@needs(Right.READ)
def views(desk: Desk) -> tuple[SavedView, ...]:
    """The person's own views and those that others share, by name."""
    with desk.store.reading() as connection:
        return kept_views.views_of(connection, desk.person, desk.clock().date())


@needs(Right.ARRANGE)
def save_view(desk: Desk, view: SavedView) -> Changes:
    """Keep a view under its name; the person's view of the same name or id is replaced. A new one (id 0) is theirs.

    Raises:
        Refusal: `not_your_view` for a view that somebody else shares.
    """
    if view.id and view.owner != desk.person:
        raise Refusal("not_your_view", view=view.id)
    with desk.store.writing() as connection:
        kept_views.save(connection, dataclasses.replace(view, owner=desk.person))
        journal.append(connection, _signature(desk), [Deed("views_changed")])
    return Changes(views=True)


@needs(Right.ARRANGE)
def drop_view(desk: Desk, view_id: int) -> Changes:
    """Forget one of the person's own views.

    Raises:
        Refusal: `not_your_view`.
    """
    with desk.store.writing() as connection:
        if not kept_views.drop(connection, view_id, desk.person):
            raise Refusal("not_your_view", view=view_id)
        journal.append(connection, _signature(desk), [Deed("views_changed")])
    return Changes(views=True)


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
