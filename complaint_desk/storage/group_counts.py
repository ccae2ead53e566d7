"""How many of the complaints found have which code or text: what a choice would leave, before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Text, cast, func, select, type_coerce

from complaint_desk.domain import moments
from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.ledger import GroupCount, LedgerFilter
from complaint_desk.domain.vocabulary import DueAsked, Kind
from complaint_desk.storage import due_lists, lists
from complaint_desk.storage.filtering import conditions, fact
from complaint_desk.storage.schema import complaint

MOST_TEXTS = 300
"""Different texts that are told of one field; nobody reads further."""


def group_counts(connection: Connection, wanted: LedgerFilter, name: str) -> tuple[GroupCount, ...]:
    """Counts of one criterion over all complaints of a filter, most first.

    A branch of a tree counts all below it. A complaint with several codes counts for each. A fact has the codes `yes` and
    `no`. Of texts the most used are told. What a report says of a person is not counted.
    """
    criterion = CRITERIA[name]
    from complaint_desk.storage.fact_counts import fact_counts  # noqa: PLC0415 - the window starts without what counts

    by_facts = fact_counts(connection, wanted, name)
    counted = _counted_in_rows(connection, wanted, name, criterion.way) if by_facts is None else by_facts
    found = [(_code(value, criterion.way), count) for value, count in counted]
    if criterion.word_list is None and criterion.way is Way.CHOICES:
        found = sorted(found, key=_place)[:MOST_TEXTS]
    if name == "due":
        return _sorted(_with_today(found))
    match FIELD[name].type if name in FIELD else None:
        case FieldType.WORDS:
            return _sorted(_of_each(found))
        case FieldType.LEAF:
            return _sorted(_with_branches(found, lists.branches(connection, criterion.word_list or name)))
    return _sorted(Counter(dict(found)))


def _counted_in_rows(connection: Connection, wanted: LedgerFilter, name: str, way: Way) -> Sequence[tuple[Any, int]]:
    column = _counted(name, way, wanted)
    # Without the type of the value: what is stored is counted.
    kept = cast(column, Integer) if way is Way.FACT else type_coerce(column, Text)
    asked = conditions(connection, wanted)
    if name in PERSONAL:
        asked.append(complaint.c.kind != Kind.REPORT)
    query = select(kept.label("kept"), func.count()).where(*asked).group_by("kept")
    if CRITERIA[name].word_list is None and way is Way.CHOICES:
        query = query.order_by(func.count().desc(), "kept").limit(MOST_TEXTS)
    return [(value, int(count)) for value, count in connection.execute(query)]


def _counted(name: str, way: Way, wanted: LedgerFilter) -> ColumnElement[Any]:
    if name == "due":
        return due_lists.state_at(wanted.as_of or moments.now())
    return fact(name) if way is Way.FACT else complaint.c[name]


def _with_today(found: Iterable[tuple[str, int]]) -> Counter[str]:
    """What is due today is due soon, too."""
    counts = Counter(dict(found))
    counts[DueAsked.DUE_SOON] += counts[DueAsked.TODAY]
    return counts


def _code(value: object, way: Way) -> str:
    if way is Way.FACT:
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _of_each(found: Iterable[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for codes, count in found:
        for code in codes.split(","):
            counts[code] += count
    return counts


def _with_branches(found: Iterable[tuple[str, int]], below: Mapping[str, frozenset[str]]) -> Counter[str]:
    counts = Counter(dict(found))
    return counts + Counter(
        {code: sum(counts[each] for each in leaves - {code}) for code, leaves in below.items() if len(leaves) > 1}
    )


def _place(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _sorted(counts: Counter[str]) -> tuple[GroupCount, ...]:
    ordered = sorted(counts.items(), key=_place)
    return tuple(GroupCount(code, count) for code, count in ordered if count)
