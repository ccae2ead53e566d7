"""Units sold by month and product, as an office reads them from its sales system: what complaints are set against."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.plain_text import one_line, plain_text

MOST_UNITS = 10**12
LONGEST_PRODUCT = 200
_HEADER_WITHIN = 20
"""Rows of a sheet among which its header is looked for."""

_MONTH = re.compile(r"(\d{4})(?:(\d{2})|\D{1,2}(\d{1,2})(?:\D.*)?)")
_YEARS = range(1990, 2200)
_DAY = dt.timedelta(1)

Value = TypeVar("Value")

Sales = Mapping[tuple[dt.date, str], int]
"""Month, by its first day, and product → units."""


class UnreadableSales(ValueError):
    """`row` is not to be understood: `code` is `month`, `product` or `units`, `value` what stands there."""

    def __init__(self, row: int, code: str, value: str) -> None:
        super().__init__(f"{code} in row {row}: {value}")
        self.row, self.code, self.value = row, code, value


@dataclass(frozen=True, slots=True)
class SalesHeader:
    """Columns, counted from 0, of month, product and units."""

    month: int
    product: int
    units: int


def sales_in(
    rows: Iterable[tuple[int, Sequence[Cell]]], words: Mapping[str, Sequence[str]]
) -> dict[tuple[dt.date, str], int]:
    """The sales of one sheet; several rows of a month and product are added up, rows without a month and product passed over.

    Args:
        rows: numbered as a spreadsheet shows them.
        words: what headers call `month`, `product` and `units`.

    Returns:
        Nothing where no header is found.

    Raises:
        UnreadableSales: the first row that is not to be understood.
    """
    found: dict[tuple[dt.date, str], int] = {}
    header: SalesHeader | None = None
    for seen, (number, cells) in enumerate(rows):
        if header is None:
            if seen >= _HEADER_WITHIN:
                break
            header = header_in(cells, words)
            continue
        month, product, units = (
            cells[at] if at < len(cells) else None for at in (header.month, header.product, header.units)
        )
        # A sum at the end names no product or no month.
        if is_blank(month) or (is_blank(product) and is_blank(units)):
            continue
        key = _read(number, "month", month, read_month), _read(number, "product", product, _product)
        found[key] = found.get(key, 0) + _read(number, "units", units, _units)
    return found


def header_in(cells: Sequence[Cell], words: Mapping[str, Sequence[str]]) -> SalesHeader | None:
    """The columns of a header, each the first that is called so; None where one is missing."""
    called = ["".join(plain_text(cell_text(cell)).lower().split()) for cell in cells]
    places = {}
    for name in ("month", "product", "units"):
        exact = [at for at, text in enumerate(called) if text in words[name]]
        # "销量(台)" is called 销量 all the same.
        begun = [at for at, text in enumerate(called) if any(text.startswith(word) for word in words[name])]
        if not (exact or begun):
            return None
        places[name] = (exact or begun)[0]
    return SalesHeader(**places) if len(set(places.values())) == len(places) else None


def read_month(cell: Cell) -> dt.date:
    """The first day of a month that is written as a date, as 2026-03, 202603, 2026/3 or with the words of a language.

    Raises:
        ValueError: it is no month.
    """
    if isinstance(cell, dt.datetime | dt.date):
        return dt.date(cell.year, cell.month, 1)
    said = _MONTH.fullmatch(plain_text(cell_text(cell)).strip())
    if said is None or int(said[1]) not in _YEARS:
        raise ValueError(cell)
    return dt.date(int(said[1]), int(said[2] or said[3]), 1)


def _product(cell: Cell) -> str:
    name = one_line(cell_text(cell)).strip()
    if not name or len(name) > LONGEST_PRODUCT:
        raise ValueError(name)
    return name


def _units(cell: Cell) -> int:
    units = float(plain_text(cell_text(cell)).replace(",", "").strip())
    if not math.isfinite(units) or units < 0 or units > MOST_UNITS or units != int(units):
        raise ValueError(cell)
    return int(units)


def _read(row: int, code: str, cell: Cell, reader: Callable[[Cell], Value]) -> Value:
    try:
        return reader(cell)
    except ValueError as error:
        raise UnreadableSales(row, code, cell_text(cell)) from error


def known_until(sold: Sales, products: Sequence[str]) -> dt.date | None:
    """The last day of the last month of which the sales of every product are known."""
    months = [{month for month, product in sold if product == each} for each in products]
    together = set.intersection(*months) if months else set()
    if not together:
        return None
    last = max(together)
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


def units_within(sold: Sales, products: Sequence[str], first: dt.date, last: dt.date) -> int | None:
    """Units of some products from a day to a day; a month partly inside counts by its days.

    None where a month of a product is not known, or nothing was sold.
    """
    total = 0.0
    month = first.replace(day=1)
    while month <= last:
        length = calendar.monthrange(month.year, month.month)[1]
        end = month.replace(day=length)
        inside = (min(last, end) - max(first, month)).days + 1
        for product in products:
            units = sold.get((month, product))
            if units is None:
                return None
            total += units * inside / length
        month = end + _DAY
    return round(total) or None
