"""What other desks do, told in this window: their changes as everybody's, the loss of the ledger and its return."""

from __future__ import annotations

from PySide6.QtCore import QObject

from complaint_desk.domain.complaint import Changes
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services.listening import Back, Lost, News, listen
from complaint_desk.ui.background.listener import Listener
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


class OtherDesks(QObject):
    """Listens from `start` to `close`; `bar` says that the ledger is away."""

    def __init__(self, workplace: Workplace, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        desk = workplace.desk
        self._hub = workplace.hub
        self._on_server = desk.store.on_server
        self._bar = bar
        self._listener = Listener(lambda stop: listen(desk, stop), self)
        self._listener.heard.connect(self._tell)
        self._listener.failed.connect(workplace.lanes.bug)
        self.start = self._listener.start
        self.close = self._listener.close

    def _tell(self, news: News) -> None:
        match news:
            case Lost(error):
                self._hub.away = True
                if self._on_server:
                    said = _("{reason} What you type is kept on this PC; the program connects again by itself.")
                else:
                    said = _("{reason} The program tries again by itself; what you typed stays in its form.")
                self._bar.tell(said.format(reason=error_sentence(error)), Tone.AMBER)
                self._hub.lost.emit(error)
            case Back():
                self._hub.away = False
                self._bar.hide()
                self._hub.back.emit()
                self._hub.said.emit(_("Connected again"))
                self._hub.changed.emit(Changes(everything=True, elsewhere=True))
            case Changes():
                self._hub.changed.emit(news)
