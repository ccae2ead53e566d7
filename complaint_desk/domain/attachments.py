"""Files kept with a complaint: names that are safe anywhere, and what the window never opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST = 25 * 1024 * 1024
"""Bytes of the largest file that the ledger keeps."""

LONGEST_NAME = 200
"""Characters of the longest name."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: the name it has or was given, and its bytes."""

    name: str
    content: bytes


def kept_name(name: str) -> str:
    """The name under which a file is kept: the last part of its path without characters that hide or mislead.

    Control characters go, and so do marks that turn the direction of writing round, by which `gpj.exe` reads as `exe.jpg`.
    Dots and blanks at the end go too: Windows does not see them. A long name is shortened before its ending.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = " ".join(_MISLEADING.sub("", last).split()).rstrip(". ") or _NAMELESS
    if len(plain) <= LONGEST_NAME:
        return plain
    ending = PurePosixPath(plain).suffix
    ending = ending if len(ending) <= _LONGEST_ENDING else ""
    return plain[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def copy_name(name: str) -> str:
    """The kept name as every file system takes it; names of devices get a mark before them."""
    plain = _NOT_ON_WINDOWS.sub("_", kept_name(name))
    while len(plain.encode("utf-8", "replace")) > _LONGEST_FILE_NAME:
        path = PurePosixPath(plain)
        plain = path.stem[:-8] + path.suffix
    return f"_{plain}" if _DEVICE.match(plain) else plain


def may_be_run(name: str, content: bytes = b"") -> bool:
    """True for what a computer would run when it is opened: by its ending or by how its bytes begin.

    Such a file is kept and can be saved, but the window never opens it.
    """
    ending = PurePosixPath(kept_name(name)).suffix.casefold().removeprefix(".")
    return ending in RUNNABLE or content.startswith(_BEGINS_LIKE_A_PROGRAM)


_NAMELESS = "file"
_LONGEST_ENDING = 16
_LONGEST_FILE_NAME = 200
_MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)", re.IGNORECASE)
_BEGINS_LIKE_A_PROGRAM = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
"""Programs of Windows, Linux, macOS and Java, scripts, and links of Windows."""

_ENDINGS = (
    "ade adp app appcontent-ms appimage appinstaller application appref-ms appx appxbundle asp aspx bas bat bgi "
    "cab cer chm class cmd cnt com command cpl crt csh deb desktop diagcab diagcfg diagpkg dll dmg docm dotm elf "
    "exe fxp gadget grp hlp hpj hta htc img inf ins iso isp its jar jnlp js jse jspx ksh library-ms lnk mad maf "
    "mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mjs msc msh msh1 msh1xml msh2 msh2xml mshxml "
    "msi msix msixbundle msp mst msu ocx ops osd pcd pif pkg pl plg potm ppam ppsm pptm prf prg printerexport ps1 "
    "ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc py pyc pyo pyw pyz pyzw rb reg rpm run scf scr sct "
    "search-ms searchconnector-ms settingcontent-ms sh shb shs sldm sys theme themepack udl url vb vbe vbp vbs "
    "vhd vhdx vsmacros vsw vxd webloc webpnp website workflow ws wsb wsc wsf wsh xbap xlam xll xlsm xltm xnk zsh "
)
RUNNABLE = frozenset(_ENDINGS.split())
"""Endings of programs, scripts, links, installers, disk images, and documents that carry macros."""
