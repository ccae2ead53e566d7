"""What letters say by themselves. A letter is Chinese whatever language the window speaks.

They are data: `resources/letters/phrases.toml`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from complaint_desk.domain.moments import PartialDate
from complaint_desk.i18n.catalogue import letters_folder


@dataclass(frozen=True, slots=True)
class LetterPhrases:
    """The tables of the file by name."""

    tables: Mapping[str, Mapping[str, Any]]

    def text(self, name: str, **details: object) -> str:
        return str(self.tables["text"][name]).format(**details)

    def of(self, table: str, name: str) -> str:
        """The phrase of a table; "" where it has none of that name."""
        return str(self.tables[table].get(name, ""))

    def day(self, day: dt.date | PartialDate) -> str:
        """In full figures (`2026年4月15日`); as much of it as is known."""
        if day.day is not None:
            return self.text("day", year=day.year, month=day.month, day=day.day)
        if day.month is not None:
            return self.text("month", year=day.year, month=day.month)
        return self.text("year", year=day.year)

    def moment(self, moment: dt.datetime) -> str:
        """To the minute."""
        return self.text("moment", day=self.day(moment.date()), hour=moment.hour, minute=moment.minute)

    def parted(self, items: list[str]) -> str:
        return self.text("parted").join(items)

    @property
    def ways(self) -> tuple[str, ...]:
        return tuple(self.tables["ways"]["lines"])

    def fonts(self, name: str) -> tuple[str, ...]:
        """A font and what may stand in for it."""
        return (name, *self.tables["fonts"].get(name, ()))


def letter_phrases() -> LetterPhrases:
    """The phrases of the installed resources.

    Raises:
        RuntimeError: no language is installed yet.
    """
    return _read(letters_folder() / "phrases.toml")


@lru_cache(maxsize=4)
def _read(path: Path) -> LetterPhrases:
    return LetterPhrases(tomllib.loads(path.read_text("utf-8")))
