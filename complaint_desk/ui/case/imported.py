"""What an import found and could not put into a field: shown as it was written."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.panels import label


class ImportedTexts(QWidget):
    """Texts that could not be read, and further columns of the imported row; hidden where there are none."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.imported")
        self._words = words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_complaint(self, complaint: Complaint) -> None:
        empty(self._column)
        self._show_part("original_values", complaint.original_values)
        self._show_part("extra", complaint.extra)
        self.setVisible(bool(complaint.original_values or complaint.extra))

    def _show_part(self, kept_as: str, texts: tuple[tuple[str, str], ...]) -> None:
        if not texts:
            return
        self._column.addWidget(label(self._words.field_label(kept_as), role="section"))
        for name, text in texts:
            known = self._words.field_label(name) if name in FIELD else name
            self._column.addWidget(label(known, role="secondary", wraps=True))
            self._column.addWidget(label(text, wraps=True, selectable=True))
