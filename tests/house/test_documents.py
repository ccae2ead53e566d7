"""README, CONTRIBUTING and the manual stay true: what they name exists, and what exists is named."""

from __future__ import annotations

import re

from complaint_desk.cli.arguments import commands
from complaint_desk.runtime.settings import SETTING
from tests.house.sources import PACKAGE, ROOT

README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_readme_names_every_setting_and_no_other() -> None:
    table = README.partition("| setting | meaning |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(SETTING)


def test_the_readme_names_commands_that_exist() -> None:
    named = set(re.findall(r"complaint-desk ([a-z][a-z-]*)", README))
    assert named
    assert named <= {name for name, _what in commands()}


def test_the_picture_of_the_readme_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert (ROOT / picture).is_file()


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert not [room for room in rooms if f"`{room}/`" not in CONTRIBUTING]


def test_files_that_the_map_names_exist() -> None:
    named = set(
        re.findall(
            r"`((?:build_spec|complaint_desk|resources|tests|domain|storage|ui|i18n|runtime|cli)/[\w./]+)`",
            CONTRIBUTING,
        )
    )
    assert named
    lost = [name for name in named if not (ROOT / name).exists() and not (PACKAGE / name).exists()]
    assert not lost
