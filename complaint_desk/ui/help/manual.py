"""The manual in its own window, so that one can read it beside the work."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from complaint_desk.i18n import _, current_language
from complaint_desk.services import manual
from complaint_desk.ui.shared.panels import Card
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, TEXT_SIZE, TITLE_SIZE


class ManualWindow(QDialog):
    """The pages of `resources/help/LANGUAGE`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manual")
        self.setWindowTitle(_("Manual"))
        page = QTextBrowser()
        page.setObjectName("manual.text")
        page.setAccessibleName(_("Manual"))
        page.setOpenLinks(False)
        page.anchorClicked.connect(lambda url: self._show_page(url.path().removesuffix(".md")))
        page.document().setDocumentMargin(GRID)
        marked(page, kind="reading")
        self._browser = page
        self._manual = manual.manual(current_language())
        self._show_page(manual.INDEX)
        card = Card()
        card.column.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addWidget(card)
        self.resize(720, 640)

    def _show_page(self, name: str) -> None:
        self._browser.setMarkdown(self._manual.pages[name].markdown)
        _calm_headings(self._browser.document())


def _calm_headings(document: QTextDocument) -> None:
    """Headings in the sizes of the window, with room before them."""
    block = document.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setProperty(QTextFormat.Property.FontPixelSize, TITLE_SIZE if level == 1 else TEXT_SIZE + 2)
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            cursor.mergeCharFormat(letters)
        room = QTextBlockFormat()
        room.setTopMargin(2 * GRID if level > 1 else GRID / 2)
        room.setBottomMargin(GRID / 2)
        QTextCursor(block).mergeBlockFormat(room)
        block = block.next()


def show_manual(window: QWidget) -> ManualWindow:
    """Bring the manual to the front, made if it is not open yet."""
    found = window.findChild(ManualWindow)
    shown = found if isinstance(found, ManualWindow) else ManualWindow(window)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    return shown
