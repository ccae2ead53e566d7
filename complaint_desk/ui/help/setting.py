"""Sets a page of the manual in the look of the window: headings, keys, tables, names by which links find a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from complaint_desk.i18n import current_language
from complaint_desk.i18n.language import CHINESE
from complaint_desk.services.manual import ManualPage
from complaint_desk.ui.shared.tokens import GRID, TEXT_SIZE, TITLE_SIZE, Tokens

_SIZES = {1: TITLE_SIZE, 2: TEXT_SIZE + 2, 3: TEXT_SIZE}
_LINE_PERCENT = 140.0
_POINTS_EACH = 0.75
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"


PIXELS_EACH = 1.5
"""Pixels of a picture for each device-independent one of the window that it shows (`build_spec/manual_pictures.py`)."""


def set_page(document: QTextDocument, page: ManualPage, tokens: Tokens, *, on_paper: bool = False) -> None:
    """Dress the document into which the page's Markdown was read; paper wants sizes in points."""
    document.setDocumentMargin(GRID)
    document.setDefaultFont(_with_narrow_quotes(document.defaultFont()))
    edit = QTextCursor(document)
    edit.beginEditBlock()
    names = iter(page.sections)
    for block in _blocks(document):
        if level := block.blockFormat().headingLevel():
            _set_heading(block, level, next(names).name, on_paper=on_paper)
        else:
            _set_paragraph(block)
        _set_keys(block, tokens)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame, tokens)
    edit.endEditBlock()


def _with_narrow_quotes(font: QFont) -> QFont:
    """A Chinese font draws quotation marks as wide as a character; among Latin letters they leave holes."""
    narrow = QFont(font)
    if current_language() != CHINESE:
        narrow.setFeature(QFont.Tag("pwid"), 1)
    return narrow


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _set_heading(block: QTextBlock, level: int, name: str, *, on_paper: bool) -> None:
    def set_letters(letters: QTextCharFormat) -> None:
        letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        if on_paper:
            letters.setFontPointSize(_SIZES[level] * _POINTS_EACH)
        else:
            letters.setProperty(QTextFormat.Property.FontPixelSize, _SIZES[level])
        letters.setFontWeight(QFont.Weight.DemiBold)
        if name:
            letters.setAnchor(True)
            letters.setAnchorNames([name])

    _restyle(block, set_letters)
    room = QTextBlockFormat()
    room.setTopMargin(GRID if level == 1 else 3 * GRID if level == 2 else 2 * GRID)
    room.setBottomMargin(GRID)
    QTextCursor(block).mergeBlockFormat(room)


def _set_paragraph(block: QTextBlock) -> None:
    room = QTextBlockFormat()
    if _PICTURE not in block.text():
        room.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    room.setNonBreakableLines(False)
    cursor = QTextCursor(block)
    if cursor.currentTable() is None:
        room.setTopMargin(0)
        room.setBottomMargin(GRID if block.textList() is None else GRID / 2)
    cursor.mergeBlockFormat(room)


def _set_keys(block: QTextBlock, tokens: Tokens) -> None:
    """What is typed stands on a ground of its own, in the font of the text."""

    def set_letters(letters: QTextCharFormat) -> None:
        if letters.fontFixedPitch():
            letters.clearProperty(QTextFormat.Property.FontFamilies)
            letters.clearProperty(QTextFormat.Property.FontFixedPitch)
            letters.setBackground(QColor(tokens.grey_tint))

    _restyle(block, set_letters)


def _restyle(block: QTextBlock, change: Callable[[QTextCharFormat], None]) -> None:
    """Change the letters of a block, piece by piece; a property can only be cleared so."""
    pieces = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        pieces.append((piece.position(), piece.length(), piece.charFormat()))
        at += 1
    for position, length, letters in pieces:
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        before = QTextCharFormat(letters)
        change(letters)
        if letters != before:
            cursor.setCharFormat(letters)


def _set_table(table: QTextTable, tokens: Tokens) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(tokens.line)))
    form.setCellPadding(GRID / 2 + 2)
    form.setCellSpacing(0)
    form.setTopMargin(GRID / 2)
    form.setBottomMargin(GRID)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    if table.columns() == 2:
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in (36, 64)])
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        ground = cell.format()
        ground.setBackground(QColor(tokens.page))
        cell.setFormat(ground)
