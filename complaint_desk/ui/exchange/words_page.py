"""Third page of the import: words that no list knows, each once, decided once for all rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.foreign.unknown_words import UnknownWord
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.exchange.tables import CalmChoice
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.plain_table import plain_table, put, tab_through
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_FIELD, _WORD, _ROWS, _MEANS = range(4)


class WordsPage(QWidget):
    """`decided` carries field, word and code; "" for none."""

    decided = Signal(str, str, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._built: tuple[tuple[str, str], ...] = ()
        self.told = label("", "secondary", wraps=True)
        self.told.setObjectName("import.words.told")
        self.table = plain_table(
            "import.words", _("Unknown words"), (_("Field"), _("Word in the file"), _("Rows"), _("Means")), _WORD
        )
        for at, width in ((_FIELD, 160), (_ROWS, 96), (_MEANS, 320)):
            self.table.setColumnWidth(at, width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)

    def show_words(self, found: tuple[UnknownWord, ...], decided: Mapping[tuple[str, str], str]) -> None:
        """Show each word with how often it stands there and what was decided of it."""
        self.told.setText(
            _("Each word is decided once, for all rows of this import and for the next one of this layout.")
            if found
            else _("Every word is known.")
        )
        keys = tuple((each.field, each.word) for each in found)
        if keys != self._built:
            self._built = keys
            self.table.setRowCount(0)
            self.table.setRowCount(len(found))
            for at, (field, word) in enumerate(keys):
                self.table.setCellWidget(at, _MEANS, self._choice(at, field, word))
            tab_through(self.table)
        for at, each in enumerate(found):
            put(self.table, at, _FIELD, self._words.field_label(each.field))
            put(self.table, at, _WORD, each.word)
            put(self.table, at, _ROWS, f"{each.rows:,}")
            choice = self.table.cellWidget(at, _MEANS)
            if isinstance(choice, QComboBox):
                choice.setCurrentIndex(max(0, choice.findData(decided.get((each.field, each.word), ""))))

    def _choice(self, at: int, field: str, word: str) -> CalmChoice:
        choice = CalmChoice(f"import.word.{at}", f"{self._words.field_label(field)}: {word}")
        marked(choice, kind="cell")
        known = FIELD[field]
        undecided = _("Undecided: these rows are refused") if known.required else _("Undecided: kept as it was written")
        choice.addItem(undecided, "")
        for each in self._words.choices(known.word_list or ""):
            label_of = self._words.path_label(known.word_list or "", each.code) if each.parent else each.label
            choice.addItem(label_of, each.code)
        choice.activated.connect(lambda _row: self.decided.emit(field, word, str(choice.currentData())))
        return choice
