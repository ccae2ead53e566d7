"""One editor per kind of field, all of one shape: a widget, its text, and signals for what the person did."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.fields import FieldType
from complaint_desk.domain.plain_text import Unreadable
from complaint_desk.domain.reading import read_moment, read_partial_date
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text, money_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.form.chips import FormChips
from complaint_desk.ui.shared.form.lines import EntryLine, EntryText
from complaint_desk.ui.shared.form.plan import Place
from complaint_desk.ui.shared.form.texts import JOINT

FACTS_HEIGHT = 70


class FieldEditor(QObject):
    """`edited`: the person changed the committed text; `left`: went elsewhere; `entered`: wants the next field."""

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, place: Place, widget: QWidget) -> None:
        super().__init__(widget)
        self.place = place
        self.widget = widget

    @abstractmethod
    def text(self) -> str:
        """What stands there; see `texts`."""

    @abstractmethod
    def show_text(self, text: str) -> None:
        """Put a text there without telling."""

    @abstractmethod
    def set_read_only(self, *, read_only: bool) -> None:
        """Keep the person from changing it; the focus stays where it is."""


class LineEditor(FieldEditor):
    """Text as typed; dates and money are written tidily once the person goes on."""

    def __init__(self, place: Place, line: EntryLine) -> None:
        super().__init__(place, line)
        self.line = line
        line.textEdited.connect(lambda _text: self.edited.emit())
        line.left.connect(self._leave)
        line.entered.connect(self.entered)

    def text(self) -> str:
        return self.line.text()

    def show_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def set_read_only(self, *, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _leave(self) -> None:
        tidy = tidy_text(self.place.field.type, self.line.text())
        if tidy != self.line.text():
            self.line.setText(tidy)
        self.left.emit()


class LongEditor(FieldEditor):
    """Text of several lines."""

    def __init__(self, place: Place, box: EntryText) -> None:
        super().__init__(place, box)
        self.box = box
        box.typed.connect(self.edited)
        box.left.connect(self.left)
        box.entered.connect(self.entered)

    def text(self) -> str:
        return self.box.toPlainText()

    def show_text(self, text: str) -> None:
        self.box.show_text(text)

    def set_read_only(self, *, read_only: bool) -> None:
        self.box.setReadOnly(read_only)


class ChipsEditor(FieldEditor):
    """Codes to toggle; codes that the list does not offer (hidden by now) are kept."""

    def __init__(self, place: Place, chips: FormChips) -> None:
        super().__init__(place, chips)
        self.chips = chips
        self._hidden: tuple[str, ...] = ()
        chips.chosen_changed.connect(self._choose)
        chips.left.connect(self.left)
        chips.entered.connect(self.entered)

    def text(self) -> str:
        return JOINT.join((*self.chips.chosen(), *self._hidden))

    def show_text(self, text: str) -> None:
        codes = [code for code in text.split(JOINT) if code]
        self.chips.choose(codes)
        self._hidden = tuple(code for code in codes if code not in self.chips.chosen())

    def set_read_only(self, *, read_only: bool) -> None:
        self.chips.set_fixed(fixed=read_only)

    def _choose(self) -> None:
        if self.place.field.type is FieldType.WORD:
            self._hidden = ()
        self.edited.emit()


def tidy_text(kind: FieldType, text: str) -> str:
    """A date or an amount as the ledger writes it; a text that is none of them as it is."""
    if not text.strip():
        return text.strip() if kind is not FieldType.TEXT else text
    try:
        match kind:
            case FieldType.MONEY:
                return money_text(read_money(text))
            case FieldType.PARTIAL_DATE:
                return str(read_partial_date(text))
            case FieldType.MOMENT:
                return moment_text(read_moment(text))
    except Unreadable:
        return text
    return text


def plain_editor(place: Place, words: Words) -> FieldEditor:
    """The editor of a field that needs no suggestions: chips, several lines, or one line."""
    field = place.field
    if place.chips:
        listed = ((choice.code, choice.label) for choice in words.choices(field.word_list or field.name))
        choices = place.choices or tuple(listed)
        several = field.type is FieldType.WORDS
        return ChipsEditor(place, FormChips(choices, place.name, words.field_label(field.name), several=several))
    if field.type is FieldType.LONG_TEXT:
        box = EntryText()
        box.setFixedHeight(FACTS_HEIGHT)
        box.setPlaceholderText(_("Ctrl+Enter: next field"))
        return LongEditor(place, box)
    return LineEditor(place, EntryLine())
