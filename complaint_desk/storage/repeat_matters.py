"""What the same people complained of again: the chains behind the figure of repeat complaints."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, select

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.casework import Matter, received_of
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.contact_keys import NAMES_FROM, contact_keys
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import complaints
from complaint_desk.storage.basis import BASIS_COLUMN
from complaint_desk.storage.chosen_facts import chosen_facts
from complaint_desk.storage.facts import Facts, counts
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.repeated import WITHIN, repeated_ids
from complaint_desk.storage.schema import complaint_contact
from complaint_desk.storage.tally import NO_TREES, Tally
from complaint_desk.storage.tree_places import tree_places


def repeated_facts(connection: Connection, request: AnalysisRequest, stop: StopSignal | None = None) -> Facts:
    """When the repeat complaints of a request were received, and their categories."""
    ((_, facts),) = chosen_facts(connection, request, [request.period], ["category"], stop)
    if not len(facts):
        return facts
    received = Tally(facts, BASIS_COLUMN[request.basis], NO_TREES).received
    repeated = repeated_ids(connection, [received], stop)
    return facts.where(np.isin(facts.ids, repeated))


def repeated_by_class(connection: Connection, repeated: Facts) -> dict[str, int]:
    """How many of the repeat complaints each class of goods or services has."""
    places = tree_places(connection, "category")
    found: Counter[str] = Counter()
    for (code,), count in counts([repeated.coded["category"]]):
        found[places.class_of(str(code))] += count
    return dict(found)


def repeat_matters(connection: Connection, facts: Facts, most: int) -> tuple[Matter, ...]:
    """What each of the newest repeat complaints repeats, with them, the most repeated first.

    Complaints belong to one matter if they are of one person (`contacts`) and one category, each within 90 days of the
    one before. Reports of wrongdoing are left out.
    """
    newest = np.lexsort((facts.ids, facts.amounts["received_at"]))[::-1][:most]
    repeated = facts.ids[newest].tolist()
    of_person = _of_same_people(connection, complaints.read_many(connection, repeated))
    everybody = complaints.read_many(connection, sorted(set().union(*of_person.values())))
    # Beside a complaint of the same person a report (whistle-blowing) would say who reported.
    known = {each.id: each for each in everybody if each.kind != Kind.REPORT}
    matters = _joined(
        chain for ids in of_person.values() for chain in _chains([known[each] for each in ids if each in known])
    )
    found = [
        tuple(sorted((known[each] for each in ids), key=_order))
        for ids in matters
        if len(ids) > 1 and ids.intersection(repeated)
    ]
    return tuple(sorted(found, key=lambda matter: (-len(matter), -received_of(matter[-1]).timestamp(), matter[-1].id)))


def _of_same_people(connection: Connection, repeated: Sequence[Complaint]) -> dict[int, set[int]]:
    """By contact the complaints that have it; a name alone, which many people share, is none."""
    keys = {key for each in repeated for key in contact_keys(each) if key < NAMES_FROM}
    here = complaint_contact.c
    found: defaultdict[int, set[int]] = defaultdict(set)
    for chunk in in_chunks(sorted(keys)):
        query = select(here.contact, here.complaint_id).where(here.contact.in_(chunk))
        for key, complaint_id in connection.execute(query):
            found[key].add(complaint_id)
    return found


def _order(each: Complaint) -> tuple[dt.datetime, int]:
    return received_of(each), each.id


def _chains(of_person: Sequence[Complaint]) -> Iterator[set[int]]:
    """Complaints of one contact that follow each other within the time, in one category."""
    by_category: defaultdict[str, list[Complaint]] = defaultdict(list)
    for each in sorted(of_person, key=_order):
        chain = by_category[each.category]
        if chain and received_of(each) - received_of(chain[-1]) > WITHIN:
            yield {one.id for one in chain}
            chain.clear()
        chain.append(each)
    yield from ({one.id for one in chain} for chain in by_category.values())


def _joined(chains: Iterator[set[int]]) -> list[set[int]]:
    """Chains that share a complaint are one: people have several phones."""
    of: dict[int, set[int]] = {}
    for chain in chains:
        whole = chain.union(*(of.get(each, set()) for each in chain))
        of.update(dict.fromkeys(whole, whole))
    return list({id(matter): matter for matter in of.values()}.values())
