"""Which columns the table shows, in which order and how wide; remembered per user."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontMetrics

from complaint_desk.domain.fields import FIELD, FIELDS, FieldType
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.row_hits import FOUND_IN

ALL_COLUMNS: tuple[str, ...] = tuple(each.name for each in FIELDS)
DEFAULT_COLUMNS = (
    "number", "received_at", "channel", "name", "subject_name", "nature", "department", "status", "due_at",
)  # fmt: skip
DEFAULT_PINNED = ("number",)
ELASTIC = "subject_name"
"""The column that takes most of the room that is left as long as nobody has set widths."""

_KEPT_WHOLE = frozenset({"number", "status", "name", "due_at"})
_LEAST = {"channel": 76, "nature": 74, "department": 86, "subject_name": 108, "received_at": 124, FOUND_IN: 124}
_LEAST_SHARE = 0.7
_ROOM_BESIDE_NAME = 28
_ROOM_BESIDE_PILL = 46
_WIDEST_OF_WORDS = 136

_WIDTHS = {
    "number": 116, "source_number": 130, "received_at": 132, "registered_at": 132, "channel": 114, "name": 76, "phone": 120,
    "subject_name": 150, "category": 140, "nature": 84, "department": 104, "handler": 80, "status": 104, "facts": 260,
    "address": 180, "region": 140, "outlet": 140, "order_number": 140, "due_at": 116, "kind": 72, "severity": 84, "liability": 84,
    FOUND_IN: 180,
}  # fmt: skip
_WIDTH_OF_TYPE = {
    FieldType.MOMENT: 136, FieldType.MONEY: 108, FieldType.LONG_TEXT: 240, FieldType.PARTIAL_DATE: 104,
    FieldType.RATING: 96,
}  # fmt: skip
_KEY = "ledger/columns"


def usual_width(name: str, words: Words, metrics: QFontMetrics) -> int:
    """The width of a column nobody has touched, in pixels: enough for its name and for the words of its list."""
    if name == FOUND_IN:
        return _WIDTHS[name]
    column = FIELD[name]
    least = _WIDTHS.get(name, _WIDTH_OF_TYPE.get(column.type, 120))
    texts = [words.field_label(name)]
    room = _ROOM_BESIDE_NAME
    if column.word_list and column.type is FieldType.WORD:
        texts += [choice.label for choice in words.choices(column.word_list)]
        room = max(room, _ROOM_BESIDE_PILL if name == "status" else 0)
    widest = max(metrics.horizontalAdvance(text) for text in texts)
    return max(least, min(widest + room, _WIDEST_OF_WORDS))


def shares(shown: Sequence[str], usual: dict[str, int], room: int) -> dict[str, int]:
    """Widths for `room` pixels: what is left goes half to the elastic column; what is missing comes from the yielding ones.

    Where even that is too little, the table scrolls sideways.
    """
    widths = {name: usual[name] for name in shown}
    spare = room - sum(widths.values())
    if spare > 0 and shown:
        elastic = next((name for name in (FOUND_IN, ELASTIC) if name in widths), shown[-1])
        each = spare // (2 * len(shown))
        widths = {name: width + each for name, width in widths.items()}
        widths[elastic] += spare - each * len(shown)
    elif spare < 0:
        slack = {name: width - _least(name, width) for name, width in widths.items()}
        share = -spare / (sum(slack.values()) or 1)
        if share <= 1:
            widths = {name: width - int(slack[name] * share) for name, width in widths.items()}
            widths[max(slack, key=slack.__getitem__)] += room - sum(widths.values())
    return widths


def _least(name: str, usual: int) -> int:
    if name in _KEPT_WHOLE:
        return usual
    return min(usual, _LEAST.get(name, int(usual * _LEAST_SHARE)))


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Shown columns from left to right, widths in pixels where the person set them, and the columns that never scroll away."""

    shown: tuple[str, ...] = DEFAULT_COLUMNS
    widths: Mapping[str, int] = field(default_factory=dict)
    pinned: tuple[str, ...] = DEFAULT_PINNED

    def with_shown(self, shown: Iterable[str]) -> ColumnLayout:
        """The same with other columns: pinned ones stand in front, ones that do not exist are passed over."""
        names = known(shown)
        pinned = tuple(name for name in names if name in self.pinned)
        return dataclasses.replace(self, shown=(*pinned, *(name for name in names if name not in pinned)))

    def with_pinned(self, name: str, *, pinned: bool) -> ColumnLayout:
        """The same with a column pinned behind those that are, or let go."""
        others = tuple(each for each in self.pinned if each != name)
        return dataclasses.replace(self, pinned=(*others, name) if pinned else others).with_shown(self.shown)


def remembered(memory: QSettings) -> ColumnLayout:
    """The layout that the person left."""
    try:
        kept: Any = json.loads(str(memory.value(_KEY, "{}")))
        widths = {name: int(width) for name, width in kept.get("widths", {}).items() if name in ALL_COLUMNS}
        shown, pinned = known(kept.get("shown", ())), known(kept.get("pinned", DEFAULT_PINNED))
    except (ValueError, AttributeError, TypeError):
        return ColumnLayout()
    return ColumnLayout(widths=widths, pinned=pinned).with_shown(shown or DEFAULT_COLUMNS)


def remember(memory: QSettings, layout: ColumnLayout) -> None:
    kept = {"shown": list(layout.shown), "widths": dict(layout.widths), "pinned": list(layout.pinned)}
    memory.setValue(_KEY, json.dumps(kept))


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Those of some names that are columns, each once."""
    return tuple(dict.fromkeys(name for name in names if name in ALL_COLUMNS))
