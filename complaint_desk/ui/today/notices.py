"""What the head of the page of the day says besides: quiet links, there only while there is something to tell."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton

from complaint_desk.ui.shared.buttons import button


def notice(name: str) -> QPushButton:
    """A link that says nothing yet."""
    made = button("", name, "link")
    made.hide()
    return made


def say(link: QPushButton, text: str, count: int, each: Iterable[str] = ()) -> None:
    """Let a link tell of `count` things, `{count}` in its text, each in a line beside it; nothing of none."""
    link.setText(text.format(count=count))
    link.setToolTip("\n".join(each))
    link.setVisible(count > 0)
