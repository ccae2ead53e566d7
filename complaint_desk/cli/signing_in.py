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
    password = os.environ.get(_VARIABLE, "") or _typed(_("Password of {name}: ").format(name=name), "sign_in_needed")
    return Credentials(name, password)


def new_password() -> str:
    """The password that somebody shall have, typed twice where it is typed.

    Raises:
        Refusal: `new_password_needed`: nobody can be asked for it; `passwords_differ`.
    """
    if said := os.environ.get(_VARIABLE_OF_NEW, ""):
        return said
    first = _typed(_("New password: "), "new_password_needed")
    if _typed(_("New password again: "), "new_password_needed") != first:
        raise Refusal("passwords_differ")
    return first


def _typed(prompt: str, otherwise: str) -> str:
    if not sys.stdin.isatty():
        raise Refusal(otherwise)
    return getpass.getpass(prompt)
