"""What became of every row of an import."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.reports import ImportResult, RowProblem
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.import_sentences import similar_sentence
from complaint_desk.i18n.sentences import row_sentence
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_MOST_SHOWN = 500


def _by_name(row: RowProblem) -> RowProblem:
    """The row with its file as people call it: where that lies is known to who has just chosen it."""
    return dataclasses.replace(row, file=Path(row.file).name)


class ImportSummary(QDialog):
    """Counts that add up, the rows that were refused or noted with their reasons, and the ways on.

    `undo_wanted` carries the batch to take back, `batch_wanted` the one to show in the ledger.
    """

    undo_wanted = Signal(int)
    batch_wanted = Signal(int)

    def __init__(self, workplace: Workplace, result: ImportResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import.summary")
        self.setWindowTitle(_("Import"))
        self._workplace = workplace
        self._result = result
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        text = ngettext("{read} row was read", "{read} rows were read", result.read).format(read=f"{result.read:,}")
        column.addWidget(label(text, "title"))
        column.addWidget(self._counts())
        sentences = [row_sentence(_by_name(row), workplace.words) for row in (*result.refused, *result.noted)]
        sentences += [similar_sentence(row, Path(row.file).name) for row in result.similar]
        if sentences:
            column.addWidget(self._reasons(sentences), 1)
        column.addLayout(self._ways_on())
        self.resize(760 if sentences else 480, self.sizeHint().height())

    def _counts(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        figures = (
            ("import.summary.registered", _("Registered"), self._result.registered),
            ("import.summary.known", _("Already there"), self._result.known),
            *self._changed(),
            ("import.summary.refused", _("Refused"), self._result.refused_rows),
            ("import.summary.passed", _("Passed over"), self._result.passed_over),
            ("import.summary.noted", _("Values kept as original text"), len(self._result.noted)),
            *self._similar(),
        )
        for at, (name, words, count) in enumerate(figures):
            figure = label(f"{count:,}", "figure")
            figure.setObjectName(name)
            figure.setAccessibleName(f"{words} {count}")
            grid.addWidget(figure, 0, at)
            grid.addWidget(label(words, "secondary"), 1, at)
        card.column.addLayout(grid)
        return card

    def _changed(self) -> tuple[tuple[str, str, int], ...]:
        """Known rows that changed their complaint, where there are any."""
        changed = self._result.changed
        return (("import.summary.changed", _("of these changed"), changed),) if changed else ()

    def _similar(self) -> tuple[tuple[str, str, int], ...]:
        """Rows that tell nearly what a complaint there, or a row before, tells, where there are any."""
        similar = len(self._result.similar)
        return (("import.summary.similar", _("Similar to another"), similar),) if similar else ()

    def _reasons(self, sentences: list[str]) -> QTableWidget:
        shown = sentences[:_MOST_SHOWN]
        table = QTableWidget(len(shown), 1)
        table.setObjectName("import.summary.rows")
        table.setAccessibleName(_("Rows to look at"))
        table.setHorizontalHeaderLabels([_("Rows to look at")])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for at, sentence in enumerate(shown):
            table.setItem(at, 0, QTableWidgetItem(sentence))
        table.setMinimumHeight(220)
        return table

    def _ways_on(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        if self._result.refused_file:
            refused = button(_("Open the refused rows"), "import.summary.open_refused")
            path = Path(self._result.refused_file)
            refused.setToolTip(str(path))
            refused.clicked.connect(lambda: self._workplace.questions.open_outside(path))
            row.addWidget(refused)
        if self._result.batch is not None:
            show = button(_("Show in the ledger"), "import.summary.show")
            show.clicked.connect(self._show)
            row.addWidget(show)
            undo = button(_("Take this import back"), "import.summary.undo", "danger")
            undo.clicked.connect(self._undo)
            row.addWidget(undo)
        row.addStretch()
        close = marked(button(_("Close"), "import.summary.close"), kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        return row

    def _show(self) -> None:
        if self._result.batch is not None:
            self.accept()
            self.batch_wanted.emit(self._result.batch)

    def _undo(self) -> None:
        batch = self._result.batch
        count = f"{self._result.registered:,}"
        text = _("Remove the {count} complaints that this import registered?").format(count=count)
        if batch is not None and self._workplace.questions.confirm(self.windowTitle(), text, _("Remove"), _("Keep")):
            self.accept()
            self.undo_wanted.emit(batch)
