"""The case page: a registered complaint to read, edit and carry on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.assigning import who_had_it
from complaint_desk.domain.clock_deeds import deeds_possible
from complaint_desk.domain.complaint import Case, Changes, SavedDraft, Step
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.domain.workflow import is_watched
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import moment_text
from complaint_desk.services import handling, people
from complaint_desk.services.desk import Desk
from complaint_desk.ui.case.clocks import CaseClocks
from complaint_desk.ui.case.deed_bar import DeedBar
from complaint_desk.ui.case.deed_plans import deeds_about_the_person
from complaint_desk.ui.case.deeds import do_deed
from complaint_desk.ui.case.edits import CaseEdits
from complaint_desk.ui.case.files import CaseFiles
from complaint_desk.ui.case.header import CaseHeader
from complaint_desk.ui.case.imported import ImportedTexts
from complaint_desk.ui.case.mask_line import MaskLine
from complaint_desk.ui.case.repeats import RepeatMarks
from complaint_desk.ui.case.same_product import SameProduct
from complaint_desk.ui.case.timeline import JournalView, Timeline
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.earlier import EarlierComplaints
from complaint_desk.ui.shared.form.draft_state import DraftState
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.ground import Ground
from complaint_desk.ui.shared.form.side import FormAndSide
from complaint_desk.ui.shared.letters.opening import open_letters
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, scrolled
from complaint_desk.ui.shared.permission import reason_line, reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

SIDE_WIDTH = 340


class CasePage(QWidget):
    """One case.

    `opened` carries the id of another complaint to look at, `registered` the `Changed` after a save, `title_changed` the
    tab's title. `draft` are unsaved edits of this complaint to go on with. `corner` is the row of its buttons.
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
        self._focus_wanted = False
        self._elsewhere = False
        self._bar = MessageBar("case.message")
        self._edits = CaseEdits(workplace, complaint_id, draft.id if draft else None, self._bar, self)
        self._build()
        self._edits.touched.connect(self._follow_edits)
        self._edits.saved.connect(self.registered)
        workplace.hub.changed.connect(self._follow_ledger)
        self.refresh()

    def _build(self) -> None:
        self._header = CaseHeader(self._workplace.words)
        self._mask = MaskLine(self._workplace.desk)
        self._mask.reveal_wanted.connect(lambda: self.do("reveal"))
        self._mask.closed.connect(self.refresh)
        self._timeline = Timeline(self._workplace.words, self._workplace.desk)
        self._timeline.correcting.connect(self._correct)
        self._files = CaseFiles(self._workplace, self._id, self._bar, self)
        self._clocks = CaseClocks(self._workplace.words)
        self._journal = JournalView(self._workplace.words)
        self._imported = ImportedTexts(self._workplace.words)
        self._earlier = EarlierComplaints(self._workplace, "case", self._id)
        self._earlier.opened.connect(self.opened)
        self._same_product = SameProduct(self._workplace, self._id)
        self._same_product.opened.connect(self.opened)
        self._repeats = RepeatMarks(self._workplace, self._id, self._edits, self._bar)
        self._earlier.repeated.connect(self._repeats.mark)
        self._earlier.parted.connect(self._repeats.take_away)
        self.corner = self._build_corner()
        main = Card(gap=0)
        main.column.setContentsMargins(20, 12, 6, 6)
        inside = Ground(right=14, gap=12)
        inside.column.addWidget(self._header)
        inside.column.addWidget(reason_line(self._workplace.desk, Right.HANDLE))
        inside.column.addWidget(self._mask)
        inside.column.addWidget(self.form, 1)
        main.column.addWidget(scrolled(inside))
        side = Card()
        beside = Ground(right=6, gap=2 * GRID)
        known = (self._earlier, self._same_product, self._imported, self._journal)
        for each in (self._clocks, self._files.shelf, self._timeline, *known):
            beside.column.addWidget(each)
        if not self._workplace.desk.sees_people:
            self._earlier.hide()
        beside.column.addStretch()
        side.column.addWidget(scrolled(beside))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID)
        page.addWidget(self.corner)
        page.addWidget(self._bar)
        page.addWidget(FormAndSide(main, side, SIDE_WIDTH), 1)

    def _build_corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._state = DraftState(self._edits.keeper, "case.draft_state")
        self._deeds = DeedBar(self._workplace.desk)
        self._deeds.wanted.connect(self.do)
        self._revert_button = button(_("Undo changes"), "case.revert")
        self._revert_button.clicked.connect(self.revert)
        self._save_button = button(_("Save") + "  Ctrl+S", "case.save", "primary")
        self._save_button.setAccessibleName(_("Save"))
        self._save_button.clicked.connect(self.save)
        self._edits.busy.connect(self._save_button.setDisabled)
        row.addStretch()
        letters = button(_("Letters\u2026"), "case.letters")
        letters.clicked.connect(lambda: open_letters(self._workplace, self._id, self))
        reserve(self._workplace.desk, Right.HANDLE, letters)
        for each in (self._state, letters, self._deeds, self._revert_button, self._save_button):
            row.addWidget(each)
        for each in (self._revert_button, self._save_button):
            each.hide()
        return corner

    # What stands there

    @property
    def form(self) -> Form:
        return self._edits.form

    @property
    def complaint_id(self) -> int:
        return self._id

    @property
    def draft_id(self) -> UUID:
        return self._edits.keeper.id

    @property
    def title(self) -> str:
        """The title of the tab."""
        return self._case.complaint.number if self._case else "\u2026"

    @property
    def dirty(self) -> bool:
        """True while the form holds what is not saved."""
        return self._edits.dirty

    def focus_first(self) -> None:
        """Put the person at what is usually done next, once the case is read."""
        self._focus_wanted = self._case is None
        if self._case is not None and not self._deeds.focus_next():
            self.form.focus_first()

    def refresh(self) -> None:
        """Read the case again; unsaved edits stay."""
        desk, own, read = self._workplace.desk, self._id, self.reading
        self._workplace.lanes.submit("page", lambda: read(desk, own), self._show, self._fail_to_load, owner=self)

    @property
    def reading(self) -> Callable[[Desk, int], Case]:
        """How the case is read now: also by whoever prints what is shown here."""
        return people.revealed if self._mask.is_open else handling.case

    def save(self) -> None:
        self._edits.save()

    def revert(self) -> None:
        self._edits.revert()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's own Save comes first where there is one; as a key of the page it works in any window.
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def may_close(self) -> bool:
        """Keep unsaved edits as a draft; ask only where that cannot be done."""
        self._edits.keeper.leave()
        return not self._edits.keeper.failing or self._workplace.questions.confirm(
            _("Close without saving?"),
            _("The draft of \u201c{title}\u201d could not be saved. It is lost if you close it now.").format(
                title=self.title
            ),
            _("Close"),
            _("Keep it open"),
        )

    def _show(self, case: Case) -> None:
        first, self._case = self._case is None, case
        self._header.show_case(case, self._workplace.desk.clock())
        self._mask.show_complaint(case.complaint)
        self._clocks.show_case(case, self._workplace.desk.clock())
        self._files.show_case(case)
        self._timeline.show_case(case)
        self._journal.show_entries(case.journal)
        self._imported.show_complaint(case.complaint)
        self._same_product.ask(case.complaint.subject_name)
        could_return = who_had_it(case.complaint, case.journal) is not None
        others = deeds_about_the_person(case.complaint, masked=not self._workplace.desk.sees_people)
        self._deeds.show_status(
            case.complaint.status,
            could_return=could_return,
            watched=is_watched(case.complaint),
            others=(*deeds_possible(case.clocks, case.events), *others),
        )
        self._earlier.look_before(case.complaint.received_at)
        self._edits.show(case.complaint, case.journal[-1] if case.journal else None, elsewhere=self._elsewhere)
        self._elsewhere = False
        if first and self._draft is not None:
            self._edits.take_up(self._draft, case.complaint)
        elif first:
            self._edits.look_for_draft()
        if self._focus_wanted:
            self.focus_first()
        if case.complaint.erased_at is not None:
            self._deeds.hide()
            time = moment_text(case.complaint.erased_at)
            self._bar.tell(_("The personal data of this complaint were erased {time}.").format(time=time), Tone.GREY)

    def _fail_to_load(self, error: DeskError) -> None:
        if self._mask.close_again():
            return
        self._bar.tell(error_sentence(error), Tone.RED, (_("Try again"), self.refresh))

    def _follow_ledger(self, changes: Changes) -> None:
        if changes.everything or self._id in changes.changed:
            self._elsewhere |= changes.elsewhere
            self.refresh()
        if self._id in changes.removed:
            self.form.set_read_only(read_only=True)
            self._bar.tell(_("This complaint is no longer in the ledger."), Tone.AMBER)

    def _follow_edits(self) -> None:
        dirty = self.dirty
        if not dirty:
            self._state.say_nothing()
        self._save_button.setVisible(dirty)
        self._revert_button.setVisible(dirty)
        self._deeds.be_quiet(quiet=dirty)
        self._earlier.follow(self.form.text)
        self.title_changed.emit(self.title)

    # Deeds

    def do(self, deed: str) -> None:
        """Do a deed of `deed_plans.DEEDS` at this case."""
        dialog = do_deed(self._workplace, self._case, deed, self) if self._case is not None else None
        if dialog is not None and deed == "reveal":
            dialog.done_with.connect(self._show_the_person)

    def _show_the_person(self) -> None:
        self._mask.open()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._mask.close_again()

    def do_offered(self, deed: str) -> None:
        """The same, if the case's status allows it now; else that is said."""
        if self._deeds.offers(deed):
            self.do(deed)
        else:
            self._workplace.hub.said.emit(_("This is not possible as the complaint stands."))

    def show_more(self) -> None:
        """Open the menu of rare deeds."""
        self._deeds.show_more()

    def _correct(self, step: Step) -> None:
        if self._case is not None:
            do_deed(self._workplace, self._case, "correct_step", self, step)
