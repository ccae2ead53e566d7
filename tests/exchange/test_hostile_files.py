"""Files that are no ledgers, or want to be more than a file: a refusal with its place, never a crash, nothing kept."""

from __future__ import annotations

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_desk.domain.errors import DeskError, Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage import journal, ledger_queries
from tests.exchange.files import HEADER, row, write_csv, write_ods, write_page, write_xls, write_xlsx

_SHEET = "xl/worksheets/sheet1.xml"


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def workbook_with_sheet(folder: Path, change: Callable[[bytes], bytes]) -> bytes:
    good = write_xlsx(folder / "good.xlsx", [row()])
    with zipfile.ZipFile(good) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[_SHEET] = change(parts[_SHEET])
    return packed(parts)


def far_cell(reference: str) -> Callable[[bytes], bytes]:
    cell = f'<row r="3"><c r="{reference}" t="n"><v>1</v></c></row></sheetData>'.encode()
    return lambda sheet: sheet.replace(b"</sheetData>", cell)


def lies_about(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', change(sheet))


def wide_row(cells: int) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", b"<row>" + b"<c><v>1</v></c>" * cells + b"</row></sheetData>")


def laughing(sheet: bytes) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'.encode()
    return declared + sheet.replace("张三".encode(), b"&e11;")


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_part(folder: Path, *names: str) -> bytes:
    return packed(unpacked(write_xlsx(folder / "good.xlsx", [row()])) | dict.fromkeys(names, b"<x/>"))


def renamed(folder: Path, far: str, old: str, new: str) -> bytes:
    """A workbook with a far cell, its parts called otherwise."""
    (folder / "far.xlsx").write_bytes(workbook_with_sheet(folder, far_cell(far)))
    parts = unpacked(folder / "far.xlsx")
    relations = "xl/_rels/workbook.xml.rels"
    if old == _SHEET:
        parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", b"else/where.bin")
    return packed({name.replace(old, new): content for name, content in parts.items()})


def ods(folder: Path, columns: int) -> bytes:
    """A table of one cell that stands in so many columns."""
    cell = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{columns}"/>'
    return write_ods(folder / "made", [row()], f"<table:table-row>{cell}</table:table-row>").read_bytes()


WHOLE_FILES: dict[str, tuple[str, Callable[[Path], bytes], str]] = {
    "unknown type": ("a.pdf", lambda _: b"%PDF-1.7", "unknown_file_type"),
    "old workbook": ("a.xlsx", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "unknown_file_type"),
    "empty text": ("a.csv", lambda _: b"", "empty_file"),
    "blank text": ("a.csv", lambda _: b"\n\n , ,\n", "empty_file"),
    "empty workbook": ("a.xlsx", lambda _: b"", "empty_file"),
    "blank workbook": ("a.xlsx", lambda f: write_xlsx(f / "b.xlsx", [], ()).read_bytes(), "empty_file"),
    "no zip": ("a.xlsx", lambda _: b"hello", "broken_workbook"),
    "cut zip": ("a.xlsx", lambda f: write_xlsx(f / "b.xlsx", [row()]).read_bytes()[:-400], "broken_workbook"),
    "zip of something else": ("a.xlsx", lambda _: packed({"readme.txt": b"hi"}), "broken_workbook"),
    "workbook without sheets": ("a.xlsx", lambda _: packed({"xl/readme.txt": b"hi"}), "broken_workbook"),
    "broken sheet": ("a.xlsx", lambda f: workbook_with_sheet(f, lambda s: s[: len(s) // 2]), "broken_workbook"),
    "encrypted": (
        "a.xlsx", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_workbook",
    ),
    "zip bomb": ("a.xlsx", lambda _: packed({_SHEET: b" " * 40_000_000}), "workbook_too_large"),
    "far column": ("a.xlsx", lambda f: workbook_with_sheet(f, far_cell("XFD3")), "too_many_columns"),
    "farther column": ("a.xlsx", lambda f: workbook_with_sheet(f, far_cell("ZZZZZZ3")), "too_many_columns"),
    "far row": ("a.xlsx", lambda f: workbook_with_sheet(f, far_cell("A1048576")), "too_many_cells"),
    "many columns": ("a.csv", lambda _: b"x," * 2_000, "too_many_columns"),
    "bytes of no encoding": ("a.csv", lambda _: b"\xff\xff\xff\x80abc\n", "unknown_encoding"),
    "binary": ("a.csv", lambda _: bytes(range(256)) * 20, "unknown_encoding"),
    "open quote": ("a.csv", lambda _: f"{','.join(HEADER)}\n\"开着的引号,1\n2,3\n".encode(), "broken_text"),
    "cell without end": ("a.csv", lambda _: f"{','.join(HEADER)}\n{'x' * 200_000},1\n".encode(), "cell_too_large"),
    "line without end": ("a.csv", lambda _: f"{','.join(HEADER)}\n{'x' * 5_000_000}\n".encode(), "line_too_long"),
    "far cell in a sheet kept elsewhere": ("a.xlsx", lambda f: renamed(f, "XFD1048576", _SHEET, "xl/else/where.bin"), "too_many_columns"),
    "far cell behind reversed strokes": ("a.xlsx", lambda f: renamed(f, "XFD1048576", "/", "\\"), "too_many_columns"),
    "sheet that says it is small": ("a.xlsx", lambda f: workbook_with_sheet(f, lies_about(far_cell("XFD3"))), "too_many_columns"),
    "cells without places": ("a.xlsx", lambda f: workbook_with_sheet(f, wide_row(2_000)), "too_many_columns"),
    "two parts of one name": ("a.xlsx", lambda f: with_part(f, _SHEET.upper()), "broken_workbook"),
    "part that climbs out": ("a.xlsx", lambda f: with_part(f, "xl/../../../evil.xml"), "broken_workbook"),
    "part with a place of its own": ("a.xlsx", lambda f: with_part(f, "C:\\evil.xml"), "broken_workbook"),
    "thousands of parts": ("a.xlsx", lambda f: with_part(f, *(f"xl/media/{n}.png" for n in range(10_001))), "workbook_too_large"),
    "laughing entities": ("a.xlsx", lambda f: workbook_with_sheet(f, laughing), "broken_workbook"),
    "text without end": ("a.xlsx", lambda f: workbook_with_sheet(f, lambda s: s.replace("张三".encode(), b"x" * 200_000)), "cell_too_large"),
    "table of a million columns": ("a.ods", lambda f: ods(f, 1_000_000), "too_many_columns"),
    "cell of a thousand million columns": ("a.ods", lambda f: ods(f, 4_000_000_000), "too_many_columns"),
    "page with a cell over everything": ("a.xls", lambda _: b"<table><tr><td rowspan=99999 colspan=500>x</table>" * 9, "too_many_cells"),
    "page with a wrong declaration": ("a.xls", lambda _: b"<table><tr><td>" + b"<![" * 20, "broken_workbook"),
    "missing columns": ("a.csv", lambda _: "甲,乙\n1,2\n".encode(), "missing_columns"),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE_FILES)
def test_a_useless_file_is_refused_as_a_whole(desk: Desk, words: Words, tmp_path: Path, what: str) -> None:
    name, content, code = WHOLE_FILES[what]
    file = tmp_path / name
    file.write_bytes(content(tmp_path))
    good = write_csv(tmp_path / "good.csv", [row("G1")])
    with pytest.raises(Refusal) as refusal:
        import_files(desk, [good, file], words)
    assert refusal.value.code == code
    assert refusal.value.details["file"] == str(file)
    assert name in error_sentence(refusal.value, words)
    with desk.store.reading() as connection:
        assert journal.head(connection).sequence == 0
    assert not list(tmp_path.glob("*-refused*"))


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.ods", "a.xlsx", "a.txt"])
@pytest.mark.parametrize("kind", ["workbook", "old workbook", "open document", "page", "text"])
def test_a_file_is_read_for_what_it_is_not_for_its_name(
    desk: Desk, words: Words, tmp_path: Path, name: str, kind: str
) -> None:
    file = tmp_path / name
    made = {
        "workbook": lambda: write_xlsx(tmp_path / "made", [row()]).read_bytes(),
        "old workbook": lambda: write_xls(tmp_path / "made", [row()]).read_bytes(),
        "open document": lambda: write_ods(tmp_path / "made", [row()]).read_bytes(),
        "page": lambda: write_page(tmp_path / "made", [row()]).read_bytes(),
        "text": lambda: write_csv(tmp_path / "made", [row()]).read_bytes(),
    }
    file.write_bytes(made[kind]())
    how = preview(desk, [file], words).files[0].how
    assert how.kind == kind.replace(" ", "_")
    result = import_files(desk, [file], words)
    assert (result.registered, result.files) == (1, (how,))
    usual = {"workbook": "a.xlsx", "old workbook": "a.xls", "open document": "a.ods", "text": "a.csv a.txt"}
    assert how.is_misnamed == (name not in usual.get(kind, "").split())


def test_a_file_that_is_not_there(desk: Desk, words: Words, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no_such_file"):
        import_files(desk, [tmp_path / "none.csv"], words)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(Refusal, match="empty_folder"):
        import_files(desk, [tmp_path / "folder.csv"], words)


def test_external_entities_are_not_read(desk: Desk, words: Words, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()

    def change(sheet: bytes) -> bytes:
        return declared + sheet.replace("张三".encode(), b"&e;")

    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook_with_sheet(tmp_path, change))
    with contextlib.suppress(Refusal):
        import_files(desk, [file], words)
    with desk.store.reading() as connection:
        assert ledger_queries.count(connection, LedgerFilter(words="geheim")) == 0


@pytest.mark.parametrize("seed", range(60))
def test_spoiled_bytes_never_crash(desk: Desk, words: Words, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    write = write_xlsx if seed % 2 else write_csv
    file = write(tmp_path / ("a.xlsx" if seed % 2 else "a.csv"), [row(f"A{n}") for n in range(20)])
    content = bytearray(file.read_bytes())
    for _ in range(chance.randrange(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(bytes(content))
    try:
        result = import_files(desk, [file], words)
    except DeskError:
        return
    assert result.read == result.registered + result.known + result.refused_rows
