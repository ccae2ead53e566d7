"""A row beside the complaint, or the row before it, that tells the same, field by field, with the choice what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Complaint, ComplaintDraft, content_of
from complaint_desk.domain.foreign.known_choices import KnownWay, is_told_otherwise
from complaint_desk.domain.foreign.seen_rows import SeenRow
from complaint_desk.i18n import _
from complaint_desk.i18n.import_sentences import place_of_row
from complaint_desk.i18n.values import shown_text, value_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.exchange.tables import CalmChoice
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.plain_table import plain_table, put, wrap_rows
from complaint_desk.ui.shared.tokens import GRID, Tone

_FIELD, _THERE, _HERE = range(3)
_LOWEST, _HIGHEST = 76, 216


def way_choice(name: str, accessible: str, first: str = "") -> CalmChoice:
    """A list of what may become of known rows; `first` stands before them, without a way."""
    choice = CalmChoice(name, accessible)
    if first:
        choice.addItem(first, "")
    for way, text in (
        (KnownWay.SKIP, _("Leave as it is")),
        (KnownWay.FILL, _("Fill what is missing")),
        (KnownWay.REPLACE, _("Replace by the file")),
        (KnownWay.BOTH, _("Register as well")),
    ):
        choice.addItem(text, way.value)
    return choice


class KnownPane(QWidget):
    """`decided` carries what becomes of the row that is shown; None for what becomes of all."""

    decided = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("import.known")
        self._words = words
        self._told = label("", "secondary", wraps=True)
        self._told.setObjectName("import.known.told")
        self.way = way_choice("import.known.row", _("This row"), _("As chosen for all"))
        self.way.activated.connect(self._decide)
        said = label(_("This row"))
        said.setBuddy(self.way)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._told, 1)
        head.addWidget(said)
        head.addWidget(self.way)
        self.table = plain_table(
            "import.known.fields", _("Differences"), (_("Field"), _("In the ledger"), _("In the file")), _HERE
        )
        self.table.setColumnWidth(_FIELD, 184)
        self.table.horizontalHeader().setSectionResizeMode(_THERE, QHeaderView.ResizeMode.Stretch)
        # Narratives are held against each other word by word.
        wrap_rows(self.table)
        self.table.setMinimumHeight(_LOWEST)
        self.table.setMaximumHeight(_HIGHEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.table)
        self.hide()

    def hasHeightForWidth(self) -> bool:
        """A sentence that wraps takes its room from the table, which may be low."""
        return False

    def show_row(self, row: SeenRow | None, way: KnownWay | None, sheet: tuple[str, str]) -> None:
        """Show what a row of a sheet says otherwise than what stands there already; hidden for one of which nothing does."""
        self.setVisible(row is not None and row.there is not None)
        if row is None or row.there is None or row.draft is None:
            return
        self.way.setCurrentIndex(self.way.findData(way.value if way else ""))
        names = _told_otherwise(row.there, row.draft)
        earlier = place_of_row(row.earlier, *sheet) if row.earlier else ""
        self._told.setText(_told_of(row, earlier, says_same=not names))
        there = _("Earlier row") if earlier else _("In the ledger")
        self.table.setHorizontalHeaderLabels([_("Field"), there, _("This row") if earlier else _("In the file")])
        self.table.setRowCount(len(names))
        for at, name in enumerate(names):
            put(self.table, at, _FIELD, self._words.field_label(name), Tone.GREY)
            put(self.table, at, _THERE, self._text_there(row.there, name) or "\N{EN DASH}")
            put(self.table, at, _HERE, value_text(name, getattr(row.draft, name), self._words))
        self.table.setVisible(bool(names))
        height = QSizePolicy.Policy.Preferred if names else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, height)

    def _text_there(self, there: Complaint | ComplaintDraft, name: str) -> str:
        if isinstance(there, Complaint):
            return shown_text(there, name, self._words)
        return value_text(name, getattr(there, name), self._words)

    def _decide(self, _at: int) -> None:
        chosen = str(self.way.currentData())
        self.decided.emit(KnownWay(chosen) if chosen else None)


def _told_of(row: SeenRow, earlier: str, *, says_same: bool) -> str:
    if isinstance(row.there, Complaint):
        if row.similar:
            told = _("{number} tells nearly the same. The row comes in as its own unless you decide otherwise.")
        else:
            told = (
                _("Already there as {number}, which says the same.") if says_same else _("Already there as {number}.")
            )
        return told.format(number=row.there.number)
    if row.similar:
        told = _("Nearly the same as {earlier}. The row comes in as its own unless you decide otherwise.")
    else:
        told = _("Told by {earlier} already, which says the same.") if says_same else _("Told by {earlier} already.")
    return told.format(earlier=earlier)


def _told_otherwise(there: Complaint | ComplaintDraft, draft: ComplaintDraft) -> list[str]:
    before, after = content_of(there), content_of(draft)
    return [name for name in after if is_told_otherwise(name, before[name], after[name])]
