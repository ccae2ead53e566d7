"""The conditions on one criterion, as the way it is asked wants them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.criteria import Criterion, Way
from complaint_desk.domain.ledger import GroupCount, LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.filtering.parts import ChoicesPart, PiecePart, RangePart, SaidPart
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID


class CriterionEditor(QWidget):
    """`changed` carries the filter with what stands here; it is silent while something cannot be read."""

    changed = Signal(object)

    def __init__(
        self,
        criterion: Criterion,
        words: Words,
        wanted: LedgerFilter,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._wanted = wanted
        self._parts: list[ChoicesPart | PiecePart | RangePart | SaidPart] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)
        self._column.addWidget(label(words.field_label(criterion.name), "strong"))
        self._choices = ChoicesPart(criterion, words, wanted) if criterion.way is Way.CHOICES else None
        if self._choices:
            self._add(self._choices, stretch=1)
        if criterion.way in (Way.DAYS, Way.MONEY):
            self._add(RangePart(criterion, words, wanted, today))
        if criterion.holds_text:
            self._add(PiecePart(criterion, words, wanted))
        if criterion.way is Way.FACT or not criterion.always_said:
            self._add(SaidPart(criterion, words, wanted))
        if not self._choices:
            self._column.addStretch()

    @property
    def counts_wanted(self) -> bool:
        """True if choices stand here that can say how many each would leave."""
        return self._choices is not None

    def take_counts(self, counts: tuple[GroupCount, ...]) -> None:
        if self._choices:
            self._choices.take_counts(counts)

    def fields(self) -> list[QWidget]:
        """What Tab goes along, in order."""
        return [field for part in self._parts for field in part.fields()]

    def focus_first(self) -> None:
        """Put the focus where a person begins."""
        self._parts[0].focus_first()

    def wanted(self) -> LedgerFilter | None:
        """The filter with what stands here in place of what was asked of the criterion; None while it cannot be read."""
        found: LedgerFilter | None = self._wanted.without(self.criterion.name)
        for part in self._parts:
            found = part.put(found) if found is not None else None
        return found

    def _add(self, part: ChoicesPart | PiecePart | RangePart | SaidPart, stretch: int = 0) -> None:
        self._parts.append(part)
        self._column.addWidget(part, stretch)
        part.changed.connect(self._tell)

    def _tell(self) -> None:
        if (found := self.wanted()) is not None:
            self.changed.emit(found)
