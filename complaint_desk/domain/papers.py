"""What goes on paper, as values: `printing` makes them, the window sets them on pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as HTML for A4 sheets.

    `title` names the print job and the file, `footer` stands at the left of each page's foot beside the page numbers.
    The HTML uses only what a rich-text document knows: tables, `thead` for the repeated header, sizes in points.
    """

    title: str
    html: str
    footer: str
    landscape: bool = False


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
