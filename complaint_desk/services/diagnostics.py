"""What IT is sent when something is wrong: logs, places, settings, versions, the examination; no complaint, no person."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from complaint_desk import __version__
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.domain.health import Finding
from complaint_desk.domain.json_form import json_value
from complaint_desk.i18n.doctor import examination_text
from complaint_desk.services.program import Premises
from complaint_desk.storage.inspection import Inspected, inspect_file, inspect_server

_LARGEST_LOG = 2_000_000
"""Bytes of each log that are taken, the newest."""
_OF_THE_OFFICE = ("office_name", "office_address", "office_phone", "office_review")
_PEOPLE = ("person", "host")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4})(?!\d)")
_USER_IN_ADDRESS = re.compile(r"(//)[^/@]*(@)")
_USER_ASKED = re.compile(r"([?&]user=)[^&\s\"]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DiagnosticFile:
    """One file of the bundle, as it would be sent."""

    name: str
    text: str


def collect(premises: Premises, whereabouts: dict[str, Any], findings: Sequence[Finding]) -> tuple[DiagnosticFile, ...]:
    """The files of a bundle, to be looked at before anything is saved.

    Args:
        premises: whose logs and ledger.
        whereabouts: every place and setting (`services.whereabouts`).
        findings: of an examination (`services.doctor`).
    """
    clean = _Cleaner(premises)
    findings = [_without_people(each) for each in findings]
    documents = {
        "versions.json": _versions(),
        "where.json": _without_office(whereabouts),
        "doctor.json": [finding_document(each) for each in findings],
        "ledger.json": _ledger(premises),
    }
    files = [
        DiagnosticFile(name, clean(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"))
        for name, document in documents.items()
    ]
    examination = DiagnosticFile("doctor.txt", clean(examination_text(findings)))
    return (
        examination,
        *files,
        *(DiagnosticFile(f"logs/{path.name}", clean(_end_of(path))) for path in _logs(premises)),
    )


def save(files: Iterable[DiagnosticFile], target: Path) -> None:
    """Write the bundle as a .zip, whole or not at all.

    Raises:
        Surroundings: `cannot_write`.
    """
    beside = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in files:
                bundle.writestr(file.name, file.text)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Surroundings("cannot_write", path=str(target), reason=error.strerror or str(error)) from error


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON holds it; an error within it is its code."""
    return {
        "topic": finding.topic,
        "code": finding.code,
        "state": str(finding.state),
        "details": {name: _plain(value) for name, value in finding.details.items()},
    }


def _plain(value: object) -> Any:
    if isinstance(value, DeskError):
        return {"code": value.code, **{name: str(each) for name, each in value.details.items()}}
    if hasattr(value, "__dataclass_fields__"):
        return {name: str(getattr(value, name)) for name in value.__dataclass_fields__}
    found = json_value(value)
    return found if isinstance(found, str | int | float | list | None) else str(found)


def _without_people(finding: Finding) -> Finding:
    """Without who has the ledger open, and where."""
    return replace(finding, details=dict(finding.details) | {name: "…" for name in _PEOPLE if name in finding.details})


def _versions() -> dict[str, Any]:
    return {
        "complaint-desk": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "packages": dict(
            sorted((each.metadata["Name"] or "", each.version) for each in importlib.metadata.distributions())
        ),
    }


def _without_office(whereabouts: dict[str, Any]) -> dict[str, Any]:
    """Without what names an office or a person: who reads it needs to know whether it is set."""
    values = {
        name: {**each, "value": bool(each["value"])} if name in _OF_THE_OFFICE else each
        for name, each in whereabouts["values"].items()
    }
    warnings = [
        {name: each[name] for name in ("code", "source", "where")} | {"name": each["name"].partition(".")[0]}
        for each in whereabouts["warnings"]
    ]
    named = whereabouts["roles"] and len(whereabouts["roles"]["people"])
    nobody = {"person": "", "account": "", "locked_by": "", "roles": named}
    return {**whereabouts, **nobody, "values": values, "warnings": warnings}


def _ledger(premises: Premises) -> dict[str, Any]:
    try:
        found: Inspected = (
            inspect_server(premises.settings.database) if premises.on_server else inspect_file(premises.places.ledger)
        )
    except DeskError as error:
        return {"error": error.code}
    size = premises.places.ledger.stat().st_size if not premises.on_server else None
    return {
        "revision": found.revision,
        "newest_entry": None if found.newest_entry is None else found.newest_entry.isoformat(),
        "bytes": size,
        "rows": dict(found.rows),
    }


def _logs(premises: Premises) -> list[Path]:
    try:
        return sorted(path for path in premises.places.logs.iterdir() if path.is_file())
    except OSError:
        return []


def _end_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _LARGEST_LOG))
            return file.read().decode("utf-8", "replace")
    except OSError as error:
        return f"{error.strerror}\n"


class _Cleaner:
    """Takes out of a text who sits here: the home folder, the person's name, users in addresses, phones."""

    def __init__(self, premises: Premises) -> None:
        home = str(Path.home())
        spellings = {home, home.replace("\\", "/"), home.replace("\\", "\\\\")} - {"", "/", os.sep}
        self._homes = sorted(spellings, key=len, reverse=True)
        self._person = premises.person if len(premises.person) > 1 else ""

    def __call__(self, text: str) -> str:
        for home in self._homes:
            text = text.replace(home, "~")
        if self._person:
            text = text.replace(self._person, "…")
        return _PHONE.sub("…", _USER_ASKED.sub(r"\1…", _USER_IN_ADDRESS.sub(r"\1…\2", text)))
