"""The words of the commands about who sits at the desk, and who of the office may do what."""

from __future__ import annotations

from typing import Any

from complaint_desk.i18n import _

_Commands = Any  # argparse's sub-parser action is generic over a private protocol


def add_staff(commands: _Commands, parser_class: Any) -> None:
    """Add `whoami` and `staff` with its deeds."""
    commands.add_parser("whoami", help=_("who you are for the ledger, with which roles and rights"))
    staff = commands.add_parser("staff", help=_("the people of the office, their roles and accounts"))
    deeds = staff.add_subparsers(dest="staff_deed", metavar=_("DEED"), parser_class=parser_class)
    adding = deeds.add_parser("add", help=_("take somebody in"))
    setting = deeds.add_parser("set", help=_("change what somebody is"))
    password = deeds.add_parser(
        "set-password", help=_("give a password, typed or from COMPLAINT_DESK_NEW_PASSWORD; to oneself after --as")
    )
    for parser in (adding, setting, password):
        parser.add_argument("name", metavar="NAME", help=_("name in the staff list"))
    adding.add_argument("--department", metavar="D", default="", help=_("department"))
    setting.add_argument("--department", metavar="D", help=_("department"))
    setting.add_argument(
        "--roles", metavar="ROLES", help=_("clerk, handler, supervisor, administrator, auditor, with commas; or none")
    )
    setting.add_argument(
        "--account", metavar="A", help=_("Windows account, with or without its domain; empty for none")
    )
    setting.add_argument("--active", choices=("yes", "no"), help=_("whether they are on duty"))
