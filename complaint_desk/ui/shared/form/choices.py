"""Editors that offer what may be meant: entries of a list, and texts that were written there before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction

from complaint_desk.domain.complaint import CONTENT_FIELDS
from complaint_desk.domain.fields import FieldType
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.i18n.words import Choice, Words
from complaint_desk.services import intake
from complaint_desk.ui.shared.form.editors import FieldEditor, LineEditor, plain_editor
from complaint_desk.ui.shared.form.plan import Place
from complaint_desk.ui.shared.form.suggestions import SuggestingLine, Suggestion
from complaint_desk.ui.shared.icons import give_icon
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.workplace import Workplace

BRANCH_MARK = " \u203a "
_SHORTEST = 2


class ChoiceEditor(LineEditor):
    """An entry of a list, found by characters, pinyin initials or code. Its text is the code once an entry is meant."""

    def __init__(self, place: Place, words: Words) -> None:
        line = SuggestingLine(strict=True)
        super().__init__(place, line)
        self._line = line
        self._words = words
        self._list = place.field.word_list or place.name
        self._choices = leaves(words.choices(self._list))
        self._often: tuple[str, ...] = ()
        opener = QAction(line)
        give_icon(opener, "chevron-down", current_tokens())
        opener.triggered.connect(self._open)
        line.addAction(opener, SuggestingLine.ActionPosition.TrailingPosition)
        line.asked.connect(self._suggest)
        line.taken.connect(lambda _text: self.edited.emit())

    def prefer(self, codes: Sequence[str]) -> None:
        """Offer these first."""
        self._often = tuple(codes)

    def text(self) -> str:
        shown = self._line.text().strip()
        return (self._words.code(self._list, shown) or shown) if shown else ""

    def show_text(self, text: str) -> None:
        super().show_text(self._words.label(self._list, text))

    def _leave(self) -> None:
        label = self._words.label(self._list, self.text())
        if label and self._words.code(self._list, label) is None:
            meant = matching(self._choices, label, self._words, self._list)
            label = meant[0].label if len(meant) == 1 else label
        if label != self._line.text():
            self._line.setText(label)
        self.left.emit()

    def _open(self) -> None:
        self._line.setFocus()
        self._line.show_all()

    def _suggest(self, text: str) -> None:
        found = matching(self._choices, text, self._words, self._list)
        found.sort(
            key=lambda choice: self._often.index(choice.code) if choice.code in self._often else len(self._often)
        )
        now = self.text()
        codes = [choice.code for choice in found]
        pick = codes.index(now) if now in codes else None
        self._line.offer([self._suggestion(choice) for choice in found], pick=pick)

    def _suggestion(self, choice: Choice) -> Suggestion:
        branch = self._words.label(self._list, choice.parent)
        return Suggestion(f"{branch}{BRANCH_MARK}{choice.label}" if branch else choice.label, choice.label)


class CompletedEditor(LineEditor):
    """Free text, with what was written there before on offer."""

    def __init__(self, place: Place, workplace: Workplace) -> None:
        line = SuggestingLine(strict=False)
        super().__init__(place, line)
        self._line = line
        self._workplace = workplace
        self._question = 0
        line.asked.connect(self._ask)
        line.taken.connect(lambda _text: self.edited.emit())

    def _ask(self, text: str) -> None:
        self._question += 1
        question, desk, name = self._question, self._workplace.desk, self.place.name
        self._workplace.lanes.submit(
            "read",
            lambda: intake.completions(desk, name, text),
            lambda found: self._answer(question, text, found),
            failed=lambda _error: None,
            owner=self,
        )

    def _answer(self, question: int, text: str, found: Sequence[str]) -> None:
        if question == self._question and text in ("", self._line.text()):
            self._line.offer([Suggestion(each, each) for each in found if each != text])


def make_editor(place: Place, workplace: Workplace) -> FieldEditor:
    """The editor that a field of the plan wants."""
    field = place.field
    if place.completed:
        return CompletedEditor(place, workplace)
    if not place.chips and field.type in (FieldType.WORD, FieldType.LEAF, FieldType.RATING):
        editor = ChoiceEditor(place, workplace.words)
        if field.type is FieldType.LEAF and field.name in CONTENT_FIELDS:
            _prefer_used(editor, workplace)
        return editor
    return plain_editor(place, workplace.words)


def leaves(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The entries that have none below them, with the code of their branch."""
    branches = {choice.parent for choice in choices}
    return tuple(choice for choice in choices if choice.code not in branches)


def matching(choices: Sequence[Choice], text: str, words: Words, list_name: str) -> list[Choice]:
    """Entries whose label, branch or code holds the text, or whose pinyin begins with it; all for no text.

    Where there is none: those that hold its characters in their order, as people shorten words.
    """
    wanted = normalise(text)
    if not wanted:
        return list(choices)
    found = []
    for choice in choices:
        label = normalise(choice.label)
        begins = label.startswith(wanted) or any(sound.startswith(wanted) for sound in sounds_of(choice.label))
        holds = wanted in label or wanted in normalise(words.label(list_name, choice.parent)) or choice.code == wanted
        if begins or holds:
            found.append((not begins, choice))
    if found:
        return [choice for _later, choice in sorted(found, key=lambda pair: pair[0])]
    return [choice for choice in choices if _shortens(wanted, choice.label)]


def _shortens(wanted: str, label: str) -> bool:
    """Whether the text leaves out characters of the label, or of its initials, and nothing else."""
    if len(wanted) < _SHORTEST:
        return False
    initials = sounds_of(label)[:1] if wanted.isascii() else ()
    return any(_in_order(wanted, each) for each in (normalise(label), *initials))


def _in_order(wanted: str, text: str) -> bool:
    rest = iter(text)
    return wanted[:1] == text[:1] and all(character in rest for character in wanted)


def _prefer_used(editor: ChoiceEditor, workplace: Workplace) -> None:
    desk, name = workplace.desk, editor.place.name
    workplace.lanes.submit(
        "read", lambda: intake.completions(desk, name, ""), editor.prefer, failed=lambda _error: None, owner=editor
    )
