"""Which rows a spreadsheet hides, in the formats whose reader does not tell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from openpyxl import load_workbook

from complaint_desk.domain.errors import Refusal
from complaint_desk.workbooks.foreign_files import open_file
from complaint_desk.workbooks.hidden_rows import DocumentRows, of_old_workbook
from tests.exchange.files import row, write_ods, write_xls, write_xlsx, write_xml, xml_rows, xml_sheet

ROWS = [row(f"A{at}") for at in range(1, 7)]


def old(path: Path) -> Path:
    book = xlwt.Workbook()
    for name in ("台账", "附表"):
        sheet = book.add_sheet(name)
        for at, line in enumerate(ROWS):
            for column, value in enumerate(line):
                sheet.write(at, column, value)
    for at in (1, 4):
        book.get_sheet(0).row(at).hidden = True
    book.get_sheet(1).row(2).hidden = True
    book.save(str(path))
    return path


def document(path: Path) -> Path:
    made = write_ods(path, ROWS[1:], "", ROWS[0])
    content = zipfile.ZipFile(made).read("content.xml").decode()
    parts = content.split("<table:table-row>")
    parts[2] = 'table:visibility="collapse">' + parts[2]
    parts[5] = 'table:style-name="ro1" table:visibility="filter">' + parts[5]
    rows = [part if part.startswith("table:") else ">" + part for part in parts[1:]]
    last, end = rows[-1].split("</table:table>")
    beyond = '<table:table-row table:number-rows-repeated="1000000" table:visibility="collapse"><table:table-cell/></table:table-row>'
    second = '<table:table table:name="附&amp;表"><table:table-row table:visibility="collapse"/></table:table>'
    rows[-1] = f"{last}{beyond}</table:table>{second}{end}"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", parts[0] + "".join("<table:table-row " + each for each in rows))
    return path


def workbook(path: Path) -> Path:
    book = load_workbook(write_xlsx(path, ROWS[1:], ROWS[0]))
    page = book.worksheets[0]
    for at in (2, 5):
        page.row_dimensions[at].hidden = True
    book.save(path)
    return path


def xml(path: Path) -> Path:
    lines = xml_rows(ROWS).split("<Row>")
    lines[2] = '<Row ss:Hidden="1">' + lines[2]
    lines[5] = '<Row ss:Hidden="1">' + lines[5]
    return write_xml(
        path, [], sheets=xml_sheet("".join(each if "ss:Hidden" in each else "<Row>" + each for each in lines[1:]))
    )


@pytest.mark.parametrize(("name", "make"), [("a.xls", old), ("a.ods", document), ("a.xlsx", workbook), ("a.xml", xml)])
def test_hidden_rows_are_told_of_every_kind_of_workbook(
    tmp_path: Path, name: str, make: Callable[[Path], Path]
) -> None:
    sheet = next(open_file(make(tmp_path / name)).sheets)
    assert sheet.hidden_rows == (2, 5)
    assert len(list(sheet.rows)) == len(ROWS)


def test_each_sheet_has_its_own(tmp_path: Path) -> None:
    assert of_old_workbook(old(tmp_path / "a.xls")) == [(2, 5), (3,)]
    assert [sheet.hidden_rows for sheet in open_file(document(tmp_path / "a.ods")).sheets] == [(2, 5), ()]


@pytest.mark.parametrize("size", [1, 7, 64, 5_000])
def test_a_document_is_seen_in_pieces_of_any_size(tmp_path: Path, size: int) -> None:
    content = zipfile.ZipFile(document(tmp_path / "a.ods")).read("content.xml")
    seen = DocumentRows()
    for at in range(0, len(content), size):
        seen.see(content[at : at + size])
    assert seen.hidden["台账"][:2] == (2, 5)
    assert seen.hidden["附&表"] == (1,)


def test_a_workbook_whose_directory_is_spoiled_is_refused_before_anybody_makes_room_for_it(tmp_path: Path) -> None:
    file = write_xls(tmp_path / "a.xls", ROWS)
    content = bytearray(file.read_bytes())
    content[48:52] = b"\xfe\xff\xff\xff"  # the first sector of its directory
    file.write_bytes(content + "Workbook".encode("utf-16-le"))
    with pytest.raises(Refusal, match="broken_workbook"):
        list(open_file(file).sheets)


def test_where_the_records_cannot_be_followed_it_is_not_known(tmp_path: Path) -> None:
    file = write_xls(tmp_path / "a.xls", ROWS)
    content = bytearray(file.read_bytes())
    at = content.index(b"\x85\x00", 512)
    content[at + 4 : at + 8] = b"\xff\xff\xff\x7f"
    file.write_bytes(content)
    assert of_old_workbook(file) is None
