"""What the cells of a column look like: shares of days, amounts, phones, names, words of lists and stories among them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.foreign.header_words import bare_word
from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.phones import read_phones
from complaint_desk.domain.plain_text import Unreadable, plain_text
from complaint_desk.domain.reading import Lookup, read_rating, read_words

_NAME = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f*\u00d7\u67d0\u00b7\u2022]{2,5}")
_NUMBERED = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_\-/\[\]()\u3014\u3015\u53f7\u7b2c]{3,40}")
_PHONE = re.compile(
    r"(?<![\dA-Za-z])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- \u2014\uff0d]?\d{7,8}"
    r"|[48]00[- ]?\d{3}[- ]?\d{4})(?![\dA-Za-z])"
)
_TIME = re.compile(r"\d{1,2}[:\uff1a\u65f6\u70b9]\d{0,2}(?:[:\uff1a\u5206]\d{0,2})?\u79d2?")
_STORY = 15
"""Characters from which a text is more than a name."""
_SPOKEN = re.compile(r"[\u3400-\u9fff]{4}|[^\W\d_]+(?:\W+[^\W\d_]+){3}")
"""What a story has and a number or a moment has not: some signs of speech on end."""
_BEGINNING = 200
"""Characters in which a story shows itself: looking for it takes the square of their number."""
_LONGEST_WORD = 20
_FEW_WORDS, _MOSTLY = 60, 0.8
WORD_LISTS = (
    "nature", "category", "channel", "status", "severity", "liability", "outcome", "demands", "follow_up", "satisfaction",
    "kind", "cause", "reply_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnContent:
    """Shares from 0 to 1 among the cells that say something. `different`: of different texts; `length`: mean, in characters.

    `words`: for each list the share of cells that it knows.
    """

    said: int
    different: float
    length: float
    days: float
    times: float
    money: float
    phones: float
    names: float
    numbers: float
    stories: float
    named_phones: float
    words: Mapping[str, float]


def content_of_column(
    cells: Sequence[Cell], dates: SheetDates, lookup: Lookup, yes_no: frozenset[str] = frozenset()
) -> ColumnContent:
    """Look at a sample of a column, some hundred cells at most; words of `yes_no` are those of no list."""
    said = [cell for cell in cells if not is_blank(cell)]
    texts = [plain_text(cell_text(cell)) for cell in said]
    count = max(len(said), 1)
    words = Counter(text for text in texts if len(text) <= _LONGEST_WORD and bare_word(text) not in yes_no)
    if len(words) > max(_FEW_WORDS, _MOSTLY * count):
        # Names, numbers, addresses: no list has so many words, and looking each of them up takes longest.
        words.clear()

    def share(holds: Sequence[bool]) -> float:
        return sum(holds) / count

    return ColumnContent(
        said=len(said),
        different=len(set(texts)) / count,
        length=sum(map(len, texts)) / count,
        days=share([isinstance(cell, dt.date) or _is_day(text, dates) for cell, text in zip(said, texts, strict=True)]),
        times=share(
            [isinstance(cell, dt.time) or bool(_TIME.fullmatch(text)) for cell, text in zip(said, texts, strict=True)]
        ),
        money=share([_is_money(text) for text in texts]),
        phones=share([_is_phone(text) for text in texts]),
        names=share([bool(_NAME.fullmatch(text)) for text in texts]),
        numbers=share([bool(_NUMBERED.fullmatch(text)) for text in texts]),
        stories=share([len(text) >= _STORY and bool(_SPOKEN.search(text[:_BEGINNING])) for text in texts]),
        named_phones=share([_is_named_phone(text) for text in texts]),
        words={
            name: sum(times for text, times in words.items() if _is_word(name, text, lookup)) / count
            for name in WORD_LISTS
        },
    )


def _is_day(text: str, dates: SheetDates) -> bool:
    try:
        SheetDates(dates.year or 2000, dates.from_1904).moment(text)
    except Unreadable:
        return False
    return True


def _is_money(text: str) -> bool:
    try:
        read_money(text)
    except Unreadable:
        return False
    return True


def _is_phone(text: str) -> bool:
    found = read_phones(text) if len(text) <= 60 else ()
    return bool(found) and bool(_PHONE.search(text)) and not _NAME.match(text)


def _is_named_phone(text: str) -> bool:
    found = _PHONE.search(text) if len(text) <= 60 else None
    return found is not None and sum(not sign.isascii() for sign in text) >= 2


def _is_word(name: str, text: str, lookup: Lookup) -> bool:
    if name == "demands":
        try:
            return bool(read_words(name, text, lookup))
        except Unreadable:
            return False
    if name == "satisfaction":
        try:
            return not text.isdigit() and bool(read_rating(text, lookup))
        except Unreadable:
            return False
    return lookup(name, text) is not None
