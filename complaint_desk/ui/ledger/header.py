"""The names of the columns. Those of pinned columns stay in front while the others scroll sideways."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

_MOST_COVERED = 0.6
"""Share of the table that pinned columns may cover; wider ones scroll like the others."""
_GRIP = 4


class Header(QHeaderView):
    """`pinned` counts the sections in front that do not scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.pinned = 0
        self._shifted = False

    def pinned_places(self) -> list[tuple[int, int, int]]:
        """Section, left edge and width of each pinned column as it is seen while the table is scrolled; none if it is not."""
        if not self.offset():
            return []
        places, left = [], 0
        for section in map(self.logicalIndex, range(self.pinned)):
            places.append((section, left, self.sectionSize(section)))
            left += self.sectionSize(section)
        return places if left <= _MOST_COVERED * self.viewport().width() else []

    def covered(self) -> int:
        """Pixels at the left that pinned columns cover."""
        return sum(width for _section, _left, width in self.pinned_places())

    def place_of(self, section: int) -> tuple[int, int] | None:
        """Left edge and width of a pinned column while the table is scrolled."""
        return next(((left, width) for each, left, width in self.pinned_places() if each == section), None)

    def section_at(self, at: QPoint) -> int:
        """The section that is seen there, -1 behind the last."""
        return self.logicalIndexAt(at.x() - self.offset() if at.x() < self.covered() else at.x())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if places := self.pinned_places():
            painter = QPainter(self.viewport())
            for section, left, width in places:
                painter.save()
                self.paintSection(painter, QRect(left, 0, width, self.height()), section)
                painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shifted = event.position().x() < self.covered() + _GRIP
        super().mousePressEvent(self._as_meant(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._as_meant(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._shifted = event.position().x() < self.covered() + _GRIP
        super().mouseMoveEvent(self._as_meant(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._as_meant(event))

    def _as_meant(self, event: QMouseEvent) -> QMouseEvent:
        """Over a pinned name the event goes where that section really lies; so does the rest of a drag begun there."""
        if not self._shifted or not self.covered():
            return event
        at = event.position() - QPointF(self.offset(), 0)
        return QMouseEvent(
            event.type(), at, event.scenePosition(), event.globalPosition(), event.button(), event.buttons(),
            event.modifiers(), event.pointingDevice(),
        )  # fmt: skip
