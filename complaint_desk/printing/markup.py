"""Text as markup for paper."""

from __future__ import annotations

import unicodedata
from html import escape


def escaped(text: str) -> str:
    """Text as HTML: nothing in it is markup, line breaks stay, what no page can show is left out."""
    shown = "".join(character for character in text if _can_be_shown(character))
    return escape(shown.replace("\t", "    ")).replace("  ", "&nbsp; ").replace("\n", "<br>")


def _can_be_shown(character: str) -> bool:
    # Python calls the blanks of Chinese text unprintable.
    return character in "\n\t" or character.isprintable() or unicodedata.category(character) == "Zs"
