"""Where SQLite would choose the wrong index: it keeps no statistics here, and takes every equality for a rare one.

A server has statistics and needs no hint.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.vocabulary import Status
from complaint_desk.storage.schema import complaint, import_batch


def wants_other(connection: Connection, wanted: LedgerFilter, name: str, choices: tuple[str, ...]) -> bool:
    """True if the index of a column that is asked for choices is not the one to walk by."""
    if connection.dialect.name != "sqlite":
        return False
    match name:
        case "status":
            # Most complaints of a ledger are closed, few of them within a few days.
            return Status.CLOSED in choices and wanted.range_of("closed_at").low is not None
        case "import_batch":
            return _hold_the_most(connection, choices)
    return False


def beside_index(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as SQLite compares it without looking for it in an index (https://sqlite.org/optoverview.html, 6)."""
    if connection.dialect.name != "sqlite":
        return column
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _hold_the_most(connection: Connection, batches: tuple[str, ...]) -> bool:
    """True if the batches hold more than half of the ledger: then all of it is walked no slower than they are sorted."""
    here = import_batch.c
    ids = [int(each) for each in batches if each]
    held = connection.execute(select(func.sum(here.registered)).where(here.id.in_(ids))).scalar() or 0
    last = connection.execute(select(func.max(complaint.c.id))).scalar() or 0
    return int(held) * 2 > int(last)
