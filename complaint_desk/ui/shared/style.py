"""Dresses the application: Fusion, an explicit palette and one style sheet, all from the tokens."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from complaint_desk.runtime.paths import resource
from complaint_desk.ui.shared import icons, tokens
from complaint_desk.ui.shared.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_FONTS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_PLACEHOLDER = re.compile(r"@(\w+)")
_W = TypeVar("_W", bound=QWidget)


class Theme(QObject):
    """Keeps the application in the wanted appearance and follows the system while that is `system`."""

    changed = Signal()

    def __init__(self, application: QApplication, appearance: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        application.setStyle("Fusion")
        application.setFont(text_font())
        self._tell_system()
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @staticmethod
    def of_application() -> Theme | None:
        """The theme that dresses the application."""
        application = QApplication.instance()
        return application.findChild(Theme) if application else None

    def choose(self, appearance: str) -> None:
        """Take `system`, `light` or `dark` from now on."""
        self._appearance = appearance
        self._tell_system()
        self._follow()

    def _tell_system(self) -> None:
        """The frame of the window is the system's: it takes the chosen scheme too."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._application.styleHints().setColorScheme(schemes.get(self._appearance, Qt.ColorScheme.Unknown))

    def _follow(self) -> None:
        wanted = wanted_tokens(self._appearance, self._application.styleHints().colorScheme())
        dress(self._application, wanted)
        self.changed.emit()


def wanted_tokens(appearance: str, scheme: Qt.ColorScheme) -> Tokens:
    """The tokens of a chosen appearance; `system` follows the scheme, an unknown scheme is light."""
    if appearance == "system":
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance == "dark" else LIGHT


def dress(application: QApplication, wanted: Tokens) -> None:
    """Put palette, style sheet and icon colours of a theme on the application."""
    application.setPalette(palette_of(wanted))
    # Qt goes over every widget even if the sheet is the same.
    if application.styleSheet() != (sheet := style_sheet(wanted)):
        application.setStyleSheet(sheet)
    icons.recolour(application.allWidgets(), wanted)


def tokens_in(_widget: QWidget) -> Tokens:
    """The tokens that a widget is painted with now. Its own palette may lag behind, so the application's is asked."""
    return current_tokens()


def current_tokens() -> Tokens:
    """The tokens of the application."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def text_font() -> QFont:
    """The font of the window: the system's Chinese interface font at 13 px."""
    font = QFont()
    available = set(QFontDatabase.families())
    font.setFamilies([name for name in _FONTS if name in available] or [font.family()])
    font.setPixelSize(tokens.TEXT_SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def palette_of(wanted: Tokens) -> QPalette:
    """A full palette, so that nothing of the system's own colours remains."""
    role = QPalette.ColorRole
    colours = {
        role.Window: wanted.page,
        role.WindowText: wanted.text,
        role.Base: wanted.surface,
        role.AlternateBase: wanted.page,
        role.Text: wanted.text,
        role.PlaceholderText: wanted.secondary,
        role.Button: wanted.surface,
        role.ButtonText: wanted.text,
        role.BrightText: wanted.red,
        role.Highlight: wanted.accent,
        role.HighlightedText: wanted.on_accent,
        role.Accent: wanted.accent,
        role.Link: wanted.accent,
        role.LinkVisited: wanted.accent,
        role.ToolTipBase: wanted.surface,
        role.ToolTipText: wanted.text,
        role.Light: wanted.surface,
        role.Midlight: wanted.hover,
        role.Mid: wanted.line,
        role.Dark: wanted.field_line,
        role.Shadow: wanted.line,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(wanted.handle_hover))
    return palette


@lru_cache(maxsize=2)
def style_sheet(wanted: Tokens) -> str:
    """`resources/style/desk.qss` with the colours of a theme in place of `@name`."""
    names = tokens.named_colours(wanted)
    names["icons"] = resource("icons").as_posix()
    names["scheme"] = "dark" if wanted.dark else "light"
    text = resource("style", "desk.qss").read_text(encoding="utf-8")
    return _PLACEHOLDER.sub(lambda found: names[found.group(1)], text)


def marked(widget: _W, **properties: str | bool) -> _W:
    """Give a widget the properties that the style sheet asks for, and have it painted anew.

    `kind`: `primary`, `quiet`, `link`, `danger`, `tool` of buttons; `card`, `bar` of frames. `role`: `title`, `section`,
    `secondary`, `problem`, `warning`, `strong` of labels.
    """
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    QWidget.update(widget)  # a list has an update of its own, which wants an index
    return widget


def unused_names(sheet: str, wanted: Iterable[str]) -> set[str]:
    """Names in a style sheet that no token has."""
    return set(_PLACEHOLDER.findall(sheet)) - set(wanted)
