"""Chips of a form: digits and first letters choose, arrows go along, Enter goes on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.i18n import _
from complaint_desk.ui.shared.chips import ChoiceChips
from complaint_desk.ui.shared.form.lines import is_enter

_LETTERS_TOGETHER_MS = 900
"""Letters typed within this pause are read as one word."""


class FormChips(ChoiceChips):
    """Chips as a field of a form.

    Digits 1–9 and 0 toggle the first ten; letters go to the chip whose word or pinyin begins so, space toggles it.
    """

    entered = Signal()
    left = Signal()

    def __init__(
        self,
        choices: Iterable[tuple[str, str]],
        name: str,
        accessible: str,
        *,
        several: bool,
        parent: QWidget | None = None,
    ) -> None:
        self._words = tuple(choices)
        self._letters = ""
        self._fixed = False
        super().__init__(self._words, name, accessible, several=several, parent=parent)
        self._pause = QTimer(self, singleShot=True, interval=_LETTERS_TOGETHER_MS)
        self._pause.timeout.connect(self._forget_letters)
        for at, (code, _word) in enumerate(self._words):
            if at < 10:
                self.chip(code).setToolTip(_("Key {digit}").format(digit=(at + 1) % 10))

    def set_fixed(self, *, fixed: bool) -> None:
        """Keep what is chosen from being changed; the focus stays where it is."""
        self._fixed = fixed
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        modified = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if is_enter(event):
            self.entered.emit()
            event.accept()
        elif self._fixed:
            event.ignore()
        elif not modified and text.isdigit():
            self._choose_at((int(text) - 1) % 10)
        elif not modified and len(text) == 1 and text.isalpha():
            self._go_to_word(text)
        else:
            before = self._at
            super().keyPressEvent(event)
            if self._at != before:
                self._arrived()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # type: ignore[override]
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()

    def _choose_at(self, at: int) -> None:
        if at < len(self._words):
            self.chip(self._words[at][0]).click()

    def _go_to_word(self, letter: str) -> None:
        self._letters += normalise(letter)
        self._pause.start()
        for at, (_code, word) in enumerate(self._words):
            if normalise(word).startswith(self._letters) or any(
                sound.startswith(self._letters) for sound in sounds_of(word)
            ):
                self._at = at
                self._show_place(shown=True)
                self._arrived()
                return

    def _arrived(self) -> None:
        """Where only one may be chosen, going to a chip chooses it, as with any row of radio buttons."""
        chip = self.chip(self._words[self._at][0])
        if not self._several and not chip.isChecked():
            chip.click()

    def _show_place(self, *, shown: bool) -> None:
        super()._show_place(shown=shown)
        if shown and self._words:
            code, word = self._words[self._at]
            chosen = _("chosen") if self.chip(code).isChecked() else _("not chosen")
            self.setAccessibleDescription(f"{word}, {chosen}, {self._at + 1}/{len(self._words)}")

    def _forget_letters(self) -> None:
        self._letters = ""
