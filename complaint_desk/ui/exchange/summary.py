"""What became of every row of an import."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QTableWidget, QVBoxLayout, QWidget

from complaint_desk.domain.reports import ImportResult, RowProblem
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.import_sentences import passed_row, similar_sentence
from complaint_desk.i18n.sentences import row_sentence
from complaint_desk.ui.exchange.tables import shortened
from complaint_desk.ui.shared.buttons import button, menu_button
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.plain_table import plain_table, put, wrap_rows
from complaint_desk.ui.shared.screen_room import resize_within_screen
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_BECOMES, _WHY = range(2)
_MOST_SHOWN = 500
_FEW, _MORE = 4, 160
"""Of more rows than these, some more are seen at once, in so many pixels."""
_LOWEST = 96


def _name(file: str) -> str:
    """A file as people call it: where it lies is known to who has just chosen it."""
    return shortened(Path(file).name)


def _by_name(row: RowProblem) -> RowProblem:
    return dataclasses.replace(row, file=_name(row.file))


class ImportSummary(QDialog):
    """Counts that add up, the rows that were refused, noted or passed over with their reasons, and the ways on.

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
        rows = self._rows_to_look_at()
        if rows:
            column.addWidget(self._reasons(rows), 1)
        column.addLayout(self._ways_on())
        resize_within_screen(self, 760 if rows else 480, self.sizeHint().height() + (_MORE if len(rows) > _FEW else 0))

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

    def _rows_to_look_at(self) -> list[tuple[str, Tone, str]]:
        """What became of each row that somebody may want to mend, or that was taken for none, and why."""
        words, result = self._workplace.words, self._result
        refused = [(_("Refused"), Tone.RED, row_sentence(_by_name(row), words)) for row in result.refused]
        noted = [(_("Text kept"), Tone.AMBER, row_sentence(_by_name(row), words)) for row in result.noted]
        similar = [(_("Similar"), Tone.AMBER, similar_sentence(row, _name(row.file))) for row in result.similar]
        passed = [
            (_("Passed over"), Tone.GREY, passed_row(dataclasses.replace(row, file=_name(row.file))))
            for row in result.passed
        ]
        return [*refused, *noted, *similar, *passed]

    def _reasons(self, rows: list[tuple[str, Tone, str]]) -> QTableWidget:
        shown, count = min(len(rows), _MOST_SHOWN), len(rows)
        heading = _("Rows to look at")
        if shown < count:
            heading = _("Rows to look at: the first {shown} of {count}").format(shown=f"{shown:,}", count=f"{count:,}")
        table = plain_table("import.summary.rows", heading, (_("Became"), heading), _WHY)
        table.setColumnWidth(_BECOMES, 112)
        table.setRowCount(shown)
        for at, (becomes, tone, why) in enumerate(rows[:shown]):
            put(table, at, _BECOMES, becomes, tone)
            put(table, at, _WHY, why)
        table.setMinimumHeight(_LOWEST)
        return wrap_rows(table)

    def _ways_on(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        if self._result.refused_file:
            row.addWidget(self._refused_rows([Path(path) for path in self._result.refused_file.splitlines()]))
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

    def _refused_rows(self, paths: list[Path]) -> QPushButton:
        """Opens the workbook of the refused rows; of several files, the one that is chosen."""
        text, name = _("Open the refused rows"), "import.summary.open_refused"
        open_outside = self._workplace.questions.open_outside
        if len(paths) == 1:
            opens = button(text, name)
            opens.clicked.connect(lambda: open_outside(paths[0]))
        else:
            opens, menu = menu_button(text, name)
            for path in paths:
                menu.addAction(_name(str(path)).replace("&", "&&"), partial(open_outside, path))
        opens.setToolTip("\n".join(map(str, paths)))
        return opens

    def _show(self) -> None:
        if self._result.batch is not None:
            self.accept()
            self.batch_wanted.emit(self._result.batch)

    def _undo(self) -> None:
        batch = self._result.batch
        if batch is not None and self._workplace.questions.confirm(
            self.windowTitle(), self._what_undo_does(), _("Take back"), _("Keep")
        ):
            self.accept()
            self.undo_wanted.emit(batch)

    def _what_undo_does(self) -> str:
        registered, changed = self._result.registered, self._result.changed
        if not changed:
            text = _("Remove the {count} complaints that this import registered?")
        elif not registered:
            text = _("Undo the changes that this import made to {changed} complaints?")
        else:
            text = _("Remove the {count} complaints that this import registered, and undo its changes to {changed}?")
        return text.format(count=f"{registered:,}", changed=f"{changed:,}")
