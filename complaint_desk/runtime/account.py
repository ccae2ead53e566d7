"""The account under which somebody is signed in to the PC, as the system knows it: no environment variable can say another."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes

    _DOMAIN_AND_NAME = 2
    """NameSamCompatible of EXTENDED_NAME_FORMAT (secext.h): `DOMAIN\\name`, on a PC outside a domain `PC\\name`."""
    _MOST_CHARACTERS = 512

    def account_at_the_desk() -> str:
        r"""`DOMAIN\name`; "" if the system does not say."""
        size = ctypes.c_ulong(_MOST_CHARACTERS)
        name = ctypes.create_unicode_buffer(_MOST_CHARACTERS)
        found = ctypes.windll.secur32.GetUserNameExW(_DOMAIN_AND_NAME, name, ctypes.byref(size))
        return name.value if found else ""

else:
    import os
    import pwd

    def account_at_the_desk() -> str:
        """The name; "" if the system does not say."""
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return ""
