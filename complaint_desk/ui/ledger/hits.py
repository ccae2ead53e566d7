"""Marks the words of a search in the texts of the detail panel."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.marking import Span, parts, spans
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.tokens import Tokens

_MOST = 200
"""Hits marked at most; more would say nothing."""


def hits(
    document: QTextDocument, complaint: Complaint, sought: Sequence[str], words: Words, tokens: Tokens
) -> list[QTextEdit.ExtraSelection]:
    """A mark for each place where one of the words stands, in the order of the text; pinyin and phones in their fields only."""
    if not sought:
        return []
    text = document.toPlainText()
    # Qt counts characters beyond the first plane twice.
    wide = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
    found = sorted({*spans(text, sought), *_in_fields(text, complaint, sought, words)})
    return [_mark(document, _in_qt(each, wide), tokens) for each in found[:_MOST]]


def marked_html(text: str, sought: Sequence[str], field: str, tokens: Tokens) -> str:
    """A text of one field as HTML with its hits marked."""
    style = f"background-color: {tokens.mark}; color: {tokens.text};"
    return "".join(
        f"<span style='{style}'>{html.escape(piece)}</span>" if hit else html.escape(piece)
        for piece, hit in parts(text, spans(text, sought, field))
    )


def _in_fields(text: str, complaint: Complaint, sought: Sequence[str], words: Words) -> list[Span]:
    """Hits that only the meaning of a field explains, wherever its text stands."""
    found: list[Span] = []
    for field in SEARCHED:
        value = shown_text(complaint, field, words)
        inside = spans(value, sought, field)
        if not inside or inside == spans(value, sought):
            continue
        at = text.find(value)
        while at >= 0:
            found += [(at + first, at + last) for first, last in inside]
            at = text.find(value, at + len(value))
    return found


def _in_qt(span: Span, wide: Sequence[int]) -> Span:
    first, last = (each + sum(at < each for at in wide) for each in span)
    return first, last


def _mark(document: QTextDocument, span: Span, tokens: Tokens) -> QTextEdit.ExtraSelection:
    look = QTextCharFormat()
    look.setBackground(QColor(tokens.mark))
    look.setForeground(QColor(tokens.text))
    cursor = QTextCursor(document)
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
    mark = QTextEdit.ExtraSelection()
    mark.cursor, mark.format = cursor, look  # type: ignore[attr-defined]
    return mark
