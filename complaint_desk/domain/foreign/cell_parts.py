"""One cell that says several things: `张三 13800138000`, `洗衣机/海尔/2999元`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.plain_text import Unreadable, plain_text, tidy

_PHONES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}[:\uff1a]\s*)?(?<![\dA-Za-z])(?P<number>"
    r"(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|\(?0\d{2,3}\)?[- \u2014\uff0d]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}|\d\.\d+[eE]\+\d{1,3}|\d{7,8})"
    r"(?:\s*(?:\u8f6c|-|ext\.?)\s*\d{1,6})?)(?![\dA-Za-z])",
    re.IGNORECASE,
)
_BY_LOOK = frozenset({FieldType.PHONE, FieldType.MONEY, FieldType.MOMENT, FieldType.PARTIAL_DATE})
_BREAKS = re.compile(r"\s*(?:[/|;\uff0f\uff0c\uff1b\u3001\n\t]|(?<!\d),|,(?!\d{3}(?!\d)))+\s*")
_BLANKS = re.compile(r"\s+")
_EDGES = " \t\n/|;,:\uff0f\uff0c\uff1b\uff1a\u3001()\uff08\uff09-"
_LABEL = re.compile(r"^[\u4e00-\u9fff]{1,4}[:\uff1a]\s*")
_NO_YEAR = SheetDates()


def parts_of(text: str, fields: Sequence[str]) -> tuple[dict[str, str], str]:
    """The parts of a cell by field, and what is left over.

    Phones, amounts and days are known by their look; the other parts go to the other fields in their order, the last of
    them takes all that is left where it is a long text. A cell that cannot be parted goes whole to the first field.
    """
    found: dict[str, str] = {}
    rest = tidy(text)
    for field in fields:
        if FIELD[field].type is FieldType.PHONE and (phones := list(_PHONES.finditer(rest))):
            found[field] = "/".join(phone["number"].strip() for phone in phones)
            rest = _PHONES.sub("/", rest)
    plain = [
        field
        for field in fields
        if FIELD[field].type not in (FieldType.PHONE, FieldType.MONEY, FieldType.MOMENT, FieldType.PARTIAL_DATE)
    ]
    pieces = [piece for piece in (piece.strip(_EDGES) for piece in _BREAKS.split(rest)) if piece]
    if len(plain) > 1 and len(pieces) == 1:
        pieces = _BLANKS.split(pieces[0])
    for field in fields:
        if field not in found and field not in plain:
            at = next((at for at, piece in enumerate(pieces) if _is_of(field, piece)), None)
            if at is not None:
                found[field] = pieces.pop(at)
    for field, piece in zip(plain, pieces, strict=False):
        found[field] = _LABEL.sub("", piece)
    return found, " ".join(pieces[len(plain) :])


def _is_of(field: str, piece: str) -> bool:
    try:
        if FIELD[field].type is FieldType.MONEY:
            read_money(piece)
        elif FIELD[field].type is FieldType.PHONE:
            return False
        else:
            _NO_YEAR.partial_date(piece)
    except Unreadable:
        return False
    return True


@lru_cache(maxsize=4_096)
def without_title(name: str, titles: tuple[str, ...]) -> str:
    """A name without the title behind it (`李某先生`), where at least two characters of a name stay, and notes in brackets."""
    plain = plain_text(name)
    for title in titles:
        bare = plain.removesuffix(title).rstrip()
        if bare != plain and len(bare) > 1:
            return bare
    return name


def lost_digits(phone: str) -> bool:
    """Whether a text is a number of which a spreadsheet kept a few digits: `1.64E+10`."""
    return _LOST.fullmatch(phone.strip()) is not None


_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
