"""What was understood of one row of a foreign ledger, and how its problems quote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaint_desk.domain.foreign.cells import Cell, cell_text

_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell; `value` is its text, cut to 200 characters unless its length is what is wrong."""

    field: str
    code: str
    value: str


@dataclass(slots=True)
class UnderstoodRow:
    """The cells of a row by what they fill: as they stand, their values, and what could not be understood.

    `unread`: no value came of the cell. `noted`: one did, and there is something to say of it. `record`: the text of its steps.
    """

    cells: dict[str, Cell] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    originals: list[tuple[str, str]] = field(default_factory=list)
    unread: list[CellProblem] = field(default_factory=list)
    noted: list[CellProblem] = field(default_factory=list)
    record: str = ""

    def leave_out(self, target: str, code: str) -> None:
        self.unread.append(CellProblem(target, code, shown(cell_text(self.cells[target]))))

    def note(self, target: str, code: str, text: str) -> None:
        self.noted.append(CellProblem(target, code, shown(text)))


def shown(text: str, *, whole: bool = False) -> str:
    """A cell's text as a report quotes it."""
    return text if whole or len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "\u2026"


def told_apart(extra: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Columns of the same header get a number behind it."""
    found = dict(extra)
    if len(found) == len(extra):
        return tuple(extra)
    found = {}
    for header, text in extra:
        name, times = header, 1
        while name in found:
            times += 1
            name = f"{header} ({times})"
        found[name] = text
    return tuple(found.items())
