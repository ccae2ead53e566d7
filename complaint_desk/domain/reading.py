"""From what people write to values: one reader per kind of field.

The forms, the command line and the import share these readers. Chinese characters stand as escapes, since words for
people live in the catalogues alone and these are only marks within numbers and dates.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.fields import Field, FieldType
from complaint_desk.domain.moments import SHANGHAI, PartialDate, in_shanghai
from complaint_desk.domain.plain_text import Unreadable, one_line, plain_text, tidy
from complaint_desk.domain.problems import Problem

Value = str | int | Decimal | dt.datetime | PartialDate | tuple[str, ...] | None
Lookup = Callable[[str, str], str | None]
"""(list name, text) → code, None for a word that the list does not know; several codes of one word joined by commas."""


_EMPTY = {f.name: f.default for f in dataclasses.fields(ComplaintDraft)}
_NOTHING = frozenset({"-", "--", "\u2014", "\u2014\u2014", "/", "\\", "\u65e0", "n/a", "na", "null", "none"})
_LONGEST_NOTHING = 8
"""What ledgers write where nothing is to be said (the Chinese one means none); only in fields that are not text."""


def read_field(field: Field, text: str, lookup: Lookup, today: dt.date | None = None) -> Value | Problem:
    """The value that a text means in a field, or the problem that keeps it from being one.

    Args:
        field: which field.
        text: as typed or as it stands in a cell; a blank one gives the field's empty value.
        lookup: finds the code of a word.
        today: allows days without a year, which then are the latest that do not lie after it; None refuses them.
    """
    if field.type is FieldType.TEXT or field.type is FieldType.PHONE:
        return one_line(text)
    if field.type is FieldType.LONG_TEXT:
        return tidy(text)
    plain = plain_text(text)
    if not plain or plain.casefold() in _NOTHING:
        return empty_value(field.name)
    try:
        return _read_plain(field, plain, text, lookup, today)
    except Unreadable as unreadable:
        return Problem(field.name, unreadable.code, details=(("value", text.strip()),))


def _read_plain(field: Field, plain: str, text: str, lookup: Lookup, today: dt.date | None) -> Value:
    list_name = field.word_list or field.name
    match field.type:
        case FieldType.MOMENT:
            return read_moment(plain, today=today)
        case FieldType.PARTIAL_DATE:
            return read_partial_date(plain, today=today)
        case FieldType.MONEY:
            return read_money(plain)
        case FieldType.RATING:
            return read_rating(plain, lookup)
        case FieldType.NUMBERS:
            return tuple(dict.fromkeys(_LIST_BREAK.split(plain)))
        case FieldType.WORDS:
            return read_words(list_name, text, lookup)
    return read_word(list_name, text, lookup)


def says_nothing(text: str) -> bool:
    """True for what ledgers write where there is nothing to say, such as a dash."""
    return len(text) <= _LONGEST_NOTHING and plain_text(text).casefold() in _NOTHING


def empty_value(name: str) -> Value:
    """What stands in a field of which nothing is said."""
    return _EMPTY.get(name, "")  # type: ignore[return-value]


_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_DATE = re.compile(
    r"(?P<year>\d{4})\s*(?:[-./\u3002\u5e74]\s*"
    r"(?:(?P<month>\d{1,2})\s*(?:[-./\u3002\u6708]\s*(?:(?P<day>\d{1,2})(?:\s*[\u65e5\u53f7])?)?)?)?)?"
)
_DAY_ALONE = re.compile(r"(?P<month>\d{1,2})\s*[-./\u3002\u6708]\s*(?P<day>\d{1,2})(?:\s*[\u65e5\u53f7])?")
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:(?P<time>\d{4}(?:\d{2})?))?")
_WEEKDAY = re.compile(r"\(?(?:\u661f\u671f|\u5468)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929]\)?")
_TIME = re.compile(
    r"(?P<half>\u4e0a\u5348|\u65e9\u4e0a|\u51cc\u6668|\u4e2d\u5348|\u4e0b\u5348|\u665a\u4e0a|am|pm)?\s*"
    r"(?:(?P<hour>\d{1,2})\s*[:\u65f6\u70b9]\s*(?:(?P<minute>\d{1,2})\s*(?:[:\u5206]\s*"
    r"(?:(?P<second>\d{1,2})(?:\.\d+)?\s*\u79d2?)?)?)?\s*(?P<late>am|pm)?)?"
    r"\s*(?P<offset>z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"\u4e0b\u5348", "\u665a\u4e0a", "pm"})
_MORNING = frozenset({"\u51cc\u6668", "am"})


def read_moment(text: str, *, today: dt.date | None = None) -> dt.datetime:
    """A day with or without a time, in Beijing time unless the text has an offset; a day alone is its first moment.

    Raises:
        Unreadable: `not_a_date`; also for a year or a month alone.
    """
    try:
        if _ISO.fullmatch(text):
            return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        year, month, day, rest = _date_in(plain_text(text), today)
        if month is None or day is None:
            raise Unreadable("not_a_date")
        return _at_time(dt.datetime(year, month, day, tzinfo=SHANGHAI), rest)
    except (ValueError, OverflowError) as error:
        raise Unreadable("not_a_date") from error


@lru_cache(maxsize=8_192)
def read_partial_date(text: str, *, today: dt.date | None = None) -> PartialDate:
    """A day, a month or a year; a time after the day is read and left out.

    Raises:
        Unreadable: `not_a_date`.
    """
    year, month, day, rest = _date_in(plain_text(text), today)
    try:
        if month is not None and day is not None:
            return PartialDate.of(_at_time(dt.datetime(year, month, day, tzinfo=SHANGHAI), rest).date())
        if rest:
            raise Unreadable("not_a_date")
        return PartialDate(year, month)
    except (ValueError, OverflowError) as error:
        raise Unreadable("not_a_date") from error


def _date_in(plain: str, today: dt.date | None) -> tuple[int, int | None, int | None, str]:
    """Year, month, day and the text after them."""
    if found := _DIGITS.fullmatch(plain):
        time = found["time"] or ""
        rest = ":".join(time[at : at + 2] for at in range(0, len(time), 2))
        return int(found["year"]), int(found["month"]), int(found["day"]), rest
    if (found := _DATE.match(plain)) and not plain[found.end() : found.end() + 1].isdigit():
        month, day = found["month"], found["day"]
        return int(found["year"]), int(month) if month else None, int(day) if day else None, plain[found.end() :]
    if today and (found := _DAY_ALONE.match(plain)) and not plain[found.end() : found.end() + 1].isdigit():
        month_number, day_number = int(found["month"]), int(found["day"])
        year = today.year - ((month_number, day_number) > (today.month, today.day))
        return year, month_number, day_number, plain[found.end() :]
    raise Unreadable("not_a_date")


def _at_time(day: dt.datetime, text: str) -> dt.datetime:
    text = _WEEKDAY.sub("", text).strip().removeprefix("T").strip()
    if not text:
        return day
    found = _TIME.fullmatch(text)
    if not found or (found["offset"] and not found["hour"]):
        raise Unreadable("not_a_date")
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["late"] or "").lower()
    if half in _AFTERNOON and 1 <= hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    moment = day.replace(hour=hour, minute=int(found["minute"] or 0), second=int(found["second"] or 0))
    if offset := found["offset"]:
        plain = moment.replace(tzinfo=None).isoformat() + offset.upper()
        return in_shanghai(dt.datetime.fromisoformat(plain))
    return moment


_STARS = re.compile(r"([1-5])(?:\.0+)?\s*[\u5206\u661f]?")
_NOTE = re.compile(r"\s*[(\[\u3010].*?[)\]\u3011]\s*")
_TICKS = str.maketrans("", "", "\u221a\u2713\u2714*\u2605")
_DRAWN_STARS = re.compile("[\u2605\u2b50]{1,5}[\u2606\ufe0f]{0,5}")


def read_rating(text: str, lookup: Lookup) -> int:
    """A satisfaction from 5 to 1, as a number, as stars or as a word; a note in brackets and a tick are passed over.

    Raises:
        Unreadable: `unknown_word`; 0 is no rating.
    """
    plain = plain_text(text)
    if _DRAWN_STARS.fullmatch(plain):
        return len(plain) - sum(map(plain.count, "\u2606\ufe0f"))
    bare = _NOTE.sub("", plain).translate(_TICKS).strip()
    for written in (plain, bare):
        if found := _STARS.fullmatch(written):
            return int(found[1])
        if written and (code := lookup("satisfaction", written)) and code.isdigit():
            return int(code)
    raise Unreadable("unknown_word")


_LIST_BREAK = re.compile(r"\s*[,;|/\u3001\uff0c\uff1b\n]+\s*|\s*\+\s*")


def read_word(list_name: str, text: str, lookup: Lookup) -> str:
    """The code of one word.

    Raises:
        Unreadable: `unknown_word`.
    """
    written = one_line(text)
    code = lookup(list_name, written) or lookup(list_name, plain_text(written))
    if not code or "," in code:
        raise Unreadable("unknown_word")
    return code


def read_words(list_name: str, text: str, lookup: Lookup) -> tuple[str, ...]:
    """The codes of several words, divided by commas, slashes or line breaks; each once, in their order.

    Raises:
        Unreadable: `unknown_word`, if one of them is unknown.
    """
    whole = lookup(list_name, tidy(text))
    if whole:
        return tuple(whole.split(","))
    codes: dict[str, None] = {}
    for piece in _LIST_BREAK.split(tidy(text)):
        if not piece:
            continue
        code = lookup(list_name, piece) or lookup(list_name, plain_text(piece))
        if not code:
            raise Unreadable("unknown_word")
        codes.update(dict.fromkeys(code.split(",")))
    return tuple(codes)
