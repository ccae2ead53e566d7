"""Earlier complaints of the same phone or name, beside the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.ledger import EarlierComplaint
from complaint_desk.domain.likeness import LONGEST_COMPARED
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import intake
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.form.texts import JOINT
from complaint_desk.ui.shared.other_complaint import other_complaint
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.workplace import Workplace

ASK_AFTER_MS = 250
"""Pause after the last keystroke before the ledger is asked."""

FEWEST_DIGITS = 5


class EarlierComplaints(QWidget):
    """A list that follows what is typed; the newest question wins.

    `own` is the complaint that the list belongs to, None for one that is being taken down.

    `opened` carries the id of a complaint to open, `repeated` the number of one that the person calls the same matter,
    `parted` of one that they call another after all.
    """

    opened = Signal(int)
    repeated = Signal(str)
    parted = Signal(str)

    def __init__(
        self, workplace: Workplace, prefix: str, own: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._prefix = prefix
        self._own = own
        self._before: dt.datetime | None = None
        self._asked = ComplaintContent()
        self._repeats: frozenset[str] = frozenset()
        self._found: tuple[EarlierComplaint, ...] = ()
        self._stop = StopSignal()
        self._pause = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._heading = label(role="section", wraps=True)
        self._heading.setObjectName(f"{prefix}.earlier")
        self._hint = label(role="secondary", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addLayout(self._rows)
        self._show()

    @property
    def found(self) -> tuple[EarlierComplaint, ...]:
        return self._found

    def follow(self, text: Callable[[str], str]) -> None:
        """What the form says now, by field."""
        phone = text("phone").strip()
        wanted = ComplaintContent(
            phone=phone if sum(map(str.isdigit, phone)) >= FEWEST_DIGITS else "",
            name=text("name").strip(),
            address=text("address").strip(),
            subject_name=text("subject_name").strip(),
            facts=text("facts")[:LONGEST_COMPARED].strip(),
        )
        repeats = frozenset(text("repeats").split(JOINT))
        if repeats != self._repeats:
            self._repeats = repeats
            self._show()
        if wanted != self._asked:
            self._asked = wanted
            self._stop.request()
            self._pause.start()

    def look_before(self, moment: dt.datetime | None) -> None:
        """Offer only complaints from before `moment` as the same matter."""
        self._before = moment

    def refresh(self) -> None:
        """The ledger changed: ask again."""
        self._pause.start()

    def _ask(self) -> None:
        asked = self._asked
        self._stop.request()
        if not _names_somebody(asked):
            self._answer(asked, ())
            return
        self._stop = stop = StopSignal()
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read",
            lambda: intake.earlier_complaints(desk, asked, stop=stop),
            lambda found: self._answer(asked, found),
            failed=lambda _error: None,
            owner=self,
        )

    def _answer(self, asked: ComplaintContent, found: tuple[EarlierComplaint, ...]) -> None:
        if asked == self._asked:
            self._found = tuple(each for each in found if each.id != self._own)
            self._show()

    def _show(self) -> None:
        empty(self._rows)
        for each in self._found:
            self._rows.addWidget(self._row(each))
        other = _("Other complaints of this person")
        heading = _("Earlier complaints of this person") if self._own is None else other
        self._heading.setText(f"{heading}  {len(self._found)}" if self._found else heading)
        self._hint.setVisible(not self._found)
        asked = _names_somebody(self._asked)
        self._hint.setText(
            _("None in this ledger.") if asked else _("They appear here once a phone or a name is typed.")
        )

    def _may_repeat(self, each: EarlierComplaint) -> bool:
        return each.may_be_the_same and (self._before is None or each.received_at < self._before)

    def _row(self, each: EarlierComplaint) -> QWidget:
        words = self._workplace.words
        parts = [f"{each.received_at:%Y-%m-%d}", each.subject_name, words.label("nature", each.nature)]
        if each.same == "name":
            parts.append(_("same name only"))
        row, column = other_complaint(
            each.number, each.status, parts, words, f"{self._prefix}.earlier", lambda: self.opened.emit(each.id)
        )
        if each.number in self._repeats:
            column.addWidget(label("\u2713 " + _("Marked as the same matter"), role="secondary", wraps=True))
            apart = button(_("Take the mark away"), f"{self._prefix}.apart.{each.number}", "link")
            marked(apart, flush=True)
            reserve(self._workplace.desk, Right.HANDLE, apart)
            apart.clicked.connect(lambda _checked=False: self.parted.emit(each.number))
            column.addWidget(apart, 0, Qt.AlignmentFlag.AlignLeft)
        elif self._may_repeat(each):
            mark = button(_("Same matter again"), f"{self._prefix}.repeat.{each.number}")
            reserve(self._workplace.desk, Right.HANDLE, mark)
            mark.clicked.connect(lambda _checked=False: self.repeated.emit(each.number))
            column.addWidget(label("\u25cf " + _why(each), role="warning", wraps=True))
            column.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        return row


def _names_somebody(asked: ComplaintContent) -> bool:
    return bool(asked.phone or asked.name)


def _why(each: EarlierComplaint) -> str:
    """Why this may be the same matter: by whom and about what."""
    if each.alike == ("facts",):
        return _("Possible repeat: similar facts")
    if each.alike == ("subject",):
        return _("Possible repeat: similar product")
    return _("Possible repeat: similar product and facts")
