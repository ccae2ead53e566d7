"""What a report makes beside the workbook: Word report, overview on paper or as PDF, feedback sheets of departments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.casework import Casework
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.services import analysis, word_reports
from complaint_desk.ui.shared.buttons import menu_button
from complaint_desk.ui.shared.feedback.making import MakeSheetsDialog
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.workplace import Workplace

Asked = Callable[[], AnalysisRequest | None]
Shown = Callable[[], Figures | None]
Named = Callable[[], Path | None]


class PaperMenu(QObject):
    """`word_wanted` carries the request and the file to write, `failed` a `DeskError`.

    `asked` gives the request as it is chosen, `shown` the figures of the preview where they are those of the request, `named`
    the file of the workbook.
    """

    word_wanted = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject, asked: Asked, shown: Shown, named: Named) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._asked, self._shown, self._named = asked, shown, named
        self.button, self._menu = menu_button(_("&On paper"), "report.paper")
        self.word = self._action(_("&Word report…"), "report.word", self._ask_word)
        self.overview = self._action(_("&Overview: print or PDF…"), "report.overview", self._open_overview)
        self.sheets = self._action(_("&Department feedback sheets…"), "report.feedback", self._open_sheets)
        self._menu.addSeparator()
        template = self._action(_("Edit &template of the Word report"), "report.word_template", self._edit_template)
        reserve(workplace.desk, Right.IMPROVE, self.sheets)
        reserve(workplace.desk, Right.ARRANGE, template)

    def offer(self, *, ready: bool) -> None:
        """`ready`: something is asked, and nothing is being written."""
        self.button.setEnabled(ready)

    def _action(self, text: str, name: str, deed: Callable[[], None]) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: deed())
        return action

    def _ask_word(self) -> None:
        request, book = self._asked(), self._named()
        if request is None:
            return
        suggested = (book.stem if book else _("Complaint report")) + ".docx"
        path = self._workplace.questions.save_file(_("Word report"), suggested, _("Word files (*.docx)"))
        if path is not None:
            self.word_wanted.emit(request, path.with_suffix(".docx"))

    def _open_overview(self) -> None:
        figures, desk = self._shown(), self._workplace.desk
        if figures is None:
            return

        def show(told: tuple[Figures, Casework]) -> None:
            from complaint_desk.ui.report.overview_paper import overview_paper  # noqa: PLC0415 - loads pyqtgraph

            paper = overview_paper(*told, self._workplace.words, office=desk.settings.office_name)
            preview = PrintPreview(self._workplace, paper, self._parent_window())
            preview.finished.connect(preview.deleteLater)
            preview.open()

        self._workplace.lanes.submit(
            "report", lambda: analysis.told_beside(desk, figures), show, self.failed.emit, owner=self
        )

    def _open_sheets(self) -> None:
        if (request := self._asked()) is not None:
            dialog = MakeSheetsDialog(self._workplace, request, self._parent_window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _edit_template(self) -> None:
        folder, words = template_folder(self._workplace.places, self._workplace.settings), self._workplace.words
        self._workplace.lanes.submit(
            "files",
            lambda: word_reports.template_to_edit(folder, words),
            self._workplace.questions.open_outside,
            self.failed.emit,
            owner=self,
        )

    def _parent_window(self) -> QWidget:
        return self.button.window()
