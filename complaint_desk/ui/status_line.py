"""The status bar: when the ledger was last written from here, where it lies, the keys of the page in front, what is due."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLabel, QStatusBar

from complaint_desk.domain.agenda import DueCounts
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import behind_words
from complaint_desk.i18n.reminders import counts_text
from complaint_desk.i18n.roles import roles_text
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import clocks
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

_SAID_MS = 8_000


class StatusLine:
    """Fills the status bar of the window."""

    def __init__(self, workplace: Workplace, bar: QStatusBar) -> None:
        self._workplace = workplace
        self._saved_at: dt.datetime | None = None
        self.saved = label()
        self.saved.setObjectName("status.saved")
        self.hint = label()
        self.hint.setObjectName("status.hint")
        self.away = label(role="problem")
        self.away.setObjectName("status.away")
        self.away.hide()
        self.clock_behind = label(role="problem")
        self.clock_behind.setObjectName("status.clock")
        self.clock_behind.hide()
        bar.addWidget(self.away)
        bar.addWidget(self.clock_behind)
        bar.addWidget(self.saved)
        bar.addPermanentWidget(self.hint)
        self.due = button("", "status.due", "link")
        self.due.setToolTip(_("What is overdue or due today"))
        self.due.hide()
        bar.addPermanentWidget(self.due)
        bar.addPermanentWidget(self._made_person())
        bar.setSizeGripEnabled(False)
        workplace.hub.changed.connect(self._note)
        workplace.hub.lost.connect(self._show_lost)
        workplace.hub.back.connect(self._show_back)
        workplace.hub.said.connect(lambda text: bar.showMessage(text, _SAID_MS))
        self._show()
        self._look_at_the_clock()

    def _made_person(self) -> QLabel:
        """Who sits here with which roles; hidden where the ledger knows none."""
        desk = self._workplace.desk
        person = label(f"{desk.person} \u00b7 {roles_text(desk.roles)}", role="secondary")
        person.setObjectName("status.person")
        person.setToolTip(_("Who works at this ledger, and in which roles"))
        if not desk.roles:
            person.hide()
        return person

    def _look_at_the_clock(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: clocks.clock_gone_back(desk), self._show_clock, lambda _error: None, owner=self.clock_behind
        )

    def _show_clock(self, behind: dt.timedelta | None) -> None:
        self.clock_behind.setVisible(behind is not None)
        if behind is not None:
            self.clock_behind.setText("\u25b2 " + behind_words(behind))

    def show_keys(self, place: str) -> None:
        """The keys of the page in front: `ledger`, `intake`, `case`, `improve`, `today`, `first`."""
        keys = {
            "ledger": _("Ctrl+F search · F3 open · Ctrl+N new"),
            "intake": _("Enter next field · Ctrl+S register · Ctrl+L ledger"),
            "case": _("Enter next field · Ctrl+S save · Ctrl+L ledger"),
            "improve": _("Enter next field · Ctrl+S save · Ctrl+L ledger"),
            "first": _("Tab next field · Esc decide later"),
            "today": _("F3 open · Ctrl+L ledger · Ctrl+N new"),
        }
        if Right.REGISTER not in self._workplace.desk.rights:
            keys |= dict.fromkeys(("case", "improve"), _("Ctrl+L ledger · Ctrl+T today"))
            keys |= {"ledger": _("Ctrl+F search · F3 open"), "today": _("F3 open · Ctrl+L ledger")}
        self.hint.setText(keys[place])

    def show_due(self, counts: DueCounts) -> None:
        """How many are due; a click leads to them."""
        text = counts_text(counts)
        self.due.setText(text)
        self.due.setAccessibleName(text)
        marked(self.due, tone=str(Tone.RED) if counts.overdue else "")
        self.due.show()

    def _note(self, changes: Changes) -> None:
        if not changes.elsewhere and changes != Changes(drafts=True):
            self._saved_at = self._workplace.desk.clock()
            self._show()

    def _show_lost(self, error: DeskError) -> None:
        if self._workplace.desk.store.on_server:
            text = _("The server is away, connecting again…")
        else:
            text = _("The ledger does not answer, trying again…")
        self.away.setText("\u25b2 " + text)
        self.away.setToolTip(error_sentence(error))
        self.away.show()
        self.saved.hide()

    def _show_back(self) -> None:
        self.away.hide()
        self.saved.show()

    def _show(self) -> None:
        store = self._workplace.desk.store
        where = _("Ledger on {place}").format(place=store.name) if store.on_server else _("Ledger on this PC")
        if self._saved_at is None:
            self.saved.setText(where)
        else:
            self.saved.setText(_("Saved {time}").format(time=f"{self._saved_at:%H:%M}") + " · " + where)
