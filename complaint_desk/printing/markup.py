"""Text as markup for paper."""

from __future__ import annotations

from html import escape


def escaped(text: str) -> str:
    """Text as HTML: nothing in it is markup, line breaks stay, what no page can show is left out."""
    shown = "".join(character for character in text if character in "\n\t" or character.isprintable())
    return escape(shown.replace("\t", "    ")).replace("  ", "&nbsp; ").replace("\n", "<br>")
