"""The table's model: a list of keys, and the rows of them that were looked at. It never waits for the database."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QModelRoleData,
    QModelRoleDataSpan,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from complaint_desk.domain import moments
from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.marking import snippet
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import due_words
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.row_hits import FOUND_IN, RowHits

PAGE = 100
"""Rows that are asked for at first; a window's height and more."""
TOGETHER = 32
"""Rows that are asked for together where one looks; what is seen lies in one or two such pages."""
_LOOKS_KEPT = 3
_KEPT = 2_000
"""Rows that are kept, 5 KB each; going back farther asks again, which takes milliseconds."""
_LONGEST_LINE = 400
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
NOT_YET = "…"


class RowsModel(QAbstractTableModel):
    """Rows by key. `wanted` carries the keys of the pages that were looked at and are not here, newest look first.

    A cell of a row that is on its way reads "…". A row that changed keeps its old texts until the new ones arrive.
    """

    wanted = Signal(object)

    def __init__(
        self,
        columns: Sequence[str],
        words: Words,
        parent: QObject | None = None,
        clock: Callable[[], dt.datetime] = moments.now,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._words = words
        self.clock = clock
        self._keys: array[int] = array("q")
        self._rows: dict[int, Complaint] = {}
        self._fresh: set[int] = set()
        self._texts: dict[tuple[int, str], str] = {}
        self.hits = RowHits(words, self.text_of)
        self._looked_at: list[int] = []
        self._asked: frozenset[int] = frozenset()
        self._found_at = 0
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._want)

    # What stands where

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @property
    def columns(self) -> tuple[str, ...]:
        return self._columns

    @property
    def keys(self) -> array[int]:
        """Complaint ids in order; not to be changed."""
        return self._keys

    def key(self, row: int) -> int | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: int) -> int | None:
        """Where a complaint stands now."""
        # Mostly the same one is sought again, and looking through a million keys takes the time of a painting.
        if self.key(self._found_at) == key:
            return self._found_at
        try:
            self._found_at = self._keys.index(key)
        except ValueError:
            return None
        return self._found_at

    def rows_of(self, keys: Sequence[int]) -> list[int]:
        """Where several complaints stand now, from top to bottom, those that are not here left out."""
        if len(keys) <= 1:
            return [row for key in keys if (row := self.row_of(key)) is not None]
        sought = frozenset(keys)
        return [row for row, key in enumerate(self._keys) if key in sought]

    def complaint(self, row: int) -> Complaint | None:
        """The complaint of a row if it is here; if not, or if it is stale, it is asked for."""
        key = self._keys[row]
        if key not in self._fresh:
            self._look_at(row // TOGETHER)
        return self._rows.get(key)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, one line."""
        complaint = self.complaint(row)
        return NOT_YET if complaint is None else self.text_of(complaint, self._columns[column])

    def text_of(self, complaint: Complaint, field: str) -> str:
        if field == "due_at":
            # What is left changes with the day, so it is never kept.
            return due_words(complaint, self.clock())[0]
        at = (complaint.id, field)
        if (text := self._texts.get(at)) is None:
            text = self._texts[at] = self._line(complaint, field)
        return text

    def _line(self, complaint: Complaint, field: str) -> str:
        if field == FOUND_IN:
            return self.hits.elsewhere(complaint)
        text = shown_text(complaint, field, self._words)
        if len(text) > _LONGEST_LINE and self.hits.sought:
            return snippet(text, self.hits.sought, field, length=_LONGEST_LINE)
        return " ".join(text[:_LONGEST_LINE].split())

    def seek(self, words: Sequence[str], within: Sequence[str], shown: Sequence[str]) -> None:
        """Mark the words of the search and of the quick filter; `shown` are the columns in which a person sees them."""
        if not self.hits.seek(words, within, shown):
            return
        self._texts.clear()
        self._tell_changed()

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self.text(index.row(), index.column())
        if role == _Role.AccessibleTextRole:
            return f"{self._label(index.column())} {self.text(index.row(), index.column())}"
        if role == _Role.AccessibleDescriptionRole:
            return self.sentence(index.row())
        return None

    def multiData(self, index: _Index, roleDataSpan: QModelRoleDataSpan | QModelRoleData) -> None:
        for each in cast("Iterable[QModelRoleData]", roleDataSpan):
            if (value := self.data(index, each.role())) is None:
                each.clearData()
            else:
                each.setData(value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return self._label(section)
        return None

    def sentence(self, row: int) -> str:
        """The whole row as one sentence, for screen readers."""
        complaint = self.complaint(row)
        if complaint is None:
            return NOT_YET
        said = (self.text_of(complaint, field) for field in self._columns)
        return _(", ").join(text for text in said if text)

    def _label(self, column: int) -> str:
        name = self._columns[column]
        return _("Found in") if name == FOUND_IN else self._words.field_label(name)

    # Answers that arrive

    def show_first(self, rows: Sequence[Complaint]) -> None:
        """The first rows of a new order, before its keys are known."""
        self._take(rows)
        self._replace(array("q", [row.id for row in rows]))

    def show_keys(self, keys: array[int]) -> None:
        """All keys of the order. What stands in front already stays where it is."""
        here = len(self._keys)
        if here and len(keys) > here and keys[:here] == self._keys:
            self.beginInsertRows(_NOWHERE, here, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()
        elif keys != self._keys:
            self._replace(keys)

    def take_page(self, rows: Sequence[Complaint]) -> None:
        """Rows that were wanted."""
        self._take(rows)
        self._asked = frozenset()
        if self._looked_at:
            self._timer.start()
        self._tell_changed()

    def page_failed(self) -> None:
        """The page did not come; it is asked for again when next looked at."""
        self._asked = frozenset()

    def show_rows(self, rows: Sequence[Complaint]) -> None:
        """Newer states of rows, wherever they stand."""
        self._take(rows)
        self._tell_changed()

    def any_found_elsewhere(self) -> bool:
        """True if a row of the first page has words of the search in a field that no shown column tells of."""
        first = (self._rows.get(key) for key in self._keys[:PAGE])
        return any(self.hits.elsewhere(complaint) for complaint in first if complaint is not None)

    def _tell_changed(self) -> None:
        if len(self._keys):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self._columns) - 1))

    def grow_stale(self, changes: Changes | None = None) -> None:
        """Ask anew for the rows of a change (of everything without one) when they are next looked at."""
        if changes is None or changes.everything:
            self._fresh.clear()
        else:
            self._fresh.difference_update(changes.changed)

    def _take(self, rows: Sequence[Complaint]) -> None:
        if len(self._rows) > _KEPT:
            self._rows.clear()
            self._fresh.clear()
            self._texts.clear()
            self.hits.forget()
        for row in rows:
            if self._rows.get(row.id) != row:
                self._forget_texts(row.id)
                self.hits.forget_row(row.id)
            self._rows[row.id] = row
            self._fresh.add(row.id)

    def _forget_texts(self, key: int) -> None:
        for field in self._columns:
            self._texts.pop((key, field), None)

    def _replace(self, keys: array[int]) -> None:
        self.beginResetModel()
        self._keys = keys
        self._looked_at.clear()
        self.endResetModel()

    # What is looked at and missing

    def _look_at(self, page: int) -> None:
        if page in self._asked or (self._looked_at and self._looked_at[-1] == page):
            return
        if page in self._looked_at:
            self._looked_at.remove(page)
        self._looked_at.append(page)
        del self._looked_at[:-_LOOKS_KEPT]
        if not self._asked and not self._timer.isActive():
            self._timer.start()

    def _want(self) -> None:
        if self._asked or not self._looked_at:
            return
        pages, self._looked_at = self._looked_at[::-1], []
        rows = (key for page in pages for key in self._keys[page * TOGETHER : (page + 1) * TOGETHER])
        missing = [key for key in rows if key not in self._fresh]
        if missing:
            self._asked = frozenset(pages)
            self.wanted.emit(missing)
