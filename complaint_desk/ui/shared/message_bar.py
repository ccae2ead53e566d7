"""A bar over a page: what was refused and the way on, or an offer such as an unfinished draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button, icon_button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import GRID, Tone

_ICONS = {Tone.RED: "warning", Tone.AMBER: "warning", Tone.GREEN: "check", Tone.ACCENT: "info", Tone.GREY: "info"}


class MessageBar(QFrame):
    """Hidden until `tell`. Each way on is a (button text, deed) pair; a deed hides the bar first."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        marked(self, kind="message")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 6, 6)
        self._row.setSpacing(GRID)
        self._icon = QLabel()
        self._text = label(wraps=True, selectable=True)
        self._text.setObjectName(f"{name}.text")
        self._close = icon_button("close", f"{name}.close", _("Dismiss"))
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self._dismiss)
        self._ways: list[QPushButton] = []
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, text: str, tone: Tone = Tone.RED, *ways: tuple[str, Callable[[], None]]) -> None:
        """Show a sentence, and buttons for the ways on."""
        for old in self._ways:
            self._row.removeWidget(old)
            old.deleteLater()
        self._ways = []
        for at, (words, deed) in enumerate(ways):
            way = button(words, f"{self.objectName()}.way{at}")
            way.clicked.connect(lambda _checked=False, deed=deed: self._go(deed))
            self._row.insertWidget(2 + at, way)
            self._ways.append(way)
        self._chain_ways()
        tokens = tokens_in(self)
        colours = icons.icon(_ICONS[tone], tokens.ink(tone))
        self._icon.setPixmap(colours.pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._text.setText(text)
        self.setAccessibleName(text)
        marked(self, tone=str(tone))
        marked(self._text, tone=str(tone))
        self.show()

    def _chain_ways(self) -> None:
        """Tab comes to the ways on in their order, then to the button that closes the bar."""
        before = self._close.previousInFocusChain()
        for each in (*self._ways, self._close):
            if before is not None and before is not each:
                QWidget.setTabOrder(before, each)
            before = each

    def _go(self, deed: Callable[[], None]) -> None:
        self.hide()
        deed()

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()
