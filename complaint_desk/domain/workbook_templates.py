"""Mistakes in an office's own workbook that a report is to fill."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkbookMistake:
    """One mistake and its place. Codes: `WORKBOOK_MISTAKES` of the room of words.

    `cell` is a reference such as `B3`, or `header`, `drawing` for what stands in no cell, "" for the sheet as a whole. `written`
    is what stands there, `meant` the place that it may mean.
    """

    code: str
    sheet: str
    cell: str = ""
    written: str = ""
    meant: str = ""
