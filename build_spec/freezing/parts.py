"""Which modules, libraries and files go into the frozen folder, and which of those that PyInstaller finds stay out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "complaint_desk"

FOLDER = "ComplaintDesk"
WINDOW_PROGRAM = "ComplaintDesk"
CONSOLE_PROGRAM = "complaint-desk"

MODULES = "modules.pyz"
SHARED_MODULES = Path(__file__).resolve().parent / "shared_modules.py"

Entry = tuple[str, str, str]
"""As PyInstaller lists a file: its place in the folder, where it comes from, its kind."""

DATA = [
    (str(ROOT / "resources"), "resources"),
    # Alembic loads these by their place in the folder.
    (str(PACKAGE / "storage" / "migrations" / "versions" / "*.py"), "complaint_desk/storage/migrations/versions"),
]

LOADED_BY_NAME = [
    "psycopg_binary",
    "psycopg_binary._psycopg",
    "psycopg_binary.pq",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
]

NOT_NEEDED = [
    # Libraries name these for cases that the program never meets.
    "IPython", "PIL", "colorama", "greenlet", "h5py", "lxml", "matplotlib", "mypy", "pandas", "pytest", "scipy",
    "pip", "setuptools", "pkg_resources", "_distutils_hack",
    # Of the standard library.
    "curses", "ensurepip", "idlelib", "lib2to3", "pdb", "test", "tkinter", "turtle", "unittest.mock", "venv", "xmlrpc",
    # Spare parts of it: a decimal in Python, the words of its help, a log of Windows.
    "_pydecimal", "pydoc_data", "win32evtlog", "win32evtlogutil",
    # Tests, compilers, drawings on other canvases, and what numpy loads when it is asked for.
    "numpy.ctypeslib", "numpy.distutils", "numpy.f2py", "numpy.fft", "numpy.polynomial", "numpy.random", "numpy.testing",
    "numpy.tests", "pyqtgraph.canvas", "pyqtgraph.console", "pyqtgraph.dockarea", "pyqtgraph.examples",
    "pyqtgraph.flowchart", "pyqtgraph.jupyter", "pyqtgraph.opengl",
    # Phones are told from other numbers, never placed on a map.
    "phonenumbers.carrier", "phonenumbers.carrierdata", "phonenumbers.geocoder", "phonenumbers.geodata",
    "phonenumbers.timezone", "phonenumbers.tzdata",
    # Databases that the program does not speak to, and ways of speaking that it does not use.
    "alembic.testing", "psycopg_pool", "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle", "sqlalchemy.ext.asyncio", "sqlalchemy.ext.automap", "sqlalchemy.ext.declarative",
    "sqlalchemy.orm", "sqlalchemy.testing",
    "pycparser", "pygments", "pypdfium2_cli",
]  # fmt: skip

QT_MODULES = frozenset({"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"})
"""Those that the window imports; a test holds them against its source."""
_NAMED_BY_LIBRARIES = ("QtDBus", "QtNetwork", "QtOpenGL", "QtOpenGLWidgets", "QtSvgWidgets", "QtTest")
NOT_NEEDED += [f"PySide6.{module}" for module in _NAMED_BY_LIBRARIES if module not in QT_MODULES]

# Its plugins on Linux stand upon these.
_QT_LIBRARIES = {module.removeprefix("Qt") for module in QT_MODULES} | {"DBus", "OpenGL", "WaylandClient", "XcbQpa"}
QT_PLUGINS = frozenset({
    "iconengines/qsvgicon",
    "imageformats/qgif", "imageformats/qico", "imageformats/qjpeg", "imageformats/qsvg", "imageformats/qtiff",
    "imageformats/qwebp",
    # The self-check opens the window offscreen.
    "platforms/qoffscreen", "platforms/qwindows", "platforms/qxcb", "platforms/qwayland-generic",
    "platforminputcontexts/composeplatforminputcontextplugin", "platforminputcontexts/ibusplatforminputcontextplugin",
    "platformthemes/qxdgdesktopportal",
    "printsupport/cupsprintersupport",
    "wayland-shell-integration/xdg-shell",
})  # fmt: skip
QT_TRANSLATIONS = frozenset({"qtbase_zh_CN", "qtbase_en"})

# For OpenGL by software, which widgets do not use.
_NEVER = frozenset({"opengl32sw.dll", "d3dcompiler_47.dll", "Qt6OpenGL.dll"})
_RUNTIME = re.compile(r"(msvcp140|vcruntime140)(_\d)?\.dll", re.IGNORECASE)
_FOREIGN_DATA = re.compile(
    r"(^|/)(tests?|examples)/|\.(pyi|pxd|h|c|cpp)$|/py\.typed$"
    # Pictures of a toolbar and colour maps that no chart has.
    r"|^pyqtgraph/(icons/peegee|colors/maps)/"
    r"|^tzdata/zoneinfo/(?!Asia/Shanghai$|UTC$)"
)


def is_early(entry: Entry) -> bool:
    """True for a module that PyInstaller's beginning of a program wants."""
    return entry[0].partition(".")[0] == "ctypes"


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Those that the program uses, each library of Microsoft's runtime once."""
    used = [entry for entry in entries if _is_used(PurePosixPath(entry[0].replace("\\", "/")))]
    runtime = {
        entry[1]: PureWindowsPath(entry[0]).name for entry in used if _RUNTIME.fullmatch(PureWindowsPath(entry[0]).name)
    }
    # On top, where PyInstaller lets Windows look for libraries whoever asks for them. Qt's wheel brings a newer one than Python.
    ordered = sorted(runtime.items(), key=lambda each: "PySide6" in each[0])
    once = {name.lower(): (name, source, "BINARY") for source, name in ordered}
    return [*(entry for entry in used if entry[1] not in runtime), *once.values()]


def _is_used(place: PurePosixPath) -> bool:
    name = place.name
    is_own = place.parts[0] in ("resources", "complaint_desk")
    if name in _NEVER or place.suffix == ".po" or (not is_own and _FOREIGN_DATA.search(str(place))):
        return False
    if "PySide6" in place.parts and "plugins" in place.parts:
        return f"{place.parent.name}/{_bare(name)}" in QT_PLUGINS
    if "PySide6" in place.parts and "translations" in place.parts:
        return place.stem in QT_TRANSLATIONS
    if library := re.fullmatch(r"(?:lib)?Qt6(\w+)\.(?:dll|so[.\d]*)", name):
        return library[1] in _QT_LIBRARIES
    return True


def _bare(library: str) -> str:
    return library.partition(".")[0].removeprefix("lib")


def without_blanks(folder: Path) -> None:
    """Write pypinyin's two tables, which have a line for each sound, with the same content in half a megabyte less."""
    for path in folder.glob("_internal/pypinyin/*.json"):
        table = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), "utf-8")
