"""The copies of the ledger: which there are, what is in them, whether they were checked; and making another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from complaint_desk.domain.copies import LedgerCopy, Rehearsal, Worry
from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _, pgettext
from complaint_desk.i18n.copies import age_text, copy_cells, rehearsal_sentences, worry_sentence
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal, no_progress
from complaint_desk.services import care
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.plain_table import plain_table, put
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_T = TypeVar("_T")
_SIZE = (880, 480)
_STATE = 5
_WIDTHS = (152, 120, 0, 96, 96, 136)


class CopiesDialog(QDialog):
    """`restore_wanted` carries the file that somebody would put back, None for whichever they choose there."""

    restore_wanted = Signal(object)

    def __init__(self, workplace: Workplace, folders: tuple[Path, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("copies")
        self.setWindowTitle(_("Backups"))
        self._workplace = workplace
        self._folders = folders
        self._stop = StopSignal()
        self._copies: tuple[LedgerCopy, ...] = ()
        self._message = MessageBar("copies.message")
        headings = (
            _("Made"),
            _("Age"),
            _("Kind"),
            pgettext("copies", "Complaints"),
            pgettext("copies", "Size"),
            _("State"),
        )
        self.table = plain_table("copies.table", _("Copies of the ledger"), headings, stretched=2)
        self._note = label(role="secondary", wraps=True)
        self._now = button(with_mnemonic(_("Back up now"), "B"), "copies.now", "primary")
        self._restore = button(with_mnemonic(_("Restore…"), "R"), "copies.restore")
        self._check = button(with_mnemonic(_("Check"), "C"), "copies.check")
        self._rehearse = button(with_mnemonic(_("Rehearse restore"), "T"), "copies.rehearse")
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._allow)
        self.table.itemActivated.connect(lambda _item: self._ask_to_restore())
        self.finished.connect(self._stop.request)
        self._tell_worries()
        self._allow()
        self.look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        place = _("Kept in {folder}: each day’s copy of the last 7 days, of 4 weeks and of 12 months.")
        where = place.format(folder=self._folders[0])
        column.addWidget(label(where, "secondary", wraps=True, selectable=True))
        column.addWidget(self._message)
        head = self.table.horizontalHeader()
        for at, width in enumerate(_WIDTHS):
            if width:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(at, width)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addLayout(self._foot())
        self.resize(*_SIZE)

    def _foot(self) -> QHBoxLayout:
        opening = button(with_mnemonic(_("Open folder"), "O"), "copies.folder")
        opening.clicked.connect(lambda: self._workplace.questions.open_outside(self._folders[0]))
        to_file = button(with_mnemonic(_("Copy to a file…"), "F"), "copies.to_file")
        close = button(_("Close"), "copies.close")
        close.clicked.connect(self.reject)
        for each, deed in (
            (self._check, self._check_chosen),
            (self._rehearse, self._try_restore),
            (to_file, self._copy_to_file),
            (self._restore, self._ask_to_restore),
            (self._now, self._back_up_now),
        ):
            each.clicked.connect(deed)
        self._now.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (self._check, self._rehearse, opening):
            row.addWidget(each)
        row.addStretch()
        for each in (close, to_file, self._restore, self._now):
            row.addWidget(each)
        return row

    # What is there

    def look(self) -> None:
        """Read the list anew."""
        ledger, folders, stop = self._workplace.desk.store.path, self._folders, self._stop
        self._note.setText(_("Looking into the copies…"))
        self._workplace.lanes.submit(
            "care", lambda: care.copies_of(ledger, folders, stop), self._show, self._fail, owner=self
        )

    def _show(self, copies: tuple[LedgerCopy, ...]) -> None:
        self._copies = copies
        now = self._workplace.desk.clock()
        self.table.setRowCount(len(copies))
        for row, each in enumerate(copies):
            for column, text in enumerate(copy_cells(each, now)):
                tone = self._tone(each) if column == _STATE else None
                put(self.table, row, column, text, tone)
        if copies and not self.table.selectedItems():
            self.table.selectRow(0)
        self._note.setText(
            _("The newest copy is from {age}.").format(age=age_text(copies[0].made_at, now))
            if copies
            else _("There is no copy yet. The first one is made when the program is closed.")
        )
        self._allow()

    def _tone(self, copy: LedgerCopy) -> Tone | None:
        if copy.fault:
            return Tone.RED
        return Tone.GREEN if copy.checked_at else None

    @property
    def chosen(self) -> LedgerCopy | None:
        rows = self.table.selectionModel().selectedRows()
        return self._copies[rows[0].row()] if rows and rows[0].row() < len(self._copies) else None

    def _allow(self) -> None:
        chosen = self.chosen
        self._check.setEnabled(chosen is not None)
        self._restore.setEnabled(chosen is not None and not chosen.fault)

    def _tell_worries(self) -> None:
        desk, folders = self._workplace.desk, self._folders

        def show(found: tuple[Worry, ...]) -> None:
            if found:
                self._message.tell("\n".join(map(worry_sentence, found)), Tone.AMBER)

        self._workplace.lanes.submit("care", lambda: care.worries(desk, folders), show, self._fail, owner=self)

    # Deeds

    def _back_up_now(self) -> None:
        desk, folders = self._workplace.desk, self._folders

        def tell(copied: care.Copied | None) -> None:
            if copied is None:
                self._message.tell(_("Nothing was written since the newest copy; it holds everything."), Tone.GREEN)
            elif copied.instead_of is not None:
                text = _("{folder} cannot be had; the copy was made in {place} instead.")
                said = text.format(folder=copied.instead_of, place=copied.file.parent)
                self._message.tell(said, Tone.AMBER)
            else:
                self._tell_copied(copied)
            self.look()

        self._work(lambda: care.daily_backup(desk, folders[0], folders[-1]), tell, self._now)

    def _copy_to_file(self) -> None:
        desk, questions = self._workplace.desk, self._workplace.questions
        suggested = _("Complaint ledger copy {day}").format(day=f"{desk.clock():%Y%m%d}") + ".db"
        path = questions.save_file(_("Copy to a file"), suggested, _("Ledger copy") + " (*.db)")
        if path is not None:
            self._work(lambda: care.back_up(desk, path), self._tell_copied, self._now)

    def _tell_copied(self, copied: care.Copied) -> None:
        text = _("{count} complaints copied to {file}").format(count=f"{copied.complaints:,}", file=copied.file)
        folder = copied.file.parent
        self._message.tell(text, Tone.GREEN, (_("Open folder"), lambda: self._workplace.questions.open_outside(folder)))

    def _check_chosen(self) -> None:
        chosen, ledger, stop = self.chosen, self._workplace.desk.store.path, self._stop
        if chosen is None:
            return

        def tell(checked: LedgerCopy) -> None:
            if checked.fault:
                details = {"path": str(checked.file), "reason": "", "revision": ""}
                self._fail(DeskError(checked.fault, **details))
            else:
                self._message.tell(_("{file}: no fault was found.").format(file=checked.file.name), Tone.GREEN)
            self.look()

        self._work(lambda: care.check_copy(ledger, chosen, stop), tell, self._check)

    def _try_restore(self) -> None:
        desk, folders, stop = self._workplace.desk, self._folders, self._stop

        def tell(found: Rehearsal) -> None:
            self._message.tell("\n".join(rehearsal_sentences(found)), Tone.GREEN if found.ok else Tone.RED)

        self._work(lambda: care.rehearse(desk, folders, stop, no_progress), tell, self._rehearse)

    def _ask_to_restore(self) -> None:
        chosen = self.chosen
        if chosen is not None and not chosen.fault:
            self.accept()
            self.restore_wanted.emit(chosen.file)

    def _work(self, deed: Callable[[], _T], tell: Callable[[_T], None], pressed: QPushButton) -> None:
        """Do something that takes a while; the button that began it waits."""
        pressed.setEnabled(False)
        self._note.setText(_("Working…"))

        def over() -> None:
            pressed.setEnabled(True)
            if self._note.text() == _("Working…"):
                self._note.clear()

        self._workplace.lanes.submit("care", deed, tell, self._fail, owner=self, always=over)

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
