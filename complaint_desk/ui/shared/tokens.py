"""Colours and measures of the window, light and dark, in one place.

Every text colour is readable on every ground that `text_pairs` names (contrast at least 4.5:1; a test computes it).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

GRID = 8
"""The grid of all distances, in device-independent pixels."""

ROW_HEIGHT = 34
FIELD_HEIGHT = 34
TEXT_SIZE = 13
TITLE_SIZE = 18


class Tone(StrEnum):
    """What a coloured mark says: the one accent, or a state."""

    ACCENT = "accent"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: colours as `#RRGGBB`."""

    dark: bool
    page: str
    surface: str
    line: str
    field_line: str
    hover: str
    pressed: str
    text: str
    secondary: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_tint: str
    red: str
    red_tint: str
    amber: str
    amber_tint: str
    green: str
    green_tint: str
    grey: str
    grey_tint: str
    mark: str
    handle: str
    handle_hover: str

    def ink(self, tone: Tone) -> str:
        """The text colour of a tone."""
        return str(getattr(self, tone.value))

    def tint(self, tone: Tone) -> str:
        """The ground on which that text stands."""
        return str(getattr(self, f"{tone.value}_tint"))


LIGHT = Tokens(
    dark=False,
    page="#F5F6F8",
    surface="#FFFFFF",
    line="#E3E6EA",
    field_line="#CDD3DA",
    hover="#F0F3F7",
    pressed="#E6EAF0",
    text="#1B1F24",
    secondary="#5B6570",
    accent="#1F5FBF",
    accent_hover="#1A52A6",
    accent_pressed="#16468E",
    on_accent="#FFFFFF",
    accent_tint="#E8EFFB",
    red="#B3261E",
    red_tint="#FCEBE9",
    amber="#8A4B08",
    amber_tint="#FDF0DA",
    green="#1B6B3A",
    green_tint="#E4F4E9",
    grey="#535D68",
    grey_tint="#ECEFF2",
    mark="#FCE4B0",
    handle="#C8CED6",
    handle_hover="#A9B2BD",
)

DARK = Tokens(
    dark=True,
    page="#16191D",
    surface="#1F2328",
    line="#343A42",
    field_line="#464D57",
    hover="#282D34",
    pressed="#30363E",
    text="#E7EAEE",
    secondary="#A6AFBA",
    accent="#82B1FF",
    accent_hover="#9AC0FF",
    accent_pressed="#B0CEFF",
    on_accent="#0F2140",
    accent_tint="#23365A",
    red="#FFB4AB",
    red_tint="#50211E",
    amber="#F7C46C",
    amber_tint="#45310F",
    green="#8FD6A6",
    green_tint="#1B3D28",
    grey="#B6BEC8",
    grey_tint="#31373F",
    mark="#5C4312",
    handle="#474E58",
    handle_hover="#5D6672",
)


def text_pairs(tokens: Tokens) -> tuple[tuple[str, str, str], ...]:
    """Every (name, text colour, ground) that the window uses."""
    pairs = [
        (f"{ink} on {ground}", getattr(tokens, ink), getattr(tokens, ground))
        for ink in ("text", "secondary", "accent", "red", "amber", "green")
        for ground in ("page", "surface", "hover", "pressed")
        if not (ground == "pressed" and ink in ("secondary", "amber", "green", "red", "accent"))
    ]
    pairs += [(f"{tone} pill", tokens.ink(tone), tokens.tint(tone)) for tone in Tone]
    pairs += [("on accent", tokens.on_accent, ground) for ground in (tokens.accent, tokens.accent_hover)]
    pairs += [
        ("text on selection", tokens.text, tokens.accent_tint),
        ("secondary on selection", tokens.secondary, tokens.accent_tint),
        ("text on mark", tokens.text, tokens.mark),
    ]
    return tuple(pairs)


def contrast(ink: str, ground: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def named_colours(tokens: Tokens) -> dict[str, str]:
    """Colours by name, for the style sheet."""
    return {field.name: getattr(tokens, field.name) for field in dataclasses.fields(tokens) if field.name != "dark"}
