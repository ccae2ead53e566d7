"""What Windows shows of the two programs and grants them: icon, version, manifest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from freezing.parts import CONSOLE_PROGRAM, PACKAGE, ROOT

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

ICON = ROOT / "build_spec" / "freezing" / "program.ico"
MANIFEST = ROOT / "build_spec" / "freezing" / "complaint_desk.manifest"

CONTENTS = "contents.sha256"
"""As `runtime/paths.py` calls it."""

_PRODUCT = "投诉台账 Complaint Desk"
_DESCRIPTIONS = {CONSOLE_PROGRAM: "投诉台账（命令行）"}
_ZH_CN, _UTF16 = 0x0804, 1200


def version() -> str:
    """As the program says it; read and not imported, since the program may be another one than this Python's."""
    text = (PACKAGE / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if not found:
        raise LookupError("complaint_desk/__init__.py states no __version__")
    return found[1]


def version_resource(program: str) -> VSVersionInfo:
    """What the page "Details" of the file's properties shows. Four numbers, so 1.2.0rc1 becomes 1.2.0.0."""
    from PyInstaller.utils.win32 import versioninfo as info  # noqa: PLC0415 - it exists where PyInstaller freezes

    stated = version()
    numbers = tuple(([int(part) for part in re.findall(r"\d+", stated.split("rc")[0])] + [0] * 4)[:4])
    texts = {
        "CompanyName": "Complaint Desk",
        "FileDescription": _DESCRIPTIONS.get(program, "投诉台账"),
        "FileVersion": stated,
        "InternalName": program,
        "LegalCopyright": "MIT",
        "OriginalFilename": f"{program}.exe",
        "ProductName": _PRODUCT,
        "ProductVersion": stated,
    }
    strings = info.StringTable(f"{_ZH_CN:04x}{_UTF16:04x}", [info.StringStruct(*each) for each in texts.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=1),
        kids=[
            info.StringFileInfo([strings]),
            info.VarFileInfo([info.VarStruct("Translation", [_ZH_CN, _UTF16])]),
        ],
    )
