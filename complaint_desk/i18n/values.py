"""Field values as people read them, in the window and on paper. Files that programs read have formats of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from complaint_desk.domain.complaint import Complaint, is_said
from complaint_desk.domain.discretion import is_withheld
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.words import Words

_KILOBYTE = 1024

FIGURE_SPACE = "\u2007"
PUNCTUATION_SPACE = "\u2008"


_LAST_HOUR = 23


def shown_text(complaint: Complaint, field: str, words: Words) -> str:
    """A field's text wherever a complaint is shown outside its form: what is withheld or erased is not told."""
    if field in PERSONAL and complaint.erased_at:
        return _("(erased)")
    if is_withheld(complaint, field):
        return _("(confidential)")
    return value_text(field, getattr(complaint, field), words)


def value_text(field: str, value: Any, words: Words) -> str:
    """The text of a field's value; "" for one that was not said. Times to the minute, money with thousands."""
    if not is_said(value):
        return ""
    known = FIELD[field]
    match known.type:
        case FieldType.MOMENT if field == "due_at" and value.hour == _LAST_HOUR:
            # The last day ends at 24:00; only what is due at an hour has one.
            return f"{value:%Y-%m-%d}"
        case FieldType.MOMENT:
            return moment_text(value)
        case FieldType.MONEY:
            return money_text(value)
        case FieldType.LEAF if field == "cause":
            # "Design" alone says little: causes are read with their branch, classes of goods stand for themselves.
            return words.path_label("cause", value)
        case FieldType.WORD | FieldType.LEAF | FieldType.RATING if known.word_list:
            return words.label(known.word_list, str(value))
        case FieldType.WORDS if known.word_list:
            return list_text([words.label(known.word_list, code) for code in value])
        case FieldType.NUMBERS:
            return list_text(list(value))
    return str(value)


_WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))


def weekday_text(day: dt.date) -> str:
    """The name of a day of the week."""
    return _(_WEEKDAYS[day.weekday()])


def moment_text(moment: dt.datetime) -> str:
    """To the minute: `2026-11-05 16:42`."""
    return f"{moment:%Y-%m-%d %H:%M}"


def money_text(amount: Decimal) -> str:
    """Yuan with thousands and 2 places, without a unit: `2,599.00`."""
    return f"{amount:,.2f}"


NOTHING = "\N{EN DASH}"
_UP, _DOWN, _SAME = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{EM DASH}"


def count_text(count: int) -> str:
    """With thousands: `1,234`."""
    return f"{count:,}"


def percent_text(value: Decimal | None) -> str:
    """`29.67%`; a dash for a share of nothing."""
    return NOTHING if value is None else f"{value:.2f}%"


def points_text(points: Decimal | None) -> str:
    """`\u2191 1.20`: the change of a share in points, as the association prints it."""
    if points is None:
        return ""
    if points == 0:
        return _SAME
    return f"{_UP if points > 0 else _DOWN} {abs(points):.2f}"


def size_text(size: int) -> str:
    """Bytes as people say them: `812 B`, `34 KB`, `2.4 MB`, `5.1 GB`."""
    if size < _KILOBYTE:
        return f"{size} B"
    if size < _KILOBYTE**2:
        return f"{size / _KILOBYTE:.0f} KB"
    if size < _KILOBYTE**3:
        return f"{size / _KILOBYTE**2:.1f} MB"
    return f"{size / _KILOBYTE**3:.1f} GB"


def list_text(items: list[str]) -> str:
    """Several items as one text, parted as the language does it."""
    return _(", ").join(items)


def aligned_counts(counts: Iterable[int]) -> list[str]:
    """Counts with thousands, filled in front to one width, for places that set texts to the left."""
    return aligned([count_text(count) for count in counts])


def aligned(numbers: Sequence[str]) -> list[str]:
    """Numbers filled in front to one width, after the arrow that some begin with; all have as many decimals."""
    parts = [(text[:2], text[2:]) if text[1:2] == " " else ("", text) for text in numbers]
    widest = max((number for _arrow, number in parts), key=len, default="")
    return [arrow + widest[: len(widest) - len(number)].translate(_BLANKS) + number for arrow, number in parts]


_BLANKS = {ord(digit): FIGURE_SPACE for digit in "0123456789"} | {ord(","): PUNCTUATION_SPACE}
