"""Taking everything out of a layout that is filled anew."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


def empty(layout: QLayout) -> None:
    """Remove all items; their widgets are gone once the event is over."""
    while (item := cast("QLayoutItem | None", layout.takeAt(0))) is not None:
        widget = cast("QWidget | None", item.widget())
        if widget is not None:
            widget.hide()
            # It may be the very button that was clicked, so it lives until then; but nobody finds it by name any more.
            for each in (widget, *widget.findChildren(QWidget)):
                each.setObjectName("")
            widget.deleteLater()
