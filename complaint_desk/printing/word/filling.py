"""Fills a Word template: `{{name}}` becomes the value of that name, and nothing in a template or value is ever run.

A paragraph whose values are all empty is left out. A value of several items repeats its paragraph for each; columns
repeat their table row. A text of several lines, alone in its paragraph, becomes a paragraph for each line. A chart takes
the place of its paragraph. From `{{#name}}` to `{{/name}}` everything is left out where that value is empty.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.papers import Chart
from complaint_desk.domain.problems import is_control
from complaint_desk.printing.word.blocks import Meaning, leave_out
from complaint_desk.printing.word.drawings import Drawings
from complaint_desk.printing.word.faults import faults_in
from complaint_desk.printing.word.placeholders import Placeholders, alone_in, written_in
from complaint_desk.printing.word.table_columns import leave_out_columns
from complaint_desk.printing.word.word_file import BODY, XML, Part, W, WordFile, own_texts, text_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: the table row that holds it is repeated, item by item.

    Where other columns of the row have items and this one has none, its column of the table is left out.
    """

    items: tuple[str, ...]


Value = str | tuple[str, ...] | Column | Chart | None
Values = Mapping[str, Value]


def filled(content: bytes, name: str, values: Values, placeholders: Placeholders) -> bytes:
    """A template with its values; `name` is how errors call it.

    Raises:
        Refusal: `template_not_word`, or `template_faulty` with `faults`.
    """
    file = WordFile.read(name, content)
    if faults := faults_in(file, name, placeholders):
        raise Refusal("template_faulty", file=name, faults=faults)
    changed = {}
    body = Part.parsed(name, file.parts[BODY])
    drawings = Drawings(body)
    for part_name in file.texts():
        part = body if part_name == BODY else Part.parsed(name, file.parts[part_name])
        if _Filling(part.root, values, placeholders.meaning, drawings).fill() or part_name == BODY:
            changed[part_name] = part.serialised()
    return drawings.added_to(file.with_parts(changed)).packed()


class _Filling:
    """One part being filled."""

    def __init__(self, root: ET.Element, values: Values, meaning: Meaning, drawings: Drawings) -> None:
        self._root = root
        self._values = values
        self._meaning = meaning
        self._drawings = drawings
        self._done: set[ET.Element] = set()
        """Paragraphs of repeated rows: what a value says between braces must not be filled in its turn."""

    def fill(self) -> bool:
        """True if anything was there to fill."""
        touched = leave_out(self._root, self._meaning, lambda name: not _is_there(self._values.get(name)))
        leave_out_columns(self._root, self._is_absent_column)
        above = {child: parent for parent in self._root.iter() for child in parent}
        for row in list(self._root.iter(W + "tr")):
            self._repeat_row(row, above[row])
        above = {child: parent for parent in self._root.iter() for child in parent}
        for paragraph in list(self._root.iter(W + "p")):
            if paragraph not in self._done and (names := self._names(paragraph)):
                self._fill_paragraph(paragraph, names, above[paragraph])
                touched = True
        return touched or bool(self._done)

    def _names(self, element: ET.Element) -> list[str]:
        return [self._meaning(each.name) or "" for each in written_in(text_of(element))]

    def _names_of_row(self, row: ET.Element) -> list[str]:
        return [name for each in row.iter(W + "p") for name in self._names(each)]

    def _is_absent_column(self, row: ET.Element, cell: ET.Element) -> bool:
        """Whether a cell of a row to repeat has nothing to show in any of its repetitions, while others have."""
        values = [self._values.get(name) for name in self._names_of_row(row)]
        if not any(isinstance(value, Column) and value.items for value in values):
            return False
        own = [self._values.get(name) for name in self._names_of_row(cell)]
        return bool(own) and all(isinstance(value, Column) and not value.items for value in own)

    def _repeat_row(self, row: ET.Element, table: ET.Element) -> None:
        names = self._names_of_row(row)
        columns = {name: value for name in names if isinstance(value := self._values.get(name), Column)}
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
        alone = alone_in(text_of(paragraph)) is not None
        chart = self._values.get(names[0])
        if alone and isinstance(chart, Chart):
            self._drawings.place(paragraph, chart)
            return
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
        value = self._values.get(name)
        if isinstance(value, Column):
            value = value.items
        if value is None or isinstance(value, Chart):
            return ()
        if isinstance(value, str):
            if not value.strip():
                return ()
            return tuple(line for line in value.splitlines() if line.strip()) if alone else (value,)
        return value


def _is_there(value: Value) -> bool:
    return bool(value.items if isinstance(value, Column) else value.strip() if isinstance(value, str) else value)


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
    for each in reversed(list(written_in(whole))):
        _replace(texts, each.start, each.end, _clean(value(meaning(each.name) or "")))
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
