"""What tests read out of a Word file: its lines, its tables, and whether its parts hang together as Word demands."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.etree import ElementTree as ET

from complaint_desk.printing.word.word_file import W, text_of

_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def tables_of(content: bytes) -> list[list[list[str]]]:
    """Every table of the body as rows of cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))
    return [
        [
            ["".join(map(text_of, cell.iter(W + "p"))) for cell in row.findall(W + "tc")]
            for row in table.findall(W + "tr")
        ]
        for table in root.iter(W + "tbl")
    ]


def faults_of(content: bytes) -> list[str]:
    """What Word would repair or refuse: parts twice or without a type, links to nothing, broken XML, uneven tables."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        if len(names) != len(set(names)):
            found.append("a part is there twice")
        parts = {name: packed.read(name) for name in names}
    types = ET.fromstring(parts["[Content_Types].xml"])
    endings = [each.get("Extension") for each in types.findall(f"{_TYPES}Default")]
    overridden = [each.get("PartName", "")[1:] for each in types.findall(f"{_TYPES}Override")]
    found += [
        f"type of {name} given twice" for name in {*overridden, *endings} if [*overridden, *endings].count(name) > 1
    ]
    found += [f"{name} has a type and is not there" for name in overridden if name not in parts]
    for name, part in parts.items():
        if name.rpartition(".")[2] not in endings and name not in overridden:
            found.append(f"{name} has no type")
        if name.endswith((".xml", ".rels")):
            root = ET.fromstring(part)
            if name.endswith(".rels"):
                found += _lost_links(name, root, parts)
    return found + _uneven_tables(parts["word/document.xml"])


def _lost_links(name: str, root: ET.Element, parts: dict[str, bytes]) -> list[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    links = root.findall(_LINK)
    targets = [posixpath.normpath(posixpath.join(folder, each.get("Target", ""))) for each in links]
    identities = [each.get("Id") for each in links]
    twice = [f"{name}: {each} twice" for each in set(identities) if identities.count(each) > 1]
    return twice + [f"{name}: no {target}" for target in targets if target not in parts]


def _uneven_tables(document: bytes) -> list[str]:
    found = []
    for table in ET.fromstring(document).iter(W + "tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        spans = [
            sum(
                int(span.get(W + "val", "1")) if (span := cell.find(f"{W}tcPr/{W}gridSpan")) is not None else 1
                for cell in row.findall(W + "tc")
            )
            for row in table.findall(W + "tr")
        ]
        found += [f"a row of {span} in a table of {columns}" for span in spans if span != columns]
    return found
