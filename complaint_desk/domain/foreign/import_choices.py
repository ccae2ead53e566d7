"""What somebody decided before an import: mappings of layouts, sheets, headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.text_forms import AS_GUESSED, TextForm

HeaderRows = tuple[int, int]
"""The first row of a header as a spreadsheet numbers it, and how many rows it has: 1 or 2."""

Sheet = tuple[str, str]
"""A file as it was given, and the name of one of its sheets."""


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """Everything has a way of its own where nothing is decided.

    `named`: one mapping for every sheet that it fits. `by_layout`: fingerprint → mapping. `headers`: where the header of a
    sheet stands. `sheets`: True reads a hidden one, False leaves one out; `without`: names of those that are left out of every
    file. `years`: of days without one. `corrected`: mappings of other layouts, from whose headers and words the office's own
    meaning is learned, the last one counts most.
    `known`: what becomes of rows that the ledger has, `similar` of those that tell nearly what a complaint there tells;
    `known_rows`: of single ones of both kinds, by file, sheet and row.
    `texts`: how text files are read, by file. `text`, `header`, `year`: for which nothing else is decided; 0 guesses the year.
    """

    named: LayoutMapping | None = None
    by_layout: Mapping[str, LayoutMapping] = field(default_factory=dict)
    headers: Mapping[Sheet, HeaderRows] = field(default_factory=dict)
    sheets: Mapping[Sheet, bool] = field(default_factory=dict)
    years: Mapping[Sheet, int] = field(default_factory=dict)
    corrected: tuple[LayoutMapping, ...] = ()
    known: KnownWay = KnownWay.SKIP
    similar: KnownWay = KnownWay.BOTH
    known_rows: Mapping[tuple[str, str, int], KnownWay] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    texts: Mapping[str, TextForm] = field(default_factory=dict)
    text: TextForm = AS_GUESSED
    header: HeaderRows | None = None
    year: int = 0

    def why_not(self, file: str, name: str, *, visible: bool) -> str:
        """Why a sheet is not read: `hidden`, `not_chosen`; "" if it is."""
        chosen = self.sheets.get((file, name), visible and name not in self.without)
        if chosen:
            return ""
        return "not_chosen" if visible else "hidden"

    def text_of(self, file: str) -> TextForm:
        """How a text file is read."""
        return self.texts.get(file, self.text)

    def header_of(self, file: str, name: str) -> HeaderRows | None:
        """Where the header of a sheet stands; None where it is to be found."""
        return self.headers.get((file, name), self.header)

    def year_of(self, file: str, name: str) -> int:
        """The year of days without one; 0 where it is to be guessed."""
        return self.years.get((file, name), self.year)

    def way_of(self, file: str, sheet: str, row: int, *, similar: bool = False) -> KnownWay:
        """What becomes of a row that the ledger has, or that is only `similar` to what it has."""
        usual = self.similar if similar else self.known
        return self.known_rows.get((file, sheet, row), usual) if self.known_rows else usual

    def mapping_of(self, fingerprint: str, headers: tuple[str, ...]) -> LayoutMapping | None:
        """The mapping that was decided for a layout; None where the columns speak for themselves."""
        if (kept := self.by_layout.get(fingerprint)) is not None:
            return kept
        return self.named if self.named is not None and self.named.fits(headers) else None


AS_PROPOSED = SheetChoices()
