"""Arguments of `sales`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from complaint_desk.i18n import _


def add_sales(commands: Any, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add the command with its deeds."""
    whole = commands.add_parser("sales", help=_("units sold by month and product, against which complaints are set"))
    deeds = whole.add_subparsers(dest="deed", metavar=_("DEED"), title=_("deeds"), parser_class=parser_class)
    importing = deeds.add_parser("import", help=_("take figures from a file with columns of month, product and units"))
    importing.add_argument("file", type=Path, metavar="FILE", help=_("workbook or text file"))
    deeds.add_parser("list", help=_("all figures; so without a deed, too"))
    deeds.add_parser("clear", help=_("take all figures away"))
