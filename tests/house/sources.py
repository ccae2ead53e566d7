"""The project's own source files, for tests that read them."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "complaint_desk"


def program_files() -> list[Path]:
    """Every Python file of the program."""
    return sorted(PACKAGE.rglob("*.py"))


def python_files() -> list[Path]:
    """Every Python file of the program, its tests and its scripts."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "build_spec")
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def named(path: Path) -> str:
    """A file's path as people say it: from the top of the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of one of `python_files`."""
    return _trees()[path]


@cache
def _trees() -> dict[Path, ast.Module]:
    """They stay, a million and a half values: looking through them for what nobody holds takes longer than most tests."""
    gc.collect()
    trees = {path: ast.parse(path.read_text("utf-8")) for path in python_files()}
    gc.freeze()
    return trees
