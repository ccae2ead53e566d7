"""The manual is whole in every language, and what it names is in the program."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from PIL import Image

from complaint_desk import i18n
from complaint_desk.i18n import LANGUAGES
from complaint_desk.runtime.paths import resource
from complaint_desk.services import manual
from complaint_desk.services.manual import INDEX, Manual
from tests.house.sources import ROOT

QUOTED = re.compile('[“"]([^“”"]+)[”"]')
EXAMPLES = re.compile("`[^`]*`")
MENU_STEP = re.compile(r"\s*→\s*")


@pytest.fixture(scope="module", params=LANGUAGES)
def whole(request) -> Manual:
    return manual.manual(request.param)


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "build_spec" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_pages_load_and_lead_somewhere() -> None:
    assert [each.language for each in manual.whole_manuals()] == list(LANGUAGES)


def test_every_page_stands_in_the_contents_under_its_title(whole) -> None:
    files = {path.stem for path in whole.folder.glob("*.md")}
    assert files == set(whole.pages)
    links = dict(re.findall(r"- \[([^\]]+)\]\(([^)]+)\.md\)", whole.pages[INDEX].markdown))
    assert links == {page.title: page.name for page in whole.pages.values() if page.name != INDEX}


def test_the_languages_have_the_same_pages_and_places() -> None:
    def places(language: str) -> dict[str, list[tuple[int, str]]]:
        pages = manual.manual(language).pages.values()
        return {page.name: [(each.level, each.name) for each in page.sections] for page in pages}

    first, *others = (places(language) for language in LANGUAGES)
    for other in others:
        assert list(first) == list(other)
        for name, sections in first.items():
            assert sections == other[name], name


def test_headings_below_the_title_have_names_of_their_own(whole) -> None:
    for page in whole.pages.values():
        names = [each.name for each in page.sections[1:] if each.level == 2]
        assert page.name == INDEX or all(names), page.name
        assert page.name == INDEX or len(names) == len(set(names)), page.name


def test_keys_and_commands_are_those_of_the_program() -> None:
    language = i18n.current_language()
    try:
        assert script("manual").stale() == [], "run: python build_spec/manual.py update"
    finally:
        i18n.install(language, resource())


def test_the_pictures_are_those_that_the_script_takes_and_the_pages_show(whole) -> None:
    shown = {
        Path(target).stem
        for page in whole.pages.values()
        for target in re.findall(r"!\[[^\]]+\]\(images/([^)]+)\)", page.markdown)
    }
    there = {path.stem for path in (whole.folder / "images").iterdir()}
    assert shown == there == set(script("manual_pictures").PICTURES)


def test_the_pictures_are_of_this_version_in_their_size(whole) -> None:
    """Whoever changes the version or the size takes them anew: python build_spec/manual_pictures.py"""
    taking = script("manual_pictures")
    size = tuple(round(each * taking.SCALE) for each in taking.SIZE)
    for path in (whole.folder / "images").iterdir():
        with Image.open(path) as picture:
            assert (picture.size, picture.info.get(taking.VERSION)) == (size, taking.program_name()), path.name


def test_the_pictures_take_little_room() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "resources" / "help").rglob("*.png")) < 3_000_000


def test_what_a_page_quotes_is_written_so_in_the_window(whole) -> None:
    known = set(_said(whole.language))
    lost = [
        f"{page.name}: {quoted}"
        for page in whole.pages.values()
        for quoted in QUOTED.findall(EXAMPLES.sub("", page.markdown))
        if not all(_bare(step) in known for step in MENU_STEP.split(quoted))
    ]
    assert not lost, "\n".join(lost)


def _said(language: str) -> Iterator[str]:
    """Every text of the window: the catalogue's, and labels of fields and lists."""
    with (ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "complaint_desk.po").open("rb") as file:
        for message in read_po(file):
            texts = message.id if language == "en" else message.string
            for text in texts if isinstance(texts, (tuple, list)) else (texts,):
                yield _bare(text or "")
    yield from (_bare(label) for label in _labels(language))


def _labels(language: str) -> Iterator[str]:
    for path in (ROOT / "resources" / "lists").glob("*.toml"):
        for table in tomllib.loads(path.read_text("utf-8")).values():
            yield from (each[language] for each in table.values())


def _bare(text: str) -> str:
    """A text without mnemonic, dots and places for values at its ends."""
    return re.sub(r"\(&.\)|&(?=\S)", "", text).strip().rstrip("…").rstrip(":：")
