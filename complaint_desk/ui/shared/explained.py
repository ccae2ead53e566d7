"""Which page of the manual tells about what one looks at: `resources/help/places.toml` says it of names of widgets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from PySide6.QtWidgets import QWidget

from complaint_desk.runtime.paths import resource

_WIDGETS, _ERRORS = "widgets", "errors"


def place_about(widget: QWidget | None) -> str:
    """The place (`page` or `page#section`) said of a widget or else of what it stands in; "" where none is said.

    Of `intake.phone` it may be said by the whole name or by `intake`. What a dialog stands over counts, too.
    """
    while widget is not None:
        for name in _names(widget.objectName()):
            if place := places()[_WIDGETS].get(name):
                return place
        widget = widget.parentWidget()
    return ""


def place_of_error(code: str) -> str:
    """The place that tells more of an error; "" where its sentence tells all."""
    return places()[_ERRORS].get(code, "")


@lru_cache(maxsize=1)
def places() -> Mapping[str, Mapping[str, str]]:
    """Places of the manual: `widgets` by their names, `errors` by their codes."""
    return dict(tomllib.loads(resource("help", "places.toml").read_text(encoding="utf-8")))


def _names(name: str) -> Iterator[str]:
    """The name, and what stands before each of its dots, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
