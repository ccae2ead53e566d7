"""The menu of the right mouse button: the actions of a widget, with the reason of each that is kept from the person."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from complaint_desk.ui.shared.permission import ReasonTips


def offer_actions(area: QAbstractScrollArea) -> None:
    """Show the actions of a list or table where it is clicked, or at the key for menus."""

    def show(at: QPoint) -> None:
        menu = QMenu(area)
        ReasonTips(menu)
        menu.addActions(area.actions())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(area.viewport().mapToGlobal(at))

    area.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    area.customContextMenuRequested.connect(show)
