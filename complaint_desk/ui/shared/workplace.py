"""What every page is handed: the desk, the words, and the ways to work, ask and tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from complaint_desk.domain.complaint import Changed
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import copy_folders
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.shared.files.copies import OpenedCopies
from complaint_desk.ui.shared.questions import Questions


class Hub(QObject):
    """Tells everybody what happened. `changed` carries `Changes`, `said` a sentence for the status bar.

    `done` carries the `Changed` of a deed of this person at one complaint.
    `day_changed` carries the `date` that has begun, on this PC's window left open over midnight.
    `help_wanted` carries a place of the manual (`page` or `page#section`).
    `lost` carries the error after which the ledger does not answer, `back` tells that it does again; `away` holds between.
    """

    changed = Signal(object)
    said = Signal(str)
    done = Signal(object)
    day_changed = Signal(object)
    lost = Signal(object)
    back = Signal()
    help_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.away = False

    def tell(self, changed: Changed) -> None:
        """What a deed of this person changed, and that it can be taken back."""
        self.changed.emit(changed.changes)
        self.done.emit(changed)


@dataclass(slots=True)
class Workplace:
    """One window at one ledger. `memory` keeps the looks of the window per user; `words` is renewed when lists change."""

    desk: Desk
    words: Words
    places: Places
    lanes: Lanes
    hub: Hub
    questions: Questions
    settings: Settings
    memory: QSettings
    copies: OpenedCopies = field(default_factory=OpenedCopies)

    @property
    def copy_folders(self) -> tuple[Path, ...]:
        """Where copies of the ledger go, and where they go while that cannot be had."""
        return copy_folders(self.places, self.settings)
