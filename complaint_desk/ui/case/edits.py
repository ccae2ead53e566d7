"""Editing a registered complaint: its form, the draft of its edits, saving, and what others wrote meanwhile."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Changed, Complaint, ComplaintContent, JournalEntry, SavedDraft, content_of
from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.problems import Problem, ProblemsFound, problems_in
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import moment_text
from complaint_desk.services import handling, intake
from complaint_desk.ui.case.conflicts import ConflictDialog, settled_content
from complaint_desk.ui.case.differences import sentence_of_change
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.keeper import DraftKeeper
from complaint_desk.ui.shared.form.plan import WHOLE
from complaint_desk.ui.shared.form.texts import Read, changed_texts, parted, read_texts, texts_of, with_start
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


class CaseEdits(QObject):
    """The form of one complaint and what the person changed in it.

    `touched`: the person edited, or a complaint is shown anew; `saved` carries the `Changed`; `busy` tells when saving
    begins and ends. Messages go to `bar`. Who may not handle complaints reads, and begins no draft.
    """

    touched = Signal()
    saved = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, workplace: Workplace, complaint_id: int, draft_id: UUID | None, bar: MessageBar, page: QWidget
    ) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._id = complaint_id
        self._bar = bar
        self._page = page
        self._base: Complaint | None = None
        self._start: dict[str, str] = {}
        self._saving = False
        self._may_edit = Right.HANDLE in workplace.desk.rights
        self.keeper = DraftKeeper(workplace, self._describe, self, draft_id)
        self.form = Form(workplace, WHOLE, "case", self._judge)
        self.form.set_read_only(read_only=True)
        self.form.edited.connect(self._edit)

    @property
    def dirty(self) -> bool:
        """True while the form holds what is not saved."""
        return self._may_edit and self._base is not None and bool(changed_texts(self.form.texts(), self._start))

    # What the edits build on

    def show(self, complaint: Complaint, newest: JournalEntry | None, *, elsewhere: bool) -> None:
        """Show what stands in the ledger; unsaved edits are never overwritten. `elsewhere`: another desk changed it."""
        before = self._base
        if before is None or not self.dirty:
            self._begin(complaint)
            if before is not None and elsewhere:
                self._tell_of_change(before, complaint, newest)
        elif content_of(complaint) != content_of(before):
            self._tell_of_conflict(before, complaint, newest)
        else:
            self._base = complaint

    def _begin(self, complaint: Complaint) -> None:
        self._base = complaint
        self.form.set_read_only(read_only=not self._may_edit or complaint.erased_at is not None)
        self.form.start(texts_of(complaint, self.form.fields), complaint)
        # What stands in the editors counts: a text that they write otherwise is no edit of the person.
        self._start = self.form.texts()
        self.touched.emit()

    def _tell_of_change(self, before: Complaint, after: Complaint, newest: JournalEntry | None) -> None:
        if said := sentence_of_change(before, after, newest, self._workplace.words):
            self._bar.tell(said, Tone.ACCENT)

    def _tell_of_conflict(self, before: Complaint, after: Complaint, newest: JournalEntry | None) -> None:
        said = _(
            "This complaint was changed while you were editing it. What you typed stays; saving compares field by field."
        )
        differences = sentence_of_change(before, after, newest, self._workplace.words)
        self._bar.tell(f"{said}\n{differences}".strip(), Tone.AMBER, (_("Undo my changes"), self.revert))

    def _edit(self, _name: str) -> None:
        self.keeper.touch()
        self.touched.emit()

    def _judge(self, read: Read) -> tuple[Problem, ...]:
        return problems_in(ComplaintContent(**read.values), self._workplace.desk.clock())

    # The draft of the edits

    def look_for_draft(self) -> None:
        """Offer edits that an earlier run of the program kept."""
        if not self._may_edit:
            return
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: intake.drafts(desk), self._offer_draft, failed=lambda _error: None, owner=self
        )

    def take_up(self, draft: SavedDraft, complaint: Complaint) -> None:
        """Go on with the edits of a draft over the complaint as it stands now."""
        edits, start = parted(dict(draft.texts))
        fields = tuple(field for field in self.form.fields if field.name in start)
        today = self._workplace.desk.clock().date()
        # What the edits began with, so that saving finds what others wrote there since.
        began = read_texts(start, fields, self._workplace.words.code, today, complaint).values
        self.keeper.adopt(draft.id)
        self._begin(dataclasses.replace(complaint, **began))
        for name, text in edits.items():
            if name in self.form.cells:
                self.form.put(name, text)
        if draft.base_version != complaint.version:
            before = dataclasses.replace(self._base or complaint, version=draft.base_version or 0)
            self._tell_of_conflict(before, complaint, None)

    def _describe(self, draft_id: UUID) -> SavedDraft | None:
        if self._base is None or not self.dirty:
            return None
        texts = with_start(changed_texts(self.form.texts(), self._start), self._start)
        desk, base = self._workplace.desk, self._base
        return SavedDraft(
            draft_id, base.number, tuple(texts.items()), desk.clock(), desk.person, self._id, base.version
        )

    def _offer_draft(self, found: tuple[SavedDraft, ...]) -> None:
        draft = next((each for each in found if each.complaint_id == self._id), None)
        complaint = self._base
        if draft is None or complaint is None or self.dirty:
            return
        self._bar.tell(
            _("You have unsaved changes from {time}.").format(time=moment_text(draft.saved_at)),
            Tone.ACCENT,
            (_("Continue"), lambda: self.take_up(draft, complaint)),
            (_("Discard"), lambda: self._drop(draft)),
        )

    def _drop(self, draft: SavedDraft) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "write", lambda: intake.drop_draft(desk, draft.id), self._workplace.hub.changed.emit, owner=self
        )

    def revert(self) -> None:
        """Give the unsaved edits up, after asking."""
        if not self.dirty or not self._workplace.questions.confirm(
            _("Undo changes?"),
            _("Your unsaved changes to \u201c{title}\u201d will be lost.").format(title=self._number),
            _("Undo changes"),
            _("Keep them"),
        ):
            return
        self.keeper.drop()
        self._bar.hide()
        desk, own = self._workplace.desk, self._id
        self._base = None
        self._workplace.lanes.submit("page", lambda: handling.case(desk, own).complaint, self._begin, owner=self)

    @property
    def _number(self) -> str:
        return self._base.number if self._base else ""

    # Saving

    def save(self) -> None:
        """Save the edits, or go to the first field that keeps them from being saved."""
        if self._base is None or not self.dirty or self._saving or self.form.try_all():
            return
        self._write(self._base, ComplaintContent(**self.form.read().values))

    def _write(self, base: Complaint, content: ComplaintContent) -> None:
        desk = self._workplace.desk
        self._set_busy(busy=True)
        self._workplace.lanes.submit(
            "write",
            lambda: handling.save_edit(desk, base, content),
            self._done,
            lambda error: self._fail(error, content),
            owner=self,
            always=lambda: self._set_busy(busy=False),
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._saving = busy
        self.form.set_read_only(read_only=busy)
        self.busy.emit(busy)

    def _done(self, changed: Changed) -> None:
        self.keeper.drop()
        self._bar.hide()
        self._begin(changed.complaint)
        self._workplace.hub.tell(changed)
        self._workplace.hub.said.emit(_("{number} was saved").format(number=changed.complaint.number))
        self.saved.emit(changed)

    def _fail(self, error: DeskError, content: ComplaintContent) -> None:
        if isinstance(error, StaleComplaint) and self._base is not None:
            self._settle(error, self._base, content)
        elif isinstance(error, ProblemsFound):
            self.form.show_found(error.problems)
        else:
            self._bar.tell(
                _("Not saved; what you typed is still here. {reason}").format(reason=error_sentence(error)),
                Tone.RED,
                (_("Try again"), self.save),
            )

    def _settle(self, error: StaleComplaint, base: Complaint, mine: ComplaintContent) -> None:
        dialog = ConflictDialog(error.conflicts, base.number, self._workplace.words, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._save_settled(base, mine, dialog.chosen()))
        dialog.open()

    def _save_settled(self, base: Complaint, mine: ComplaintContent, chosen: dict[str, object]) -> None:
        desk, own = self._workplace.desk, self._id
        self._workplace.lanes.submit(
            "read",
            lambda: handling.case(desk, own).complaint,
            lambda current: self._write(current, settled_content(base, mine, current, chosen)),
            owner=self,
        )
