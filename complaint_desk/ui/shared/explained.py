"""Which page of the manual tells about what one looks at: `resources/help/places.toml` says it of names of widgets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from PySide6.QtWidgets import QPushButton, QWidget

from complaint_desk.i18n import _
from complaint_desk.runtime.paths import resource
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.workplace import Hub


def place_about(widget: QWidget | None) -> str:
    """The place (`page` or `page#section`) said of a widget or else of what it stands in; "" where none is said.

    Of `intake.phone` it may be said by the whole name or by `intake`. What a dialog stands over counts, too.
    """
    while widget is not None:
        for name in _names(widget.objectName()):
            if place := places().get(name):
                return place
        widget = widget.parentWidget()
    return ""


@lru_cache(maxsize=1)
def places() -> Mapping[str, str]:
    """Places of the manual by name of a widget."""
    return dict(tomllib.loads(resource("help", "places.toml").read_text(encoding="utf-8")))


def learn_more(hub: Hub, place: str, name: str) -> QPushButton:
    """A link that opens a place of the manual; `name` becomes its objectName."""
    made = button(_("Learn more"), name, "link")
    made.clicked.connect(lambda: hub.help_wanted.emit(place))
    return made


def _names(name: str) -> Iterator[str]:
    """The name, and what stands before each of its dots, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
