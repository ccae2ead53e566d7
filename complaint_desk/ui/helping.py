"""What the help menu does, and F1 in every window: the manual at the place about whatever has the keyboard."""

# ruff: noqa: PLC0415 - the first row shall be painted before the help is imported

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from complaint_desk.ui.shared.explained import place_about
from complaint_desk.ui.shared.shortcuts import Shortcut
from complaint_desk.ui.shared.workplace import Workplace

if TYPE_CHECKING:
    from complaint_desk.ui.help.manual import ManualWindow

_KEY = "help.key"


class Helping(QObject):
    """Help over `window`, whose own F1 is an entry of its menus; dialogs get the key when the keyboard comes to them.

    `page_in_front` gives the page that F1 is about where nothing has the keyboard, `shortcuts` those of the menus.
    """

    def __init__(
        self,
        workplace: Workplace,
        window: QWidget,
        page_in_front: Callable[[], QWidget],
        shortcuts: Callable[[], Sequence[Shortcut]],
    ) -> None:
        super().__init__(window)
        self._shortcuts = shortcuts
        self._workplace = workplace
        self._window = window
        self._page_in_front = page_in_front
        self._manual: ManualWindow | None = None
        workplace.hub.help_wanted.connect(self.show_place)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._give_key)

    def by_name(self) -> dict[str, Callable[[], object]]:
        """The deeds of the help menu, by the names of its entries."""
        return {
            "help": self.explain,
            "card": self.print_card,
            "news": self.show_news,
            "diagnostics": self.diagnostics,
            "about": self.about,
        }

    def explain(self) -> None:
        """Open the manual about what has the keyboard."""
        self.show_place(place_about(QApplication.focusWidget()) or place_about(self._page_in_front()))

    def show_place(self, place: str) -> None:
        """Bring the manual to the front at a place; a dialog that waits for its end does not shut it out."""
        from complaint_desk.ui.help.manual import ManualWindow

        if self._manual is None:
            self._manual = ManualWindow(self._workplace, self._window)
        manual, asker = self._manual, QApplication.activeWindow()
        manual.show_place(place)
        manual.show()
        if asker is not None and asker is not manual:
            manual.windowHandle().setTransientParent(asker.windowHandle())
        manual.raise_()
        manual.activateWindow()

    def print_card(self) -> None:
        """The quick card before it is printed or kept as PDF."""
        from complaint_desk.ui.help.quick_card import open_card

        open_card(self._workplace, self._shortcuts(), self._window)

    def show_news(self) -> None:
        """What is new in every version, as the manual tells it."""
        from complaint_desk.services.manual import NEWS

        self.show_place(NEWS)

    def tell_news(self) -> None:
        """After an upgrade, what came with it."""
        from complaint_desk.ui.help.news import tell_news

        tell_news(self._workplace, self._window)

    def diagnostics(self) -> None:
        from complaint_desk.ui.help.diagnostics import DiagnosticsDialog

        dialog = DiagnosticsDialog(self._workplace, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def about(self) -> None:
        from complaint_desk.ui.help.about import AboutDialog

        dialog = AboutDialog(self._workplace, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _give_key(self, _before: QWidget | None, now: QWidget | None) -> None:
        window = now.window() if now is not None else None
        if window is None or window is self._window or not _stands_over(window, self._window):
            return
        if window.findChild(QShortcut, _KEY, Qt.FindChildOption.FindDirectChildrenOnly) is None:
            key = QShortcut(QKeySequence("F1"), window, self.explain)
            key.setObjectName(_KEY)


def _stands_over(dialog: QWidget, window: QWidget) -> bool:
    above = dialog.parentWidget()
    while above is not None and above is not window:
        above = above.parentWidget()
    return above is window
