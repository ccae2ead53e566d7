"""The parts of an office's workbook as they stand in its file, and how they move into another one.

openpyxl would drop pictures, text boxes, form controls and much else; what it need not touch is taken over byte by byte.
Source: ECMA-376-2 (Open Packaging Conventions): relationships, content types.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from complaint_desk.domain.errors import Refusal

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
_MOVED = "office_"
_LEFT_OUT = "threadedComment"
"""Kinds of parts that programs do without: the older comment beside it says the same."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: a part by its name in the file, or something outside."""

    id: str
    type: str
    target: str
    is_outside: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a file by name; `path` is how errors call it."""

    path: Path
    parts: Mapping[str, bytes]
    _types: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: IO[bytes], path: Path) -> Package:
        """All parts of a file that `guarding.check_workbook` has let pass.

        Raises:
            Refusal: `broken_workbook` with `file`.
        """
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        types: dict[str, str] = {}
        package = cls(path, parts, types)
        for each in package.xml(CONTENT_TYPES):
            kind = each.get("ContentType", "")
            if each.tag == f"{_TYPES}Override":
                types[each.get("PartName", "").lstrip("/")] = kind
            else:
                types["." + each.get("Extension", "").lower()] = kind
        return package

    def xml(self, name: str) -> ET.Element:
        """A part of XML, parsed.

        Raises:
            Refusal: `broken_workbook` with `file`: it is missing, no XML, or declares entities.
        """
        content = self.parts.get(name)
        if content is None or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Refusal("broken_workbook", file=str(self.path))
        try:
            return ET.fromstring(content)  # noqa: S314 - without a document type there are no entities to expand
        except ET.ParseError as error:
            raise Refusal("broken_workbook", file=str(self.path)) from error

    def text(self, name: str) -> str:
        """A part of XML as text in UTF-8 without its mark."""
        self.xml(name)
        return self.parts[name].decode("utf-8-sig")

    def type_of(self, name: str) -> str:
        return self._types.get(name) or self._types.get("." + name.rpartition(".")[2].lower(), "")

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to."""
        rels = relations_of(name)
        if rels not in self.parts:
            return []
        return list(_relations(self.xml(rels), posixpath.dirname(name)))

    def sheets(self) -> dict[str, str]:
        """The names of the sheets and their parts."""
        targets = {relation.id: relation for relation in self.relations(WORKBOOK)}
        named = self.xml(WORKBOOK).iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
        found = {each.get("name", ""): targets.get(each.get(_RELATION_ID, "")) for each in named}
        return {name: relation.target for name, relation in found.items() if relation and relation.kind == "worksheet"}

    def shared_texts(self) -> list[str]:
        """What stands in each entry of the shared texts, as XML."""
        name = next((each.target for each in self.relations(WORKBOOK) if each.kind == "sharedStrings"), "")
        if name not in self.parts:
            return []
        return [found or "" for found in re.findall(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", self.text(name), re.DOTALL)]

    def below(self, relations: Iterable[Relation]) -> Iterator[str]:
        """The parts that relations lead to, directly or not, each once."""
        met: set[str] = set()
        waiting = [each for each in relations if not each.is_outside]
        while waiting:
            target = waiting.pop().target
            if target in self.parts and target not in met:
                met.add(target)
                yield target
                waiting += [each for each in self.relations(target) if not each.is_outside]


def relations_of(name: str) -> str:
    """The part that holds the relations of a part."""
    folder, _slash, own = name.rpartition("/")
    return f"{folder}/_rels/{own}.rels"


def _relations(root: ET.Element, folder: str) -> Iterator[Relation]:
    for each in root:
        is_outside, target = each.get("TargetMode") == "External", each.get("Target", "")
        if not is_outside:
            target = posixpath.normpath(posixpath.join(folder, target) if not target.startswith("/") else target[1:])
        yield Relation(each.get("Id", ""), each.get("Type", ""), target, is_outside)


def moved(name: str) -> str:
    """What a part of the office's workbook is called in the one that is written."""
    folder, _slash, own = name.rpartition("/")
    return f"{folder}/{_MOVED}{own}"


def relations_xml(relations: Iterable[Relation]) -> str:
    """The part that says these relations."""
    lines = [
        f"<Relationship Id={quoteattr(each.id)} Type={quoteattr(each.type)}"
        + (
            f' Target={quoteattr(each.target)} TargetMode="External"/>'
            if each.is_outside
            else f' Target="/{each.target}"/>'
        )
        for each in relations
        if each.kind != _LEFT_OUT
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'
    )


def where_moved(relations: Iterable[Relation]) -> list[Relation]:
    """Relations to parts that have moved."""
    return [
        each if each.is_outside else Relation(each.id, each.type, moved(each.target), is_outside=False)
        for each in relations
    ]


def with_types(content_types: str, types: Mapping[str, str]) -> str:
    """The content types of a file, with those of further parts by name."""
    lines = []
    for name, kind in types.items():
        if kind and f'PartName="/{name}"' not in content_types:
            lines.append(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>")
    return content_types.replace("</Types>", "".join(lines) + "</Types>")
