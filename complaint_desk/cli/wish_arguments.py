"""What a call without a command may ask of the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from complaint_desk.domain.errors import Refusal
from complaint_desk.i18n import _
from complaint_desk.services.program import Wishes

_FILE = "--open"
_NUMBER = "--show"
_TAKES_ONE = ([_FILE], [_NUMBER])


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """Add the options of the window."""
    group = parser.add_argument_group(_("options of the window"))
    group.add_argument("--new", action="store_true", help=_("begin a new complaint"))
    group.add_argument(_NUMBER, dest="wished_number", metavar="NUMBER", default="", help=_("show one complaint"))
    group.add_argument(
        _FILE,
        dest="wished_files",
        action="append",
        default=[],
        metavar="FILE",
        help=_("import a file, with its preview; the file alone is enough"),
    )


def files_as_wishes(arguments: list[str]) -> list[str]:
    """The call with its words behind `--open` if all are files: so systems hand over what is dropped on a program.

    No command has a dot in its name; a file that is called like a command is meant as the command.
    """
    places = {
        at for at, word in enumerate(arguments) if not word.startswith("-") and arguments[at - 1 : at] not in _TAKES_ONE
    }
    if not all(Path(arguments[at]).suffix and Path(arguments[at]).is_file() for at in places):
        return arguments
    return [f"{_FILE}={word}" if at in places else word for at, word in enumerate(arguments)]


def wishes(parsed: argparse.Namespace) -> Wishes:
    """What the window is asked; paths are made whole, since the window that is open may be in another folder.

    Raises:
        Refusal: `no_file`.
    """
    files = tuple(Path(each).absolute() for each in parsed.wished_files)
    for file in files:
        if not file.exists():
            raise Refusal("no_file", path=str(file))
    return Wishes(files, parsed.wished_number.strip(), parsed.new)
