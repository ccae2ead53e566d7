"""Collects the licences of everything in the frozen folder into its folder `licences`, where the window reads them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from complaint_desk.runtime.parts import LICENCES, PARTS, Part, packages, within

# Asked of the Python that freezes, since it may be another one than this; its answer is one line of JSON.
ASK_VERSIONS = (
    "import json, platform, sqlite3, PySide6.QtCore, psycopg.pq, PyInstaller;"
    "print(json.dumps({'Python': platform.python_version(), 'SQLite': sqlite3.sqlite_version,"
    " 'Qt': PySide6.QtCore.qVersion(), 'PyInstaller': PyInstaller.__version__,"
    " 'libpq': psycopg.pq.version_pretty(psycopg.pq.version())}))"
)


def parts_in(site: Path, versions: dict[str, str], *, on_windows: bool) -> list[Part]:
    """The parts that PyInstaller took from a folder of installed packages, and the libraries within them."""
    found = [*packages(distributions(path=[str(site)])), *within(versions)]
    return sorted(
        (part for part in found if on_windows or part.name != "Visual C++ runtime"), key=lambda part: part.name.lower()
    )


def collect(parts: Iterable[Part], folder: Path) -> None:
    """Write `licences/parts.json` and the texts of each part into the frozen folder."""
    target = folder / LICENCES
    told = []
    for part in parts:
        own = target / part.name.replace(" ", "-").replace("+", "p")
        own.mkdir(parents=True)
        texts = []
        for path in part.texts:
            name = _free_name(own, path)
            shutil.copyfile(path, own / name)
            texts.append(f"{own.name}/{name}")
        told.append({"name": part.name, "version": part.version, "licence": part.licence, "texts": texts})
    (target / PARTS).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def _free_name(folder: Path, path: Path) -> str:
    """Its own name; several that are called alike are told apart by the folder that they come from."""
    return path.name if not (folder / path.name).exists() else f"{path.parent.name}-{path.name}"
