"""The bill of materials of a build, as CycloneDX 1.6 in JSON: what IT's scanners hold against lists of known holes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from complaint_desk.runtime.parts import Part

_LIBRARIES = (".dll", ".exe", ".pyd", ".so")
# By these a part within others is known in the folder.
_FILES = {
    "Python": ("python3", "libpython3"), "Qt": ("Qt6", "libQt6"), "SQLite": ("sqlite3", "libsqlite3"),
    "OpenSSL": ("libcrypto", "libssl"), "libpq": ("libpq",), "Visual C++ runtime": ("vcruntime", "msvcp", "concrt"),
}  # fmt: skip


class NotValid(Exception):
    """What was written is no CycloneDX: the text says where."""


def bill(parts: Iterable[Part], folder: Path, version: str) -> str:
    """The document.

    Args:
        parts: packages and the libraries within them.
        folder: the frozen folder, whose libraries are listed with their SHA-256.
        version: the program's.

    Raises:
        NotValid: it does not hold to the schema.
    """
    program = Component(name="ComplaintDesk", version=version, type=ComponentType.APPLICATION, bom_ref="ComplaintDesk",
                        licenses=[LicenseExpression("MIT")])  # fmt: skip
    bom = Bom()
    bom.metadata.component = program
    libraries = sorted(path for path in folder.rglob("*") if path.is_file() and _is_library(path))
    components = [_part(part, libraries, folder) for part in parts]
    for component in components:
        bom.components.add(component)
    for path in libraries:
        bom.components.add(_file(path, folder))
    bom.register_dependency(program, components)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise NotValid(str(fault))
    return text


def _part(part: Part, libraries: Iterable[Path], folder: Path) -> Component:
    component = Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=part.name,
        purl=PackageURL("pypi", name=part.name.lower().replace("_", "-"), version=part.version)
        if part.is_package
        else None,
        licenses=[LicenseExpression(part.licence)],
    )
    for path in libraries:
        if path.name.startswith(_FILES.get(part.name, ("\0",))):
            component.components.add(_file(path, folder, within=part.name))
    return component


def _file(path: Path, folder: Path, within: str = "") -> Component:
    name = path.relative_to(folder).as_posix()
    digest = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())
    return Component(name=name, type=ComponentType.FILE, bom_ref=f"{within}:{name}", hashes=[digest])


def _is_library(path: Path) -> bool:
    return path.suffix.lower() in _LIBRARIES or ".so." in path.name
