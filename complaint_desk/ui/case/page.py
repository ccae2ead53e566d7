"""The case page: a registered complaint to read, edit and carry on."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case, Changed, Changes, Complaint, ComplaintContent, SavedDraft, Step
from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.problems import Problem, ProblemsFound, problems_in
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import handling, intake
from complaint_desk.ui.case.conflicts import ConflictDialog, settled_content
from complaint_desk.ui.case.deed_bar import DeedBar
from complaint_desk.ui.case.deeds import do_deed
from complaint_desk.ui.case.header import CaseHeader
from complaint_desk.ui.case.timeline import JournalView, Timeline
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.earlier import EarlierComplaints
from complaint_desk.ui.shared.form.draft_state import DraftState
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.ground import Ground
from complaint_desk.ui.shared.form.keeper import DraftKeeper
from complaint_desk.ui.shared.form.plan import WHOLE
from complaint_desk.ui.shared.form.texts import JOINT, Read, changed_texts, joined, texts_of
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, scrolled
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

SIDE_WIDTH = 340


class CasePage(QWidget):
    """One case.

    `opened` carries the id of another complaint to look at, `registered` the `Changed` after a save, `title_changed` the
    tab's title. `draft` are unsaved edits of this complaint to go on with.
    """

    opened = Signal(int)
    registered = Signal(object)
    title_changed = Signal(str)

    def __init__(
        self, workplace: Workplace, complaint_id: int, draft: SavedDraft | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("case")
        self._workplace = workplace
        self._id = complaint_id
        self._draft = draft
        self._case: Case | None = None
        self._base: Complaint | None = None
        self._start_texts: dict[str, str] = {}
        self._focus_wanted = False
        self._keeper = DraftKeeper(workplace, self._describe, self, draft.id if draft else None)
        self._form = Form(workplace, WHOLE, "case", self._judge)
        self._build()
        self._form.edited.connect(self._edit)
        self._form.set_read_only(read_only=True)
        workplace.hub.changed.connect(self._follow)
        self._load()

    def _build(self) -> None:
        self._header = CaseHeader(self._workplace.words)
        self._bar = MessageBar("case.message")
        self._timeline = Timeline(self._workplace.words)
        self._timeline.correcting.connect(self._correct)
        self._journal = JournalView(self._workplace.words)
        self._earlier = EarlierComplaints(self._workplace, "case", self._id)
        self._earlier.opened.connect(self.opened)
        self._earlier.repeated.connect(self._mark_repeat)
        self.corner = self._build_corner()
        main = Card(gap=0)
        main.column.setContentsMargins(20, 12, 6, 6)
        inside = Ground(right=14, gap=12)
        inside.column.addWidget(self._header)
        inside.column.addWidget(self._form, 1)
        main.column.addWidget(scrolled(inside))
        side = Card()
        side.setFixedWidth(SIDE_WIDTH)
        beside = Ground(right=6, gap=2 * GRID)
        for each in (self._timeline, self._earlier, self._journal):
            beside.column.addWidget(each)
        beside.column.addStretch()
        side.column.addWidget(scrolled(beside))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(main, 1)
        row.addWidget(side)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID)
        page.addWidget(self.corner)
        page.addWidget(self._bar)
        page.addLayout(row, 1)

    def _build_corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._state = DraftState(self._keeper, "case.draft_state")
        self._deeds = DeedBar()
        self._deeds.wanted.connect(self.do)
        self._revert_button = button(_("Undo changes"), "case.revert")
        self._revert_button.clicked.connect(self.revert)
        self._save_button = button(_("Save") + "  Ctrl+S", "case.save", "primary")
        self._save_button.setAccessibleName(_("Save"))
        self._save_button.clicked.connect(self.save)
        row.addStretch()
        for each in (self._state, self._deeds, self._revert_button, self._save_button):
            row.addWidget(each)
        return corner

    # What stands there

    @property
    def form(self) -> Form:
        return self._form

    @property
    def complaint_id(self) -> int:
        return self._id

    @property
    def draft_id(self) -> UUID:
        return self._keeper.id

    @property
    def title(self) -> str:
        """The title of the tab."""
        return self._case.complaint.number if self._case else "\u2026"

    @property
    def dirty(self) -> bool:
        """True while the form holds what is not saved."""
        return self._base is not None and bool(changed_texts(self._form.texts(), self._start_texts))

    def focus_first(self) -> None:
        """Put the person at what is usually done next, once the case is read."""
        self._focus_wanted = self._case is None
        if self._case is not None and not self._deeds.focus_next():
            self._form.focus_first()

    def refresh(self) -> None:
        """Read the case again."""
        self._load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _load(self) -> None:
        desk, own = self._workplace.desk, self._id
        self._workplace.lanes.submit(
            "page", lambda: handling.case(desk, own), self._show, self._fail_to_load, owner=self
        )

    def _show(self, case: Case) -> None:
        first = self._case is None
        self._case = case
        self._header.show_complaint(case.complaint)
        self._timeline.show_steps(case.steps)
        self._journal.show_entries(case.journal)
        self._deeds.show_status(case.complaint.status)
        self.title_changed.emit(self.title)
        if self._base is not None and self.dirty:
            if case.complaint.version != self._base.version:
                self._tell_of_other_change()
            return
        self._begin(case.complaint)
        if first:
            self._take_up_draft(case.complaint)
        if self._focus_wanted:
            self.focus_first()

    def _begin(self, complaint: Complaint) -> None:
        """Show a complaint in the form as nobody has touched it."""
        self._base = complaint
        self._form.set_read_only(read_only=complaint.erased_at is not None)
        self._form.start(texts_of(complaint, self._form.fields), complaint)
        # What stands in the editors counts: a text that they write otherwise is no edit of the person.
        self._start_texts = self._form.texts()
        self._show_dirty()
        self._earlier.look_before(complaint.received_at)
        self._earlier.follow(complaint.phone, complaint.name, complaint.subject_name, complaint.repeats)

    def _fail_to_load(self, error: DeskError) -> None:
        self._bar.tell(error_sentence(error), Tone.RED, (_("Try again"), self._load))

    def _follow(self, changes: Changes) -> None:
        if changes.everything or self._id in changes.changed:
            self._load()
        if self._id in changes.removed:
            self._form.set_read_only(read_only=True)
            self._bar.tell(_("This complaint is no longer in the ledger."), Tone.AMBER)

    def _tell_of_other_change(self) -> None:
        self._bar.tell(
            _(
                "This complaint was changed while you were editing it. What you typed stays; saving compares field by field."
            ),
            Tone.AMBER,
            (_("Undo my changes"), self.revert),
        )

    # Editing

    def _edit(self, _name: str) -> None:
        self._keeper.touch()
        self._show_dirty()
        text = self._form.text
        self._earlier.follow(text("phone"), text("name"), text("subject_name"), text("repeats").split(JOINT))

    def _show_dirty(self) -> None:
        dirty = self.dirty
        if not dirty:
            self._state.say_nothing()
        self._save_button.setVisible(dirty)
        self._revert_button.setVisible(dirty)
        self._deeds.be_quiet(quiet=dirty)
        self.title_changed.emit(self.title)

    def _mark_repeat(self, number: str) -> None:
        self._form.put("repeats", joined(self._form.text("repeats"), number))

    def _judge(self, read: Read) -> tuple[Problem, ...]:
        return problems_in(ComplaintContent(**read.values), self._workplace.desk.clock())

    def _describe(self, draft_id: UUID) -> SavedDraft | None:
        if self._base is None or not self.dirty:
            return None
        texts = tuple((name, text) for name, text in self._form.texts().items() if text)
        desk, base = self._workplace.desk, self._base
        return SavedDraft(draft_id, base.number, texts, desk.clock(), desk.person, self._id, base.version)

    def _take_up_draft(self, complaint: Complaint) -> None:
        """Go on with the edits that were handed over, or offer those that the ledger still keeps."""
        if self._draft is not None:
            self._put_edits(self._draft, complaint)
            return
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: intake.drafts(desk), self._offer_draft, failed=lambda _error: None, owner=self
        )

    def _offer_draft(self, found: tuple[SavedDraft, ...]) -> None:
        draft = next((each for each in found if each.complaint_id == self._id), None)
        if draft is None or self.dirty:
            return
        self._bar.tell(
            _("You have unsaved changes from {time}.").format(time=f"{draft.saved_at:%Y-%m-%d %H:%M}"),
            Tone.ACCENT,
            (_("Continue"), lambda: self._continue(draft)),
            (_("Discard"), lambda: self._drop(draft)),
        )

    def _continue(self, draft: SavedDraft) -> None:
        if self._base is not None:
            self._keeper.adopt(draft.id)
            self._put_edits(draft, self._base)

    def _put_edits(self, draft: SavedDraft, complaint: Complaint) -> None:
        texts = dict.fromkeys(self._form.cells, "") | dict(draft.texts)
        for name, text in changed_texts(texts, texts_of(complaint, self._form.fields)).items():
            if name in self._form.cells:
                self._form.put(name, text)
        if draft.base_version != complaint.version:
            self._tell_of_other_change()

    def _drop(self, draft: SavedDraft) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "write", lambda: intake.drop_draft(desk, draft.id), self._workplace.hub.changed.emit, owner=self
        )

    def revert(self) -> None:
        """Give the unsaved edits up, after asking."""
        if not self.dirty or not self._workplace.questions.confirm(
            _("Undo changes?"),
            _("Your unsaved changes to \u201c{title}\u201d will be lost.").format(title=self.title),
            _("Undo changes"),
            _("Keep them"),
        ):
            return
        self._give_up_edits()

    def _give_up_edits(self) -> None:
        self._keeper.drop()
        self._bar.hide()
        if self._case is not None:
            self._begin(self._case.complaint)

    def may_close(self) -> bool:
        """Keep unsaved edits as a draft; ask only where that cannot be done."""
        self._keeper.leave()
        return not self._keeper.failing or self._workplace.questions.confirm(
            _("Close without saving?"),
            _("The draft of \u201c{title}\u201d could not be saved. It is lost if you close it now.").format(
                title=self.title
            ),
            _("Close"),
            _("Keep it open"),
        )

    # Saving

    def save(self) -> None:
        """Save the edits, or go to the first field that keeps them from being saved."""
        if self._base is None or not self.dirty or not self._save_button.isEnabled() or self._form.try_all():
            return
        self._write(self._base, ComplaintContent(**self._form.read().values))

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
        self._save_button.setEnabled(not busy)
        self._form.set_read_only(read_only=busy)

    def _done(self, changed: Changed) -> None:
        self._keeper.drop()
        self._bar.hide()
        self._begin(changed.complaint)
        self._workplace.hub.changed.emit(changed.changes)
        self._workplace.hub.said.emit(_("{number} was saved").format(number=changed.complaint.number))
        self.registered.emit(changed)

    def _fail(self, error: DeskError, content: ComplaintContent) -> None:
        if isinstance(error, StaleComplaint) and self._base is not None:
            self._settle(error, self._base, content)
            return
        if isinstance(error, ProblemsFound):
            self._form.show_found(error.problems)
            return
        self._bar.tell(
            _("Not saved; what you typed is still here. {reason}").format(reason=error_sentence(error)),
            Tone.RED,
            (_("Try again"), self.save),
        )

    def _settle(self, error: StaleComplaint, base: Complaint, mine: ComplaintContent) -> None:
        dialog = ConflictDialog(error.conflicts, self.title, self._workplace.words, self)
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

    # Deeds

    def do(self, deed: str) -> None:
        """Do a deed of `deed_plans.DEEDS` at this case."""
        if self._case is not None:
            do_deed(self._workplace, self._case, deed, self)

    def _correct(self, step: Step) -> None:
        if self._case is not None:
            do_deed(self._workplace, self._case, "correct_step", self, step)
