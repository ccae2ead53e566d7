"""One improvement: what is written of it, what was done, what can be done next, and what it brought."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.improvement import Followed, Improvement, State
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.improvements import history_sentences
from complaint_desk.i18n.sentences import joined
from complaint_desk.ui.improvement.deeds import DeedButtons
from complaint_desk.ui.improvement.effect_view import EffectCard
from complaint_desk.ui.improvement.entry import ImprovementEntry
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class ImprovementDetail(QWidget):
    """The form with its deeds on one card, the effect on another."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.entry = ImprovementEntry(workplace)
        self.deeds = DeedButtons(workplace)
        self.effect = EffectCard()
        self.save = button(_("&Save"), "improve.save", "primary")
        reserve(workplace.desk, Right.IMPROVE, self.save)
        self._history = label(role="secondary", wraps=True)
        self._history.setObjectName("improve.history")
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.deeds)
        foot.addStretch()
        foot.addWidget(self.save)
        form = Card()
        form.column.addWidget(self.entry)
        form.column.addWidget(self._history)
        form.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(form)
        column.addWidget(self.effect)
        column.addStretch()

    def show_one(self, current: Improvement | None, followed: Followed | None) -> None:
        """Show an improvement as it is kept; None is a new one, whose form stays as it is."""
        if current is not None:
            self.entry.show_content(current.content)
        self.entry.lock(locked=current is not None and current.state is State.DROPPED)
        told = history_sentences(current) if current else ()
        self._history.setText(joined(*told))
        self._history.setVisible(bool(told))
        self.show_effect(current, followed)

    def show_effect(self, current: Improvement | None, followed: Followed | None) -> None:
        """Show what a measure brought, once it is known of the improvement as it stands."""
        known = followed is not None and current is not None and followed.improvement.version == current.version
        self.effect.setVisible(known)
        if known and followed is not None:
            self.effect.show_effect(followed)

    def offer(self, current: Improvement | None, *, busy: bool) -> None:
        """Save while there is something to keep, else what can be done next."""
        dirty = self.entry.dirty
        self.deeds.offer(None if dirty or busy else current)
        self.save.setVisible(dirty or current is None)
        self.save.setEnabled(not busy)
