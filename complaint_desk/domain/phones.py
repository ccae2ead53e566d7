"""Telephone numbers as Chinese clerks and ledgers write them.

Recognised: mobiles, landlines with area code and extension, 400/800 numbers, `+86`, several numbers in one field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

_DIGIT_GROUP = r"\+?\d[\d\-.()\u2010-\u2015 ]*"
_EXTENSION = r"(?:\s*(?:\u8f6c|ext\.?|x|#|,)\s*(?P<extension>\d{1,6}))?"
_NUMBER = re.compile(_DIGIT_GROUP + _EXTENSION, re.IGNORECASE)
_SEPARATORS = re.compile(r"[/;\u3001|\n\r\t]|\u6216|\u548c|,(?=\s*\+?\d{7,})")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
_SHORT = re.compile(r"(?:1\d{2,4}|9\d{4,5}|1\d{4,7})")
_BLANKS = re.compile(r"\s+")
_DASHED_EXTENSION = re.compile(r"(0\d{2,3}\D*\d{7,8})-(\d{1,6})\s*$")
_FLOAT_TAIL = re.compile(r"^(\d{7,})\.0+$")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: as typed, its normal form (digits; `-` before an extension), and whether its length is usual.

    The normal form of a mobile is its 11 digits, of a landline its area code (with the leading 0) and local number,
    of a foreign number `+` and digits.
    """

    typed: str
    normal: str
    usual: bool


@lru_cache(maxsize=8_192)
def read_phones(text: str) -> tuple[Phone, ...]:
    """Every number in a field, in order. Text without digits has none."""
    if text.isascii() and _MOBILE.fullmatch(text):
        return (Phone(text, text, usual=True),)
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    if _MOBILE.fullmatch(plain):
        return (Phone(text, plain, usual=True),)
    return tuple(
        phone for piece in _SEPARATORS.split(plain) for part in _pieces(piece) if (phone := _read_one(part)) is not None
    )


@lru_cache(maxsize=8_192)
def normal_phones(text: str) -> tuple[str, ...]:
    """The normal forms of every number in a field, for comparing and searching."""
    if text.isascii() and _MOBILE.fullmatch(text):
        return (text,)
    return tuple(phone.normal for phone in read_phones(text))


@lru_cache(maxsize=8_192)
def usual_phones(text: str) -> str:
    """The numbers of a cell as people dial them: mobiles in their normal form, others in narrow digits as they are written."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'\u2019\u2018")
    phones = read_phones(plain)
    if phones and all(_MOBILE.fullmatch(phone.normal) for phone in phones):
        return "/".join(dict.fromkeys(phone.normal for phone in phones))
    return plain


def _pieces(piece: str) -> list[str]:
    """Split at blanks where each side is a whole number; `138 0000 1234` stays one."""
    piece = _FLOAT_TAIL.sub(r"\1", piece.strip())
    parts = _BLANKS.split(piece)
    whole = [part for part in parts if sum(map(str.isdigit, part)) >= 7]
    return parts if len(parts) > 1 and len(whole) == len(parts) else [piece]


def _read_one(part: str) -> Phone | None:
    found = _NUMBER.search(part)
    if not found or not part:
        return None
    extension = found.group("extension") or ""
    head = found.group(0)[: found.start("extension") - found.start()] if extension else found.group(0)
    if not extension and (dashed := _DASHED_EXTENSION.search(head)):
        head, extension = dashed.groups()
    digits = re.sub(r"\D", "", head)
    if not digits:
        return None
    normal, usual = _normalise(digits, foreign=head.lstrip().startswith("+") and not digits.startswith("86"))
    return Phone(part.strip(), f"{normal}-{extension}" if extension else normal, usual)


def _normalise(digits: str, *, foreign: bool) -> tuple[str, bool]:
    if foreign:
        return f"+{digits}", _is_possible(f"+{digits}")
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 10:
            digits = digits.removeprefix(prefix)
            if not (_MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or digits.startswith("0")):
                digits = "0" + digits
            break
    if digits.startswith("0") and _MOBILE.fullmatch(digits[1:]):
        digits = digits[1:]
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or _SHORT.fullmatch(digits):
        return digits, True
    if digits.startswith("0"):
        return digits, len(digits) in range(10, 13) and _is_possible(f"+86{digits[1:]}")
    return digits, len(digits) in (7, 8)


def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
