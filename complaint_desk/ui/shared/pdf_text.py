"""Makes the words of a PDF be found: Qt names some of their characters after radicals that look alike.

Fonts such as Noto draw a radical of Unicode's list (U+2F42) and the character (U+6587) by one glyph. Qt's PDF tells the
first that it finds, so that nobody who searches or copies gets the character. The table that a PDF has for this
(ToUnicode) stands there in plain figures of one length and is put right in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

_TABLE = re.compile(rb"beginbfrange\n.*?endbfrange", re.DOTALL)
_NAMED = re.compile(rb"\[[^\]]*\]|<[0-9A-F]{4}>(?=\n)")
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_RADICALS = range(0x2E80, 0x2FE0)
_CHARACTERS = range(0x4E00, 0xA000)


def with_characters(pdf: bytes, fonts: Iterable[QFont]) -> bytes:
    """The same PDF; what these fonts draw as characters is told as characters."""
    twins: dict[bytes, bytes] = {}
    for families in {tuple(font.families()) for font in fonts}:
        twins |= _twins(families)
    if not twins:
        return pdf
    return _TABLE.sub(lambda table: _NAMED.sub(lambda names: _renamed(names[0], twins), table[0]), pdf)


def _renamed(names: bytes, twins: dict[bytes, bytes]) -> bytes:
    return _CODE.sub(lambda code: b"<" + twins.get(code[1], code[1]) + b">", names)


@lru_cache(maxsize=16)
def _twins(families: tuple[str, ...]) -> dict[bytes, bytes]:
    """The characters, as four figures, that share the glyph of a radical in the first of these fonts that has Chinese."""
    font = QFont()
    font.setFamilies(families)
    raw = QRawFont.fromFont(font, QFontDatabase.WritingSystem.SimplifiedChinese)
    glyphs = raw.glyphIndexesForString("".join(map(chr, _CHARACTERS)))
    drawn = {glyph: code for glyph, code in zip(glyphs, _CHARACTERS, strict=False) if glyph}
    radicals = raw.glyphIndexesForString("".join(map(chr, _RADICALS)))
    return {
        b"%04X" % radical: b"%04X" % drawn[glyph]
        for glyph, radical in zip(radicals, _RADICALS, strict=False)
        if glyph in drawn
    }
