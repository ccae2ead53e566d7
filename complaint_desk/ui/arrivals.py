"""What starts of the program ask of the one window: it comes to the front, and does it when no dialog stands before it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.calling import Line
from complaint_desk.services import handling
from complaint_desk.services.program import Wishes
from complaint_desk.ui.focus import bring_to_front
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.permission import why_not
from complaint_desk.ui.shared.workplace import Workplace

_LOOK_MS = 200


class Arrivals(QObject):
    """`came` may be emitted in any thread, with the message of a later start (`Wishes.message`)."""

    came = Signal(bytes)

    def __init__(self, workplace: Workplace, window: MainWindow, first: Wishes, line: Line | None) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._window = window
        self._waiting: list[Wishes] = []
        self.came.connect(self._come)
        if first != Wishes():
            # Once there are rows: before, the page that was asked for would hold them up.
            window.bench.ledger.first_shown.connect(lambda: self._ask(first), Qt.ConnectionType.SingleShotConnection)
        self._line = line
        if line is not None:
            line.take(self.came.emit)

    def end(self) -> None:
        """Hear no more: whoever starts from now on waits for the next window, or opens one of its own."""
        if self._line is not None:
            self._line.rest()

    def _come(self, message: bytes) -> None:
        bring_to_front(self._window)
        QApplication.alert(self._window)
        self._ask(Wishes.read(message))

    def _ask(self, wishes: Wishes) -> None:
        self._waiting.append(wishes)
        self._look()

    def _look(self) -> None:
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_LOOK_MS, self, self._look)
            return
        while self._waiting:
            self._do(self._waiting.pop(0))

    def _do(self, wishes: Wishes) -> None:
        if wishes.new and self._may(Right.REGISTER):
            self._window.actions_by_name["new"].trigger()
        if wishes.number:
            self._show(wishes.number)
        if wishes.files and self._may(Right.IMPORT):
            self._window.deeds.import_files(wishes.files)

    def _may(self, right: Right) -> bool:
        """Whether the person may do what was asked; if not, they are told so."""
        if right not in self._workplace.desk.rights:
            self._window.warn(why_not(right))
        return right in self._workplace.desk.rights

    def _show(self, number: str) -> None:
        desk = self._workplace.desk

        def show(case: Case) -> None:
            self._window.open_case(case.complaint.id)

        self._workplace.lanes.submit("read", lambda: handling.case_by_number(desk, number), show, owner=self._window)
