"""A menu of choices that stays open while several are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from complaint_desk.i18n.values import aligned_counts

Choices = Iterable[tuple[str, str] | None]
"""(code, word) pairs; None draws a line."""

_WORD = "word"


class ChoiceMenu(QMenu):
    """`picked` carries all ticked codes after each tick. `offer` and `ticked` are asked each time the menu opens."""

    picked = Signal(tuple)

    def __init__(
        self,
        title: str,
        offer: Callable[[], Choices],
        ticked: Callable[[], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._offer = offer
        self._ticked = ticked
        self._pressed = False
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show the choices as they are now; ticked ones that are no longer offered stay to be unticked."""
        self._pressed = False
        self.clear()
        ticked = self._ticked()
        offered = list(self._offer())
        known = {each[0] for each in offered if each}
        offered += [(code, code) for code in ticked if code not in known]
        for each in offered:
            if each is None:
                self.addSeparator()
                continue
            code, word = each
            action = QAction(word.replace("&", "&&"), self, checkable=True, checked=code in ticked)
            action.setData(code)
            action.setProperty(_WORD, word)
            action.toggled.connect(self._tell)
            self.addAction(action)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say beside each choice how many it would leave."""
        choices = [action for action in self.actions() if action.isCheckable()]
        texts = aligned_counts(counts.get(str(action.data()), 0) for action in choices)
        for action, text in zip(choices, texts, strict=True):
            word = str(action.property(_WORD)).replace("&", "&&")
            action.setText(f"{word}\t{text}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.rect().contains(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # A long menu opens over its button: the click that opened it ends above an entry and must not tick it.
        pressed, self._pressed = self._pressed, False
        action = self.actionAt(event.position().toPoint())
        if not _is_tick(action) or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        elif pressed:
            action.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and _is_tick(action):
            action.toggle()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self.picked.emit(tuple(str(action.data()) for action in self.actions() if action.isChecked()))


def _is_tick(action: QAction | None) -> bool:
    # Qt gives None outside the entries, whatever its stubs say.
    return action is not None and action.isCheckable()
