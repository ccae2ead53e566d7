"""What goes on paper, as values: `printing` makes them, the window sets them on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Margins:
    """The blank edges of a page, in millimetres."""

    top: float = 15
    bottom: float = 15
    left: float = 15
    right: float = 15


@dataclass(frozen=True, slots=True)
class Paper:
    """A form or letter as HTML for A4 sheets.

    `title` names the print job and the file, `footer` stands at the left of each page's foot beside the page numbers,
    which a paper of one page goes without unless it is `numbered`. `left_out` tells that the file behind it holds what
    only Word shows. The HTML uses only what a rich-text document knows: tables, `thead` for the repeated header, sizes in
    points.
    """

    title: str
    html: str
    footer: str
    landscape: bool = False
    margins: Margins = Margins()
    numbered: bool = True
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class ListingColumn:
    """One column: its heading, its share of the page's width (all together 1.0), and on which side it stands."""

    label: str
    share: float
    right: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A table for landscape A4, its heading on each page. `subtitle` says what the rows are."""

    title: str
    subtitle: str
    footer: str
    columns: tuple[ListingColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    landscape: bool = True
    margins: Margins = Margins()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class CardKey:
    """A key of the quick card, as it is written on the keyboard, and what it does."""

    keys: str
    deed: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as Office programs keep it (DrawingML, ECMA-376 part 1, chapter 21), its numbers within it.

    `workbook` is the .xlsx whose cells it refers to, by the link `WORKBOOK_LINK`; `description` says what it shows to
    those who do not see it. Sizes in millimetres.
    """

    WORKBOOK_LINK: ClassVar[str] = "rId1"

    xml: bytes
    workbook: bytes
    width: float
    height: float
    title: str
    description: str
