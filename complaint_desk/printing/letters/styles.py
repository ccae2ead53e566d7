"""How the paragraphs of a Word file look: defaults, styles and what stands at the paragraph itself, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from complaint_desk.printing.word.word_file import FONTS, STYLES, Part, W, WordFile

Look = Mapping[str, Mapping[str, str]]
"""Attributes by property: `{"sz": {"val": "32"}, "jc": {"val": "center"}}`; a property without any counts as on."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks that a file defines; of paragraphs and of runs by style, and the fonts' other names."""

    paragraph_defaults: Look
    run_defaults: Look
    paragraph_styles: Mapping[str, Look]
    run_styles: Mapping[str, Look]
    based_on: Mapping[str, str]
    default_style: str
    other_fonts: Mapping[str, str]

    @classmethod
    def of(cls, file: WordFile, name: str) -> Looks:
        styles = Part.parsed(name, file.parts[STYLES]).root if STYLES in file.parts else ET.Element("none")
        fonts = Part.parsed(name, file.parts[FONTS]).root if FONTS in file.parts else ET.Element("none")
        each = {style.get(W + "styleId", ""): style for style in styles.iter(W + "style")}
        standard = (
            key
            for key, style in each.items()
            if style.get(W + "default") in ("1", "true") and style.get(W + "type") == "paragraph"
        )
        return cls(
            _look(styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")),
            _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")),
            {key: _look(style.find(W + "pPr")) for key, style in each.items()},
            {key: _look(style.find(W + "rPr")) for key, style in each.items()},
            {key: value for key, style in each.items() if (value := _value(style.find(W + "basedOn")))},
            next(standard, ""),
            {
                font.get(W + "name", ""): value
                for font in fonts.iter(W + "font")
                if (value := _value(font.find(W + "altName")))
            },
        )

    def paragraph(self, paragraph: ET.Element) -> Look:
        own = _look(paragraph.find(W + "pPr"))
        chain = [self.paragraph_styles.get(style, {}) for style in self._chain(self._style_of(own))]
        return _together(self.paragraph_defaults, *chain, own)

    def run(self, run: ET.Element, paragraph: ET.Element) -> Look:
        own = _look(run.find(W + "rPr"))
        chain = [
            self.run_styles.get(style, {}) for style in self._chain(self._style_of(_look(paragraph.find(W + "pPr"))))
        ]
        characters = [self.run_styles.get(style, {}) for style in self._chain(own.get("rStyle", {}).get("val", ""))]
        return _together(self.run_defaults, *chain, *characters, own)

    def mark(self, paragraph: ET.Element) -> Look:
        """The look of the paragraph's own mark: how high an empty one is."""
        own = _look(paragraph.find(f"{W}pPr/{W}rPr"))
        chain = [
            self.run_styles.get(style, {}) for style in self._chain(self._style_of(_look(paragraph.find(W + "pPr"))))
        ]
        return _together(self.run_defaults, *chain, own)

    def _style_of(self, own: Look) -> str:
        return own.get("pStyle", {}).get("val", "") or self.default_style

    def _chain(self, style: str) -> list[str]:
        """A style after those that it is based on; a circle ends where it closes."""
        chain: list[str] = []
        while style and style not in chain:
            chain.append(style)
            style = self.based_on.get(style, "")
        return chain[::-1]


def is_on(look: Look, name: str) -> bool:
    """Whether a property such as bold is set and not switched off."""
    return name in look and look[name].get("val", "1") not in ("0", "false", "none", "off")


def _look(properties: ET.Element | None) -> dict[str, dict[str, str]]:
    if properties is None:
        return {}
    return {
        each.tag.removeprefix(W): {key.removeprefix(W): value for key, value in each.attrib.items()}
        for each in properties
    }


def _together(*looks: Look) -> Look:
    """Later ones count more, attribute by attribute: a style may set the indent, the paragraph only its first line."""
    found: dict[str, dict[str, str]] = {}
    for look in looks:
        for name, attributes in look.items():
            found[name] = {**found.get(name, {}), **attributes}
    return found


def _value(element: ET.Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")
