"""The report dialog: choose what to count, see it at once, write the workbook."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.reports import Written
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.report.asking import FiguresQuestion
from complaint_desk.ui.report.choices import ReportChoices
from complaint_desk.ui.report.export import Export, ExportStrip, Order
from complaint_desk.ui.report.paper_menu import PaperMenu
from complaint_desk.ui.report.preview import Preview
from complaint_desk.ui.report.questions_panel import QuestionsPanel
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import scrolled
from complaint_desk.ui.shared.screen_room import resize_within_screen
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_MEMORY = "report/choices"
_PATIENCE_MS = 30
"""Fields that are set together ask once; a newer question stops the older one."""

_SIZE = (1480, 920)
_SCROLL_BAR = 14


class ReportDialog(QDialog):
    """Preview and workbook come from the same request. Esc closes; while a workbook is being written it asks first.

    `cases_wanted` carries the key of a figure; the dialog is hidden then, and comes back as it was with `come_back`.
    """

    cases_wanted = Signal(str)

    def __init__(self, workplace: Workplace, filter: LedgerFilter | None = None, parent: QWidget | None = None) -> None:  # noqa: A002 - the contract between the rooms
        super().__init__(parent)
        self.setObjectName("report")
        self.setWindowTitle(_("Analysis report"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._workplace = workplace
        self._closing = False
        self._stopped = False
        self._looking = False
        self._stale = False
        self.panel = QuestionsPanel(workplace, filter)
        self.preview = Preview(workplace, self.panel.drop_filter)
        self._message = MessageBar("report.message")
        self._question = FiguresQuestion(workplace, self)
        self._export = Export(workplace, self)
        self._strip = ExportStrip(workplace, self._export)
        self._go = button(_("&Export workbook"), "report.export", "primary")
        self._close = button(_("Close"), "report.close")
        self.papers = PaperMenu(workplace, self, self.panel.request, self._figures_asked, self.panel.file)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._set_up()
        self._connect()
        self.panel.choose(self._remembered())
        self._look_for_folder()
        self.panel.period.preset.setFocus()
        self.ask_now()

    @property
    def exporting(self) -> bool:
        return self._export.running

    @property
    def waiting(self) -> bool:
        """True while the preview does not yet show what is asked."""
        return self._patience.isActive() or self._question.waiting or self.preview.charts.drawing

    def request(self) -> AnalysisRequest | None:
        """What is asked now; None while the period is impossible."""
        return self.panel.request()

    def reject(self) -> None:
        """Close, by Esc, button or title bar, unless a workbook is being written and the person goes on."""
        if self._may_close():
            self._question.drop()
            self._remember()
            super().reject()

    def come_back(self) -> None:
        """Stand in front again after cases were looked at; what changed meanwhile is counted anew."""
        if self._stale:
            self.ask_now()
        self.open()
        self.activateWindow()

    def _show_cases(self, key: str) -> None:
        if self._export.running:
            self._message.tell(
                _("The workbook is being written. Stop it, or wait for it: then the complaints open."), Tone.GREY
            )
            return
        self._remember()
        self.hide()
        self.cases_wanted.emit(key)

    def _set_up(self) -> None:
        left = scrolled(_framed(self.panel))
        left.setFixedWidth(self.panel.width() + _SCROLL_BAR)
        middle = QHBoxLayout()
        middle.setSpacing(GRID)
        middle.addWidget(left)
        middle.addWidget(self.preview, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._strip, 1)
        foot.addWidget(self._close)
        foot.addWidget(self.papers.button)
        foot.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        resize_within_screen(self, *_SIZE)

    def _connect(self) -> None:
        self.panel.asked.connect(self._patience.start)
        self.panel.ready_changed.connect(self._refresh_buttons)
        self._patience.timeout.connect(self.ask_now)
        self._question.answered.connect(self._show)
        self._question.told.connect(self.preview.show_told)
        self.preview.wanted.connect(self._show_cases)
        self.panel.definitions.failed.connect(self._refuse)
        self.panel.template.failed.connect(self._refuse)
        self._question.failed.connect(self._refuse)
        self._question.busy_changed.connect(self.preview.show_busy)
        self._workplace.hub.changed.connect(self._follow)
        self._go.clicked.connect(self._write)
        self.papers.word_wanted.connect(self._write_word)
        self.papers.failed.connect(self._refuse)
        self._close.clicked.connect(self.reject)
        self._export.written.connect(self._show_written)
        self._export.failed.connect(self._refuse)
        self._export.ended.connect(self._end)
        self._strip.stop.clicked.connect(self._note_stop)

    def _follow(self, changes: Changes) -> None:
        # A report in the hand stands still while other desks work.
        if changes.elsewhere or not _concerns_figures(changes):
            return
        if self.isVisible():
            self._patience.start()
        else:
            self._stale = True

    def _look_for_folder(self) -> None:
        if folder := self.panel.destination.folder:
            self._workplace.lanes.submit(
                "page",
                Path(folder).is_dir,
                lambda there: None if there else self.panel.destination.forget_folder(),
                owner=self,
            )

    def ask_now(self) -> None:
        """Ask for what is chosen now."""
        self._patience.stop()
        self._stale = False
        request = self.panel.request()
        if request is None:
            self._question.drop()
            self.preview.show_nothing(_("No period"), _("Choose a first day that is not after the last day."))
            return
        self._question.ask(request)

    def _show(self, figures: Figures) -> None:
        self.preview.show_figures(figures, self.panel.filter_words())

    def _refuse(self, error: DeskError) -> None:
        self._strip.show_nothing()
        self._message.tell(error_sentence(error, self._workplace.words))

    def _write(self) -> None:
        order = self.panel.order()
        if self._looking or self._export.running or order is None:
            return
        self._looking = True
        # A folder on a share that does not answer keeps a worker waiting, never the window.
        self._workplace.lanes.submit(
            "page",
            order.path.exists,
            lambda there: self._start(order, there=there),
            failed=self._refuse,
            owner=self,
            always=self._end_looking,
        )

    def _end_looking(self) -> None:
        self._looking = False

    def _start(self, order: Order, *, there: bool) -> None:
        confirmed = order.path == self.panel.destination.confirmed
        if self.isHidden() or (there and not confirmed and not self._may_replace(order.path)):
            return
        self._begin()
        self._export.start(order)
        self._strip.show_start()
        self._refresh_buttons()

    def _begin(self) -> None:
        self._remember()
        self._message.hide()
        self._stopped = False

    def _write_word(self, request: AnalysisRequest, path: Path) -> None:
        if not self._export.running:
            self._begin()
            self._export.start_word(request, path)
            self._strip.show_start()
            self._refresh_buttons()

    def _figures_asked(self) -> Figures | None:
        """The figures of the preview where they are those of what is asked now."""
        return None if self.waiting else self.preview.figures

    def _may_replace(self, path: Path) -> bool:
        return self._workplace.questions.confirm(
            _("Replace the file?"),
            _("{name} exists already in {folder}.").format(name=path.name, folder=path.parent),
            _("Replace"),
            _("Keep it"),
        )

    def _show_written(self, written: Written) -> None:
        self.panel.destination.confirmed = None
        self._strip.show_written(written)
        self._workplace.hub.said.emit(_("Written: {name}").format(name=written.file))

    def _note_stop(self) -> None:
        self._stopped = True

    def _end(self) -> None:
        if self._stopped and not self._strip.has_result:
            self._strip.show_stopped()
        self._refresh_buttons()
        if self._closing:
            self.reject()

    def _refresh_buttons(self) -> None:
        running = self._export.running
        self.panel.setEnabled(not running)
        self._go.setEnabled(not running and self.panel.order() is not None)
        self.papers.offer(ready=not running and self.panel.request() is not None)

    def _may_close(self) -> bool:
        """While writing: ask, stop, and close when the worker has let go of the file."""
        if not self._export.running:
            return True
        if not self._closing and self._workplace.questions.confirm(
            _("Stop writing the workbook?"),
            _("The workbook is still being written."),
            _("Stop and close"),
            _("Go on writing"),
        ):
            # It may have ended while the question stood.
            if not self.exporting:
                return True
            self._closing = True
            self._export.stop()
        return False

    def _remembered(self) -> ReportChoices:
        try:
            kept = json.loads(str(self._workplace.memory.value(_MEMORY, "") or "{}"))
        except ValueError:
            kept = {}
        return ReportChoices.remembered(kept if isinstance(kept, dict) else {})

    def _remember(self) -> None:
        self._workplace.memory.setValue(_MEMORY, json.dumps(self.panel.choices().kept()))


def _concerns_figures(changes: Changes) -> bool:
    return bool(changes.added or changes.changed or changes.removed or changes.lists or changes.everything)


def _framed(panel: QWidget) -> QWidget:
    """The panel on a ground of its own, so that it keeps its card inside the scroll area."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    return ground
