"""The walls of the house: rooms, imports, names and sizes (CONTRIBUTING.md says what and why)."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT, named, program_files, python_files, tree_of

LONGEST = 300
LONGER_WITH_REASON: dict[str, int] = {
    "complaint_desk/storage/schema.py": 440,  # the tables refer to each other
    "complaint_desk/domain/analysis.py": 340,  # request, figures and their arithmetic are read together
}
"""Modules that may be longer, with their limit: one idea that would be harder to read in two places."""

ALLOWED_TO_CATCH_ALL = frozenset({
    "complaint_desk/cli/running.py", "complaint_desk/cli/self_check/checking.py", "complaint_desk/ui/background/lanes.py",
    "complaint_desk/ui/background/listener.py",
})  # fmt: skip
VAGUE_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "tools", "base"}
)
DOMAIN_LIBRARIES = frozenset({"chinese_calendar", "phonenumbers", "pypinyin", "rjieba", "complaint_desk", "__future__"})
ROOT_FILES = frozenset({
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "pyproject.toml",
    "build_spec", "complaint_desk", "resources", "tests",
})  # fmt: skip


def test_import_rules_hold() -> None:
    # A process of its own: it changes the logging of the one that it runs in.
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_modules_are_short_enough_to_read() -> None:
    too_long = {
        named(path): lines
        for path in program_files()
        if (lines := path.read_text("utf-8").count("\n")) > LONGER_WITH_REASON.get(named(path), LONGEST)
    }
    assert not too_long


def test_no_exception_to_the_length_is_left_over() -> None:
    needless = [name for name in LONGER_WITH_REASON if (ROOT / name).read_text("utf-8").count("\n") <= LONGEST]
    assert not needless


def test_names_say_what_is_inside() -> None:
    vague = [
        named(path)
        for path in python_files()
        if VAGUE_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert not vague


def test_every_folder_of_code_is_a_package_that_says_what_it_holds() -> None:
    for folder in {path.parent for path in program_files()} - {PACKAGE / "storage" / "migrations" / "versions"}:
        opening = folder / "__init__.py"
        assert opening.exists(), named(folder)
        assert ast.get_docstring(tree_of(opening)), named(opening)


def test_every_module_says_what_it_is() -> None:
    assert not [named(path) for path in program_files() if not ast.get_docstring(tree_of(path))]


def test_domain_needs_the_standard_library_and_the_words_of_phones_and_names_only() -> None:
    for path in sorted((PACKAGE / "domain").rglob("*.py")):
        assert not {root for root in _imported_roots(path) if root not in sys.stdlib_module_names} - DOMAIN_LIBRARIES, (
            path
        )


def test_imports_are_written_in_full() -> None:
    relative = [
        f"{named(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.level or any(alias.name == "*" for alias in node.names))
    ]
    assert not relative


def test_nothing_names_a_place_on_one_machine() -> None:
    own = ("/home/", "/work/", "/root/", "C:\\Users", "/tmp/")
    found = [
        f"{named(path)}:{node.lineno}"
        for path in program_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(own)
    ]
    assert not found


def test_errors_are_not_swallowed_outside_the_task_runner_and_the_hooks() -> None:
    catching = {
        named(path)
        for path in program_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node) and not _raises_again(node)
    }
    assert catching <= ALLOWED_TO_CATCH_ALL


def test_the_top_level_holds_nothing_else() -> None:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in told.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= ROOT_FILES


@pytest.mark.parametrize("arguments", [["--help"], ["where", "--json"]])
def test_the_command_line_never_imports_qt(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from complaint_desk.bootstrap import main\n"
        "code = main(sys.argv[1:])\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6')]\n"
        "sys.exit(code or (f'Qt was imported: {loaded}' if loaded else 0))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, "--data", str(tmp_path), *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


def _imported_roots(path: Path) -> set[str]:
    roots: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            roots.add(node.module.split(".")[0])
    return roots


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
