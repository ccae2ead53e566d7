"""Rule sets: every version with its days, the clocks of one to be edited into a new version, and how they count."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_sets import Chooser, Obligation, ProvinceLayer, RuleBook, RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import rule_sets
from complaint_desk.ui.preferences.rules.choosing import ChoosingDialog
from complaint_desk.ui.preferences.rules.clock_list import ClockList
from complaint_desk.ui.preferences.rules.days import VersionDays
from complaint_desk.ui.preferences.rules.editing import VersionInWork, place_of
from complaint_desk.ui.preferences.rules.example import Example
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.preferences.rules.files import read_rules, write_rules
from complaint_desk.ui.preferences.rules.obligation_form import ObligationForm
from complaint_desk.ui.preferences.rules.provinces import ask_place, ask_what_differs, layer_to_edit, title_of
from complaint_desk.ui.preferences.rules.versions import VersionTree
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reason_line, reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_LEAST = (820, 440)
_USUAL = (1080, 720)
_FRAME = 48
_LEFT_WIDTH = 288


class RulesDialog(QDialog):
    """What is edited becomes a new version that holds from its first day on; complaints that run keep theirs."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rules")
        self.setWindowTitle(_("Time limit rules"))
        self._workplace = workplace
        self._book: RuleBook | None = None
        self._work: VersionInWork | None = None
        self._wanted: tuple[str, str] | None = None
        self._message = MessageBar("rules.message")
        self._versions = VersionTree(workplace.words)
        self._clocks = ClockList()
        self._days = VersionDays(workplace.desk.clock().date())
        self._form = ObligationForm(workplace.words)
        self._example = Example(workplace, self._fail)
        self._province = keyed_button(_("Province…"), "P", "rules.add_province")
        self._keep = keyed_button(_("Keep as a new version"), "K", "rules.save", "primary")
        self._lay_out()
        self._listen()
        self._read()

    # The looks

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(reason_line(self._workplace.desk, Right.SET_UP))
        body = QHBoxLayout()
        body.setSpacing(2 * GRID)
        body.addLayout(self._left())
        body.addLayout(self._right(), 1)
        column.addLayout(body, 1)
        column.addLayout(self._foot())
        self.setMinimumSize(*_LEAST)
        room = self.screen().availableSize()
        self.resize(min(_USUAL[0], room.width() - _FRAME), min(_USUAL[1], room.height() - _FRAME))

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        for each in (self._versions, self._clocks):
            each.setFixedWidth(_LEFT_WIDTH)
        left.addWidget(self._versions, 3)
        left.addWidget(self._province, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self._clocks, 2)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self._days)
        right.addWidget(self._form.area, 1)
        right.addWidget(label(_("Example"), role="section"))
        right.addWidget(self._example)
        return right

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        reading = keyed_button(_("Read a file…"), "G", "rules.read")
        of_clocks = (self._clocks.add, self._clocks.remove, self._form, *self._days.of_version)
        reserve(self._workplace.desk, Right.SET_UP, reading, self._province, self._keep, *of_clocks)
        for each, deed in (
            (keyed_button(_("Which complaints…"), "Q", "rules.choosing"), self._choose),
            (reading, self._read_file),
            (keyed_button(_("Write a file…"), "J", "rules.write"), self._write),
        ):
            each.clicked.connect(deed)
            row.addWidget(each)
        row.addStretch()
        close = button(_("Close"), "rules.cancel")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        row.addWidget(self._keep)
        return row

    def _listen(self) -> None:
        self._versions.chosen.connect(self._take_version)
        self._clocks.chosen.connect(self._take_clock)
        self._province.clicked.connect(self._ask_province)
        self._clocks.add.clicked.connect(self._add_clock)
        self._clocks.remove.clicked.connect(self._remove_clock)
        self._form.changed.connect(self._edit)
        self._keep.clicked.connect(self._save)
        self._days.changed.connect(self._count)

    # What is shown

    def _read(self, said: str = "") -> None:
        desk = self._workplace.desk

        def show(book: RuleBook) -> None:
            self._book = book
            self._versions.show_book(book, desk.clock().date(), self._wanted)
            if said:
                self._message.tell(said, Tone.GREEN)

        self._workplace.lanes.submit("read", lambda: rule_sets.book(desk), show, self._fail, owner=self)

    def _take_version(self, code: str, version: str) -> None:
        today = self._workplace.desk.clock().date()
        found = VersionInWork.at_place(self._book, code, version, today) if self._book else None
        if found is not None and not self._take_work(found) and self._work:
            self._versions.choose(*self._work.place)

    def _take_work(self, work: VersionInWork) -> bool:
        """Edit something else; False if the person goes on with what is not kept yet."""
        if not self._may_leave():
            return False
        self._work = work
        self._message.hide()
        self._show_work()
        return True

    def _show_work(self) -> None:
        work = self._work
        if work is None:
            return
        names = [clock_name(each.code, each.name, self._workplace.words) for each in work.obligations]
        self._clocks.show_names(names, work.at)
        if work.current is not None:
            self._form.show_obligation(work.current)
        self._form.setVisible(work.current is not None)
        self._clocks.entitle(title_of(work, self._workplace.words))
        self._count()

    def _take_clock(self, row: int) -> None:
        if self._work is not None and 0 <= row < len(self._work.obligations):
            self._work.at = row
            self._form.show_obligation(self._work.obligations[row])
            self._count()

    # Editing

    def _edit(self) -> None:
        work = self._work
        if work is None or work.current is None:
            return
        work.put(self._form.obligation(work.current))
        self._clocks.rename(work.at, clock_name(work.current.code, work.current.name, self._workplace.words))
        self._count()

    def _judge(self) -> None:
        work = self._work
        if work is None:
            return
        if work.obligations:
            self._form.show_problems(work.problems(work.at), becomes_promise=work.becomes_promise())
        self._clocks.remove.setEnabled(work.may_remove)
        self._keep.setEnabled(work.may_be_kept)

    def _add_clock(self) -> None:
        work, words = self._work, self._workplace.words
        if work is not None and work.layer is not None:
            ask_what_differs(self._clocks.add, work.beneath_unchanged(), words, self._add_over)
        elif work is not None:
            work.add()
            self._show_work()
            self._form.focus_name()

    def _add_over(self, obligation: Obligation | None) -> None:
        if self._work is not None:
            self._work.add_over(obligation)
            self._show_work()
            self._form.focus_name()

    def _remove_clock(self) -> None:
        if self._work is not None and self._work.may_remove:
            self._work.remove()
            self._show_work()
            self._clocks.names.setFocus()

    # The example follows each keystroke
    def _count(self) -> None:
        work = self._work
        self._judge()
        self._days.held()
        day = self._days.example_day()
        if work is not None and day is not None:
            self._example.count(work.sound_part(day), day)

    # Keeping, files, what chooses

    def _sound_version(self) -> RuleVersion | ProvinceLayer | None:
        """What is edited as a version; None where something stands against it, which is said."""
        work, held = self._work, self._days.held()
        if work is None or held is None:
            return None
        if (faulty := work.first_faulty()) is not None:
            self._clocks.names.setCurrentRow(faulty)
            self._message.tell(_("Something is missing in this time limit; it is said below the field."), Tone.RED)
            return None
        return work.version(*held)

    def _save(self) -> None:
        edited, desk, submit = self._sound_version(), self._workplace.desk, self._workplace.lanes.submit
        if edited is not None:
            submit("write", lambda: rule_sets.keep_edited(desk, edited), self._kept, self._fail, owner=self)

    def _kept(self, version: RuleVersion | ProvinceLayer) -> None:
        self._wanted, self._work = place_of(version), None
        said = _("Kept: it holds for what is received from {day} on. Complaints that run keep their dates.")
        self._read(said.format(day=version.valid_from))

    def _read_file(self) -> None:
        read_rules(self._workplace, self, self._take_file, self._fail)

    def _take_file(self, version: RuleVersion | ProvinceLayer) -> None:
        if self._book and self._take_work(VersionInWork.read(version, self._book)):
            self._days.show_days(version.valid_from, version.valid_to)

    def _ask_province(self) -> None:
        work, book, words = self._work, self._book, self._workplace.words
        if work is None or book is None:
            return
        beneath = work.beneath or work.base

        def take(place: str) -> None:
            wanted = layer_to_edit(book, place, beneath, words)
            if self._take_work(wanted):
                self._versions.choose(*wanted.place)
                self._clocks.add.setFocus()

        ask_place(words, beneath.code, self, take)

    def _write(self) -> None:
        if (version := self._sound_version()) is not None:
            write_rules(self._workplace, self, version, self._message)

    def _choose(self) -> None:
        if self._book is None:
            return
        dialog = ChoosingDialog(self._workplace, self._book.choosers, self._book.codes, self)
        dialog.accepted.connect(lambda: self._take_choosers(dialog.choosers))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_choosers(self, choosers: tuple[Chooser, ...]) -> None:
        if self._book is not None:
            self._book = dataclasses.replace(self._book, choosers=choosers)

    def _may_leave(self) -> bool:
        """Ask before what was typed is lost."""
        if self._work is None or not self._work.is_changed:
            return True
        return self._workplace.questions.confirm(
            _("Time limit rules"), _("What you changed is not kept yet."), _("Drop the changes"), _("Go on editing")
        )

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
