"""What a complainant is recognised by, as numbers: a normalised phone, a name, or a name with its address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from enum import IntEnum

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import normalise, normalise_all

_DIGEST_BITS = 61
"""The rest of 8 bytes without sign says of what the digest is; two of a million persons share one once in a million ledgers."""


class KeyKind(IntEnum):
    PHONE = 0
    PERSON = 1
    NAME = 2


_MARKS = {kind: kind << _DIGEST_BITS for kind in KeyKind}

PHONES_BELOW = KeyKind.PERSON << _DIGEST_BITS
"""Digests of a phone; from it on those of a name."""

NAMES_FROM = KeyKind.NAME << _DIGEST_BITS
"""Digests of a name alone; below it those of a phone, or of a name with its address."""

_NOBODY = frozenset({"\u533f\u540d", "anonymous"})
"""What stands in the field of the name where nobody is named."""


def contact_keys(content: ComplaintContent) -> list[int]:
    """What the complainant can be recognised by, as digests; the agent is somebody else."""
    return _keys(content.phone, normalise(content.name), normalise(content.address))


def contact_keys_of_many(contents: Mapping[str, Sequence[str]]) -> list[list[int]]:
    """The same for each of many, given by their fields."""
    names, addresses = normalise_all(contents["name"]), normalise_all(contents["address"])
    return list(map(_keys, contents["phone"], names, addresses))


def _keys(phones: str, name: str, address: str) -> list[int]:
    keys = [phone_key(phone) for phone in normal_phones(phones)] if phones else []
    if name and name not in _NOBODY:
        keys.append(_key(KeyKind.NAME, name))
        if address:
            keys.append(_key(KeyKind.PERSON, f"{name}|{address}"))
    return keys if len(keys) < 2 else list(dict.fromkeys(keys))


def kind_of_key(key: int) -> KeyKind:
    return KeyKind(key >> _DIGEST_BITS)


def phone_key(phone: str) -> int:
    """What stands for a normalised phone number."""
    return _key(KeyKind.PHONE, phone)


def _key(kind: KeyKind, text: str) -> int:
    """The kind, then the first bits of SHA-256. The row itself holds the text, so no secret would make it safer."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return _MARKS[kind] | int.from_bytes(digest[:8]) >> (64 - _DIGEST_BITS)
