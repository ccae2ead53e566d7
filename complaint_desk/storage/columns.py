"""How domain values stand in the database: fen, Beijing wall time, joined codes, digests."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from complaint_desk.domain.clocks import Extension, Pause
from complaint_desk.domain.moments import SHANGHAI, PartialDate, in_shanghai


class Fen(TypeDecorator[Decimal]):
    """Yuan as Decimal with 2 places ↔ whole fen, so that sums are exact in SQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(2))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall time has no zone
_EPOCH_HERE = _EPOCH.replace(tzinfo=SHANGHAI)
_SECONDS_OF_A_DAY = 86_400


class Moment(TypeDecorator[dt.datetime]):
    """Aware datetime ↔ Beijing wall time in whole seconds, so that days and hours group without arithmetic.

    In a file: seconds of the wall clock since 1970-01-01 00:00, 4 bytes where its text would be 19; SQL reads it as
    `datetime(received_at, 'unixepoch')`.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        here = in_shanghai(value)
        if dialect.name != "sqlite":
            return here.replace(tzinfo=None, microsecond=0)
        since = here - _EPOCH_HERE
        return since.days * _SECONDS_OF_A_DAY + since.seconds

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return _EPOCH_HERE + dt.timedelta(seconds=value)
        return value.replace(tzinfo=SHANGHAI)  # type: ignore[no-any-return]


class WallTime(TypeDecorator[dt.datetime]):
    """The same column read as naive wall time, for counting a million of them."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime())

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None or dialect.name != "sqlite":
            return value  # type: ignore[no-any-return]
        return _EPOCH + dt.timedelta(seconds=value)


class Digest(TypeDecorator[str]):
    """Hexadecimal digits ↔ the bytes that they stand for; "" is none. Text that is none of it is read as it stands."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value if value is None or isinstance(value, str) else bytes(value).hex()


class UtcText(TypeDecorator[str]):
    """UTC as ISO text with microseconds ↔ in a file microseconds since 1970, 8 bytes where the text would be 32.

    A text that is not written exactly like that stands as it is: it is hashed, so nothing may reformat it.
    """

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else String(32))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name != "sqlite" else _microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return _utc_text(value) if isinstance(value, int) else value


def _microseconds(text: str) -> int | str:
    try:
        count = (dt.datetime.fromisoformat(text) - _EPOCH_UTC) // dt.timedelta(microseconds=1)
    except (ValueError, TypeError):
        return text
    return count if _utc_text(count) == text else text


def _utc_text(microseconds: int) -> str:
    return (_EPOCH_UTC + dt.timedelta(microseconds=microseconds)).isoformat(timespec="microseconds")


_EPOCH_UTC = _EPOCH.replace(tzinfo=dt.UTC)


class Details(TypeDecorator[str]):
    """JSON of a journal entry ↔ in a file of a registration only what is its own: `TS2026000012 2026-12`.

    Nothing else begins without a brace, so each text has one meaning; it is hashed as the JSON that it stands for.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if dialect.name != "sqlite" or not value:
            return value
        found = _REGISTERED.fullmatch(value)
        return " ".join(found.groups()) if found else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if dialect.name != "sqlite" or not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        found = _SHORT.fullmatch(value)
        return _LONG.format(*found.groups()) if found else value


_LONG = '{{"number": "{}", "sequence": "{}"}}'
_PLAIN = r'([^\s"\\{}\x00-\x1f]+)'
_REGISTERED = re.compile(rf'\{{"number": "{_PLAIN}", "sequence": "{_PLAIN}"\}}')
_SHORT = re.compile(rf"{_PLAIN} {_PLAIN}")


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


class Pauses(TypeDecorator[tuple[Pause, ...]]):
    """Pauses of a clock ↔ JSON `[[reason, first, last], …]` in Beijing wall time; none is the empty text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Pause, ...] | None, dialect: Dialect) -> str:
        return _json([[each.reason, wall_time(each.first), wall_time(each.last)] for each in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Pause, ...]:
        read = json.loads(value) if value else ()
        return tuple(Pause(reason, _moment(first), _moment(last) if last else None) for reason, first, last in read)


class Extensions(TypeDecorator[tuple[Extension, ...]]):
    """Extensions of a clock ↔ JSON `[[to, by, approver, at, told], …]`; none is the empty text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Extension, ...] | None, dialect: Dialect) -> str:
        return _json([[each.to, each.by, each.approver, wall_time(each.at), each.told] for each in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Extension, ...]:
        read = json.loads(value) if value else ()
        return tuple(Extension(to, by, approver, _moment(at), told) for to, by, approver, at, told in read)


def wall_time(value: dt.datetime | None) -> str:
    """Beijing wall time as ISO text without offset; "" for none."""
    return in_shanghai(value).replace(tzinfo=None).isoformat(timespec="seconds") if value else ""


def _moment(text: str) -> dt.datetime:
    return in_shanghai(dt.datetime.fromisoformat(text))


def _json(rows: list[list[Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""
