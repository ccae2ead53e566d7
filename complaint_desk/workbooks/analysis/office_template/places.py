"""What stands between braces in an office's workbook, and what it becomes there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.i18n.words import Words

# Full-width signs count too: that is what a Chinese input method writes.
_PLACE = re.compile("[{\uff5b]{2}\\s*([^{}\uff5b\uff5d]*?)\\s*[}\uff5d]{2}")
_BRACES = re.compile("[{\uff5b]{2}|[}\uff5d]{2}")
_PARTS = re.compile("[.\uff0e\u3002\u00b7]")
_SHOWN = 24
_NEAR = 0.5

PLACES, PART = "workbook_place", "workbook_place_part"
"""Lists of the names: of places, and of what may follow them after a dot."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a place becomes: a text, and the number that it says where it is one (shares as fractions)."""

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The places that may stand in a workbook.

    `fillings` are by code (`total`, `total.previous`, `nature.1.share`); `known` says of a code whether there is such a place,
    be it that these figures have nothing for it; `names` are the codes before the first dot.
    """

    fillings: Mapping[str, Filling]
    known: Callable[[str], bool]
    names: Sequence[str]
    words: Words

    def code(self, written: str) -> str | None:
        """The code of a place as somebody wrote it, None where there is none."""
        name, *parts = _PARTS.split(written)
        codes = [self.words.code(PLACES, name)]
        codes += [part.strip() if part.strip().isdecimal() else self.words.code(PART, part) for part in parts]
        code = ".".join(filter(None, codes))
        return code if all(codes) and self.known(code) else None

    def meant(self, written: str) -> str:
        """The name that comes nearest to a wrong one, "" where none is near."""
        name, *parts = _PARTS.split(written)
        if self.words.code(PLACES, name):
            return ""
        labels = [self.words.label(PLACES, each) for each in self.names]
        near = difflib.get_close_matches(name, labels, 1, _NEAR)
        return ".".join((near[0], *parts)) if near else ""

    def mistakes_in(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Code, what is written, and what it may mean, of each mistake in a text."""
        for written in _PLACE.findall(text):
            if self.code(written) is None:
                yield "unknown_place", written, self.meant(written)
        rest = _PLACE.sub("", text)
        if stray := _BRACES.search(rest):
            yield "open_place", rest[stray.start() : stray.start() + _SHOWN], ""

    def filled(self, text: str) -> str:
        """A text with what its places become; it must have no mistakes."""
        return _PLACE.sub(lambda found: self._filling(found[1]).text, text)

    def alone(self, text: str) -> Filling | None:
        """What a text becomes that is one place and nothing else."""
        found = _PLACE.fullmatch(text.strip())
        return self._filling(found[1]) if found else None

    def _filling(self, written: str) -> Filling:
        return self.fillings.get(self.code(written) or "", _NOTHING)


def has_places(text: str) -> bool:
    """True if a text holds places, or braces that may have been meant for one."""
    return _BRACES.search(text) is not None


_NOTHING = Filling("\N{EN DASH}")
