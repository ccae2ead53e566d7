"""What is new, once after an upgrade: a small window that takes the keyboard from nobody."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from complaint_desk import __version__
from complaint_desk.i18n import _, current_language
from complaint_desk.services import manual
from complaint_desk.services.manual import ManualPage
from complaint_desk.ui.help.setting import set_page
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_SEEN_KEY = "help/version"


def tell_news(workplace: Workplace, parent: QWidget) -> NewsWindow | None:
    """Show what came since the version that this person used last; nothing at the first start, and each version once."""
    seen = str(workplace.memory.value(_SEEN_KEY, "") or "")
    workplace.memory.setValue(_SEEN_KEY, __version__)
    if not seen or seen == __version__:
        return None
    page = manual.news_since(manual.manual(current_language()), seen)
    if page is None:
        return None
    window = NewsWindow(workplace, page, parent)
    window.show()
    return window


class NewsWindow(QDialog):
    """The news of some versions; their links open the manual."""

    def __init__(self, workplace: Workplace, page: ManualPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("news")
        self.setWindowTitle(_("Updated to version {version}").format(version=__version__))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._hub = workplace.hub
        text = QTextBrowser()
        text.setObjectName("news.text")
        text.setAccessibleName(page.title)
        text.setOpenLinks(False)
        text.anchorClicked.connect(self._follow)
        marked(text, kind="reading")
        text.setMarkdown(page.markdown)
        set_page(text.document(), page, current_tokens())
        card = Card()
        card.column.addWidget(text)
        close = button(_("Close"), "news.close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(card, 1)
        column.addLayout(foot)
        self.resize(560, 480)

    def _follow(self, url: QUrl) -> None:
        self._hub.help_wanted.emit(url.toString().replace(".md", "", 1))
