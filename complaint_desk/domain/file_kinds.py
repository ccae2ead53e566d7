"""What kinds of files ledgers come in, whatever they are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

WORKBOOK = "workbook"
OLD_WORKBOOK = "old_workbook"
OPEN_DOCUMENT = "open_document"
XML_WORKBOOK = "xml_workbook"
PAGE = "page"
TEXT = "text"

_CALLED = {
    WORKBOOK: (".xlsx", ".xlsm", ".et"),
    OLD_WORKBOOK: (".xls", ".et"),
    OPEN_DOCUMENT: (".ods",),
    XML_WORKBOOK: (".xml",),
    PAGE: (),
    TEXT: (".csv", ".tsv", ".txt"),
}


@dataclass(frozen=True, slots=True)
class HowRead:
    """As what a file was read: one of the kinds above; of a text also its encoding and delimiter, "" for other kinds."""

    file: str
    kind: str = ""
    encoding: str = ""
    delimiter: str = ""

    @property
    def is_misnamed(self) -> bool:
        """Whether its name says that it is of another kind."""
        return bool(self.kind) and self._suffix not in _CALLED[self.kind]

    @property
    def may_be_text(self) -> bool:
        """Whether it is a text, or one that cannot be read and is called so."""
        return self.kind == TEXT or (not self.kind and self._suffix in _CALLED[TEXT])

    @property
    def _suffix(self) -> str:
        return PurePath(self.file).suffix.lower()
