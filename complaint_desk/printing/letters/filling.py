"""Fills a Word template: `{{name}}` becomes the value of that name, and nothing in a template or value is ever run.

A paragraph whose values are all empty is left out. A value of several items repeats its paragraph for each; columns
repeat their table row. A text of several lines, alone in its paragraph, becomes a paragraph for each line.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.letters import TemplateFault
from complaint_desk.domain.problems import is_control
from complaint_desk.printing.letters.word_file import BODY, XML, Part, W, WordFile, own_texts, text_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: the table row that holds it is repeated, item by item."""

    items: tuple[str, ...]


Value = str | tuple[str, ...] | Column
Values = Mapping[str, Value]
Meaning = Callable[[str], str | None]
"""The code that a name between braces means; None where there is no such placeholder."""

# Full-width braces count too: that is what a Chinese input method writes.
_PLACEHOLDER = re.compile("[{\uff5b]{2}\\s*([^{}\uff5b\uff5d]*?)\\s*[}\uff5d]{2}")
_BRACES = re.compile("[{\uff5b]{2}|[}\uff5d]{2}")
_SHOWN = 24
_PARTS = ("header", "footer")


def faults_in(file: WordFile, name: str, meaning: Meaning, guess: Meaning) -> tuple[TemplateFault, ...]:
    """Every mistake of a template; `guess` gives the placeholder that a wrong name may have meant."""
    found: list[TemplateFault] = []
    for part_name in file.texts():
        part = Part.parsed(name, file.parts[part_name])
        kind = next((kind for kind in _PARTS if kind in part_name), "body")
        lines = [text for each in part.root.iter(W + "p") if (text := text_of(each)).strip()]
        for number, text in enumerate(lines, 1):
            for code, written in _faults_of_line(text, meaning):
                meant = guess(written) if code == "unknown_placeholder" else None
                found.append(TemplateFault(code, kind, number, written, text.strip()[:_SHOWN], meant or ""))
    # Word keeps a text box twice, for itself and for older versions.
    return tuple(dict.fromkeys(found))


def _faults_of_line(text: str, meaning: Meaning) -> Iterator[tuple[str, str]]:
    for match in _PLACEHOLDER.finditer(text):
        if meaning(match[1]) is None:
            yield "unknown_placeholder", match[1]
    if stray := _BRACES.search(rest := _PLACEHOLDER.sub("", text)):
        yield "open_placeholder", rest[stray.start() : stray.start() + _SHOWN]


def filled(content: bytes, name: str, values: Values, meaning: Meaning, guess: Meaning) -> bytes:
    """A template with its values; `name` is how errors call it.

    Raises:
        Refusal: `template_not_word`, or `template_faulty` with `faults`.
    """
    file = WordFile.read(name, content)
    if faults := faults_in(file, name, meaning, guess):
        raise Refusal("template_faulty", file=name, faults=faults)
    changed = {}
    for part_name in file.texts():
        part = Part.parsed(name, file.parts[part_name])
        if _Filling(part.root, values, meaning).fill() or part_name == BODY:
            changed[part_name] = part.serialised()
    return file.with_parts(changed).packed()


