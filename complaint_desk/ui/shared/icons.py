"""Icons drawn by the project (`resources/icons`), coloured by the theme and sharp at any scale."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from complaint_desk.runtime.paths import resource

if TYPE_CHECKING:
    from complaint_desk.ui.shared.tokens import Tokens

_SIZES = (16, 20, 24)
_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)
_NAME = "iconName"
_INK = "iconInk"


def give_icon(target: QAbstractButton | QAction, name: str, tokens: Tokens, ink: str = "secondary") -> None:
    """Put an icon on a button or action; it takes the colour `ink` of whatever theme comes later."""
    target.setProperty(_NAME, name)
    target.setProperty(_INK, ink)
    target.setIcon(icon(name, getattr(tokens, ink), tokens.accent))


def recolour(widgets: Iterable[QWidget], tokens: Tokens) -> None:
    """Give all icons of these widgets and of their actions the colours of a theme."""
    for widget in widgets:
        for target in (widget, *widget.actions()):
            name = target.property(_NAME)
            if name and isinstance(target, QAbstractButton | QAction):
                give_icon(target, name, tokens, target.property(_INK))


@lru_cache(maxsize=256)
def icon(name: str, colour: str, checked_colour: str = "") -> QIcon:
    """The icon in a colour, and in another while its button is checked."""
    made = QIcon()
    for size in _SIZES:
        for scale in _SCALES:
            made.addPixmap(_pixmap(name, colour, size, scale), QIcon.Mode.Normal, QIcon.State.Off)
            if checked_colour:
                made.addPixmap(_pixmap(name, checked_colour, size, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))
