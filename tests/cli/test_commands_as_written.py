"""A newcomer types what README and manual say, as it stands there and in that order, and it is done."""

from __future__ import annotations

import functools
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaint_desk import bootstrap
from complaint_desk.cli.arguments import parse, split_global_options
from complaint_desk.i18n import LANGUAGES
from complaint_desk.services.desk import Desk
from tests.cli.conftest import Call
from tests.conftest import NOW
from tests.house.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
_SERVER = "SERVER"
_NOT_HERE = ("self-check",)
"""What takes long and has a test of its own is only understood."""

_NAMED = {
    "NUMBER": "TS2026000001", "编号": "TS2026000001", "TEXT": "本人要求", "理由": "本人要求", "COMMAND": "find", "命令": "find",
    "FILE": "sales.csv", "文件": "sales.csv", "ADDRESS": "moved.db", "地址": "moved.db",
}  # fmt: skip
"""What the manual leaves to the reader."""


def example(file: str) -> str:
    """What README puts into a file that is made by hand."""
    (found,) = re.findall(rf"^```{Path(file).suffix[1:]}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return str(found)


def holiday(language: str) -> str:
    """The line of a notice that the manual gives as an example."""
    page = (ROOT / "resources" / "help" / language / "calendar.md").read_text("utf-8")
    (found,) = re.findall(r"`(2027-[^`]+)`", page)
    return f"{found}\n"


def of_readme() -> Iterator[str]:
    for line in re.findall(r"^    (complaint-desk .*)$", README, re.MULTILINE):
        yield re.split(r" {2,}", line)[0]


def of_manual(language: str) -> Iterator[str]:
    for page in sorted((ROOT / "resources" / "help" / language).glob("*.md")):
        text = re.sub(r"<!-- made: .*?<!-- end -->", "", page.read_text("utf-8"), flags=re.DOTALL)
        for found in re.finditer(r"^ *(complaint-desk(?: .*)?)$|`(complaint-desk(?: [^`]*)?)`", text, re.MULTILINE):
            yield (found[1] or found[2]).partition(" || ")[0]


@pytest.fixture
def office(call: Call, data: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Call, list[object]]:
    """The program in its data folder on the morning of `NOW`, and what its window was asked."""
    asked: list[object] = []

    def window(_premises: object, wishes: object) -> int:
        asked.append(wishes)
        return 0

    (data / "backups").mkdir()
    monkeypatch.chdir(data)
    monkeypatch.setattr(bootstrap, "window", window)
    monkeypatch.setattr(Desk, "__init__", functools.partialmethod(Desk.__init__, clock=lambda: NOW))
    for file in ("complaint.json", "sales.csv"):
        (data / file).write_text(example(file), "utf-8")
    return call, asked


def do_as_written(call: Call, command: str) -> str:
    program, *words = shlex.split(command)
    assert program == "complaint-desk"
    words = [_NAMED.get(word, word) for word in words]
    if _SERVER in command or words[:1] in [[each] for each in _NOT_HERE]:
        parse(split_global_options(words)[1])
        return ""
    answer = call(*words)
    assert answer.code == 0, f"{command}\n{answer.out}{answer.err}"
    if "--to-file" in words and "{" not in command:
        assert Path(words[words.index("--to-file") + 1]).exists(), command
    return answer.out


def test_readme(office: tuple[Call, list[object]]) -> None:
    call, asked = office
    told = {command: do_as_written(call, command) for command in of_readme()}
    assert len(told) > 40
    assert "TS2026000001" in told["complaint-desk register complaint.json"]
    assert "TS2026000001" in told["complaint-desk find 退款 客服 --status handling"]
    assert "月报" in told["complaint-desk report-definitions"]
    assert Path("月报 2026-10.xlsx").exists()
    assert len(asked) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_manual(office: tuple[Call, list[object]], language: str) -> None:
    call, asked = office
    for folder in ("D:/Reports", "D:/报告", "D:/Backup", "D:/备份"):
        Path(folder).mkdir(parents=True)
    Path("2027.csv").write_text(holiday(language), "utf-8")
    for command in (
        "register complaint.json", "--data other sample --rows 60", "--data other export --to-file ledger.xlsx",
        "backup broken.db", "backup backups/today.db",
    ):  # fmt: skip
        assert call(*command.split()).code == 0
    shutil.copyfile("ledger.xlsx", "台账.xlsx")
    told = [do_as_written(call, command) for command in of_manual(language)]
    assert len(told) > 25
    assert asked
