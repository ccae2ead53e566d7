"""Every mistake of a template, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from complaint_desk.domain.letters import TemplateFault
from complaint_desk.printing.word.blocks import unpaired
from complaint_desk.printing.word.placeholders import Placeholders, alone_in, stray_braces, written_in
from complaint_desk.printing.word.word_file import Part, W, WordFile, text_of

_SHOWN = 24
_PARTS = ("header", "footer")


def faults_in(file: WordFile, name: str, placeholders: Placeholders) -> tuple[TemplateFault, ...]:
    """`name` is how errors call the file."""
    found: list[TemplateFault] = []
    for part_name in file.texts():
        part = Part.parsed(name, file.parts[part_name])
        kind = next((kind for kind in _PARTS if kind in part_name), "body")
        loose = unpaired(part.root, placeholders.meaning)
        texts = [(each, text) for each in part.root.iter(W + "p") if (text := text_of(each).strip())]
        for number, (paragraph, text) in enumerate(texts, 1):
            for code, written in _faults_of(paragraph, text, placeholders, kind, loose):
                meant = placeholders.guess(written) if code == "unknown_placeholder" else None
                found.append(TemplateFault(code, kind, number, written, text[:_SHOWN], meant or ""))
    # Word keeps a text box twice, for itself and for older versions.
    return tuple(dict.fromkeys(found))


def _faults_of(
    paragraph: ET.Element, text: str, placeholders: Placeholders, kind: str, loose: set[ET.Element]
) -> Iterator[tuple[str, str]]:
    alone = alone_in(text)
    for written in written_in(text):
        code = placeholders.meaning(written.name)
        if code is None:
            yield "unknown_placeholder", written.name
        elif written.sign and alone is None:
            yield "block_not_alone", text[written.start : written.end]
        elif code in placeholders.drawings and not written.sign and (alone is None or kind != "body"):
            yield "drawing_not_alone", written.name
        elif paragraph in loose:
            yield "open_block", text
    if (stray := stray_braces(text)) is not None:
        yield "open_placeholder", stray[:_SHOWN]
