"""Arguments of `import`, `undo-import`, `mappings`, `export`, `sample` and `try-out`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from complaint_desk.cli.filters import add_filters
from complaint_desk.cli.read_numbers import at_least_one, whole_number
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.text_forms import DELIMITERS, ENCODINGS
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.i18n import _


def add_exchange(commands: Any, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `import`, `undo-import`, `mappings`, `export`, `sample` and `try-out`."""
    _add_import(commands)
    undoing = commands.add_parser("undo-import", help=_("take back one import as a whole"))
    undoing.add_argument("batch", type=at_least_one, metavar="BATCH", help=_("number of the import"))
    _add_mappings(commands, parser_class)
    exporting = commands.add_parser("export", help=_("write the ledger as workbook or text file"))
    exporting.add_argument("--to-file", required=True, metavar="FILE", help=_("file to write, .xlsx or .csv"))
    exporting.add_argument(
        "--personal",
        choices=[*PersonalData],
        default=PersonalData.SHOWN,
        help=_("personal data as it is, masked, or left out for a file that is shared"),
    )
    add_filters(exporting)
    sampling = commands.add_parser("sample", help=_("fill an empty ledger with fictitious complaints"))
    sampling.add_argument("--rows", type=at_least_one, required=True, metavar="N", help=_("how many"))
    sampling.add_argument(
        "--seed", type=whole_number, default=1, metavar="S", help=_("the same seed gives the same complaints")
    )
    trying = commands.add_parser("try-out", help=_("open the window on a throw-away ledger of fictitious complaints"))
    trying.add_argument("--rows", type=at_least_one, default=300, metavar="N", help=_("how many"))


def _add_import(commands: Any) -> None:
    importing = commands.add_parser("import", help=_("take complaints over from workbooks and text files"))
    importing.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=_("workbook (.xlsx .xls .ods .xml), text file (.csv .tsv .txt), or folder of such files"),
    )
    importing.add_argument("--sheet", metavar="NAME", help=_("only the sheet of that name"))
    importing.add_argument(
        "--without-sheet", action="append", default=[], metavar="NAME", help=_("leave out the sheets of that name")
    )
    importing.add_argument(
        "--mapping", metavar="NAME", help=_("a mapping of columns that is kept under that name, or its file (.json)")
    )
    importing.add_argument(
        "--encoding", choices=ENCODINGS, default="", help=_("encoding of text files, where the guess is wrong")
    )
    importing.add_argument(
        "--delimiter", choices=[*DELIMITERS], default="", help=_("what parts the cells of text files")
    )
    importing.add_argument(
        "--header",
        type=_header_rows,
        metavar="ROW",
        help=_("row of the header in every sheet, as 3, or 3-4 for one of two rows"),
    )
    importing.add_argument("--year", type=at_least_one, default=0, metavar="YEAR", help=_("year of days without one"))
    importing.add_argument(
        "--known",
        choices=[*KnownWay],
        default=KnownWay.SKIP,
        help=_("rows that the ledger has: skip them, fill gaps, replace what differs, or register both"),
    )
    importing.add_argument(
        "--similar",
        choices=[*KnownWay],
        default=KnownWay.BOTH,
        help=_("the same for rows that tell nearly what a complaint there tells; usually both"),
    )
    importing.add_argument(
        "--known-row",
        action="append",
        type=_known_row,
        default=[],
        metavar="FILE:SHEET:ROW=WAY",
        help=_("one row of both kinds that goes another way; of a text file as FILE::ROW=WAY"),
    )
    importing.add_argument(
        "--decisions",
        metavar="FILE.json",
        help=_("what --dry-run --json said, in which “way” of known_rows was decided row by row"),
    )
    importing.add_argument(
        "--keep-mapping", metavar="NAME", default="", help=_("keep the mapping of these columns under that name")
    )
    importing.add_argument("--dry-run", action="store_true", help=_("say what would happen, and change nothing"))


def _add_mappings(commands: Any, parser_class: type[argparse.ArgumentParser]) -> None:
    whole = commands.add_parser("mappings", help=_("mappings of columns that are kept"))
    deeds = whole.add_subparsers(dest="deed", metavar=_("DEED"), title=_("deeds"), parser_class=parser_class)
    deeds.add_parser("list", help=_("all mappings; so without a deed, too"))
    exporting = deeds.add_parser("export", help=_("write one to a file for another office"))
    exporting.add_argument("name", metavar="NAME", help=_("its name, or its layout as listed"))
    exporting.add_argument("--to-file", required=True, metavar="FILE.json", help=_("file to write"))
    importing = deeds.add_parser("import", help=_("keep the one in a file of another office"))
    importing.add_argument("file", metavar="FILE.json", help=_("file to read"))
    importing.add_argument("--name", metavar="NAME", default="", help=_("another name for it"))
    removing = deeds.add_parser("remove", help=_("keep one no longer; what was imported stays as it is"))
    removing.add_argument("name", metavar="NAME", help=_("its name, or its layout as listed"))


def _header_rows(text: str) -> tuple[int, int]:
    """`3` or `3-4` as the first row and how many there are."""
    first, _dash, last = text.partition("-")
    begin, end = at_least_one(first), at_least_one(last or first)
    if end - begin not in (0, 1):
        raise argparse.ArgumentTypeError(_("{text} is no header of one or two rows").format(text=text))
    return begin, end - begin + 1


def _known_row(text: str) -> tuple[tuple[str, str, int], KnownWay]:
    """File, sheet and row, and what becomes of it; a file may have colons in its name, a sheet never has."""
    place, _sign, way = text.rpartition("=")
    file, sheet, row = ["", "", "", *place.rsplit(":", 2)][-3:]
    if not file or not row.isdigit() or way not in [*KnownWay]:
        raise argparse.ArgumentTypeError(_("{text} is no FILE:SHEET:ROW=WAY").format(text=text))
    return (str(Path(file)), sheet, int(row[:9])), KnownWay(way)
