"""A mapping as JSON: how a ledger keeps it, and how one office gives it to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.foreign.import_mapping import (
    COLUMN_ACCEPTED,
    COLUMN_IGNORED,
    COLUMN_STEPS,
    ColumnMapping,
    LayoutMapping,
    WordMapping,
)

FORMAT = "complaint_desk_mapping"
_TARGETS = frozenset((*FIELD, COLUMN_ACCEPTED, COLUMN_STEPS, COLUMN_IGNORED))


def mapping_to_json(mapping: LayoutMapping) -> dict[str, Any]:
    """What a mapping says, in plain values."""
    return {
        FORMAT: 1,
        "name": mapping.name,
        "columns": [
            {"header": column.header, "fields": [*column.fields]} | ({"fill_down": True} if column.fill_down else {})
            for column in mapping.columns
        ],
        "values": dict(mapping.values),
        "words": [{"field": each.field, "word": each.word, "code": each.code} for each in mapping.words],
    }


def mapping_from_json(told: object, file: str = "") -> LayoutMapping:
    """The mapping that was written; fields that this program does not know are kept beside the complaint.

    Raises:
        Refusal: `no_mapping_file` with `file`, for what was not written by `mapping_to_json`.
    """
    if not isinstance(told, Mapping) or FORMAT not in told:
        raise Refusal("no_mapping_file", file=file)
    try:
        columns = tuple(
            ColumnMapping(str(each["header"]), _known(each.get("fields", ())), bool(each.get("fill_down", False)))
            for each in told["columns"]
        )
        values = tuple((name, str(text)) for name, text in told.get("values", {}).items() if name in FIELD)
        words = tuple(
            WordMapping(each["field"], str(each["word"]), str(each["code"]))
            for each in told.get("words", ())
            if each["field"] in FIELD
        )
        return LayoutMapping(columns, values, words, str(told.get("name", "")))
    except (KeyError, TypeError, AttributeError) as error:
        raise Refusal("no_mapping_file", file=file) from error


def _known(fields: object) -> tuple[str, ...]:
    return tuple(name for name in fields if name in _TARGETS) if isinstance(fields, list | tuple) else ()
