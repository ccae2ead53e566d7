"""The letters of one case: choose a kind, fill in what it asks, see its pages, make it; or look at one that is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.errors import DeskError, Refusal, StaleComplaint
from complaint_desk.domain.letters import ASKED, KeptLetter, LetterEntry, MadeLetter
from complaint_desk.domain.papers import Paper
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.vocabulary import LetterKind, Status
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence, joined, problem_sentence
from complaint_desk.i18n.values import shown_text
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.services import handling, letters
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.letters.asking import PagesQuestion
from complaint_desk.ui.shared.letters.form import LetterForm, LetterForms
from complaint_desk.ui.shared.letters.keeping import save_as_word
from complaint_desk.ui.shared.letters.kinds import LetterList
from complaint_desk.ui.shared.letters.pages_view import PagesView
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_PAUSE_MS = 350
"""A pause in typing after which the pages are set anew."""

_USUAL = {
    Status.REGISTERED: LetterKind.SHEET,
    Status.DECLINED: LetterKind.NON_ACCEPTANCE,
    Status.ACCEPTED: LetterKind.RECEIPT,
    Status.HANDLING: LetterKind.EXTENSION,
    Status.WAITING: LetterKind.PAPERS,
}


class LettersDialog(QDialog):
    """What is typed stays while the dialog is open: another kind, a template with a mistake, a colleague's save."""

    def __init__(self, workplace: Workplace, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letters")
        self.setWindowTitle(_("Letters \u00b7 {number}").format(number=case.complaint.number))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._workplace = workplace
        self._case = case
        self._folder = template_folder(workplace.places, workplace.settings)
        self._shown: LetterKind | KeptLetter = _USUAL.get(Status(case.complaint.status), LetterKind.REPLY)
        self._built_in: set[LetterKind] = set()
        self._question = PagesQuestion(workplace, self._folder, self)
        self._question.answered.connect(self._take_pages)
        self._question.failed.connect(self._fail)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_pages)
        self._build()
        self._list.fill(letters.kept_letters(case), self._shown)
        self._show(self._shown)

    # Building

    def _build(self) -> None:
        complaint, words = self._case.complaint, self._workplace.words
        self._list = LetterList(words)
        self._list.chosen.connect(self._show)
        self._bar = MessageBar("letters.message")
        self._forms = LetterForms()
        self._pages = PagesView()
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        for each in (self._list, self._forms):
            middle.addWidget(each)
        middle.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        name = shown_text(complaint, "name", words)
        about = " \u00b7 ".join(part for part in (name, complaint.subject_name) if part)
        column.addWidget(label(about, role="section", wraps=True))
        column.addWidget(self._bar)
        column.addLayout(middle, 1)
        column.addLayout(self._foot())
        room = self.screen().availableGeometry()
        self.resize(min(1180, room.width() - 4 * GRID), min(680, room.height() - 8 * GRID))

    def _foot(self) -> QHBoxLayout:
        self._template_button = button(_("Edit &template in Word"), "letters.template", "quiet")
        self._word_button = button(_("&Save as Word\u2026"), "letters.word")
        self._print_button = button(_("&Print or PDF\u2026"), "letters.print", "primary")
        self._make_button = button(_("&Make letter"), "letters.make", "primary")
        close = button(_("Close"), "letters.close")
        self._template_button.clicked.connect(self._edit_template)
        self._word_button.clicked.connect(self._save_word)
        self._print_button.clicked.connect(self.print)
        self._make_button.clicked.connect(self.make)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._template_button)
        row.addStretch()
        for each in (close, self._word_button, self._print_button, self._make_button):
            each.setAutoDefault(True)
            row.addWidget(each)
        return row

    # What is shown

    @property
    def form(self) -> LetterForm | None:
        """The form in front; None where a kept letter is shown."""
        return self._forms.opened.get(self._shown) if isinstance(self._shown, LetterKind) else None

    def choose(self, wanted: LetterKind | KeptLetter) -> None:
        """Show a kind, or a letter that is kept."""
        self._list.fill(letters.kept_letters(self._case), wanted)
        self._show(wanted)

    def _show(self, wanted: LetterKind | KeptLetter) -> None:
        self._shown = wanted
        making = isinstance(wanted, LetterKind)
        # The sheet asks nothing: its pages have the whole room.
        self._forms.setVisible(isinstance(wanted, LetterKind) and bool(ASKED[wanted]))
        for each, shown in (
            (self._make_button, making), (self._template_button, making),
            (self._print_button, not making), (self._word_button, not making),
        ):  # fmt: skip
            each.setVisible(shown)
        self._bar.hide()
        if isinstance(wanted, LetterKind):
            self._show_form(wanted)
            self._ask_pages()
        else:
            self._question.ask_kept(wanted)

    def _show_form(self, kind: LetterKind) -> None:
        if kind not in self._forms.opened:
            begun = letters.begin(self._workplace.desk, self._case, self._workplace.words)
            made = LetterForm(self._workplace, kind, begun, partial(self._problems, kind))
            made.edited.connect(self._pause.start)
            made.finished.connect(self._make_button.setFocus)
            self._forms.add(made)
        self._forms.show_kind(kind)
        self._say_missing()

    def _problems(self, kind: LetterKind, entry: LetterEntry) -> tuple[Problem, ...]:
        return letters.problems(self._workplace.desk, kind, self._case.complaint, entry)

    def _say_missing(self) -> tuple[Problem, ...]:
        """Say above the form what the case or the settings lack; the fields say the rest themselves."""
        form = self.form
        if form is None:
            return ()
        found = tuple(each for each in self._problems(form.kind, form.entry()) if each.field not in form.form.cells)
        self._forms.say(joined(*(problem_sentence(each, self._workplace.words) for each in found)))
        return found

    # Pages

    def _ask_pages(self) -> None:
        form = self.form
        if form is None:
            return
        self._say_missing()
        built_in = form.kind in self._built_in
        self._question.ask(form.kind, self._case, form.entry(), built_in=built_in)

    def _take_pages(self, paper: Paper) -> None:
        self._pages.show_paper(paper)
        if paper.left_out:
            text = _("This template holds text boxes or drawings that only Word shows: print it from Word.")
            self._bar.tell(text, Tone.AMBER)

    # Deeds

    def make(self) -> None:
        """Make the letter and keep it, or say what it lacks."""
        form = self.form
        if form is None or not self._make_button.isEnabled():
            return
        missing = [each for each in self._say_missing() if each.hard]
        if form.form.try_all() or missing:
            return
        self._make_button.setEnabled(False)
        self._workplace.lanes.submit(
            "write",
            partial(
                letters.make,
                self._workplace.desk,
                self._folder,
                self._case.complaint.id,
                form.kind,
                form.entry(),
                self._workplace.words,
                seen=self._case.complaint,
                built_in=form.kind in self._built_in,
            ),
            self._made,
            failed=self._fail,
            owner=self,
            always=lambda: self._make_button.setEnabled(True),
        )

    def _made(self, made: MadeLetter) -> None:
        self._workplace.hub.tell(made.changed)
        if (form := self.form) is not None:
            form.settle()

        def show(case: Case) -> None:
            self._case = case
            self.choose(letters.kept_letters(case)[0])
            self._bar.tell(_("Made and kept with the case: {name}").format(name=made.name), Tone.GREEN)
            self._print_button.setFocus()

        self._read_case(show)

    def print(self) -> None:
        """Open the print preview of the kept letter; it prints, and writes PDF."""
        if self._pages.paper is not None:
            PrintPreview(self._workplace, self._pages.paper, self).open()

    def _save_word(self) -> None:
        if isinstance(self._shown, KeptLetter):
            name = letters.name_of(self._shown, self._case.complaint, self._workplace.words)
            save_as_word(self._workplace, self._question.content, name, self._bar, self)

    def _edit_template(self) -> None:
        if not isinstance(self._shown, LetterKind):
            return
        words, folder, kind = self._workplace.words, self._folder, self._shown
        self._built_in.discard(kind)
        self._workplace.lanes.submit(
            "page",
            lambda: letters.template_to_edit(folder, kind, words),
            self._workplace.questions.open_outside,
            failed=self._fail,
            owner=self,
        )
        text = _("Change the template and save it there; then come back and look at the letter again.")
        self._bar.tell(text, Tone.ACCENT, (_("Look again"), self._ask_pages))

    # What goes wrong

    def _fail(self, error: DeskError) -> None:
        ways: list[tuple[str, Callable[[], None]]] = []
        form = self.form
        if isinstance(error, ProblemsFound) and form is not None:
            form.form.show_found(error.problems)
        elif isinstance(error, StaleComplaint):
            self._read_case(self._renew)
        elif isinstance(error, Refusal) and error.code in ("template_faulty", "template_not_word"):
            ways = [
                (_("Use the built-in template"), self._use_built_in),
                (_("Open the template"), self._edit_template),
                (_("Look again"), self._ask_pages),
            ]
        self._bar.tell(error_sentence(error, self._workplace.words), Tone.RED, *ways)

    def _use_built_in(self) -> None:
        if isinstance(self._shown, LetterKind):
            self._built_in.add(self._shown)
            self._ask_pages()

    def _read_case(self, show: Callable[[Case], None]) -> None:
        desk, own = self._workplace.desk, self._case.complaint.id
        self._workplace.lanes.submit("read", lambda: handling.case(desk, own), show, failed=self._fail, owner=self)

    def _renew(self, case: Case) -> None:
        """What stands in the case now is what the next try builds on; what was typed stays."""
        self._case = case
        self._ask_pages()

    def reject(self) -> None:
        """Close; what was typed for a letter that was not made is asked for."""
        if self._forms.dirty and not self._workplace.questions.confirm(
            _("Close without making the letter?"),
            _("What you typed for it is lost then."),
            _("Close"),
            _("Keep it open"),
        ):
            return
        super().reject()
