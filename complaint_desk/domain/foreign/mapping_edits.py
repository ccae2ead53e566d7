"""Changing a mapping by hand: one column, one word, one usual value at a time, so that it always remains possible."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from complaint_desk.domain.foreign.import_mapping import (
    COLUMN_IGNORED,
    USUAL_VALUES,
    ColumnMapping,
    LayoutMapping,
    WordMapping,
    is_joinable,
)


def with_fields(mapping: LayoutMapping, at: int, fields: Sequence[str]) -> LayoutMapping:
    """The mapping with what the column at `at` fills. A field that cannot be joined leaves the column that had it."""
    alone = {field for field in fields if field != COLUMN_IGNORED and not is_joinable(field)}
    columns = [
        dataclasses.replace(column, fields=tuple(fields))
        if place == at
        else dataclasses.replace(column, fields=tuple(field for field in column.fields if field not in alone))
        for place, column in enumerate(mapping.columns)
    ]
    return dataclasses.replace(mapping, columns=tuple(columns), values=_values(mapping, columns))


def with_fill_down(mapping: LayoutMapping, at: int, *, fill_down: bool) -> LayoutMapping:
    """The mapping in which blank cells of a column say what the one above says, or nothing."""
    columns = list(mapping.columns)
    columns[at] = dataclasses.replace(columns[at], fill_down=fill_down)
    return dataclasses.replace(mapping, columns=tuple(columns))


def with_word(mapping: LayoutMapping, field: str, word: str, code: str) -> LayoutMapping:
    """The mapping with what a word means; "" takes a decision back."""
    others = tuple(each for each in mapping.words if (each.field, each.word) != (field, word))
    return dataclasses.replace(mapping, words=(*others, WordMapping(field, word, code)) if code else others)


def with_value(mapping: LayoutMapping, field: str, code: str) -> LayoutMapping:
    """The mapping with what a field without a column holds in every row."""
    others = tuple(each for each in mapping.values if each[0] != field)
    return dataclasses.replace(mapping, values=(*others, (field, code)) if code else others)


def fitted(mapping: LayoutMapping, headers: Sequence[str]) -> LayoutMapping:
    """A mapping of another layout as far as it speaks of these headers; the other columns are kept beside the complaint."""
    columns = tuple(dataclasses.replace(mapping.of(header), header=header) for header in headers)
    return dataclasses.replace(mapping, columns=columns, values=_values(mapping, columns))


def _values(mapping: LayoutMapping, columns: Sequence[ColumnMapping]) -> tuple[tuple[str, str], ...]:
    """The usual values of fields that no column fills, as decided or as usual."""
    filled = {field for column in columns for field in column.fields}
    decided = {field: code for field, code in mapping.values if field not in filled}
    return tuple(({field: code for field, code in USUAL_VALUES if field not in filled} | decided).items())
