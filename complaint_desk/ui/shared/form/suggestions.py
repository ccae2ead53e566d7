"""A line that offers what may be meant. The list never takes the focus, eats Tab or swallows what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from complaint_desk.ui.shared.form.lines import EntryLine, is_enter
from complaint_desk.ui.shared.style import marked

ASK_AFTER_MS = 120
"""Pause after the last keystroke before suggestions are asked for."""

_MOST_ROWS = 10
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`shown` is what the list says, `text` what the line holds once it is taken."""

    shown: str
    text: str


class SuggestionList(QListWidget):
    """The list below a line: a window of its own that takes neither the focus nor the keyboard."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self.setWindowFlags(
            Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        marked(self, kind="popup")

    def place_below(self, line: QWidget) -> None:
        """Show it below a line, or above where the screen ends."""
        self.doItemsLayout()
        row_height = self.visualItemRect(self.item(0)).height()
        height = min(self.count(), _MOST_ROWS) * row_height + self.height() - self.viewport().height()
        width = max(line.width(), min(self.sizeHintForColumn(0) + 36, 520))
        below = line.mapToGlobal(QPoint(0, line.height() + 2))
        area = line.screen().availableGeometry()
        top = below.y() if below.y() + height <= area.bottom() else below.y() - line.height() - 4 - height
        left = min(below.x(), area.right() - width)
        self.setGeometry(QRect(left, top, width, height))
        self.show()
        self.raise_()


class SuggestingLine(EntryLine):
    """A line with suggestions.

    `asked` carries the committed text for which suggestions are wanted ("" for all); the owner answers with `offer`.
    `taken` carries the text of a suggestion that the person took. In a `strict` line only suggestions make sense: the first
    is picked already while something is typed.
    """

    asked = Signal(str)
    taken = Signal(str)

    def __init__(self, *, strict: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strict = strict
        self._list = SuggestionList(self)
        self._suggestions: tuple[Suggestion, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textEdited.connect(lambda _text: self._pause.start())
        self._list.itemClicked.connect(lambda item: self._take(self._list.row(item)))

    @property
    def popup(self) -> SuggestionList:
        return self._list

    @property
    def offering(self) -> bool:
        return self._list.isVisible()

    def offer(self, suggestions: Sequence[Suggestion], *, pick: int | None = None) -> None:
        """Show suggestions while the line has the focus; `pick` is picked already, else the first one in a strict line."""
        self._suggestions = tuple(suggestions)
        self._list.clear()
        if not suggestions or not self.hasFocus() or self.isReadOnly():
            self._list.hide()
            return
        for suggestion in suggestions:
            self._list.addItem(QListWidgetItem(suggestion.shown))
        first = 0 if self._strict and self.isModified() and self.text().strip() else -1
        self._list.setCurrentRow(first if pick is None else pick)
        self._list.place_below(self)

    def close_list(self) -> None:
        self._pause.stop()
        self._list.hide()

    def show_all(self) -> None:
        """Ask for everything that may stand here."""
        self._pause.stop()
        self.asked.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif step := _STEPS.get(Qt.Key(event.key())):
            self._go(step)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.offering:
            self.close_list()
            event.accept()
        else:
            if is_enter(event):
                self._settle()
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc that closes the list must not also leave the dialog or clear the page by a shortcut.
        overriding = event.type() == QEvent.Type.ShortcutOverride and self.offering
        if overriding and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        self._settle()
        return super().focusNextPrevChild(following)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.MouseFocusReason or self._strict:
            self._settle()
        self.close_list()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._strict and event.button() == Qt.MouseButton.LeftButton:
            self.selectAll()
            self.show_all()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowDeactivate, QEvent.Type.Hide):
            self.close_list()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QEvent) -> None:
        self.window().installEventFilter(self)

    def hideEvent(self, event: QEvent) -> None:
        self.close_list()

    def _go(self, step: int) -> None:
        if not self.offering:
            if step > 0:
                self.show_all()
            return
        row = self._list.currentRow()
        wanted = 0 if row < 0 and step > 0 else row + step
        lowest = 0 if self._strict else -1
        self._list.setCurrentRow(max(lowest, min(wanted, self._list.count() - 1)))
        picked = self._list.currentItem()
        self.setAccessibleDescription(picked.text() if self._list.currentRow() >= 0 else "")

    def _settle(self) -> None:
        """Take what is picked in an open list; what was typed stays where nothing is picked."""
        if self._pause.isActive():
            # The list is older than the text: a strict line is answered at once, another one waits for nobody.
            self.close_list()
            if self._strict and not self.composing:
                self.asked.emit(self.text())
        if self.offering and not self.composing:
            row = self._list.currentRow()
            if row >= 0:
                self._take(row)
        self.close_list()

    def _take(self, row: int) -> None:
        text = self._suggestions[row].text
        self.close_list()
        self.setText(text)
        self.taken.emit(text)
