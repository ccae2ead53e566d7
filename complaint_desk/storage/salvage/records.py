"""Rows as they stand in the pages of a ledger file: cells, their overflow, values by serial type."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from complaint_desk.storage.salvage.pages import INNER_INDEX, INNER_TABLE, LEAF_TABLE, Pages, page_header

Value = int | float | str | bytes | None

_LONGEST = 64 << 20
"""Bytes of a row; an attachment may have 25 MB."""
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_CONSTANTS: dict[int, Value] = {0: None, 8: 0, 9: 1}
_REAL = 7


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, or one entry of an index (`rowid` 0 there). `whole` is False where its overflow breaks off."""

    rowid: int
    values: tuple[Value, ...]
    whole: bool


def records_on(pages: Pages, number: int) -> tuple[list[Record], int]:
    """What stands on a page, and how many of its cells cannot be read."""
    page = pages.page(number)
    header = page_header(page, number)
    if header is None or header[0] == INNER_TABLE:
        return [], 0
    found = [_record(pages, page, header[0], place) for place in header[2]]
    return [each for each in found if each is not None], found.count(None)


def children_of(pages: Pages, number: int) -> Iterator[int]:
    """The pages below an inner one, in order."""
    page = pages.page(number)
    header = page_header(page, number)
    if header is None or header[0] not in (INNER_INDEX, INNER_TABLE):
        return
    for place in header[2]:
        yield int.from_bytes(page[place : place + 4])
    yield header[1]


def _record(pages: Pages, page: bytes, kind: int, place: int) -> Record | None:
    try:
        at = place + 4 if kind == INNER_INDEX else place
        length, at = _varint(page, at)
        rowid = 0
        if kind == LEAF_TABLE:
            rowid, at = _varint(page, at)
        if not 0 < length <= _LONGEST:
            return None
        payload = _payload(pages, page, at, length, of_table=kind == LEAF_TABLE)
        values, whole = _values(payload, length)
    except (IndexError, struct.error):
        return None
    signed = rowid - (1 << 64) if rowid >> 63 else rowid
    return Record(signed, values, whole) if values else None


def _payload(pages: Pages, page: bytes, at: int, length: int, *, of_table: bool) -> bytes:
    usable = pages.size
    most = usable - 35 if of_table else (usable - 12) * 64 // 255 - 23
    if length <= most:
        return page[at : at + length]
    least = (usable - 12) * 32 // 255 - 23
    here = least + (length - least) % (usable - 4)
    here = here if here <= most else least
    parts = [page[at : at + here]]
    following = int.from_bytes(page[at + here : at + here + 4])
    rest, seen = length - here, set[int]()
    while rest > 0 and following and following not in seen:
        seen.add(following)
        further = pages.page(following)
        if not any(further[:4]) and not any(further[4:]):
            # A page of zeros: what follows it is lost, too.
            break
        parts.append(further[4 : 4 + rest])
        rest -= len(further) - 4
        following = int.from_bytes(further[:4])
    return b"".join(parts)


def _values(payload: bytes, length: int) -> tuple[tuple[Value, ...], bool]:
    """The values that can be read; a text or a blob that breaks off is given as far as it goes."""
    head, at = _varint(payload, 0)
    if head > len(payload):
        return (), False
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != head or head + sum(map(_width, kinds)) != length:
        return (), False
    values: list[Value] = []
    for kind in kinds:
        width = _width(kind)
        if at + width > len(payload):
            if kind >= 12 and at < len(payload):
                values.append(_value(kind, payload[at:]))
            break
        values.append(_value(kind, payload[at : at + width]))
        at += width
    return tuple(values), len(payload) == length


def _width(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == _REAL else _WIDTHS.get(kind, 0)


def _value(kind: int, content: bytes) -> Value:
    if kind >= 12:
        return content.decode("utf-8", "replace") if kind % 2 else content
    if kind == _REAL:
        real: float = struct.unpack(">d", content)[0]
        return real
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    return int.from_bytes(content, signed=True)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = content[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | content[at + 8], at + 9
