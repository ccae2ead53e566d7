"""A workbook cut short: its first rows as a workbook of their own, so that a large one shows itself at once.

The same reader reads both, and so every cell means the same in the preview and in the import.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from complaint_desk.workbooks.guarding import WorkbookSurvey
from complaint_desk.workbooks.surveying import part_name, parts_of_sheets

_STRINGS = "xl/sharedstrings.xml"
_SHARED = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_END_OF_STRING = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_NAME_OF_STRINGS = re.compile(rb"<((?:\w+:)?sst)[\s>]")
_CHUNK = 1024**2
_MOST_OF_A_PART = 8 * 1024**2


def first_rows(path: Path, survey: WorkbookSurvey) -> io.BytesIO:
    """The workbook with the rows that the survey kept, with what stands after its last row (merged cells), as a file.

    Raises:
        zipfile.BadZipFile, ValueError, EOFError, zlib.error: as reading the original does.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as short:
        names, _ = parts_of_sheets(whole)
        heads = {part: survey.sheets[name] for name, part in names.items() if name in survey.sheets}
        highest = max((int(at) for sheet in heads.values() for at in _SHARED.findall(sheet.head)), default=-1)
        for part in whole.infolist():
            name = part_name(part)
            if (sheet := heads.get(name)) is not None:
                short.writestr(part.filename, sheet.head + sheet.tail)
            elif name == _STRINGS:
                short.writestr(part.filename, _strings(whole, part, highest))
            elif part.file_size <= _MOST_OF_A_PART and name.endswith((".xml", ".rels")):
                short.writestr(part.filename, whole.read(part))
    made.seek(0)
    return made


def _strings(package: zipfile.ZipFile, strings: zipfile.ZipInfo, highest: int) -> bytes:
    """The table of shared texts, as far as the first rows refer to it."""
    kept = bytearray()
    wanted = highest + 1
    looked = 0
    with package.open(strings) as part:
        while chunk := part.read(_CHUNK):
            kept += chunk
            for found in _END_OF_STRING.finditer(kept, looked):
                looked = found.end()
                wanted -= 1
                if wanted <= 0:
                    root = _NAME_OF_STRINGS.search(kept)
                    return bytes(kept[:looked]) + b"</" + (root[1] if root else b"sst") + b">"
    return bytes(kept)
