"""Passwords on the command line: from the environment for a task of the system, else typed at the terminal, never an argument."""

from __future__ import annotations

import getpass
import os
import sys

from complaint_desk.domain.errors import Refusal
from complaint_desk.i18n import _
from complaint_desk.services.program import Credentials

_VARIABLE = "COMPLAINT_DESK_PASSWORD"
_VARIABLE_OF_NEW = "COMPLAINT_DESK_NEW_PASSWORD"


def credentials(name: str) -> Credentials | None:
    """What `--as` and the password say; None without a name.

    Raises:
        Refusal: `sign_in_needed`: nobody can be asked for the password.
    """
    if not name:
        return None
    if said := os.environ.get(_VARIABLE, ""):
        return Credentials(name, said)
    if not sys.stdin.isatty():
        raise Refusal("sign_in_needed")
    return Credentials(name, getpass.getpass(_("Password of {name}: ").format(name=name)))


def new_password() -> str:
    """The password that somebody shall have, typed twice where it is typed.

    Raises:
        Refusal: `new_password_needed`: nobody can be asked for it; `passwords_differ`.
    """
    if said := os.environ.get(_VARIABLE_OF_NEW, ""):
        return said
    if not sys.stdin.isatty():
        raise Refusal("new_password_needed")
    first = getpass.getpass(_("New password: "))
    if getpass.getpass(_("New password again: ")) != first:
        raise Refusal("passwords_differ")
    return first
