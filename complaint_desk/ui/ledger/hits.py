"""Marks the words of a search in a text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QTextEdit

from complaint_desk.ui.shared.tokens import Tokens

_MOST = 200
"""Hits marked at most; more would say nothing."""


def hits(document: QTextDocument, words: Iterable[str], tokens: Tokens) -> list[QTextEdit.ExtraSelection]:
    """A mark for each place where one of the words stands."""
    look = QTextCharFormat()
    look.setBackground(QColor(tokens.mark))
    look.setForeground(QColor(tokens.text))
    found: list[QTextEdit.ExtraSelection] = []
    for word in words:
        cursor = document.find(word)
        while not cursor.isNull() and len(found) < _MOST:
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look  # type: ignore[attr-defined]
            found.append(mark)
            cursor = document.find(word, cursor)
    return found
