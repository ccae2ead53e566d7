"""A Word file (.docx, ECMA-376) as its parts: only those that are changed are written anew, all others stay byte for byte."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from complaint_desk.domain.errors import Refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BODY = "word/document.xml"
STYLES = "word/styles.xml"
FONTS = "word/fontTable.xml"

_LARGEST = 40 * 1024 * 1024
"""Bytes of all parts together, unpacked: no letter has more, and a zip bomb would."""

_XML_URI = XML[1:-1]


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a file in their order; the bytes by name."""

    parts: dict[str, bytes]

    @classmethod
    def read(cls, name: str, content: bytes) -> WordFile:
        """Take a file apart; `name` is how errors call it.

        Raises:
            Refusal: `template_not_word` for anything but a .docx that can be read.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                infos = [info for info in packed.infolist() if not info.is_dir()]
                if sum(info.file_size for info in infos) > _LARGEST:
                    raise Refusal("template_not_word", file=name)
                parts = {info.filename: packed.read(info) for info in infos}
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise Refusal("template_not_word", file=name) from error
        if BODY not in parts:
            raise Refusal("template_not_word", file=name)
        return cls(parts)

    def with_parts(self, changed: dict[str, bytes]) -> WordFile:
        return WordFile({**self.parts, **changed})

    def packed(self) -> bytes:
        """The file again. The same parts give the same bytes: no time of making stands in it."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
            for name, content in self.parts.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                packing.writestr(info, content)
        return made.getvalue()

    def texts(self) -> list[str]:
        """Names of the parts that hold text: the body first, then headers, then footers."""
        kinds = ("word/header", "word/footer")
        return [BODY, *(name for kind in kinds for name in sorted(self.parts) if name.startswith(kind))]


@dataclass(frozen=True, slots=True)
class Part:
    """One part as a tree, with the prefixes that it declares: Word wants to find those that it names as ignorable."""

    root: ET.Element
    prefixes: dict[str, str]

    @classmethod
    def parsed(cls, name: str, content: bytes) -> Part:
        """Read a part; `name` is how errors call its file.

        Raises:
            Refusal: `template_not_word` for broken XML, or XML with a document type, which no Word file has.
        """
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Refusal("template_not_word", file=name)
        prefixes = {_XML_URI: "xml"}
        try:
            for _event, (prefix, uri) in ET.iterparse(io.BytesIO(content), ("start-ns",)):  # noqa: S314 - see below
                taken = prefix in prefixes.values() or not prefix
                prefixes.setdefault(uri, f"p{len(prefixes)}" if taken else prefix)
            root = ET.fromstring(content)  # noqa: S314 - no document type, so no entities
        except ET.ParseError as error:
            raise Refusal("template_not_word", file=name) from error
        return cls(root, prefixes)

    def declare(self, prefix: str, uri: str) -> None:
        """Have a prefix for names of a namespace that the part may not know yet."""
        taken = prefix in self.prefixes.values()
        self.prefixes.setdefault(uri, f"p{len(self.prefixes)}" if taken else prefix)

    def serialised(self) -> bytes:
        """The part as UTF-8, every prefix declared at its root."""
        pieces = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self._write(self.root, pieces, at_root=True)
        return "".join(pieces).encode()

    def _write(self, element: ET.Element, pieces: list[str], *, at_root: bool = False) -> None:
        tag = self._qualified(element.tag)
        pieces.append(f"<{tag}")
        if at_root:
            pieces.extend(
                f" xmlns:{prefix}={quoteattr(uri)}" for uri, prefix in self.prefixes.items() if uri != _XML_URI
            )
        pieces.extend(f" {self._qualified(key)}={quoteattr(value)}" for key, value in element.attrib.items())
        if not len(element) and not element.text:
            pieces.append("/>")
        else:
            pieces.append(">" + escape(element.text or ""))
            for child in element:
                self._write(child, pieces)
            pieces.append(f"</{tag}>")
        if not at_root and element.tail:
            pieces.append(escape(element.tail))

    def _qualified(self, name: str) -> str:
        if not name.startswith("{"):
            return name
        uri, local = name[1:].split("}", 1)
        return f"{self.prefixes[uri]}:{local}"


def own_texts(paragraph: ET.Element) -> list[ET.Element]:
    """The `w:t` of a paragraph in their order, without those of text boxes that hang in it."""
    found: list[ET.Element] = []
    _gather(paragraph, found)
    return found


def _gather(element: ET.Element, found: list[ET.Element]) -> None:
    for child in element:
        if child.tag == W + "t":
            found.append(child)
        elif child.tag not in (W + "p", W + "del"):
            _gather(child, found)


def text_of(paragraph: ET.Element) -> str:
    return "".join(text.text or "" for text in own_texts(paragraph))
