"""The status bar: when the ledger was last written from here, where it lies, and the keys of the page in front."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QStatusBar

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import behind_words
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import clocks
from complaint_desk.ui.shared.panels import label
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
        bar.setSizeGripEnabled(False)
        workplace.hub.changed.connect(self._note)
        workplace.hub.lost.connect(self._show_lost)
        workplace.hub.back.connect(self._show_back)
        workplace.hub.said.connect(lambda text: bar.showMessage(text, _SAID_MS))
        self._show()
        self._look_at_the_clock()

    def _look_at_the_clock(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: clocks.clock_gone_back(desk), self._show_clock, lambda _error: None, owner=self.clock_behind
        )

    def _show_clock(self, behind: dt.timedelta | None) -> None:
        self.clock_behind.setVisible(behind is not None)
        if behind is not None:
            self.clock_behind.setText("\u25b2 " + behind_words(behind))

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
