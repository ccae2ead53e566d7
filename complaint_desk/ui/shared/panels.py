"""Surfaces and headings: the card, the title of a page, section headings, an empty state."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID


class Card(QFrame):
    """A surface with a line and round corners; put things into `layout()` (vertical, 16 px inside)."""

    def __init__(self, parent: QWidget | None = None, margin: int = 2 * GRID, gap: int = GRID) -> None:
        super().__init__(parent)
        marked(self, kind="card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(gap)


class EmptyState(QWidget):
    """What stands where there is nothing yet: a sentence, what to do, and the buttons that do it."""

    def __init__(
        self, title: str, text: str, buttons: tuple[QPushButton, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(2)
        self.title = label(title, role="strong")
        self.text = label(text, role="secondary", wraps=True)
        for each in (self.title, self.text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addStretch(3)


def label(text: str = "", role: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label; `role` as the style sheet knows it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return marked(made, role=role) if role else made


def scrolled(content: QWidget) -> QScrollArea:
    """Content that scrolls down when it is too tall, on the ground of whatever it stands on."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    marked(area, kind="clear")
    marked(content, kind="clear")
    return area
