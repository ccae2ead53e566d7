"""One OpenSSL in the folder of Windows: psycopg's wheel brings a second, newer one under names of its own.

Theirs takes the place of Python's and is asked for by the names that Python's has. OpenSSL promises that what was built with one
release of a major version runs with each later one (openssl.org, "Versioning policy").
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_LIBRARIES = ("libcrypto", "libssl")
_VERSION = re.compile(rb"OpenSSL (\d+\.\d+\.\d+)")


def share(folder: Path) -> None:
    """Leave one of each library, on top of the parts in a frozen folder.

    Raises:
        ValueError: psycopg's are not where its wheel had them.
    """
    inside = folder / "_internal"
    theirs = inside / "psycopg_binary.libs"
    names = {}
    for library in _LIBRARIES:
        [found] = theirs.glob(f"{library}-3-x64-*.dll")
        names[found.name] = f"{library}-3.dll"
        os.replace(found, inside / names[found.name])
    for path in (inside / "libssl-3.dll", *theirs.glob("libpq-*.dll")):
        rename_imports(path, names)


def rename_imports(path: Path, names: Mapping[str, str]) -> None:
    """Let a library ask for others by other names, none longer than the one before."""
    import pefile  # noqa: PLC0415 - comes with the environment that freezes

    image = pefile.PE(str(path))
    for entry in image.DIRECTORY_ENTRY_IMPORT:
        if new := names.get(entry.dll.decode()):
            image.set_bytes_at_rva(entry.struct.Name, new.encode().ljust(len(entry.dll), b"\0"))
    image.OPTIONAL_HEADER.CheckSum = image.generate_checksum()
    changed = image.write()
    image.close()
    path.write_bytes(changed)


def version(folder: Path) -> str:
    """That of the OpenSSL in a frozen folder; empty without one."""
    for path in sorted((folder / "_internal").glob("libcrypto*")):
        if found := _VERSION.search(path.read_bytes()):
            return found[1].decode()
    return ""
