"""The link from an empty page to what the manual tells of it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from complaint_desk.i18n import _
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.workplace import Hub


def learn_more(hub: Hub, place: str, name: str) -> QPushButton:
    """A link that opens a place of the manual (`page` or `page#section`); `name` becomes its objectName."""
    made = button(_("Learn more"), name, "link")
    made.clicked.connect(lambda: hub.help_wanted.emit(place))
    return made
