"""A page of the manual as it is read: Markdown with pictures, in the look of the window, with the hits of a search marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from complaint_desk.domain.marking import spans
from complaint_desk.i18n import _
from complaint_desk.services.manual import INDEX, Manual, place
from complaint_desk.ui.help.setting import PIXELS_EACH, set_page
from complaint_desk.ui.shared.style import Theme, current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

_WIDEST = 720
"""A line of text is at most so wide, in device-independent pixels: longer ones are hard to follow."""


@dataclass(slots=True)
class _Stop:
    """A place on the way through the manual, and how far it was scrolled when it was left."""

    page: str
    section: str
    scrolled: int | None = None


class Reader(QTextBrowser):
    """Shows pages of a manual; `arrived` carries the name of the page. Links, back and forward stay within it."""

    arrived = Signal(str)

    def __init__(self, whole: Manual, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manual = whole
        self._stops: list[_Stop] = []
        self._at = -1
        self._words: Sequence[str] = ()
        self._hit = -1
        self.setObjectName("manual.text")
        self.setAccessibleName(_("Manual"))
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        marked(self, kind="reading")
        self.anchorClicked.connect(self._follow)
        if theme := Theme.of_application():
            theme.changed.connect(self.show_anew)

    @property
    def page(self) -> str:
        """The name of the page shown, "" before the first."""
        return self._stops[self._at].page if self._stops else ""

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._stops) - 1

    def show_place(self, page: str, section: str = "") -> None:
        """Go to a section of a page, by its name; without one to the top. A page that does not exist leads to the contents."""
        if place(self._manual, page, f"#{section}") is None:
            page, section = (page if page in self._manual.pages else INDEX), ""
        self._leave()
        if not self._stops or (self._stops[self._at].page, self._stops[self._at].section) != (page, section):
            self._stops[self._at + 1 :] = [_Stop(page, section)]
            self._at += 1
        self._arrive(_Stop(page, section))

    def go(self, by: int) -> None:
        """Back (-1) or forward (1) among the places that were seen, as far as there are any."""
        if 0 <= self._at + by < len(self._stops):
            self._leave()
            self._at += by
            self._arrive(self._stops[self._at])

    def show_anew(self) -> None:
        """Set the page again, since colours are others."""
        if self._stops:
            self._leave()
            self._arrive(self._stops[self._at])

    def _leave(self) -> None:
        if self._stops:
            self._stops[self._at].scrolled = self.verticalScrollBar().value()

    def _arrive(self, stop: _Stop) -> None:
        page = self._manual.pages[stop.page]
        self.setMarkdown(page.markdown)
        set_page(self.document(), page, current_tokens())
        self._fit_margins()
        if stop.scrolled is not None:
            self.verticalScrollBar().setValue(stop.scrolled)
        elif stop.section:
            self.scrollToAnchor(stop.section)
        self._hit = -1
        self._mark()
        self.arrived.emit(stop.page)

    def _follow(self, url: QUrl) -> None:
        if target := place(self._manual, self.page, url.toString()):
            self.show_place(*target)

    def mark(self, words: Sequence[str]) -> None:
        """Mark the words of a search (`search_words`) on this page and those that follow."""
        self._words = words
        self._hit = -1
        self._mark()

    def go_to_hit(self, by: int = 1) -> None:
        """Bring the next hit into sight, or the one before; behind the last comes the first."""
        hits = self._hits()
        if hits:
            self._hit = (self._hit + by) % len(hits) if self._hit >= 0 or by > 0 else len(hits) - 1
            self._mark()
            cursor = QTextCursor(self.document())
            cursor.setPosition(hits[self._hit][0])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _hits(self) -> tuple[tuple[int, int], ...]:
        # Pictures and cells count one character each in document and plain text alike.
        return spans(self.document().toRawText(), self._words)

    def _mark(self) -> None:
        tokens = current_tokens()
        chosen = []
        for number, (first, last) in enumerate(self._hits()):
            place_of_hit = QTextEdit.ExtraSelection()
            ground = QTextCharFormat()
            ground.setBackground(QColor(tokens.accent_tint if number == self._hit else tokens.mark))
            cursor = QTextCursor(self.document())
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            place_of_hit.format = ground  # type: ignore[attr-defined]
            place_of_hit.cursor = cursor  # type: ignore[attr-defined]
            chosen.append(place_of_hit)
        self.setExtraSelections(chosen)

    # Qt asks for these

    def loadResource(self, kind: int, url: QUrl | str, /) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(self._manual.folder / QUrl(url).toString())
        return super().loadResource(kind, url)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_margins()

    def _fit_margins(self) -> None:
        """Keep the text no wider than a line may be, at the left."""
        room = self.viewport().width()
        frame = self.document().rootFrame().frameFormat()
        right = max(GRID, room - _WIDEST - GRID)
        if frame.rightMargin() != right:
            frame.setRightMargin(right)
            frame.setLeftMargin(GRID)
            self.document().rootFrame().setFrameFormat(frame)

    def _picture(self, path: Path) -> QImage:
        """A picture no wider than a line, sharp on this screen."""
        image, ratio = QImage(str(path)), self.devicePixelRatioF()
        width = min(image.width() / PIXELS_EACH, _WIDEST, self.viewport().width() - 2 * GRID - self._margins())
        scaled = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def _margins(self) -> float:
        frame = self.document().rootFrame().frameFormat()
        return frame.leftMargin() + frame.rightMargin()
