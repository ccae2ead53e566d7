"""What a journal entry commits to, and how what stood there before is kept.

Canonical form of a complaint, version 1: UTF-8 JSON without blanks, keys sorted, of an object with
`complaint` (stored values by field name, only those that are said: not null, not "", not 0 for `reopened`),
`steps` (by id: [id, kind, at, person, text, recorded_at, corrects]),
`clocks` (left out where there are none; by code and round, each the list of its fields in the order of `clocks.Clock`) and
`attachments` (by id: [id, step_id, name, sha256, added_at, added_by]); links are the field `repeats`.
Stored values: text as it is, money in whole fen, moments as Beijing wall time `2024-05-06T07:08:09`, partial dates as
their ISO text, several codes joined by commas, further columns as an object of texts. Since nothing unsaid is in it,
a column added later changes no commitment made before. The commitment is HMAC-SHA-256 of that under the complaint's key.

What stood before is a JSON object of stored values, sealed by AES-256-GCM: 12 bytes nonce, then the ciphertext; the
entry's sequence as decimal text is authenticated with it. Clocks that a deed moved stand there as `clocks`, as above.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hmac
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaint_desk.domain.clocks import Clock, Extension, Pause
from complaint_desk.domain.complaint import CONTENT_FIELDS, Attachment, Complaint, Step
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.moments import PartialDate, in_shanghai
from complaint_desk.storage.turning import Columns, turned

KEY_BYTES = 32
_NONCE_BYTES = 12
_UNSAID = (None, "", ())
_QUICK = msgspec.json.Encoder(order="sorted")
_AS_GIVEN = msgspec.json.Encoder()


def new_keys(count: int) -> list[bytes]:
    """Keys of as many complaints, from the system's own source of randomness."""
    drawn = os.urandom(KEY_BYTES * count)
    return [drawn[start : start + KEY_BYTES] for start in range(0, len(drawn), KEY_BYTES)]


def _wall_time(value: dt.datetime) -> str:
    here = in_shanghai(value)
    # Microseconds and offset are cut off; a fifth of the time of `isoformat`.
    return _AS_GIVEN.encode(here)[1:20].decode()


def _fen(value: Decimal) -> int:
    return int(value.scaleb(2))


def _joined(value: Sequence[str]) -> str:
    return ",".join(value)


