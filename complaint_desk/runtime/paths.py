"""Where the program finds its own files and keeps those of the office (product contract, section 8)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APPLICATION = "ComplaintDesk"
PORTABLE_MARKER = "portable"
CONTENTS = "contents.sha256"
"""The list of what the frozen folder holds, beside `resources`: a line for each file, as `sha256sum` writes it."""
DATA_VARIABLE = "COMPLAINT_DESK_DATA"

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Places:
    """Folders and files in force. None of them needs to exist yet except `resources`.

    `backups` is where automatic copies go unless the setting `backup_folder` names another place. `policy_file` is the
    one that is read: beside the program if there is one, else the machine's.
    """

    data: Path
    ledger: Path
    logs: Path
    backups: Path
    settings_file: Path
    policy_file: Path
    resources: Path


def places(
    data_option: str | os.PathLike[str] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    program_folder: Path | None = None,
) -> Places:
    """The places in force: data folder by option, else environment, else portable marker, else the platform's custom."""
    program = program_folder or folder_of_program()
    data = _data_folder(data_option, os.environ if environ is None else environ, program)
    return Places(
        data=data,
        ledger=data / "ledger.db",
        logs=data / "logs",
        backups=data / "backups",
        settings_file=data / "settings.toml",
        policy_file=_policy_file(program),
        resources=resource(),
    )


def resource(*parts: str) -> Path:
    """A file or folder of `resources/`, wherever the program runs from: frozen build, source checkout or installed wheel.

    The wheel carries the folder as `complaint_desk/_resources` (pyproject.toml), the frozen build as `resources`.
    """
    return _resources_folder().joinpath(*parts)


def folder_of_program() -> Path:
    """The folder that "beside the program" means: of the frozen executable, the checkout, or the Python environment."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    checkout = _PACKAGE.parent
    return checkout if _is_checkout(checkout) else Path(sys.prefix)


def _resources_folder() -> Path:
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", folder_of_program())) / "resources"
    checkout = _PACKAGE.parent
    return checkout / "resources" if _is_checkout(checkout) else _PACKAGE / "_resources"


def _is_checkout(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "resources").is_dir()


def _data_folder(option: str | os.PathLike[str] | None, environ: Mapping[str, str], program: Path) -> Path:
    if option:
        return Path(option).expanduser().absolute()
    if named := environ.get(DATA_VARIABLE, "").strip():
        return Path(named).expanduser().absolute()
    if (program / PORTABLE_MARKER).is_file():
        return program / "data"
    import platformdirs  # noqa: PLC0415 - not wanted where the folder is named, and every start counts

    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def _policy_file(program: Path) -> Path:
    beside = program / "policy.toml"
    if beside.is_file():
        return beside
    import platformdirs  # noqa: PLC0415 - see above

    return Path(platformdirs.site_config_dir(APPLICATION, appauthor=False)) / "policy.toml"
