"""What the rows of each table look like, so that a page without a parent can be given back to its table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from complaint_desk.storage.salvage.records import Record, Value
from complaint_desk.storage.sealing import KEY_BYTES

_TEXT, _WHOLE, _BYTES, _ANY = (str,), (int,), (bytes,), (int, float, str)
_NAMES = ("INT", _WHOLE), ("CHAR", _TEXT), ("TEXT", _TEXT), ("CLOB", _TEXT), ("BLOB", _BYTES)
_LONGEST_SIZE = 9


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """A table or an index as `sqlite_master` names it."""

    kind: str
    name: str
    table: str
    root: int
    sql: str


@dataclass(frozen=True, slots=True)
class ColumnShape:
    name: str
    kinds: tuple[type, ...]
    nullable: bool
    of_json: bool


@dataclass(frozen=True, slots=True)
class TableShape:
    """`alias` is the place of the column that is the row's number, -1 if none is; `keyed` a table in the order of its key."""

    name: str
    sql: str
    root: int
    columns: tuple[ColumnShape, ...]
    alias: int
    keyed: bool

    def fits(self, record: Record) -> bool:
        """True if a record may be a row of this table."""
        values = record.values
        if len(values) > len(self.columns) or (self.keyed and len(values) != len(self.columns)):
            return False
        if not self._fits_its_bytes(values):
            return False
        for at, (value, column) in enumerate(zip(values, self.columns, strict=False)):
            if at == self.alias:
                if value is not None:
                    return False
            elif value is None:
                if not column.nullable:
                    return False
            elif not isinstance(value, column.kinds):
                return False
        return record.whole or len(values) > len(self.columns) // 2

    def _fits_its_bytes(self, values: tuple[Value, ...]) -> bool:
        """Three tables are a number and some bytes."""
        last = values[-1]
        if not isinstance(last, bytes) or len(values) != len(self.columns):
            return True
        if self.name == "complaint_key":
            return len(last) == KEY_BYTES
        if self.name.endswith("_data"):
            return len(last) != KEY_BYTES
        return len(last) <= _LONGEST_SIZE if self.name.endswith("_docsize") else True

    def row(self, record: Record) -> tuple[Value, ...]:
        """The values by column; what broke off is filled by what means nothing there. Columns added later stay away."""
        given = list(record.values)
        if not record.whole:
            given += [self._nothing(column) for column in self.columns[len(given) :]]
            given = [
                value if not column.of_json or _is_json(value) else "{}"
                for value, column in zip(given, self.columns, strict=True)
            ]
        if 0 <= self.alias < len(given):
            given[self.alias] = record.rowid
        return tuple(given)

    def _nothing(self, column: ColumnShape) -> Value:
        if column.nullable:
            return None
        if column.of_json:
            return "{}"
        return b"" if column.kinds == _BYTES else 0 if column.kinds == _WHOLE else ""


def schema_rows(records: Iterable[Record]) -> tuple[SchemaRow, ...]:
    """What the first tree of a file says of the others; anything that is no such row is passed over."""
    found = []
    for record in records:
        match record.values:
            case (str(kind), str(name), str(table), int(root), str() | None as sql) if kind in ("table", "index"):
                found.append(SchemaRow(kind, name, table, root, sql or ""))
    return tuple(found)


def table_shapes(rows: Sequence[SchemaRow]) -> dict[str, TableShape]:
    """The shapes of all tables that have pages of their own, by name; what SQLite does not understand is passed over."""
    found: dict[str, TableShape] = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        for row in rows:
            if row.kind != "table" or row.sql.upper().startswith("CREATE VIRTUAL"):
                continue
            try:
                if not row.name.startswith("sqlite_"):
                    connection.execute(_under_a_name_of_its_own(row))
                found[row.name] = _shape(connection, row)
            except sqlite3.Error:
                continue
    return found


_TRIED = "tried"


def _under_a_name_of_its_own(row: SchemaRow) -> str:
    """Names of shadow tables are reserved for the index that they belong to."""
    head, bracket, rest = row.sql.partition("(")
    if row.name not in head:
        raise sqlite3.OperationalError(row.name)
    return f"CREATE TABLE {_TRIED}_{row.name} {bracket}{rest}"


def _shape(connection: sqlite3.Connection, row: SchemaRow) -> TableShape:
    if row.name.startswith("sqlite_"):
        counted = ColumnShape("name", _TEXT, True, False), ColumnShape("seq", _WHOLE, True, False)
        return TableShape(row.name, row.sql, row.root, counted, -1, keyed=False)
    told = connection.execute(f"PRAGMA table_info({_TRIED}_{row.name})").fetchall()
    keyed = "WITHOUT ROWID" in row.sql.rpartition(")")[2].upper()
    keys = [each for each in told if each[5]]
    alias = keys[0][0] if len(keys) == 1 and keys[0][2].upper() == "INTEGER" and not keyed else -1
    if keyed:
        told = sorted(told, key=lambda each: (each[5] == 0, each[5] or each[0]))
    columns = tuple(
        ColumnShape(name, _kinds(kind.upper()), not needed and not (keyed and key), kind.upper() == "JSON")
        for _cid, name, kind, needed, _default, key in told
    )
    return TableShape(row.name, row.sql, row.root, columns, alias, keyed)


def _kinds(declared: str) -> tuple[type, ...]:
    return next((kinds for part, kinds in _NAMES if part in declared), _ANY)


def _is_json(value: Value) -> bool:
    try:
        json.loads(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return value is None
    return True
