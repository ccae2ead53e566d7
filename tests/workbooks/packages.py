"""What Excel asks of a workbook's package before it opens it without a word."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ONCE = ("sheetData", "cols", "mergeCells", "pageSetup", "headerFooter", "drawing", "legacyDrawing", "legacyDrawingHF")


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [name for name, times in Counter(archive.namelist()).items() if times > 1] == []
        return {name: archive.read(name) for name in archive.namelist()}


def check_package(path: Path) -> dict[str, bytes]:
    """Every part has a type and is XML where it says so, every relation leads somewhere, numbers of tables are unique."""
    parts = parts_of(path)
    types = ET.fromstring(parts["[Content_Types].xml"])
    known = [each.get("PartName", "")[1:] for each in types.iter(f"{_TYPES}Override")]
    endings = {each.get("Extension", "") for each in types.iter(f"{_TYPES}Default")}
    assert len(known) == len(set(known))
    assert set(known) <= parts.keys()
    for name, content in parts.items():
        assert name in known or name.rpartition(".")[2] in endings, name
        if name.endswith((".xml", ".rels", ".vml")):
            ET.fromstring(content)
        if name.endswith(".rels"):
            check_relations(name, content, parts)
    tables = [ET.fromstring(content) for name, content in parts.items() if name.startswith("xl/tables/")]
    assert len({table.get("id") for table in tables}) == len(tables)
    assert len({str(table.get("displayName")).lower() for table in tables}) == len(tables)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            text = content.decode()
            assert all(len(re.findall(rf"<{element}\b", text)) <= 1 for element in _ONCE), name
    return parts


def check_relations(name: str, content: bytes, parts: dict[str, bytes]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    relations = list(ET.fromstring(content))
    ids = [each.get("Id", "") for each in relations]
    assert len(ids) == len(set(ids))
    for each in relations:
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            assert path in parts, (name, target)
    owner = parts.get(f"{folder}/{posixpath.basename(name).removesuffix('.rels')}".lstrip("/"))
    if owner is not None:
        used = set(re.findall(rb'\sr:(?:id|embed|link|pict)="([^"]+)"', owner))
        assert {each.decode() for each in used} <= set(ids), name
