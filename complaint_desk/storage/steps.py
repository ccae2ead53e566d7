"""The handling record: steps are added and corrected by later ones, never changed; a deed taken back takes its own along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from complaint_desk.domain.complaint import NewStep, Step
from complaint_desk.storage.bulk import insert_rows
from complaint_desk.storage.journal import Signature, in_chunks
from complaint_desk.storage.schema import step
from complaint_desk.storage.turning import Columns


def add_steps(
    connection: Connection, signature: Signature, wanted: Sequence[tuple[int, NewStep]]
) -> dict[int, tuple[Step, ...]]:
    """Record (complaint id, step) in order; returns what was recorded, by complaint."""
    if not wanted:
        return {}
    made: defaultdict[int, list[Step]] = defaultdict(list)
    rows = []
    for number, (complaint_id, new) in enumerate(wanted, _next_id(connection)):
        recorded = Step(
            id=number,
            kind=str(new.kind),
            at=new.at or signature.at,
            person=new.person or signature.person,
            text=new.text,
            recorded_at=signature.at,
            corrects=new.corrects,
        )
        made[complaint_id].append(recorded)
        rows.append({"complaint_id": complaint_id, **_row(recorded)})
    insert_rows(connection, step, rows)
    return {complaint_id: tuple(steps) for complaint_id, steps in made.items()}


def first_steps(
    connection: Connection, signature: Signature, owners: Sequence[int], wanted: Sequence[Sequence[NewStep]]
) -> Columns:
    """The rows of the steps that new complaints bring, each list parallel to its owner."""
    new = [each for of_one in wanted for each in of_one]
    first = _next_id(connection) if new else 0
    return {
        "id": range(first, first + len(new)),
        "complaint_id": [owner for owner, of_one in zip(owners, wanted, strict=True) for _ in of_one],
        "kind": [str(each.kind) for each in new],
        "at": [each.at or signature.at for each in new],
        "person": [each.person or signature.person for each in new],
        "text": [each.text for each in new],
        "recorded_at": [signature.at] * len(new),
        "corrects": list(_corrected(first, wanted)),
    }


def _corrected(first: int, wanted: Sequence[Sequence[NewStep]]) -> Iterator[int | None]:
    """The ids of what new steps correct, the first of them all having the id `first`."""
    for of_one in wanted:
        for each in of_one:
            yield first + each.corrects_place - 1 if each.corrects_place else each.corrects
        first += len(of_one)


def _next_id(connection: Connection) -> int:
    return (connection.execute(select(func.max(step.c.id))).scalar() or 0) + 1


def _row(recorded: Step) -> dict[str, Any]:
    return {name: getattr(recorded, name) for name in ("id", "kind", "at", "person", "text", "recorded_at", "corrects")}


_BESIDE_TEXT = 200
"""Characters that time, kind and person of a step take at most beside its text."""
_COLUMNS = (step.c.id, step.c.kind, step.c.at, step.c.person, step.c.text, step.c.recorded_at, step.c.corrects)


def steps_of(connection: Connection, complaint_ids: Sequence[int]) -> Mapping[int, tuple[Step, ...]]:
    """The steps of several complaints, each in the order of recording."""
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for chunk in in_chunks(complaint_ids):
        query = select(step.c.complaint_id, *_COLUMNS).where(step.c.complaint_id.in_(chunk)).order_by(step.c.id)
        for complaint_id, *values in connection.execute(query):
            found[complaint_id].append(Step(*values))
    return {complaint_id: tuple(steps) for complaint_id, steps in found.items()}


def long_records(connection: Connection, beyond: int) -> tuple[int, ...]:
    """The complaints whose steps may take more than so many characters as one text (`domain.step_texts`).

    A text of nothing but line breaks grows threefold there.
    """
    here = step.c
    size = 3 * func.sum(func.length(here.text)) + _BESIDE_TEXT * func.count()
    query = select(here.complaint_id).group_by(here.complaint_id).having(size > beyond).order_by(here.complaint_id)
    return tuple(connection.execute(query).scalars())


def has_steps(connection: Connection) -> bool:
    """Whether any complaint has a step."""
    return connection.execute(select(step.c.id).limit(1)).first() is not None


def take_out_steps(connection: Connection, complaint_id: int, step_ids: Sequence[int]) -> None:
    """Remove steps whose deed is taken back; what they said goes into the journal with that."""
    here = step.c
    connection.execute(delete(step).where(here.complaint_id == complaint_id, here.id.in_(step_ids)))


def take_out_steps_of_many(connection: Connection, step_ids: Sequence[int]) -> None:
    """The same for steps of several complaints."""
    for chunk in in_chunks(step_ids):
        connection.execute(delete(step).where(step.c.id.in_(chunk)))


def blank_texts(connection: Connection, complaint_id: int) -> None:
    """Leave kind, time and person of the steps, nothing of what was written."""
    connection.execute(update(step).where(step.c.complaint_id == complaint_id).values(text=""))
