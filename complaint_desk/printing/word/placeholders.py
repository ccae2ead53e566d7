"""What stands between braces in a template: `{{name}}` a value; `{{#name}}` … `{{/name}}` what is left out without one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.i18n.words import Words

# Full-width signs count too: that is what a Chinese input method writes.
_PLACEHOLDER = re.compile("[{\uff5b]{2}\\s*(?:([#\uff03/\uff0f])\\s*)?([^{}\uff5b\uff5d]*?)\\s*[}\uff5d]{2}")
_BRACES = re.compile("[{\uff5b]{2}|[}\uff5d]{2}")
OPENS, CLOSES = "#", "/"
_SIGNS = {"#": OPENS, "\uff03": OPENS, "/": CLOSES, "\uff0f": CLOSES}


@dataclass(frozen=True, slots=True)
class Written:
    """One placeholder in a text: from where to where, its sign (`OPENS`, `CLOSES` or "") and its name as written."""

    start: int
    end: int
    sign: str
    name: str


def written_in(text: str) -> Iterator[Written]:
    """The placeholders of a text in their order."""
    for match in _PLACEHOLDER.finditer(text):
        yield Written(match.start(), match.end(), _SIGNS.get(match[1], ""), match[2])


def alone_in(text: str) -> Written | None:
    """The placeholder that is all of a text but for blanks."""
    bare = text.strip()
    return next((each for each in written_in(bare) if (each.start, each.end) == (0, len(bare))), None)


def stray_braces(text: str) -> str | None:
    """What a text holds from the first braces on that belong to no placeholder."""
    rest = _PLACEHOLDER.sub("", text)
    stray = _BRACES.search(rest)
    return rest[stray.start() :] if stray else None


class Placeholders:
    """The names that a kind of template may use, in Chinese, English or as codes."""

    def __init__(self, words: Words, tables: Mapping[str, Sequence[str]], drawings: Sequence[str] = ()) -> None:
        """`tables` are codes by the list that holds their labels, `drawings` those of them that stand for a picture."""
        self._words = words
        self._tables = tables
        self.drawings = frozenset(drawings)

    def meaning(self, name: str) -> str | None:
        """The code of a placeholder."""
        for table, codes in self._tables.items():
            if (code := self._words.code(table, name)) in codes:
                return code
        return None

    def guess(self, name: str) -> str | None:
        """The placeholder whose name is nearest to a wrong one."""
        return next(iter(difflib.get_close_matches(name, self.names(), 1, 0.5)), None)

    def names(self) -> tuple[str, ...]:
        """What all of them are called."""
        return tuple(self._words.label(table, code) for table, codes in self._tables.items() for code in codes)
