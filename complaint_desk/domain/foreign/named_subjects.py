"""What a row is called where its ledger has no column of goods or services: hospitals, estates and hotlines keep such ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.foreign.import_mapping import NAMED_BY
from complaint_desk.domain.plain_text import tidy

_OPENING = re.compile(r"[^\n,;.!?\u3002\uff0c\uff1b\uff01\uff1f]*")
_LONGEST = 30


def named_subject(cells: Mapping[str, Cell]) -> tuple[str, bool]:
    """What stands for the subject of a row, and whether a field names it: the best of `NAMED_BY`, else the facts begin with it.

    Args:
        cells: of the row, by the field that they fill.
    """
    for name in NAMED_BY:
        if not is_blank(cell := cells.get(name)):
            return cell_text(cell).strip(), True
    return _opening(tidy(cell_text(cells.get("facts")))), False


def _opening(story: str) -> str:
    """The first clause of a narrative; all of a short one that begins with a mark."""
    clause = _OPENING.match(story)
    text = (clause[0].strip() if clause else "") or story
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\u2026"
