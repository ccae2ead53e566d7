"""A field of a dialog with its caption over it and the sentence of its problem below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked


class Captioned(QWidget):
    """One field with its caption and the key that leads there; `problem` shows a sentence below it, "" hides it."""

    def __init__(self, caption: str, field: QWidget, name: str, key: str, *, buddy: QWidget | None = None) -> None:
        super().__init__()
        self._field = buddy or field
        self._field.setObjectName(name)
        self._field.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = label(with_mnemonic(caption, key), role="secondary")
        head.setBuddy(self._field)
        self._problem = label(role="problem", wraps=True)
        self._problem.setObjectName(f"{name}.problem")
        self._problem.hide()
        column.addWidget(head)
        column.addWidget(field)
        column.addWidget(self._problem)
        column.addStretch()

    def problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._field.setAccessibleDescription(sentence)
        marked(self._field, problem="hard" if sentence else "")