def _named(value: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(sorted(dict(value).items()))


_BY_TYPE: dict[FieldType, Callable[[Any], Any]] = {
    FieldType.MOMENT: _wall_time,
    FieldType.MONEY: _fen,
    FieldType.PARTIAL_DATE: str,
    FieldType.WORDS: _joined,
    FieldType.NUMBERS: _joined,
}

_STORED: dict[str, Callable[[Any], Any] | None] = {
    **dict.fromkeys(("id", "version", "number", "status", "registered_by", "reopened", "import_batch", "hold")),
    **dict.fromkeys(("registered_at", "closed_at", "erased_at"), _wall_time),
    **dict.fromkeys(("original_values", "extra"), _named),
    **{name: _BY_TYPE.get(FIELD[name].type) for name in CONTENT_FIELDS},
}
"""Every field of a complaint with the way to its stored value; None where it is stored as it is."""

_NUMBERS = (FieldType.MONEY, FieldType.RATING)
_ZERO_IS_SAID = {"id", "version", *(name for name in CONTENT_FIELDS if FIELD[name].type in _NUMBERS)}
_SEALED = sorted(_STORED)
_sealed = itemgetter(*_SEALED)
_CHANGED = [(name, stored) for name, stored in _STORED.items() if stored]
_STEP_FIELDS = tuple(each.name for each in dataclasses.fields(Step))
_MOMENTS_OF_STEP = frozenset({"at", "recorded_at"})
_NOTHING_SAID: dict[str, Any] = {each.name: each.default for each in dataclasses.fields(Complaint)}


def stored_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The said fields of a complaint, given by name as domain values, in their stored form."""
    said = {
        name: value
        for name, value in zip(_SEALED, _sealed(values), strict=True)
        if value or (value == 0 and name in _ZERO_IS_SAID)
    }
    for name, stored in _CHANGED:
        if name in said:
            said[name] = stored(said[name])
    return said


_Said = msgspec.defstruct("_Said", [(name, Any, msgspec.UNSET) for name in _SEALED], gc=False)
"""Stored values by field; JSON leaves out what is unset."""


class _Form(msgspec.Struct, gc=False):
    """The canonical form; JSON leaves out what is unset."""

    attachments: Sequence[Any]
    clocks: list[Any] | msgspec.UnsetType
    complaint: msgspec.Struct | Mapping[str, Any]
    steps: Sequence[Any]


def _stored_column(name: str, column: Sequence[Any]) -> Sequence[Any]:
    """What `stored_values` gives of one field of many complaints; unset where nothing is said."""
    if not any(column) and not (name in _ZERO_IS_SAID and 0 in column):
        return [msgspec.UNSET] * len(column)
    stored = _STORED[name]
    if stored:
        return turned(column, lambda value: stored(value) if value or value == 0 else msgspec.UNSET)
    if name in _ZERO_IS_SAID:
        return [value if value or value == 0 else msgspec.UNSET for value in column]
    return [value or msgspec.UNSET for value in column]


def stored_value(name: str, value: Any) -> Any:
    """One field in its stored form; None where nothing is said."""
    if value in _UNSAID:
        return None
    stored = _STORED[name]
    return value if stored is None else stored(value)


def domain_value(name: str, stored: Any) -> Any:
    """The domain value that a stored one stands for: `stored_value` backwards."""
    if stored is None:
        return _NOTHING_SAID[name]
    kind = FIELD[name].type if name in FIELD else None
    match kind:
        case FieldType.MONEY:
            return Decimal(stored).scaleb(-2).quantize(Decimal("0.01"))
        case FieldType.PARTIAL_DATE:
            return PartialDate.parse(stored)
        case FieldType.WORDS | FieldType.NUMBERS:
            return tuple(stored.split(","))
    if _STORED[name] is _wall_time:
        return _moment(stored)
    return stored


def canonical_form(
    values: Mapping[str, Any],
    steps: Sequence[Step],
    attachments: Sequence[tuple[Attachment, int | None]],
    clocks: Sequence[Clock] = (),
) -> bytes:
    """The bytes that a commitment is made of; `values` are the complaint's domain values by field name."""
    owned = [
        (each.id, step_id, each.name, each.sha256, _wall_time(each.added_at), each.added_by)
        for each, step_id in attachments
    ]
    recorded = [
        (each.id, each.kind, _wall_time(each.at), each.person, each.text, _wall_time(each.recorded_at), each.corrects)
        for each in steps
    ]
    return json_bytes(_Form(owned, _stored_or_unset(clocks), stored_values(values), recorded))


def canonical_forms(columns: Columns, steps: Columns, clocks: Mapping[int, Sequence[Clock]]) -> list[bytes]:
    """The same of many complaints without attachments.

    Args:
        columns: the complaints, their domain values by field.
        steps: theirs, in the order of the complaints.
        clocks: by complaint.
    """
    recorded: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    told = (turned(steps[name], _wall_time) if name in _MOMENTS_OF_STEP else steps[name] for name in _STEP_FIELDS)
    for owner, each in zip(steps["complaint_id"], zip(*told, strict=True), strict=True):
        recorded[owner].append(each)
    said = map(_Said, *(_stored_column(name, columns[name]) for name in _SEALED))
    # Its names are sorted already, and so are those of `extra`: two thirds of the time of sorting them.
    return [
        json_bytes(_Form((), _stored_or_unset(clocks.get(key, ())), each, recorded.get(key, ())), _AS_GIVEN)
        for key, each in zip(columns["id"], said, strict=True)
    ]


def _stored_or_unset(clocks: Sequence[Clock]) -> list[Any] | msgspec.UnsetType:
    # A complaint without clocks is sealed as it was before there were any.
    return stored_clocks(clocks) if clocks else msgspec.UNSET


def stored_clocks(clocks: Sequence[Clock]) -> list[Any]:
    """The clocks of a complaint in their stored form, by code and round."""
    return [_plain(each) for each in sorted(clocks, key=_code_and_round)]


def domain_clocks(stored: Sequence[Sequence[Any]]) -> tuple[Clock, ...]:
    """The clocks that stored ones stand for: `stored_clocks` backwards."""
    return tuple(_clock(dict(zip(_CLOCK_FIELDS, values, strict=False))) for values in stored)


_CLOCK_FIELDS = tuple(each.name for each in dataclasses.fields(Clock))


def _clock(values: dict[str, Any]) -> Clock:
    pauses = tuple(Pause(reason, _moment(first), last and _moment(last)) for reason, first, last in values["pauses"])
    extensions = tuple(
        Extension(to, by, approver, _moment(at), told) for to, by, approver, at, told in values["extensions"]
    )
    moments = {name: values[name] and _moment(values[name]) for name in ("start", "due", "told_at", "ended_at")}
    return Clock(**{**values, **moments, "pauses": pauses, "extensions": extensions})


def _moment(wall_time: str) -> dt.datetime:
    return in_shanghai(dt.datetime.fromisoformat(wall_time))


def _code_and_round(clock: Clock) -> tuple[str, int]:
    return clock.code, clock.round


def _plain(value: Any) -> Any:
    """A clock, pause or extension as the list of its fields, moments as wall time."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.datetime):
        return _wall_time(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    return value


def commitment(key: bytes, canonical: bytes) -> str:
    return hmac.digest(key, canonical, "sha256").hex()


def seal(key: bytes, sequence: int, before: Mapping[str, Any]) -> bytes:
    """What stood there before, readable only with the complaint's key."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json_bytes(before), str(sequence).encode())


def unseal(key: bytes, sequence: int, sealed: bytes) -> dict[str, Any] | None:
    """The stored values that were sealed, None if the key that sealed them is gone."""
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], str(sequence).encode())
    except InvalidTag:
        return None
    return dict(json.loads(plain))


def readable(name: str, stored: Any) -> str:
    """A stored value as text that a person can read back: money in yuan, moments with offset, nothing as empty text."""
    if stored is None:
        return ""
    kind = FIELD[name].type if name in FIELD else None
    if kind is FieldType.MONEY:
        return str(Decimal(stored).scaleb(-2).quantize(Decimal("0.01")))
    if kind is FieldType.MOMENT or _STORED.get(name) is _wall_time:
        return _moment(stored).isoformat()
    if isinstance(stored, dict | list):
        return json.dumps(stored, ensure_ascii=False)
    return str(stored)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def json_bytes(value: Any, quick: msgspec.json.Encoder = _QUICK) -> bytes:
    """UTF-8 JSON without blanks, the keys of objects sorted, which `quick` may leave to the value."""
    try:
        return quick.encode(value)
    except (UnicodeEncodeError, OverflowError):
        # Half characters and numbers beyond 64 bits: the same form, a fifth as quick.
        return _ENCODER.encode(msgspec.to_builtins(value)).encode("utf-8", "surrogatepass")
