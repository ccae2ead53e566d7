"""The file of the ledger, where the settings name one."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from urllib.parse import unquote

from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source

_SCHEME = "sqlite:///"


def with_ledger(where: Places, in_force: SettingsInForce) -> Places:
    """The same places with the ledger that a `sqlite:///` URL names.

    A relative one counts from the current folder where a person typed it, from the data folder where a file says it.
    """
    database = in_force.settings.database
    named = unquote(database.removeprefix(_SCHEME).partition("?")[0])
    if not database.startswith(_SCHEME) or not named:
        return where
    typed = in_force.sources["database"] in (Source.OPTION, Source.ENVIRONMENT)
    return dataclasses.replace(where, ledger=(Path.cwd() if typed else where.data) / named)
