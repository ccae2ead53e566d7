"""The menu that shows, hides and pins columns, by group."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QMenu

from complaint_desk.domain.fields import FIELDS
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.choice_menu import ChoiceMenu
from complaint_desk.ui.ledger.table import LedgerTable


def fill_columns_menu(menu: QMenu, table: LedgerTable, words: Words) -> None:
    """A submenu of ticks for each group of fields; the menus stay open while columns are chosen."""
    for group, fields in groupby(FIELDS, key=lambda field: field.group):
        names = [field.name for field in fields]

        def ticked(names: list[str] = names) -> tuple[str, ...]:
            return tuple(name for name in table.shown() if name in names)

        def offer(names: list[str] = names) -> list[tuple[str, str] | None]:
            return [(name, words.field_label(name)) for name in names]

        def picked(codes: tuple[str, ...], names: list[str] = names) -> None:
            before = set(ticked(names))
            for name in before.symmetric_difference(codes):
                table.show_column(name, shown=name in codes)

        part = ChoiceMenu(words.group_label(group), offer, ticked, menu)
        part.picked.connect(picked)
        menu.addMenu(part)
    menu.addSeparator()
    menu.addMenu(_pins(menu, table, words))
    menu.addAction(_("&Usual columns and widths"), table.arrange_usually)


def _pins(menu: QMenu, table: LedgerTable, words: Words) -> ChoiceMenu:
    """Ticks for the shown columns that stay in front while the others scroll."""

    def picked(codes: tuple[str, ...]) -> None:
        for name in set(table.column_layout.pinned).symmetric_difference(codes):
            table.pin(name, pinned=name in codes)

    part = ChoiceMenu(
        _("&Pin in front"),
        lambda: [(name, words.field_label(name)) for name in table.shown()],
        lambda: tuple(name for name in table.column_layout.pinned if name in table.shown()),
        menu,
    )
    part.picked.connect(picked)
    return part
