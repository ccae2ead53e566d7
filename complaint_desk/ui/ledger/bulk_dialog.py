"""Asks what shall change in many complaints, and says before how many that would be."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.bulk import CHANGEABLE, BulkChange, BulkPreview
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import bulk
from complaint_desk.ui.ledger.bulk_row import BulkRow
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

PAUSE_MS = 150
MOST_ROWS = 8
"""Fields that one change names: as many rows as a low screen has room for."""
_WIDTH = 720


class BulkDialog(QDialog):
    """`chosen` carries the `BulkChange` once the person has said yes to what the preview told."""

    chosen = Signal(object)
    _progressed = Signal(int, int, int)

    def __init__(self, workplace: Workplace, ids: array[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulk")
        self.setWindowTitle(_("Bulk change"))
        self.setMinimumWidth(_WIDTH)
        self._workplace = workplace
        self._ids = ids
        self._made = 0
        self._question = 0
        self._stop = StopSignal()
        self._on_to_accept = False
        self._change = BulkChange()
        self.rows: list[BulkRow] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        # Once rows, chips and notes know their height.
        self._fit = QTimer(self, singleShot=True, interval=0)
        self._fit.timeout.connect(self._fit_height)
        self._progressed.connect(self._counted, Qt.ConnectionType.QueuedConnection)
        self._build()
        self._add_row()
        self.finished.connect(lambda _result: self._stop.request())

    def _build(self) -> None:
        count = len(self._ids)
        chosen = ngettext("{count} complaint chosen", "{count} complaints chosen", count).format(count=f"{count:,}")
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(GRID)
        self.more = button(_("&Another field"), "bulk.more", "link")
        self.more.clicked.connect(lambda _checked=False: self._add_row())
        self.preview = label(wraps=True)
        self.preview.setObjectName("bulk.preview")
        self.accept_button = button(_("Change"), "bulk.accept", "primary")
        self.cancel_button = button(_("Cancel"), "bulk.cancel")
        self.accept_button.clicked.connect(self._choose)
        self.cancel_button.clicked.connect(self.reject)
        for each in (self.accept_button, self.cancel_button):
            each.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(2 * GRID)
        column.addWidget(label(chosen, "section"))
        column.addLayout(self._rows_column)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        column.addWidget(self.preview)
        column.addWidget(label(_("Fields not named here stay as they are."), "secondary", wraps=True))
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)

    # Rows

    def _add_row(self) -> None:
        taken = {row.name for row in self.rows}
        free = [name for name in CHANGEABLE if name not in taken]
        row = BulkRow(self._workplace, self._made, free[0])
        self._made += 1
        self.rows.append(row)
        self._rows_column.addWidget(row)
        row.edited.connect(self._edited)
        row.entered.connect(self._enter)
        row.remove_wanted.connect(lambda: self._remove_row(row))
        self._settle_rows()
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_row(self, row: BulkRow) -> None:
        self.rows.remove(row)
        self._rows_column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle_rows()
        self.rows[-1].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle_rows(self) -> None:
        """One row stays, none may change what another one changes; Tab goes down the rows, then to the buttons."""
        self._edited()
        self.more.setEnabled(len(self.rows) < MOST_ROWS)
        for at, row in enumerate(self.rows):
            row.remove.setEnabled(len(self.rows) > 1)
            if at:
                QWidget.setTabOrder(self.rows[at - 1].remove, row.field)
        QWidget.setTabOrder(self.rows[-1].remove, self.more)
        QWidget.setTabOrder(self.more, self.accept_button)
        QWidget.setTabOrder(self.accept_button, self.cancel_button)

    def _edited(self) -> None:
        for row in self.rows:
            row.offer_fields(each.name for each in self.rows)
        said = [(row.name, row.value()) for row in self.rows]
        wanted = BulkChange(
            tuple((name, value) for name, value in said if value is not None and not isinstance(value, Problem))
        )
        whole = len(wanted.fields) == len(self.rows)
        if whole and wanted == self._change:
            return
        self._forget()
        self._fit.start()
        if whole:
            self._change = wanted
            self._tell(_("Counting…"))
            self._pause.start()
        else:
            self._tell(_("Enter a new value, or choose “Clear”."), role="secondary")
            self._show_problems([value for _name, value in said if isinstance(value, Problem)])

    def _enter(self) -> None:
        """Enter in a value goes on to the deed, as soon as it is known how many it would change."""
        self._on_to_accept = True
        self._go_on()

    # Preview

    def _forget(self) -> None:
        self._question += 1
        self._stop.request()
        self._pause.stop()
        self._on_to_accept = False
        self._change = BulkChange()
        self.accept_button.setEnabled(False)
        self.accept_button.setText(_("Change"))
        for row in self.rows:
            row.show_problem(None)

    def _ask(self) -> None:
        self._stop = StopSignal()
        question, desk, ids, change, stop = self._question, self._workplace.desk, self._ids, self._change, self._stop
        self._workplace.lanes.submit(
            "read",
            lambda: bulk.preview_bulk(
                desk, ids, change, stop, lambda done, total: self._progressed.emit(question, done, total or 0)
            ),
            lambda preview: self._show(question, preview),
            lambda error: self._refused(question, error),
            owner=self,
        )

    def _show(self, question: int, preview: BulkPreview) -> None:
        if question != self._question:
            return
        self._tell(preview_text(preview))
        self._fit.start()
        count = preview.changing
        text = ngettext("Change {count} complaint", "Change {count} complaints", count) if count else _("Change")
        self.accept_button.setText(text.format(count=f"{count:,}"))
        self.accept_button.setAccessibleName(self.accept_button.text())
        self.accept_button.setEnabled(count > 0)
        self._go_on()

    def _refused(self, question: int, error: DeskError) -> None:
        if question != self._question:
            return
        if isinstance(error, ProblemsFound):
            self._show_problems(error.problems)
            self._tell("")
        else:
            self._tell(error_sentence(error), role="problem")

    def _fit_height(self) -> None:
        """As high as what stands there needs at this width; lower again when that goes."""
        column = self.layout()
        if column is not None:
            column.activate()
            self.resize(self.width(), max(column.totalHeightForWidth(self.width()), column.totalMinimumSize().height()))

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self._fit.start()
        by_field = {problem.field: problem for problem in reversed(problems)}
        for row in self.rows:
            row.show_problem(by_field.get(row.name))

    def _counted(self, question: int, done: int, total: int) -> None:
        if question == self._question and total:
            self._tell(_("Counting… {percent} %").format(percent=100 * done // total))

    def _tell(self, text: str, role: str = "strong") -> None:
        self.preview.setText(text)
        marked(self.preview, role=role)

    def _go_on(self) -> None:
        if self._on_to_accept and self.accept_button.isEnabled():
            self._on_to_accept = False
            self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self) -> None:
        if self.accept_button.isEnabled():
            self.chosen.emit(self._change)
            self.accept()


def preview_text(preview: BulkPreview) -> str:
    """What a change would do, as one sentence."""
    parts = [
        (
            ngettext("{count} complaint will change", "{count} complaints will change", preview.changing),
            preview.changing,
        )
    ]
    if preview.already:
        parts.append((ngettext("{count} is so already", "{count} are so already", preview.already), preview.already))
    if preview.unfit:
        unfit = ngettext(
            "{count} cannot be changed so (its status leads elsewhere, or what that needs is missing)",
            "{count} cannot be changed so (their status leads elsewhere, or what that needs is missing)",
            preview.unfit,
        )
        parts.append((unfit, preview.unfit))
    if preview.erased:
        erased = ngettext("{count} is erased by law and stays", "{count} are erased by law and stay", preview.erased)
        parts.append((erased, preview.erased))
    said = [part.format(count=f"{count:,}") for part, count in parts]
    text = said[0]
    for more in said[1:]:
        text = _("{text}, {more}").format(text=text, more=more)
    return text
