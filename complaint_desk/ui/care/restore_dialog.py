"""Choosing the copy that shall take the place of the ledger: what is in it, and what would be gone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.copies import LedgerCopy, RestorePreview
from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.copies import contents_sentences, copy_title, lacking_sentence
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import care
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 600


class RestoreDialog(QDialog):
    """`wished` carries the `Wish` for the copy; the window then closes its ledger, and opens again on the restored one."""

    wished = Signal(object)

    def __init__(
        self, workplace: Workplace, folders: tuple[Path, ...], wanted: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("restore")
        self.setWindowTitle(_("Restore a backup"))
        self.setFixedWidth(_WIDTH)
        self._workplace = workplace
        self._folders = folders
        self._wanted = wanted
        self._question = 0
        self._stop = StopSignal()
        self._message = MessageBar("restore.message")
        self.choice = QComboBox()
        self.choice.setObjectName("restore.copy")
        self.choice.setAccessibleName(_("Backup"))
        self._held = label(wraps=True, selectable=True)
        self._held.setObjectName("restore.held")
        self._lacking = label(role="strong", wraps=True)
        self._lacking.setObjectName("restore.lacking")
        self._go = button(with_mnemonic(_("Restore and open again"), "R"), "restore.go", "primary")
        self._lay_out()
        self.choice.currentIndexChanged.connect(lambda _at: self._look())
        self.finished.connect(self._stop.request)
        self._go.setEnabled(False)
        self._list()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._message)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        caption = label(with_mnemonic(_("Backup"), "B"))
        caption.setBuddy(self.choice)
        from_file = button(with_mnemonic(_("From a file…"), "F"), "restore.file")
        from_file.clicked.connect(self._choose_file)
        row.addWidget(caption)
        row.addWidget(self.choice, 1)
        row.addWidget(from_file)
        column.addLayout(row)
        card = Card()
        card.column.addWidget(label(_("In this backup"), "section"))
        card.column.addWidget(self._held)
        card.column.addWidget(label(_("Not in this backup"), "section"))
        card.column.addWidget(self._lacking)
        column.addWidget(card)
        text = _(
            "The backup is checked first. The ledger that is open now is set aside as a file beside it, so nothing is "
            "lost; unfinished drafts are taken over."
        )
        column.addWidget(label(text, "secondary", wraps=True))
        column.addLayout(decision_row(self, "restore", self._go, self._restore))

    # What there is

    def _list(self) -> None:
        ledger, folders, stop = self._workplace.desk.store.path, self._folders, self._stop
        self._held.setText(_("Looking into the copies…"))
        self._workplace.lanes.submit(
            "care", lambda: care.copies_of(ledger, folders, stop), self._show_copies, self._fail, owner=self
        )

    def _show_copies(self, copies: tuple[LedgerCopy, ...]) -> None:
        now = self._workplace.desk.clock()
        for each in copies:
            if not each.fault:
                self.choice.addItem(copy_title(each, now), each.file)
        if self._wanted is not None:
            self._choose(self._wanted)
        if not self.choice.count():
            self._held.setText(_("There is no copy yet. Choose a file."))

    def _choose_file(self) -> None:
        path = self._workplace.questions.open_file(_("Restore a backup"), _("Ledger copy") + " (*.db)")
        if path is not None:
            self._choose(path)

    def _choose(self, path: Path) -> None:
        at = next((at for at in range(self.choice.count()) if self.choice.itemData(at) == path), -1)
        if at < 0:
            self.choice.insertItem(0, path.name, path)
            at = 0
        self.choice.setCurrentIndex(at)
        self._look()

    # What is in it

    def _look(self) -> None:
        source = self.choice.currentData()
        if source is None:
            return
        self._question += 1
        asked, ledger, stop = self._question, self._workplace.desk.store.path, self._stop
        self._go.setEnabled(False)
        self._message.hide()
        self._held.setText(_("Looking into the copies…"))
        self._lacking.clear()

        def show(found: RestorePreview) -> None:
            if asked == self._question:
                self._held.setText("\n".join(contents_sentences(found.contents)))
                self._lacking.setText(lacking_sentence(found))
                self._go.setEnabled(True)
                self.adjustSize()

        def fail(error: DeskError) -> None:
            if asked == self._question:
                self._held.clear()
                self._fail(error)

        self._workplace.lanes.submit("care", lambda: care.preview(ledger, source, stop=stop), show, fail, owner=self)

    def _restore(self) -> None:
        source = self.choice.currentData()
        if source is not None:
            self.accept()
            self.wished.emit(Wish(restore=source))

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
        self.adjustSize()
