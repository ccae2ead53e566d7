"""Whose work the program stands on, with versions and licences: as the build collected it, or as it is installed here."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_desk.runtime.paths import folder_of_program, resource

if TYPE_CHECKING:
    from importlib.metadata import Distribution

LICENCES = "licences"
"""The folder beside the frozen programs: `parts.json` and a folder of texts for each part."""
PARTS = "parts.json"

_TEXT = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$|/licenses/", re.IGNORECASE)
_NO_TEXT = re.compile(r"\.(py|pyc|pyi)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A package of Python or a library within one; `licence` is an SPDX expression, `texts` are files with its wording."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    is_package: bool = False

    def wording(self) -> str:
        """Its licence and the texts of it, one after the other."""
        return "\n\n".join((self.licence, *self._texts()))

    def _texts(self) -> Iterator[str]:
        return (path.read_text(encoding="utf-8", errors="replace").strip() for path in self.texts)


def parts() -> tuple[Part, ...]:
    """All of them, by name. From source those within other packages have no version."""
    collected = folder_of_program() / LICENCES
    if getattr(sys, "frozen", False):
        told = json.loads((collected / PARTS).read_text(encoding="utf-8"))
        return tuple(
            Part(each["name"], each["version"], each["licence"], tuple(collected / name for name in each["texts"]))
            for each in told
        )
    from importlib.metadata import distributions  # noqa: PLC0415 - for the few who look

    return tuple(sorted((*packages(distributions()), *within({})), key=lambda part: part.name.lower()))


def packages(installed: Iterable[Distribution]) -> Iterator[Part]:
    """Those of the installed packages that are a part of the program."""
    known = _known()["packages"]
    for distribution in installed:
        entry = known.get(re.sub(r"[-_.]+", "-", distribution.name).lower())
        if entry:
            brought = [Path(str(file.locate())) for file in distribution.files or () if _is_text(file.as_posix())]
            texts = (*(path for path in brought if path.is_file()), *_kept(entry))
            yield Part(distribution.name, distribution.version, entry["licence"], texts, is_package=True)


def within(versions: Mapping[str, str]) -> Iterator[Part]:
    """The libraries within the packages, with these versions."""
    for name, entry in _known()["within"].items():
        yield Part(name, versions.get(name, ""), entry["licence"], _kept(entry))


def _known() -> Mapping[str, Any]:
    return tomllib.loads(resource(LICENCES, "parts.toml").read_text(encoding="utf-8"))


def _kept(entry: Mapping[str, Any]) -> tuple[Path, ...]:
    return tuple(resource(LICENCES, name) for name in entry.get("texts", ()))


def _is_text(path: str) -> bool:
    """True for a file of the package's metadata that is a licence."""
    folder, _slash, rest = path.partition("/")
    return folder.endswith(".dist-info") and bool(_TEXT.search("/" + rest)) and not _NO_TEXT.search(path)
