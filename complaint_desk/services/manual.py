"""The manual that comes with the program: Markdown pages of `resources/help/LANGUAGE`, and what its search finds there.

A heading carries the name by which links and F1 reach it: `## Find a complaint {#find}`. `index.md` is the contents: its
headings are the parts, its links the pages in their order. Whoever shows a page gets it without these names and remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.marking import snippet, spans
from complaint_desk.domain.searching import normalise, search_words
from complaint_desk.i18n import LANGUAGES
from complaint_desk.runtime.paths import resource

INDEX = "index"
NEWS = "whats-new"
_SNIPPET = 44

_HEADING = re.compile(r"(#{1,3}) (.+?)(?: \{#([a-z][a-z0-9-]*)\})?")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_REMARK = re.compile(r"<!--.*?-->")
_TABLE_RULE = re.compile(r"\|[-:| ]+\|")
_LINE_START = re.compile(r"(?:[-*] |\d+\. |> |#+ )")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one heading: its name ("" if it has none), level 1 to 3, words, and plain text for the search."""

    name: str
    level: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: `name` is its file's, `markdown` what is shown; the first section is the page's title."""

    name: str
    markdown: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that stand together in the contents."""

    title: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """All pages of a language, in the order of the contents; the index comes first. Pictures lie below `folder`."""

    language: str
    folder: Path
    parts: tuple[Part, ...]
    pages: dict[str, ManualPage]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds all words of a search: `count` places; `line` begins shortly before the first."""

    page: str
    section: Section
    line: str
    count: int


def manual(language: str) -> Manual:
    """The manual in a language.

    Raises:
        Surroundings: `help_unreadable` names a page that is missing, is no text, or lacks its title.
    """
    folder = resource("help", language)
    index = _read(folder, INDEX)
    parts = tuple(_parts(index))
    names = [name for part in parts for name in part.pages]
    return Manual(language, folder, parts, {INDEX: index, **{name: _read(folder, name) for name in names}})


def whole_manuals() -> tuple[Manual, ...]:
    """The manual in every language, with each link followed and each picture looked for; for the self-check.

    Raises:
        Surroundings: `help_unreadable` as above, or for a link that leads nowhere (`path#name`) and a picture that is missing.
    """
    found = tuple(manual(language) for language in LANGUAGES)
    for each in found:
        for lost in lost_links(each):
            raise Surroundings("help_unreadable", path=lost)
    return found


def lost_links(whole: Manual) -> Iterator[str]:
    """Targets of links and pictures that are not there, as paths."""
    for page in whole.pages.values():
        for is_picture, _words, target in _LINK.findall(page.markdown):
            if "://" in target:
                continue
            if not ((whole.folder / target).is_file() if is_picture else place(whole, page.name, target)):
                yield str(whole.folder / f"{page.name}.md -> {target}")


def place(whole: Manual, at: str, target: str) -> tuple[str, str] | None:
    """Page and section that a link on page `at` means (`ledger.md#find`, `#find`); None where there is no such place."""
    file, _mark, name = target.partition("#")
    page = whole.pages.get(file.removesuffix(".md") if file else at)
    if page is None or (name and all(each.name != name for each in page.sections)):
        return None
    return page.name, name


def search(whole: Manual, wanted: str) -> tuple[Hit, ...]:
    """Sections that hold all the words; those whose heading does come first, then as the pages stand."""
    words = search_words(wanted)
    if not words:
        return ()
    found = [
        Hit(page.name, section, snippet(section.text, words, length=_SNIPPET), len(spans(_whole_text(section), words)))
        for page in whole.pages.values()
        if page.name != INDEX
        for section in page.sections
        if _holds(_whole_text(section), words)
    ]
    return tuple(sorted(found, key=lambda hit: not _holds(hit.section.title, words)))


def news_since(whole: Manual, seen: str) -> ManualPage | None:
    """What is new in the versions after the one that was seen, newest first; None where nothing is told of them.

    The page tells of each version under a heading that begins with it (`## 0.2.0`).
    """
    page = whole.pages[NEWS]
    told = re.split(r"^(?=## )", page.markdown, flags=re.MULTILINE)
    versions = [each for each in page.sections if each.level == 2]
    newer = [at for at, each in enumerate(versions) if _figures(each.title) > _figures(seen)]
    if not newer:
        return None
    markdown = "".join((told[0], *(told[1 + at] for at in newer)))
    return ManualPage(NEWS, markdown, (page.sections[0], *(versions[at] for at in newer)))


def _figures(version: str) -> tuple[int, ...]:
    """A version to compare: (0, 10, 1) of `0.10.1`, whatever follows behind a blank."""
    return tuple(map(int, re.findall(r"\d+", version.partition(" ")[0])))


def _whole_text(section: Section) -> str:
    return f"{section.title}\n{section.text}"


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = normalise(text)
    return all(word in folded for word in words)


def _read(folder: Path, name: str) -> ManualPage:
    path = folder / f"{name}.md"
    try:
        lines = _REMARK.sub("", path.read_text(encoding="utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Surroundings("help_unreadable", path=str(path)) from error
    shown: list[str] = []
    sections: list[Section] = []
    below: list[str] = []
    in_code = False
    for line in lines:
        in_code ^= line.startswith("```")
        heading = None if in_code else _HEADING.fullmatch(line)
        if heading is None:
            shown.append(line)
            below.append(line)
            continue
        _end_section(sections, below)
        marks, title, name_of_heading = heading.groups()
        shown.append(f"{marks} {title}")
        sections.append(Section(name_of_heading or "", len(marks), _plain(title), ""))
    _end_section(sections, below)
    if not sections or sections[0].level != 1:
        raise Surroundings("help_unreadable", path=str(path))
    return ManualPage(name, "\n".join(shown).strip() + "\n", tuple(sections))


def _end_section(sections: list[Section], below: list[str]) -> None:
    """Give the section read last the text that stood below its heading."""
    if sections:
        last = sections[-1]
        text = " ".join(filter(None, (_plain(line) for line in below)))
        sections[-1] = Section(last.name, last.level, last.title, text)
    below.clear()


def _plain(line: str) -> str:
    """A line of Markdown as it reads: without marks, a link as its words, a row of a table as its cells."""
    line = line.strip()
    if _TABLE_RULE.fullmatch(line) or line.startswith("```"):
        return ""
    words = _LINK.sub(lambda found: "" if found[1] else found[2], _LINE_START.sub("", line, count=1))
    if words.startswith("|"):
        words = " ".join(cell.strip() for cell in words.strip("|").split("|"))
    return words.replace("**", "").replace("`", "").replace("\\", "").strip()


def _parts(index: ManualPage) -> Iterator[Part]:
    title = ""
    pages: list[str] = []
    for line in index.markdown.splitlines():
        if heading := _HEADING.fullmatch(line):
            if pages:
                yield Part(title, tuple(pages))
            title, pages = heading[2], []
        elif line.startswith("- ") and (link := _LINK.search(line)):
            pages.append(link[3].removesuffix(".md"))
    if pages:
        yield Part(title, tuple(pages))
