"""Would the frozen program find its libraries on a fresh Windows?"""

from __future__ import annotations

import os
import re
from pathlib import Path

# Visual C++'s runtime is on most PCs and not a part of Windows: it must be in the folder.
_NOT_OF_WINDOWS = re.compile(r"(msvcp|vcruntime|concrt|vcomp|mfc)\d+.*\.dll|python\d+\.dll")
_OF_WINDOWS = ("api-ms-win-", "ext-ms-")
_AMD64 = 0x8664
_IMPORTS, _DELAYED_IMPORTS = 1, 13


def lacking(folder: Path) -> list[str]:
    """A line for each library that something in the folder asks for, and for each that is not 64-bit. On Windows alone."""
    import pefile  # noqa: PLC0415 - PyInstaller's, on Windows

    images = [path for path in folder.rglob("*") if path.suffix.lower() in (".exe", ".dll", ".pyd")]
    system = Path(os.environ["SYSTEMROOT"]) / "System32"
    here = {path.name.lower() for path in images}
    found = []
    for path in sorted(images):
        image = pefile.PE(str(path), fast_load=True)
        if image.FILE_HEADER.Machine != _AMD64:
            found.append(f"{path.name} is not 64-bit")
        image.parse_data_directories([_IMPORTS, _DELAYED_IMPORTS])
        entries = [*getattr(image, "DIRECTORY_ENTRY_IMPORT", ()), *getattr(image, "DIRECTORY_ENTRY_DELAY_IMPORT", ())]
        for name in sorted({entry.dll.decode().lower() for entry in entries} - here):
            of_windows = not _NOT_OF_WINDOWS.match(name) and (system / name).exists()
            if not name.startswith(_OF_WINDOWS) and not of_windows:
                found.append(f"{path.name} needs {name}")
    return found
