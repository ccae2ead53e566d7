"""How domain values stand in the database: fen, Beijing wall time, joined codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from complaint_desk.domain.moments import SHANGHAI, PartialDate, in_shanghai


class Fen(TypeDecorator[Decimal]):
    """Yuan as Decimal with 2 places ↔ whole fen, so that sums are exact in SQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(2))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class _WallTimeText(sqlite.DATETIME):
    """The text that SQLAlchemy keeps in SQLite, made three times as quickly: an import writes ten of them a row."""

    def bind_processor(self, dialect: Dialect) -> Callable[[dt.datetime | None], str | None]:
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


class Moment(TypeDecorator[dt.datetime]):
    """Aware datetime ↔ Beijing wall time in whole seconds, so that days and hours group without arithmetic."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "sqlite":
            return dialect.type_descriptor(DateTime())
        return dialect.type_descriptor(_WallTimeText())  # type: ignore[no-untyped-call] # SQLAlchemy types it not

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        here = value if value.tzinfo is SHANGHAI else in_shanghai(value)
        return here.replace(tzinfo=None, microsecond=0)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=SHANGHAI)


class Partial(TypeDecorator[PartialDate]):
    """PartialDate ↔ its ISO text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        return PartialDate.parse(value) if value else None


class Codes(TypeDecorator[tuple[str, ...]]):
    """Tuple of codes ↔ codes joined by commas; none is the empty text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return ",".join(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split(",")) if value else ()
