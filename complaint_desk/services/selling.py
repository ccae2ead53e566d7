"""Sales figures: units sold by month and product, so that complaints are set against what was sold."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import Right
from complaint_desk.domain.sales import Sales, UnreadableSales, sales_in
from complaint_desk.runtime.paths import resource
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import product_sales
from complaint_desk.storage.journal import Signature
from complaint_desk.workbooks.foreign_files import open_file


@dataclass(frozen=True, slots=True)
class SalesTaken:
    """What a file of sales figures held."""

    rows: int
    products: int
    first_month: dt.date
    last_month: dt.date
    changes: Changes = field(default_factory=lambda: Changes(improvements=True))


@needs(Right.READ)
def listed(desk: Desk) -> Sales:
    """Every figure, by month and product."""
    with desk.store.reading() as connection:
        return product_sales.read(connection)


@needs(Right.IMPROVE)
def take(desk: Desk, path: Path) -> SalesTaken:
    """Read a file whole and keep its figures, each in the place of the one of the same month and product.

    Raises:
        Refusal: `no_sales` (no sheet has columns of month, product and units), `sales_month`, `sales_product`, `sales_units` (a
            row is not to be understood; nothing of the file is kept), and those of `open_file`.
        Surroundings: `cannot_read`.
    """
    sold: dict[tuple[dt.date, str], int] = {}
    words = _words()
    for sheet in open_file(path).sheets:
        if not sheet.visible:
            continue
        try:
            for key, units in sales_in(sheet.rows, words).items():
                sold[key] = sold.get(key, 0) + units
        except UnreadableSales as error:
            told = {"file": path.name, "sheet": sheet.name or path.name, "row": error.row, "value": error.value}
            raise _refusal(error.code, told) from error
    if not sold:
        raise Refusal("no_sales", file=path.name)
    with desk.store.writing() as connection:
        product_sales.keep(connection, _signature(desk), sold, path.name)
    months = [month for month, _product in sold]
    return SalesTaken(len(sold), len({product for _month, product in sold}), min(months), max(months))


@needs(Right.IMPROVE)
def clear(desk: Desk) -> int:
    """Take all figures away; returns how many there were."""
    with desk.store.writing() as connection:
        return product_sales.clear(connection, _signature(desk))


def _words() -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = tomllib.loads((resource("headers") / "sales.toml").read_text("utf-8"))
    return found


def _refusal(code: str, told: Mapping[str, object]) -> Refusal:
    match code:
        case "month":
            return Refusal("sales_month", **told)
        case "product":
            return Refusal("sales_product", **told)
        case _:
            return Refusal("sales_units", **told)


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
