"""The quiet line that says when the draft was kept, red when it could not be."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.shared.form.keeper import DraftKeeper
from complaint_desk.ui.shared.style import marked


class DraftState(QLabel):
    """Follows a keeper."""

    def __init__(self, keeper: DraftKeeper, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        keeper.kept.connect(self._show_kept)
        keeper.failed.connect(self._show_failed)
        marked(self, role="secondary")

    def say_nothing(self) -> None:
        self.clear()
        self.setToolTip("")
        marked(self, role="secondary")

    def _show_kept(self, draft: SavedDraft) -> None:
        text = _("Draft kept on this PC {time}") if draft.on_this_pc else _("Draft saved {time}")
        self.setText(text.format(time=f"{draft.saved_at:%H:%M}"))
        self.setToolTip("")
        marked(self, role="secondary")

    def _show_failed(self, error: DeskError) -> None:
        self.setText("\u25b2 " + _("Draft not saved, trying again"))
        self.setToolTip(error_sentence(error))
        marked(self, role="problem")
