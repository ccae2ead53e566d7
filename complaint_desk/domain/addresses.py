"""Addresses of databases, as they may be told."""

from __future__ import annotations

import re

_PASSWORD = re.compile(r"(//[^/@:]*:)[^/]*(@)")
_ASKED_PASSWORD = re.compile(r"([?&](?:ssl)?password=)[^&]*", re.IGNORECASE)


def without_password(text: str) -> str:
    """An address without its password; any other text as it is."""
    return _ASKED_PASSWORD.sub(r"\1…", _PASSWORD.sub(r"\1…\2", text))
