"""Which columns the table shows, in which order and how wide; remembered per user."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontMetrics

from complaint_desk.domain.fields import FIELD, FIELDS, FieldType
from complaint_desk.i18n.words import Words

ALL_COLUMNS: tuple[str, ...] = tuple(field.name for field in FIELDS)
DEFAULT_COLUMNS = (
    "number", "received_at", "channel", "name", "subject_name", "nature", "department", "status",
)  # fmt: skip
ELASTIC = "subject_name"
"""The column that takes most of the room that is left as long as nobody has set widths."""

_KEPT_WHOLE = frozenset({"number", "received_at", "status"})
_MOST_YIELDED = 0.3
_ROOM_BESIDE_NAME = 28
_ROOM_BESIDE_PILL = 46
_WIDEST_OF_WORDS = 136

_WIDTHS = {
    "number": 116, "source_number": 130, "received_at": 132, "registered_at": 132, "channel": 114, "name": 76, "phone": 120,
    "subject_name": 150, "category": 140, "nature": 84, "department": 104, "handler": 80, "status": 104, "facts": 260,
    "address": 180, "region": 140, "outlet": 140, "order_number": 140, "kind": 72, "severity": 84, "liability": 84,
}  # fmt: skip
_WIDTH_OF_TYPE = {
    FieldType.MOMENT: 136, FieldType.MONEY: 108, FieldType.LONG_TEXT: 240, FieldType.PARTIAL_DATE: 104,
    FieldType.RATING: 96,
}  # fmt: skip
_KEY = "ledger/columns"


def usual_width(field: str, words: Words, metrics: QFontMetrics) -> int:
    """The width of a column nobody has touched, in pixels: enough for its name and for the words of its list."""
    known = FIELD[field]
    least = _WIDTHS.get(field, _WIDTH_OF_TYPE.get(known.type, 120))
    texts = [words.field_label(field)]
    room = _ROOM_BESIDE_NAME
    if known.word_list and known.type is FieldType.WORD:
        texts += [choice.label for choice in words.choices(known.word_list)]
        room = max(room, _ROOM_BESIDE_PILL if field == "status" else 0)
    widest = max(metrics.horizontalAdvance(text) for text in texts)
    return max(least, min(widest + room, _WIDEST_OF_WORDS))


def shares(shown: Sequence[str], usual: dict[str, int], room: int) -> dict[str, int]:
    """Widths for `room` pixels: what is left goes half to the elastic column; what is missing comes from the yielding ones.

    Where even that is too little, the table scrolls sideways.
    """
    widths = {name: usual[name] for name in shown}
    spare = room - sum(widths.values())
    if spare > 0 and shown:
        elastic = ELASTIC if ELASTIC in widths else shown[-1]
        each = spare // (2 * len(shown))
        widths = {name: width + each for name, width in widths.items()}
        widths[elastic] += spare - each * len(shown)
    elif spare < 0:
        yielding = {name: width for name, width in widths.items() if name not in _KEPT_WHOLE}
        missing = -spare / (sum(yielding.values()) or 1)
        if missing <= _MOST_YIELDED:
            widths |= {name: int(width * (1 - missing)) for name, width in yielding.items()}
            widths[next(iter(yielding))] += room - sum(widths.values())
    return widths


def remembered(memory: QSettings) -> tuple[tuple[str, ...], dict[str, int]]:
    """Shown columns in order, and the widths that the person set."""
    try:
        kept: Any = json.loads(str(memory.value(_KEY, "{}")))
        shown = known(kept.get("shown", ()))
        widths = {name: int(width) for name, width in kept.get("widths", {}).items() if name in ALL_COLUMNS}
    except (ValueError, AttributeError, TypeError):
        return DEFAULT_COLUMNS, {}
    return shown or DEFAULT_COLUMNS, widths


def remember(memory: QSettings, shown: Iterable[str], widths: dict[str, int]) -> None:
    memory.setValue(_KEY, json.dumps({"shown": list(shown), "widths": widths}))


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Those of some names that are columns, each once."""
    return tuple(dict.fromkeys(name for name in names if name in ALL_COLUMNS))
