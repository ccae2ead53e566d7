"""The menu of one column: sorting, pinning, moving, hiding. By a click on its name, by Alt+↓ in the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from complaint_desk.domain.ledger import LedgerOrder
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.columns_table import WIDTH_STEP, ColumnsTable
from complaint_desk.ui.ledger.row_hits import FOUND_IN


def column_menu(table: ColumnsTable, name: str | None, words: Words) -> QMenu:
    """What can be done with a column; None: the place behind the last one. The menu is gone once it is closed."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if name in table.sortable:
        menu.addAction(_("Sort &ascending"), lambda: table.order_wanted.emit(LedgerOrder(name, descending=False)))
        menu.addAction(_("Sort &descending"), lambda: table.order_wanted.emit(LedgerOrder(name, descending=True)))
        menu.addSeparator()
    if name is not None and name != FOUND_IN:
        _add_places(menu, table, name)
        label = words.field_label(name).replace("&", "&&")
        menu.addAction(_("&Hide “{column}”").format(column=label), lambda: table.show_column(name, shown=False))
    menu.addAction(_("&Usual columns and widths"), table.arrange_usually)
    return menu


def _add_places(menu: QMenu, table: ColumnsTable, name: str) -> None:
    pinned = name in table.column_layout.pinned
    text = _("Un&pin") if pinned else _("&Pin in front")
    menu.addAction(text, lambda: table.pin(name, pinned=not pinned))
    for text, keys, deed in (
        (_("Move to the &left"), "Ctrl+Shift+Left", lambda: table.move_column(name, -1)),
        (_("Move to the &right"), "Ctrl+Shift+Right", lambda: table.move_column(name, 1)),
        (_("&Wider"), "Alt+Right", lambda: table.widen_column(name, WIDTH_STEP)),
        (_("&Narrower"), "Alt+Left", lambda: table.widen_column(name, -WIDTH_STEP)),
    ):
        action = menu.addAction(text, deed)
        # Shown beside the words; the table itself listens to them.
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
