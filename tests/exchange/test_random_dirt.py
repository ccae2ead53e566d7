"""Fifty ledgers with random dirt: columns are proposed rightly, every row is accounted for, every value is what was meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from tests.exchange.dirt import Dirty, make

LEDGERS = 50


def said(draft: ComplaintDraft, field: str) -> Any:
    value = getattr(draft, field)
    if isinstance(value, dt.datetime):
        return value.date()
    return str(value) if field == "satisfaction" and value else value


def wrong_columns(dirty: Dirty, proposed: dict[str, tuple[str, ...]]) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [
        (header, field, proposed.get(header, ()))
        for header, field in dirty.fields.items()
        if proposed.get(header, ())
        not in ({(field,), ("number",)} if field == "source_number" else {(field,)} if field else {()})
    ]


def test_fifty_ledgers_with_random_dirt(desk: Desk, words: Words, tmp_path: Path) -> None:
    columns = 0
    wrong: list[Any] = []
    for seed in range(LEDGERS):
        dirty = make(tmp_path, seed)
        (sheet,) = preview(desk, [dirty.path], words).files[0].sheets
        proposed = {column.mapping.header: column.mapping.fields for column in sheet.columns}
        columns += len(dirty.fields)
        wrong += wrong_columns(dirty, proposed)
        drafts = [row.draft for row in sheet.rows if row.draft]
        assert len(drafts) == len(dirty.complaints), (seed, sheet.why)
        assert sum(bool(row.passed) for row in sheet.rows) == dirty.passed, seed
        for draft, truth in zip(drafts, dirty.complaints, strict=True):
            for field, value in truth.items():
                if any(field in fields for fields in proposed.values()):
                    assert said(draft, field) == value, (seed, field, value)
        result = import_files(desk, [dirty.path], words, dry_run=True)
        assert result.read == result.registered + result.known + result.refused_rows + result.passed_over
        assert (result.read - result.passed_over, result.refused_rows) == (len(dirty.complaints), 0), seed
    assert len(wrong) <= columns * 0.05, wrong
