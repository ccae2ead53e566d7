"""Who is signed in to the PC: the account as the system knows it, and what the person is called."""

from __future__ import annotations

import contextlib
import getpass
import sys
from collections.abc import Mapping

if sys.platform == "win32":
    import ctypes

    _DOMAIN_AND_NAME = 2
    """NameSamCompatible of EXTENDED_NAME_FORMAT (secext.h): `DOMAIN\\name`, on a PC outside a domain `PC\\name`."""
    _MOST_CHARACTERS = 512

    def account_at_the_desk() -> str:
        r"""`DOMAIN\name`, whatever an environment variable says; "" if the system does not say."""
        size = ctypes.c_ulong(_MOST_CHARACTERS)
        name = ctypes.create_unicode_buffer(_MOST_CHARACTERS)
        ask = ctypes.windll.secur32.GetUserNameExW
        ask.restype = ctypes.c_ubyte
        return name.value if ask(_DOMAIN_AND_NAME, name, ctypes.byref(size)) else ""

else:
    import os
    import pwd

    def account_at_the_desk() -> str:
        """The name, whatever an environment variable says; "" if the system does not say."""
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return ""


def person_at_the_desk(environ: Mapping[str, str]) -> str:
    """The name under which the person is signed in to the PC."""
    for name in ("USERNAME", "LOGNAME", "USER"):
        if person := environ.get(name, "").strip():
            return person
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "-"
