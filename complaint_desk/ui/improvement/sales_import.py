"""Taking over sales figures from a file: one button, one file, and what it held or where it is not to be understood."""

from __future__ import annotations

from PySide6.QtCore import QObject

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.improvements import sales_taken_sentence
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import selling
from complaint_desk.services.selling import SalesTaken
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


class SalesImport(QObject):
    """`button` asks for the file; `message` tells what came of it."""

    def __init__(self, workplace: Workplace, message: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._message = message
        self.button = button(_("Import &sales figures…"), "improve.sales")
        self.button.setToolTip(_("Units sold by month and product: effects are then measured per unit sold"))
        reserve(workplace.desk, Right.IMPROVE, self.button)
        self.button.clicked.connect(lambda _checked=False: self._ask())

    def _ask(self) -> None:
        kinds = _("Tables ({patterns})").format(patterns="*.xlsx *.xls *.ods *.csv *.txt")
        path = self._workplace.questions.open_file(_("Sales figures by month and product"), kinds)
        if path is None:
            return
        desk = self._workplace.desk
        self._workplace.lanes.submit("write", lambda: selling.take(desk, path), self._tell, self._refuse, owner=self)

    def _tell(self, taken: SalesTaken) -> None:
        said = sales_taken_sentence(taken.rows, taken.products, taken.first_month, taken.last_month)
        self._message.tell(said, Tone.GREEN)
        self._workplace.hub.changed.emit(taken.changes)

    def _refuse(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
