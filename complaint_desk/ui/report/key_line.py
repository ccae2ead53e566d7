"""The key of the figure that one is at, under the preview: to be read, copied, and followed to its cases."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.charts.values import Mark
from complaint_desk.ui.shared.figure_menu import copy_key
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import GRID


class KeyLine(QWidget):
    """`wanted` carries the key whose cases the person wants to see."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report.key_line")
        self._mark = Mark(0, "")
        self._said = _Elided()
        self._key = label(role="secondary", selectable=True)
        self._key.setObjectName("report.key")
        self._key.setAccessibleName(_("Key of the figure"))
        self.copy = button(_("Copy key"), "report.key.copy", "link")
        self.open = button(_("Show complaints"), "report.key.open", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._said, 1)
        row.addWidget(self._key)
        for each in (self.copy, self.open):
            marked(each, compact=True)
            row.addWidget(each)
        self.copy.clicked.connect(lambda: copy_key(self._mark.key))
        self.open.clicked.connect(lambda: self.wanted.emit(self._mark.key))
        self.show_mark(self._mark)

    def show_mark(self, mark: Mark) -> None:
        self._mark = mark
        self._said.show_text(mark.said or _("Point at a figure: its key and the way to its complaints stand here."))
        self._key.setText(mark.key)
        for each in (self.copy, self.open):
            each.setEnabled(bool(mark.key))


class _Elided(QWidget):
    """One line that is cut with an ellipsis where its room ends."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(tokens_in(self).secondary))
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
