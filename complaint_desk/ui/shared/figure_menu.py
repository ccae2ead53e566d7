"""What can be done with a figure wherever it stands: show its cases, copy its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from complaint_desk.i18n import _


def open_figure_menu(parent: QWidget, key: str, place: QPoint, open_cases: Callable[[], object]) -> None:
    """The menu of a figure at a place of the screen."""
    menu = QMenu(parent)
    menu.setObjectName("figure.menu")
    menu.addAction(_("Show its complaints"), open_cases)
    menu.addAction(_("Copy the key {key}").format(key=key), lambda: copy_key(key))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def copy_key(key: str) -> None:
    """Put a figure key where it can be pasted from."""
    QGuiApplication.clipboard().setText(key)


def copies_key(event: QKeyEvent, key: str) -> bool:
    """Copy the key if that is what was pressed; False for any other key."""
    if not key or not event.matches(QKeySequence.StandardKey.Copy):
        return False
    copy_key(key)
    return True
