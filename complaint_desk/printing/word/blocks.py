"""Parts of a template that are left out where a value is missing: paragraphs from `{{#name}}` to `{{/name}}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from complaint_desk.printing.word.placeholders import OPENS, alone_in
from complaint_desk.printing.word.word_file import W, text_of

Meaning = Callable[[str], str | None]
"""The code that a name between braces means; None where there is no such placeholder."""


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    paragraph: ET.Element
    opens: bool
    code: str


def unpaired(root: ET.Element, meaning: Meaning) -> set[ET.Element]:
    """The paragraphs with a mark that has no other end in the same place (text, cell, box)."""
    return {mark.paragraph for container in root.iter() for mark in _pairs(container, meaning)[1]}


def leave_out(root: ET.Element, meaning: Meaning, is_missing: Callable[[str], bool]) -> bool:
    """Take the marks out, and what stands between those of missing values. True if there was any mark."""
    touched = False
    for container in list(root.iter()):
        children = list(container)
        gone: dict[int, ET.Element] = {}
        for first, last in _pairs(container, meaning)[0]:
            touched = True
            span = range(first.at, last.at + 1) if is_missing(first.code) else (first.at, last.at)
            gone |= {at: children[at] for at in span}
        for child in gone.values():
            _remove(container, child)
    return touched


def _remove(container: ET.Element, child: ET.Element) -> None:
    # A paragraph may carry the paper's size; a cell must end with a paragraph.
    last_of_cell = container.tag == W + "tc" and len(container.findall(W + "p")) == 1
    if child.tag == W + "p" and (child.find(f".//{W}sectPr") is not None or last_of_cell):
        for run in child.findall(W + "r"):
            child.remove(run)
    else:
        container.remove(child)


def _pairs(container: ET.Element, meaning: Meaning) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark]]:
    """The pairs of marks among the children of an element, and the marks left over."""
    pairs: list[tuple[_Mark, _Mark]] = []
    waiting: list[_Mark] = []
    loose: list[_Mark] = []
    for mark in _marks(container, meaning):
        if mark.opens:
            waiting.append(mark)
        elif waiting and waiting[-1].code == mark.code:
            pairs.append((waiting.pop(), mark))
        else:
            loose.append(mark)
    return pairs, waiting + loose


def _marks(container: ET.Element, meaning: Meaning) -> Iterator[_Mark]:
    for at, child in enumerate(container):
        if child.tag != W + "p":
            continue
        written = alone_in(text_of(child))
        if written is not None and written.sign:
            yield _Mark(at, child, written.sign == OPENS, meaning(written.name) or "")
