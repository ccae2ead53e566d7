"""Sales figures in the ledger: replaced month by month and product by product, journalled with the digest of all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, insert, select

from complaint_desk.domain.reports import Fault
from complaint_desk.domain.sales import Sales
from complaint_desk.storage import journal
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.schema import product_sales

IMPORTED, CLEARED = "sales_imported", "sales_cleared"
SELLING = (IMPORTED, CLEARED)
"""Deeds at sales figures, as the journal calls them."""

_AT_ONCE = 500


def read(connection: Connection, products: Sequence[str] | None = None) -> dict[tuple[dt.date, str], int]:
    """The sales of some products, or of all, by month and product."""
    here = product_sales.c
    query = select(here.month, here.product, here.units).order_by(here.month, here.product)
    if products is not None:
        query = query.where(here.product.in_(products))
    return {(row.month, row.product): row.units for row in connection.execute(query)}


def keep(connection: Connection, signature: Signature, sold: Sales, file: str) -> None:
    """Put figures in the place of those of the same month and product."""
    here = product_sales.c
    wanted = sorted(sold)
    for month in sorted({month for month, _product in wanted}):
        named = [product for each, product in wanted if each == month]
        for at in range(0, len(named), _AT_ONCE):
            connection.execute(
                delete(product_sales).where(here.month == month, here.product.in_(named[at : at + _AT_ONCE]))
            )
    connection.execute(
        insert(product_sales), [{"month": key[0], "product": key[1], "units": sold[key]} for key in wanted]
    )
    _tell(connection, signature, IMPORTED, (("file", file), ("rows", str(len(wanted)))))


def clear(connection: Connection, signature: Signature) -> int:
    """Take all figures away; returns how many there were."""
    gone = connection.execute(delete(product_sales)).rowcount
    if gone:
        _tell(connection, signature, CLEARED, (("rows", str(gone)),))
    return gone


def faults(connection: Connection) -> Iterator[Fault]:
    """Whether the figures are as the last journal entry about them says."""
    here = journal_table.c
    query = select(here.sequence, here.details).where(here.deed.in_(SELLING)).order_by(here.sequence.desc()).limit(1)
    entry = connection.execute(query).first()
    if entry is None:
        if read(connection):
            yield Fault("sales_changed", product_sales.name, (("entry", "0"),))
    elif json.loads(entry.details or "{}").get("sha256") != _digest(connection):
        yield Fault("sales_changed", product_sales.name, (("entry", str(entry.sequence)),))


def _tell(connection: Connection, signature: Signature, deed: str, told: tuple[tuple[str, str], ...]) -> None:
    journal.append(connection, signature, [Deed(deed, details=(*told, ("sha256", _digest(connection))))])


def _digest(connection: Connection) -> str:
    """SHA-256 over UTF-8 JSON of all rows as [month, product, units] in their order."""
    rows = sorted((str(month), product, units) for (month, product), units in read(connection).items())
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
