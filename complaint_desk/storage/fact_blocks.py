"""Facts kept in blocks of ids, packed: a year's figures are counted from them in the time in which its rows are not even read.

A block says up to which entry of the journal it holds true. Every write leaves an entry for its complaint, so what was
changed since is known without anything being written beside it: those complaints, and those that no block holds, are read from
their rows. A migration that changes what a fact is made of raises `FORMAT`.
"""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select, update

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import fact_rows, journal
from complaint_desk.storage.bulk import insert_rows
from complaint_desk.storage.fact_rows import AMOUNTS, CODED, WORKED_OUT
from complaint_desk.storage.facts import NOTHING, Amounts, Coded, Column, Facts, joined
from complaint_desk.storage.index_hints import beside_index
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import GROUPS_OF_CONTACTS, complaint, fact_block, fact_column
from complaint_desk.storage.schema import journal as journal_table

FORMAT = 1
BLOCK_SIZE = 16_384
"""Ids of a block; each begins at a multiple and one."""

_ID_STEPS = "id_steps"
_MOST_CHANGED = 500
"""Changed complaints that a block may hold before it is made anew."""
_MOST_ENTRIES = 20_000
"""Entries of the journal after which a block is made anew even for one changed complaint: they are looked through each time."""
_MANY_ENTRIES = 1_000
_PART_CHANGED = 4
_ERASING = "erased"
_PORTION = 16_384
_WORTH_COMPRESSING = 0.5
"""Less than so much of the bytes has to be left: to read what is compressed takes longer than all that is counted of it."""
FEW_NEW = 1_000
"""New complaints that are not worth a block, or a longer one, yet."""
NO_SPAN = (1 << 62, -1 << 62)
"""Of nothing: no other meets it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is kept: its ids, the journal's entry up to which it holds, first and last second of each basis."""

    first_id: int
    last_id: int
    cut: int
    received: tuple[int, int]
    closed: tuple[int, int]

    def may_hold(self, basis: str, spans: Sequence[tuple[int, int]]) -> bool:
        low, high = self.received if basis == "received_at" else self.closed
        return any(low < end and high >= start for start, end in spans)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept, and the ids changed since, each with its newest entry; ids ascending."""

    blocks: tuple[Block, ...]
    changed: Amounts
    entries: Amounts

    def changed_in(self, block: Block) -> Amounts:
        here = slice(*np.searchsorted(self.changed, (block.first_id, block.last_id + 1)))
        return self.changed[here][self.entries[here] > block.cut]

    def all_changed(self) -> list[int]:
        return [complaint_id for block in self.blocks for complaint_id in self.changed_in(block).tolist()]

    def gaps(self, newest: int) -> list[tuple[int, int]]:
        """First and last of each range of ids, up to the newest, that no block holds."""
        ends = [(0, 0), *((block.first_id, block.last_id) for block in self.blocks), (newest + 1, newest + 1)]
        return [(after + 1, first - 1) for (_, after), (first, _) in pairwise(ends) if first > after + 1]


@dataclass(frozen=True, slots=True)
class Made:
    """A block to be kept."""

    block: Block
    columns: tuple[tuple[str, bytes], ...]


def standing(connection: Connection) -> Standing:
    here = fact_block.c
    query = select(here.first_id, here.last_id, here.cut, *_ends()).where(
        here.format == FORMAT, here.first_id > GROUPS_OF_CONTACTS
    )
    query = query.order_by(here.first_id)
    blocks = tuple(
        Block(first, last, cut, (received, received_last), (closed, closed_last))
        for first, last, cut, received, received_last, closed, closed_last in connection.execute(query)
    )
    found = Standing(blocks, *_changed_since(connection, blocks))
    # Of a block that was changed all over nothing is worth taking: it is read by its range.
    whole = tuple(each for each in blocks if len(found.changed_in(each)) <= BLOCK_SIZE // _PART_CHANGED)
    return dataclasses.replace(found, blocks=whole)


def _changed_since(connection: Connection, blocks: Sequence[Block]) -> tuple[Amounts, Amounts]:
    """Ids that the journal tells of since the blocks were made, ascending, and the newest entry of each."""
    if not blocks:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    here = journal_table.c
    # Walked by sequence, a few entries: not all entries by complaint.
    known = beside_index(connection, here.complaint_id) <= blocks[-1].last_id
    query = select(here.complaint_id, here.sequence).where(here.sequence > min(each.cut for each in blocks), known)
    entries = [np.array(rows, np.int64) for rows in in_portions(connection, query, _PORTION)]
    ids, sequences = np.concatenate([np.zeros((0, 2), np.int64), *entries]).T
    order = np.lexsort((sequences, ids))
    ids, sequences = ids[order], sequences[order]
    is_newest = np.append(ids[1:] != ids[:-1], True)[: len(ids)]
    return ids[is_newest], sequences[is_newest]


def _ends() -> tuple[Any, ...]:
    here = fact_block.c
    return here.received_first, here.received_last, here.closed_first, here.closed_last


def read(connection: Connection, blocks: Sequence[Block], names: Sequence[str]) -> Facts:
    """Some of the facts in some blocks, as they were kept."""
    here = fact_column.c
    firsts = [each.first_id for each in blocks]
    query = select(here.first_id, here.name, here.content).where(
        here.first_id.in_(firsts), here.name.in_([_ID_STEPS, *names])
    )
    found: dict[int, dict[str, bytes]] = {first: {} for first in firsts}
    for first, name, content in connection.execute(query):
        found[first][name] = content
    return joined([_facts(first, columns) for first, columns in found.items()])


def _facts(first: int, columns: dict[str, bytes]) -> Facts:
    return Facts(
        first + np.cumsum(unpacked_amounts(columns[_ID_STEPS])),
        {name: unpacked_codes(columns[name]) for name in (*CODED, *WORKED_OUT) if name in columns},
        {name: unpacked_amounts(columns[name]) for name in AMOUNTS if name in columns},
    )


def wanting(connection: Connection) -> list[tuple[int, int]]:
    """First and last id of each block that is to be made, anew or for the first time."""
    kept = standing(connection)
    by_first = {each.first_id: each for each in kept.blocks}
    newest = connection.execute(select(func.max(complaint.c.id))).scalar() or 0
    head = journal.head(connection).sequence
    found = []
    for first in range(1, newest + 1, BLOCK_SIZE):
        last = min(first + BLOCK_SIZE - 1, newest)
        block = by_first.get(first)
        if block is None:
            grown, changed, old = last - first + 1, 0, 0
        else:
            grown, changed, old = last - block.last_id, len(kept.changed_in(block)), head - block.cut
        if grown >= FEW_NEW or changed > _MOST_CHANGED or (changed and old > _MOST_ENTRIES):
            found.append((first, last))
    return found


def made(connection: Connection, first: int, last: int, stop: StopSignal | None = None) -> Made:
    """The block from one id to another, as the complaints stand in this snapshot."""
    cut = journal.head(connection).sequence
    facts = fact_rows.read(connection, fact_rows.NAMES, lambda column: column.between(first, last), (), stop)
    received, closed = (facts.moments(name) for name in ("received_at", "closed_at"))
    # Ids without gaps are steps of 1.
    steps = np.diff(facts.ids, prepend=first)
    columns: list[tuple[str, Column]] = [(_ID_STEPS, steps), *facts.coded.items(), *facts.amounts.items()]
    return Made(
        Block(first, last, cut, _span(received), _span(closed[closed != NOTHING])),
        tuple((name, packed(column)) for name, column in columns),
    )


def _span(moments: Amounts) -> tuple[int, int]:
    return (int(moments.min()), int(moments.max())) if len(moments) else NO_SPAN


def keep(connection: Connection, new: Made) -> None:
    """Keep a block in the place of an older one, in a writing scope.

    It may have been made in an earlier snapshot: its cut says so. If a person was erased since, it is dropped: it may tell
    of them.
    """
    block = new.block
    there = journal_table.c
    erased = select(there.sequence).where(there.sequence > block.cut, there.deed == _ERASING).limit(1)
    if connection.execute(erased).first():
        return
    connection.execute(delete(fact_column).where(fact_column.c.first_id == block.first_id))
    connection.execute(delete(fact_block).where(fact_block.c.first_id == block.first_id))
    row = {"first_id": block.first_id, "last_id": block.last_id, "cut": block.cut, "format": FORMAT}
    ends = dict(zip([column.name for column in _ends()], (*block.received, *block.closed), strict=True))
    insert_rows(connection, fact_block, [row | ends])
    columns = [{"first_id": block.first_id, "name": name, "content": content} for name, content in new.columns]
    insert_rows(connection, fact_column, columns)


def is_behind(connection: Connection) -> bool:
    """Whether so many entries of the journal are looked through that it is worth a transaction to look through fewer."""
    cut = connection.execute(select(func.min(fact_block.c.cut))).scalar()
    return cut is not None and journal.head(connection).sequence - cut > _MANY_ENTRIES


def follow(connection: Connection) -> None:
    """Let blocks in which nothing has changed hold true up to now."""
    kept = standing(connection)
    head = journal.head(connection).sequence
    same = [block.first_id for block in kept.blocks if block.cut < head and not len(kept.changed_in(block))]
    connection.execute(update(fact_block).where(fact_block.c.first_id.in_(same)).values(cut=head))


def packed(column: Column) -> bytes:
    """A line of JSON that says how the numbers after it are meant, compressed where that makes much of them."""
    if isinstance(column, Coded):
        head: dict[str, Any] = {"words": column.words}
        numbers = column.codes
    else:
        said = column != NOTHING
        base = int(column[said].min()) if said.any() else 0
        head = {"base": base}
        # 0 is left for what is not said.
        numbers = np.where(said, column - base + 1, 0)
    small = numbers.astype(np.min_scalar_type(int(numbers.max()) if len(numbers) else 0))
    plain = small.tobytes()
    body = zlib.compress(plain, 1)
    head |= {"type": small.dtype.str, "compressed": len(body) < _WORTH_COMPRESSING * len(plain)}
    return json.dumps(head).encode() + b"\n" + (body if head["compressed"] else plain)


def unpacked_codes(content: bytes) -> Coded:
    head, numbers = _unpacked(content)
    return Coded(numbers.astype(np.int32), tuple(head["words"]))


def unpacked_amounts(content: bytes) -> Amounts:
    head, numbers = _unpacked(content)
    found = numbers.astype(np.int64)
    found += head["base"] - 1
    found[numbers == 0] = NOTHING
    return found


def _unpacked(content: bytes) -> tuple[dict[str, Any], NDArray[np.unsignedinteger[Any]]]:
    line, _, body = content.partition(b"\n")
    head = json.loads(line)
    return head, np.frombuffer(zlib.decompress(body) if head["compressed"] else body, np.dtype(head["type"]))
