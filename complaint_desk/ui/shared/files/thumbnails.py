"""Small pictures of attachments, made in a lane: what is hostile or too large has none.

A picture that claims to be huge is never decoded whole; of a PDF the first page is drawn at the size that is wanted, unless
the pictures on it are huge themselves. PDFium is not safe in several threads: all of this runs in the one lane `pictures`.
"""

from __future__ import annotations

import pypdfium2
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
"""A picture of more is not shown small: 160 MB once decoded. The camera of a telephone makes up to 50 million, as JPEG."""

MOST_PIXELS_SCALED = 200_000_000
"""Of formats that are decoded at a smaller scale."""

_SCALED = frozenset({b"jpeg", b"jpg", b"jfif"})
_PICTURES = (*_SCALED, b"png", b"gif", b"bmp", b"webp", b"tif", b"tiff")
_MOST_OBJECTS = 2_000


def thumbnail(content: bytes, side: int) -> QImage | None:
    """The content as a picture within a square of `side` pixels; None for what cannot or should not be drawn."""
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return _of_pdf(content, side)
    return _of_picture(content, side)


def _of_picture(content: bytes, side: int) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    form, size = bytes(reader.format().data()), reader.size()
    if form not in _PICTURES or not size.isValid():
        return None
    pixels = size.width() * size.height()
    if pixels > (MOST_PIXELS_SCALED if form in _SCALED else MOST_PIXELS):
        return None
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(_within(size, side))
    image = reader.read()
    return None if image.isNull() else image


def _within(size: QSize, side: int) -> QSize:
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _of_pdf(content: bytes, side: int) -> QImage | None:
    try:
        document = pypdfium2.PdfDocument(content)
    except PdfiumError:
        # Damaged, or protected by a password.
        return None
    try:
        return _first_page(document, side) if len(document) else None
    except PdfiumError:
        return None
    finally:
        document.close()


def _first_page(document: pypdfium2.PdfDocument, side: int) -> QImage | None:
    page = document[0]
    width, height = page.get_size()
    if width <= 0 or height <= 0 or _holds_a_huge_picture(page):
        return None
    bitmap = page.render(scale=side / max(width, height), rev_byteorder=False, force_bitmap_format=None)
    forms = {3: QImage.Format.Format_BGR888, 4: QImage.Format.Format_RGB32, 1: QImage.Format.Format_Grayscale8}
    form = forms[bitmap.n_channels]
    # The bitmap's memory ends with it: the picture takes a copy.
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()


def _holds_a_huge_picture(page: pypdfium2.PdfPage) -> bool:
    for count, each in enumerate(page.get_objects(max_depth=3)):
        if count > _MOST_OBJECTS:
            return False
        if each.type == FPDF_PAGEOBJ_IMAGE:
            width, height = each.get_px_size()
            if width * height > MOST_PIXELS:
                return True
    return False
