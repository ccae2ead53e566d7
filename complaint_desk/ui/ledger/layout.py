"""Which columns the table shows, in which order and how wide; remembered per user."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSettings

from complaint_desk.domain.fields import FIELDS, FieldType

ALL_COLUMNS: tuple[str, ...] = tuple(field.name for field in FIELDS)
DEFAULT_COLUMNS = (
    "number", "received_at", "channel", "name", "subject_name", "nature", "department", "status",
)  # fmt: skip
ELASTIC = "subject_name"
"""The column that takes the room that is left as long as nobody has set widths."""

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


def usual_width(field: str) -> int:
    """The width of a column nobody has touched, in pixels."""
    kind = next(each.type for each in FIELDS if each.name == field)
    return _WIDTHS.get(field, _WIDTH_OF_TYPE.get(kind, 120))


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
