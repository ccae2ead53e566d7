"""What the person decided so far, from page to page of the import."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.import_preview import ImportPreview, SeenSheet
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.text_forms import TextForm


@dataclass(frozen=True, slots=True)
class Decided:
    """What shall be imported, how, and the mappings that are remembered of it."""

    paths: tuple[Path, ...]
    choices: SheetChoices
    mappings: tuple[LayoutMapping, ...]


class Decisions:
    """`choices` is None until the office's own are there; `layouts` are those whose mapping was decided here."""

    def __init__(self) -> None:
        self.choices: SheetChoices | None = None
        self.layouts: set[str] = set()

    def read_sheet(self, sheet: SeenSheet, *, read: bool) -> None:
        """Read a sheet, or leave it out."""
        if self.choices is not None:
            sheets = {**self.choices.sheets, (sheet.file, sheet.name): read}
            self.choices = dataclasses.replace(self.choices, sheets=sheets)

    def move_header(self, sheet: SeenSheet, first: int, rows: int, year: int) -> None:
        """Where the header stands, and the year of days without one; 0 guesses it."""
        if self.choices is None:
            return
        place = (sheet.file, sheet.name)
        if (first, rows) != (sheet.header_first, sheet.header_rows):
            self.choices = dataclasses.replace(self.choices, headers={**self.choices.headers, place: (first, rows)})
        if year != (sheet.year or 0):
            years = {key: said for key, said in self.choices.years.items() if key != place}
            self.choices = dataclasses.replace(self.choices, years=years | ({place: year} if year else {}))

    def read_text(self, file: str, form: TextForm) -> None:
        """How a text file is read."""
        if self.choices is not None:
            self.choices = dataclasses.replace(self.choices, texts={**self.choices.texts, file: form})

    def use(self, mappings: Mapping[str, LayoutMapping]) -> None:
        """Mappings by their layouts."""
        if self.choices is not None:
            self.layouts |= mappings.keys()
            self.choices = dataclasses.replace(self.choices, by_layout={**self.choices.by_layout, **mappings})

    def propose(self, layout: str) -> None:
        """Let the columns of a layout speak for themselves again."""
        if self.choices is not None:
            self.layouts.discard(layout)
            others = {key: mapping for key, mapping in self.choices.by_layout.items() if key != layout}
            self.choices = dataclasses.replace(self.choices, by_layout=others)

    def know(self, kept: tuple[LayoutMapping, ...]) -> None:
        """The mappings that the office keeps now."""
        if self.choices is not None:
            self.choices = dataclasses.replace(self.choices, corrected=kept)

    def know_all(self, way: KnownWay) -> None:
        """What becomes of rows that the ledger has; single rows that were decided keep their own."""
        if self.choices is not None:
            self.choices = dataclasses.replace(self.choices, known=way)

    def know_similar(self, way: KnownWay) -> None:
        """What becomes of rows that tell nearly what a complaint of the ledger tells."""
        if self.choices is not None:
            self.choices = dataclasses.replace(self.choices, similar=way)

    def know_row(self, place: tuple[str, str, int], way: KnownWay | None) -> None:
        """What becomes of one row, by file, sheet and row; None for what becomes of all."""
        if self.choices is not None:
            rows = {key: said for key, said in self.choices.known_rows.items() if key != place}
            self.choices = dataclasses.replace(self.choices, known_rows=rows | ({place: way} if way else {}))

    def mappings(self, preview: ImportPreview) -> tuple[LayoutMapping, ...]:
        """Those that shall be remembered of what is imported."""
        used = {sheet.layout: sheet.mapping for sheet in preview.sheets}
        return tuple(mapping for layout, mapping in used.items() if layout in self.layouts)
