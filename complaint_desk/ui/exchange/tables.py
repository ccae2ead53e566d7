"""Choices and names in the wizard and the cells of its tables."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from complaint_desk.ui.shared.style import marked

_MOST_VISIBLE = 12
_LEAST_NAME, _LONGEST_NAME = 24, 40
"""Characters."""


class CalmChoice(QComboBox):
    """A choice inside a table: the wheel scrolls the table and changes nothing. Long lists scroll in a window of their own."""

    def __init__(self, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(_MOST_VISIBLE)
        marked(self, list="long")
        self.currentTextChanged.connect(self.setToolTip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def place_choice(name: str, accessible: str, parent: QWidget) -> CalmChoice:
    """A choice among files and sheets, whose names may be longer than there is room."""
    choice = CalmChoice(name, accessible, parent)
    choice.setSizeAdjustPolicy(CalmChoice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(_LEAST_NAME)
    return choice


def shortened(name: str, longest: int = _LONGEST_NAME) -> str:
    """The name of a file with the middle left out where it is long: beginning and end tell it from others."""
    half = longest // 2
    return name if len(name) <= longest else f"{name[:half]}\N{HORIZONTAL ELLIPSIS}{name[-half + 1 :]}"


class MiddleElided(QStyledItemDelegate):
    """Texts whose end tells as much as their beginning, as a file and its sheet."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]
