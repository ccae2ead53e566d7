"""Asks for the figures of the preview: the newest question wins, older ones are stopped and their answers dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.casework import Casework
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis
from complaint_desk.ui.shared.charts.of_figures import CHARTED
from complaint_desk.ui.shared.workplace import Workplace


class FiguresQuestion(QObject):
    """`answered` brings the `Figures` of the newest request, `failed` its `DeskError`; `busy_changed` tells of waiting.

    `told` brings the same figures with early warnings, and the `Casework`: they take longer and are not waited for.
    """

    answered = Signal(object)
    told = Signal(object, object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._number = 0
        self._waiting = False
        self._stop = StopSignal()

    @property
    def waiting(self) -> bool:
        """True until the newest question is answered."""
        return self._waiting

    def ask(self, request: AnalysisRequest) -> None:
        """Put a question in place of the one before."""
        self.drop()
        self._stop = stop = StopSignal()
        number = self._number
        desk = self._workplace.desk

        def deed() -> Figures:
            return analysis.figures(desk, request, CHARTED, stop=stop)

        self._wait(True)
        self._workplace.lanes.submit(
            "report",
            deed,
            lambda figures: self._answer(number, figures),
            lambda error: self._tell(number, self.failed.emit, error),
            owner=self,
        )

    def _answer(self, number: int, figures: Figures) -> None:
        if number != self._number:
            return
        self._tell(number, self.answered.emit, figures)
        desk, stop = self._workplace.desk, self._stop

        def deed() -> tuple[Figures, Casework]:
            return analysis.told_beside(desk, figures, stop)

        def tell(found: tuple[Figures, Casework]) -> None:
            if number == self._number:
                self.told.emit(*found)

        submit = self._workplace.lanes.submit
        submit("report", deed, tell, lambda _error: None, owner=self)
        submit("report", lambda: analysis.keep_facts(desk, stop), lambda _kept: None, owner=self)

    def drop(self) -> None:
        """Want no answer any more."""
        self._number += 1
        self._stop.request()
        self._wait(False)

    def _tell(self, number: int, tell: Callable[[object], None], value: object) -> None:
        if number == self._number:
            self._wait(False)
            tell(value)

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        self.busy_changed.emit(waiting)
