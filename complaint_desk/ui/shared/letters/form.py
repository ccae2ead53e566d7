"""What one kind of letter asks, as a form; what it reads is the entry of the letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.fields import FieldType
from complaint_desk.domain.letters import ASKED, LetterEntry
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.services import letters
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.plan import Place, Section
from complaint_desk.ui.shared.form.texts import JOINT, Read, text_of
from complaint_desk.ui.shared.panels import label, scrolled
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_KEYS = "1234567890"
_WIDTH = 440


class LetterForm(QWidget):
    """`edited` tells that the entry may be another, `finished` that Enter left the last field."""

    edited = Signal()
    finished = Signal()

    def __init__(
        self,
        workplace: Workplace,
        kind: LetterKind,
        begun: LetterEntry,
        judge: Callable[[LetterEntry], tuple[Problem, ...]],
    ) -> None:
        super().__init__()
        self.kind = kind
        self._begun = begun
        self._basis = begun.decline_basis
        places = tuple(
            Place(field, key, wide=True, chips=field.type is FieldType.WORDS)
            for field, key in zip(ASKED[kind], _KEYS, strict=False)
        )
        sections = (Section("", places),) if places else ()
        self.form = Form(workplace, sections, "letters", lambda read: judge(self._entry(read)))
        self.form.edited.connect(self._follow)
        self.form.finished.connect(self.finished)
        self._start = {place.name: text_of(getattr(begun, place.name)) for place in places}
        self.form.start(self._start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)

    def entry(self) -> LetterEntry:
        """What stands there; a text that means nothing is left out."""
        return self._entry(self.form.read())

    @property
    def dirty(self) -> bool:
        return self.form.texts() != self._start

    def settle(self) -> None:
        """What stands there is kept elsewhere now."""
        self._start = self.form.texts()

    def _entry(self, read: Read) -> LetterEntry:
        empty = LetterEntry()
        values: dict[str, Any] = {name: value or getattr(empty, name) for name, value in read.values.items()}
        return dataclasses.replace(self._begun, **values)

    def _follow(self, name: str) -> None:
        """The usual basis follows the grounds for as long as nobody has written another."""
        if name == "decline_grounds" and self.form.text("decline_basis").strip() == self._basis:
            grounds = tuple(code for code in self.form.text(name).split(JOINT) if code)
            self._basis = letters.usual_basis(grounds)
            self.form.put_silently("decline_basis", self._basis)
        self.edited.emit()


class LetterForms(QWidget):
    """The forms that were opened, one of them in sight; above it what the case or the settings lack."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.opened: dict[LetterKind, LetterForm] = {}
        self._missing = label(role="warning", wraps=True)
        self._missing.setObjectName("letters.missing")
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, GRID, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._missing)
        column.addWidget(scrolled(inside), 1)

    def add(self, form: LetterForm) -> None:
        self.opened[form.kind] = form
        self._inside.addWidget(form)

    def show_kind(self, kind: LetterKind) -> None:
        for each, form in self.opened.items():
            form.setVisible(each == kind)

    def say(self, text: str) -> None:
        """What is missing beside the fields; "" for nothing."""
        self._missing.setText(text)
        self._missing.setVisible(bool(text))

    @property
    def dirty(self) -> bool:
        return any(form.dirty for form in self.opened.values())
