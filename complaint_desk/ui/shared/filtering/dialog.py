"""The dialog of all conditions: which criterion at the left, what is asked of it at the right, how many it leaves below."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.criteria import CRITERIA
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _, ngettext
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.filtering.counting import Counting, CountsInTurn
from complaint_desk.ui.shared.filtering.criteria_list import CriteriaList
from complaint_desk.ui.shared.filtering.editor import CriterionEditor
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

PAUSE_MS = 150
_SIZE = (760, 560)
_LIST_WIDTH = 232
_FOUND = "found"


class ConditionsDialog(QDialog):
    """`chosen` carries the `LedgerFilter` once the person has said yes."""

    chosen = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        wanted: LedgerFilter,
        start: str = "",
        left_out: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conditions")
        self.setWindowTitle(_("Filter"))
        self.resize(*_SIZE)
        self._workplace = workplace
        self._wanted = wanted
        self.editor: CriterionEditor | None = None
        self._counts = CountsInTurn(workplace, self)
        self._counts.counted.connect(self._take_count)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        hidden = {*left_out, *filter(workplace.desk.hides, CRITERIA)}
        offered = [each for name, each in CRITERIA.items() if name not in hidden]
        self.criteria = CriteriaList(offered, workplace.words)
        self.found = label(role="secondary")
        self.found.setObjectName("conditions.found")
        self._build()
        self.criteria.chosen.connect(self._look_at)
        self.criteria.entered.connect(self._into_editor)
        self.finished.connect(lambda _result: self._counts.stop())
        asked = [name for name in wanted.asked() if name not in hidden]
        self.criteria.mark(wanted.asked())
        self.criteria.choose(start or (asked or ["status"])[0])
        if start:
            QTimer.singleShot(0, self, self._into_editor)

    @property
    def wanted(self) -> LedgerFilter:
        """The filter as it stands in the dialog."""
        return self._wanted

    def _build(self) -> None:
        self.criteria.setFixedWidth(_LIST_WIDTH)
        self._right = Card()
        upper = QHBoxLayout()
        upper.setSpacing(2 * GRID)
        upper.addWidget(self.criteria)
        upper.addWidget(self._right, 1)
        self.remove = button(_("&Remove this condition"), "conditions.remove", "link")
        self.clear = button(_("Remove &all"), "conditions.clear", "link")
        self.remove.clicked.connect(self._remove)
        self.clear.clicked.connect(self._clear)
        show = button(_("Show"), "conditions.show", "primary")
        foot = decision_row(self, "conditions", show, self._accept)
        foot.insertWidget(0, self.found)
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(self.clear)
        beside.addStretch()
        beside.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(upper, 1)
        column.addLayout(beside)
        column.addLayout(foot)

    # Looking and editing

    def _look_at(self, name: str) -> None:
        if self.editor is not None:
            self._right.column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        today = self._workplace.desk.clock().date()
        self.editor = CriterionEditor(CRITERIA[name], self._workplace.words, self._wanted, today)
        self.editor.changed.connect(self._take)
        self._right.column.addWidget(self.editor)
        # Now, not with the next event: Tab passes over what is not shown yet.
        self.editor.show()
        along = [self.criteria.line, self.criteria.list, *self.editor.fields(), self.clear, self.remove]
        for one, other in itertools.pairwise(along):
            QWidget.setTabOrder(one, other)
        self._show_state()

    def _into_editor(self) -> None:
        if self.editor is not None:
            self.editor.focus_first()

    def _take(self, wanted: LedgerFilter) -> None:
        self._wanted = wanted
        self._show_state()

    def _remove(self) -> None:
        if self.editor is not None:
            name = self.editor.criterion.name
            self._wanted = self._wanted.without(name)
            self._look_at(name)

    def _clear(self) -> None:
        for name in self._wanted.asked():
            self._wanted = self._wanted.without(name)
        if self.editor is not None:
            self._look_at(self.editor.criterion.name)

    def _show_state(self) -> None:
        asked = self._wanted.asked()
        self.criteria.mark(asked)
        self.remove.setEnabled(self.editor is not None and self.editor.criterion.name in asked)
        self.clear.setEnabled(bool(asked))
        self.found.setText(_("Counting…"))
        self._counts.stop()
        self._pause.start()

    def _accept(self) -> None:
        # What cannot be read yet is not passed over: its problem stands at the field.
        if self.editor is not None and self.editor.wanted() is None:
            self.editor.focus_first()
            return
        self.chosen.emit(self._wanted)
        self.accept()

    # Counting

    def _count(self) -> None:
        desk, wanted = self._workplace.desk, self._wanted

        def found(stop: StopSignal) -> int:
            return ledger.count(desk, wanted, stop)

        asked: list[tuple[Hashable, Counting]] = [((_FOUND, wanted), found)]
        if self.editor is not None and self.editor.counts_wanted:
            name = self.editor.criterion.name
            others = wanted.without(name)
            asked.append(((name, others), lambda stop: ledger.group_counts(desk, others, name, stop)))
        self._counts.ask(asked)

    def _take_count(self, key: tuple[str, LedgerFilter], answer: object) -> None:
        if key[0] == _FOUND:
            count = answer if isinstance(answer, int) else 0
            said = ngettext("{count} complaint matches", "{count} complaints match", count)
            self.found.setText(said.format(count=f"{count:,}"))
        elif self.editor is not None and self.editor.criterion.name == key[0] and isinstance(answer, tuple):
            self.editor.take_counts(answer)
