"""A page of the manual for paper."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextCursor, QTextDocument, QTextImageFormat

from complaint_desk.domain.papers import Paper
from complaint_desk.services.manual import INDEX, Manual
from complaint_desk.ui.help.setting import PIXELS_EACH, set_page
from complaint_desk.ui.shared.tokens import LIGHT

_WIDEST = 640
"""Of a picture on A4, in 96ths of an inch."""

_LOOK_OF_WINDOW = re.compile(r'<body style="[^"]*">')
_LOOK_OF_PAPER = '<body style="color: #000000; font-size: 10pt">'


def page_paper(whole: Manual, name: str) -> Paper:
    """The page as a paper, with its pictures, on as many sheets as it needs."""
    page = whole.pages[name]
    document = QTextDocument()
    document.setBaseUrl(QUrl.fromLocalFile(f"{whole.folder}/"))
    document.setMarkdown(page.markdown)
    set_page(document, page, LIGHT, on_paper=True)
    block = document.begin()
    while block.isValid():
        _fit_pictures(block, whole.folder)
        block = block.next()
    return Paper(page.title, _LOOK_OF_WINDOW.sub(_LOOK_OF_PAPER, document.toHtml()), whole.pages[INDEX].title)


def _fit_pictures(block: QTextBlock, folder: Path) -> None:
    """Name the pictures of a block by their whole path and make them no wider than the sheet."""
    pictures: list[tuple[int, QTextImageFormat]] = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        if piece.charFormat().isImageFormat():
            pictures.append((piece.position(), piece.charFormat().toImageFormat()))
        at += 1
    for position, form in pictures:
        path = folder / form.name()
        form.setName(QUrl.fromLocalFile(str(path)).toString())
        form.setWidth(min(QImage(str(path)).width() / PIXELS_EACH, _WIDEST))
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)