class _Filling:
    """One part being filled."""

    def __init__(self, root: ET.Element, values: Values, meaning: Meaning) -> None:
        self._root = root
        self._values = values
        self._meaning = meaning
        self._done: set[ET.Element] = set()
        """Paragraphs of repeated rows: what a value says between braces must not be filled in its turn."""

    def fill(self) -> bool:
        """True if anything was there to fill."""
        above = {child: parent for parent in self._root.iter() for child in parent}
        for row in list(self._root.iter(W + "tr")):
            self._repeat_row(row, above[row])
        above = {child: parent for parent in self._root.iter() for child in parent}
        touched = False
        for paragraph in list(self._root.iter(W + "p")):
            if paragraph not in self._done and (names := self._names(paragraph)):
                self._fill_paragraph(paragraph, names, above[paragraph])
                touched = True
        return touched or bool(self._done)

    def _names(self, element: ET.Element) -> list[str]:
        return [self._meaning(match[1]) or "" for match in _PLACEHOLDER.finditer(text_of(element))]

    def _repeat_row(self, row: ET.Element, table: ET.Element) -> None:
        names = [name for each in row.iter(W + "p") for name in self._names(each)]
        columns = {name: value for name in names if isinstance(value := self._values.get(name, ""), Column)}
        if not columns:
            return
        items = {name: columns[name].items if name in columns else self._items(name, alone=False) for name in names}
        at = list(table).index(row)
        for index in range(max(len(column.items) for column in columns.values())):
            own = copy.deepcopy(row)
            for paragraph in own.iter(W + "p"):
                self._write_item(paragraph, items, index)
                self._done.add(paragraph)
            table.insert(at + index, own)
        table.remove(row)

    def _fill_paragraph(self, paragraph: ET.Element, names: list[str], parent: ET.Element) -> None:
        alone = _PLACEHOLDER.fullmatch(text_of(paragraph).strip()) is not None
        items = {name: self._items(name, alone=alone) for name in names}
        count = max(len(each) for each in items.values())
        if count == 0 and not _must_stay(paragraph, parent):
            parent.remove(paragraph)
            return
        at = list(parent).index(paragraph)
        for index in range(1, count):
            own = copy.deepcopy(paragraph)
            self._write_item(own, items, index)
            parent.insert(at + index, own)
        self._write_item(paragraph, items, 0)

    def _write_item(self, paragraph: ET.Element, items: Mapping[str, tuple[str, ...]], index: int) -> None:
        _write(paragraph, lambda name: _item(items[name], index), self._meaning)

    def _items(self, name: str, *, alone: bool) -> tuple[str, ...]:
        value = self._values.get(name, "")
        if isinstance(value, Column):
            value = value.items
        if isinstance(value, str):
            if not value.strip():
                return ()
            return tuple(line for line in value.splitlines() if line.strip()) if alone else (value,)
        return value


def _item(items: tuple[str, ...], index: int) -> str:
    """The item of that number; a single one stands in every repetition."""
    if len(items) == 1:
        return items[0]
    return items[index] if index < len(items) else ""


def _must_stay(paragraph: ET.Element, parent: ET.Element) -> bool:
    """A table cell ends with a paragraph; a paragraph may carry the paper's size, or a picture."""
    carries = any(paragraph.find(f".//{W}{tag}") is not None for tag in ("sectPr", "drawing", "pict"))
    return carries or (parent.tag == W + "tc" and len(parent.findall(W + "p")) == 1)


def _write(paragraph: ET.Element, value: Callable[[str], str], meaning: Meaning) -> None:
    """Put values into a paragraph, last placeholder first: Word parts one placeholder among several runs as it likes."""
    texts = own_texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    for match in reversed(list(_PLACEHOLDER.finditer(whole))):
        _replace(texts, match.start(), match.end(), _clean(value(meaning(match[1]) or "")))
    _break_lines(paragraph)


def _replace(texts: list[ET.Element], start: int, end: int, new: str) -> None:
    at = 0
    for text in texts:
        old = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(old))
        at += len(old)
        if first < last:
            text.text = old[:first] + new + old[last:]
            text.set(XML + "space", "preserve")
            new = ""


def _clean(text: str) -> str:
    """What XML can hold, tabs as blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(each for each in text if not is_control(each) and each not in "\ufffe\uffff")


def _break_lines(paragraph: ET.Element) -> None:
    for run in paragraph.iter(W + "r"):
        for text in list(run.findall(W + "t")):
            first, *others = (text.text or "").split("\n")
            if not others:
                continue
            text.text = first
            at = list(run).index(text)
            for line in reversed(others):
                more = ET.Element(W + "t", {XML + "space": "preserve"})
                more.text = line
                run.insert(at + 1, more)
                run.insert(at + 1, ET.Element(W + "br"))
