"""A list of complaints for paper: the columns shown, their widths fitted to the page, every cell as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.papers import Listing, ListingColumn
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words

_LONGEST_TEXT = 120
"""Characters of a narrative that a list shows; the whole text stands on the complaint's own sheet."""

_WIDEST = 40
_NARROWEST = 5
_SIDES = 2


def complaint_listing(
    fields: Sequence[str], complaints: Sequence[Complaint], words: Words, *, title: str, subtitle: str, printed: str
) -> Listing:
    """Complaints as a table of the fields, in the order given; `printed` says when and by whom."""
    rows = tuple(tuple(_cell_text(field, each, words) for field in fields) for each in complaints)
    labels = [words.field_label(field) for field in fields]
    columns = tuple(
        ListingColumn(label, share, FIELD[field].type is FieldType.MONEY)
        for field, label, share in zip(fields, labels, _shares([labels, *rows]), strict=True)
    )
    return Listing(title, subtitle, printed, columns, rows)


def _cell_text(field: str, complaint: Complaint, words: Words) -> str:
    text = " ".join(shown_text(complaint, field, words).split())
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return text


def _shares(lines: Sequence[Sequence[str]]) -> list[float]:
    """Widths of the columns after the widest text of each, within reason."""
    wanted = [
        min(_WIDEST, max(_NARROWEST, *(_width(line[at]) for line in lines))) + _SIDES for at in range(len(lines[0]))
    ]
    return [width / sum(wanted) for width in wanted]


def _width(text: str) -> int:
    """Width in half-width characters: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
