"""The intake page: the form as one speaks on the phone, its draft, and what is known of the same person."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import ComplaintDraft, Registered, SavedDraft
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.problems import Problem, ProblemsFound, problems_in
from complaint_desk.domain.vocabulary import FollowUp, Kind
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import moment_text
from complaint_desk.services import intake
from complaint_desk.ui.intake.files import PendingFiles
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.earlier import EarlierComplaints
from complaint_desk.ui.shared.form.draft_state import DraftState
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.ground import Ground
from complaint_desk.ui.shared.form.keeper import DraftKeeper
from complaint_desk.ui.shared.form.plan import WHOLE
from complaint_desk.ui.shared.form.side import FormAndSide
from complaint_desk.ui.shared.form.texts import Read, changed_texts, joined, title_in, without
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, scrolled
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

SIDE_WIDTH = 320
USUAL_CHANNEL = "phone"


class IntakePage(QWidget):
    """One complaint being taken down.

    `opened` carries the id of a complaint to look at, `registered` the `Registered`, `title_changed` the tab's title;
    `discarded` tells that the draft was given up.
    """

    opened = Signal(int)
    registered = Signal(object)
    title_changed = Signal(str)
    discarded = Signal()

    def __init__(self, workplace: Workplace, draft: SavedDraft | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("intake")
        self._workplace = workplace
        self._keeper = DraftKeeper(workplace, self._describe, self, draft.id if draft else None)
        self._form = Form(workplace, WHOLE, "intake", self._judge)
        self._bar = MessageBar("intake.message")
        self._earlier = EarlierComplaints(workplace, "intake")
        self._files = PendingFiles(workplace, self._bar, self, lambda: self.draft_id)
        self.corner = self._build_corner()
        self._lay_out()
        self._form.edited.connect(self._edit)
        self._form.finished.connect(self._register_button.setFocus)
        self._earlier.opened.connect(self.opened)
        self._earlier.repeated.connect(self._mark_repeat)
        self._earlier.parted.connect(
            lambda number: self._form.put("repeats", without(self._form.text("repeats"), number))
        )
        self._files.changed.connect(self._follow_files)
        self._start_texts: dict[str, str] = {}
        self._untouched = True
        self._start(dict(draft.texts) if draft else {})
        if draft:
            self._files.bring_back()

    def _build_corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._state = DraftState(self._keeper, "intake.draft_state")
        self._discard_button = button(_("Discard"), "intake.discard")
        self._discard_button.clicked.connect(self.discard)
        self._register_button = button(_("Register") + "  Ctrl+S", "intake.register", "primary")
        self._register_button.setAccessibleName(_("Register"))
        self._register_button.setAutoDefault(True)
        self._register_button.clicked.connect(self.save)
        row.addStretch()
        row.addWidget(self._state)
        row.addSpacing(GRID)
        row.addWidget(self._discard_button)
        row.addWidget(self._register_button)
        return corner

    def _lay_out(self) -> None:
        main = Card(gap=0)
        main.column.setContentsMargins(20, 12, 6, 6)
        inside = Ground(right=14)
        inside.column.addWidget(self._form)
        main.column.addWidget(scrolled(inside))
        side = Card()
        beside = Ground()
        beside.column.setSpacing(2 * GRID)
        beside.column.addWidget(self._earlier)
        beside.column.addWidget(self._files.shelf)
        beside.column.addStretch()
        side.column.addWidget(scrolled(beside), 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID)
        page.addWidget(self.corner)
        page.addWidget(self._bar)
        page.addWidget(FormAndSide(main, side, SIDE_WIDTH), 1)

    # The form

    @property
    def form(self) -> Form:
        return self._form

    @property
    def draft_id(self) -> UUID:
        return self._keeper.id

    @property
    def dirty(self) -> bool:
        """True once something was typed, or a file was given."""
        return bool(self._typed() or self._files.files)

    @property
    def title(self) -> str:
        """The title of the tab."""
        who = title_in(self._form.texts())
        return _("Intake \u00b7 {who}").format(who=who) if who else _("New complaint")

    def focus_first(self) -> None:
        self._form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's own Save comes first where there is one; as a key of the page it works in any window.
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _start(self, texts: dict[str, str]) -> None:
        self._start_texts = {
            "kind": Kind.COMPLAINT,
            "channel": USUAL_CHANNEL,
            "follow_up": FollowUp.NONE,
            "received_at": moment_text(self._workplace.desk.clock()),
        }
        self._untouched = not texts
        self._form.start(texts or self._start_texts)
        self._state.say_nothing()
        self._follow()

    def _typed(self) -> dict[str, str]:
        typed = changed_texts(self._form.texts(), self._start_texts)
        return {} if set(typed) <= {"received_at"} else typed

    def _edit(self, name: str) -> None:
        if self._untouched:
            self._untouched = False
            self._renew_time(name)
        self._keeper.touch()
        self._follow()

    def _renew_time(self, edited: str) -> None:
        """A form may have waited for its call: the consumer speaks from the first keystroke on."""
        if edited != "received_at" and self._form.text("received_at") == self._start_texts["received_at"]:
            self._start_texts["received_at"] = moment_text(self._workplace.desk.clock())
            self._form.put_silently("received_at", self._start_texts["received_at"])

    def _judge(self, read: Read) -> tuple[Problem, ...]:
        return problems_in(ComplaintDraft(**read.values), self._workplace.desk.clock())

    def _follow(self) -> None:
        self._earlier.follow(self._form.text)
        self.title_changed.emit(self.title)

    def _follow_files(self) -> None:
        self._keeper.touch()
        self._keeper.flush()
        self.title_changed.emit(self.title)

    def _mark_repeat(self, number: str) -> None:
        self._form.put("repeats", joined(self._form.text("repeats"), number))

    # The draft

    def _describe(self, draft_id: UUID) -> SavedDraft | None:
        if not self.dirty:
            return None
        texts = {name: text for name, text in self._form.texts().items() if text}
        desk = self._workplace.desk
        return SavedDraft(draft_id, title_in(texts), tuple(texts.items()), desk.clock(), desk.person)

    def discard(self) -> None:
        """Give the draft up; asked only if something was typed."""
        if self.dirty and not self._workplace.questions.confirm(
            _("Discard this complaint?"),
            _("What was typed for \u201c{title}\u201d will be lost.").format(title=self.title),
            _("Discard"),
            _("Keep typing"),
        ):
            return
        self._keeper.drop()
        self._bar.hide()
        self._start({})
        self._files.clear()
        self.discarded.emit()

    def may_close(self) -> bool:
        """Keep what was typed and given; ask only where it cannot be kept."""
        self._keeper.leave()
        if not self._files.may_go(self.title):
            return False
        return not self._keeper.failing or self._workplace.questions.confirm(
            _("Close without saving?"),
            _("The draft of \u201c{title}\u201d could not be saved. It is lost if you close it now.").format(
                title=self.title
            ),
            _("Close"),
            _("Keep it open"),
        )

    # Registering

    def save(self) -> None:
        """Register the complaint, or go to the first field that keeps it from being registered."""
        if not self._register_button.isEnabled():
            return
        if hard := self._form.try_all():
            self._say_what_is_missing(hard)
            return
        self._files.after_all(self._register)

    def _register(self) -> None:
        draft = ComplaintDraft(**self._form.read().values, draft_id=self._keeper.id)
        desk, files = self._workplace.desk, self._files.files
        self._set_busy(busy=True)
        self._workplace.lanes.submit(
            "write",
            lambda: intake.register(desk, draft, files=files),
            self._done,
            self._fail,
            owner=self,
            always=lambda: self._set_busy(busy=False),
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._keeper.hold(held=busy)
        self._register_button.setEnabled(not busy)
        self._form.set_read_only(read_only=busy)
        self._files.be_closed(closed=busy)

    def _say_what_is_missing(self, hard: tuple[Problem, ...]) -> None:
        count = len({problem.field for problem in hard})
        self._workplace.hub.said.emit(
            ngettext("{count} field needs your attention", "{count} fields need your attention", count).format(
                count=count
            )
        )

    def _done(self, done: Registered) -> None:
        self._keeper.begin_anew()
        # The focus goes first: a field that it leaves in the new form would ask to be filled in.
        self.focus_first()
        self._start({})
        self._files.clear()
        said = _("Registered as {number}").format(number=done.number)
        ways = ((_("Copy number"), lambda: self._copy(done)), (_("Open"), lambda: self.opened.emit(done.id)))
        self._bar.tell(said, Tone.GREEN, *ways)
        self._workplace.hub.changed.emit(done.changes)
        self._workplace.hub.said.emit(said)
        self.registered.emit(done)

    def _copy(self, done: Registered) -> None:
        QGuiApplication.clipboard().setText(done.number)
        self._bar.tell(
            _("{number} was copied").format(number=done.number),
            Tone.GREEN,
            (_("Open"), lambda: self.opened.emit(done.id)),
        )
        self.focus_first()

    def _fail(self, error: DeskError) -> None:
        if isinstance(error, ProblemsFound):
            self._form.show_found(error.problems)
            self._say_what_is_missing(error.problems)
            return
        if error.code == "server_outcome_unknown":
            said = _(
                "Perhaps registered already: the connection was lost at that moment. What you typed is still here; "
                "trying again never makes a second complaint of it."
            )
        else:
            said = _("Not registered; what you typed is still here. {reason}").format(reason=error_sentence(error))
        self._bar.tell(said, Tone.RED, (_("Try again"), self.save))
