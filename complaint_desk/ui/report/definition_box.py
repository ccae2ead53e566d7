"""Chooses, keeps, renames and deletes report definitions, which all desks share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.report_definitions import ReportDefinition
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.services import report_definitions
from complaint_desk.ui.shared.buttons import menu_button
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class DefinitionBox(QWidget):
    """`chosen` carries the `ReportDefinition` that the person takes, `failed` the error of a deed.

    What stands in the panel is asked for by `current`, under the name of the definition that it becomes.
    """

    chosen = Signal(object)
    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, current: Callable[[str], ReportDefinition], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._current = current
        self._kept: tuple[ReportDefinition, ...] = ()
        self._wanted = ""
        self.box = QComboBox()
        self.box.setObjectName("report.definition")
        self.box.setAccessibleName(_("Report definition"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.addItem(_("(none: as chosen below)"))
        manage, menu = menu_button(_("&Keep"), "report.definition.keep")
        self.save = menu.addAction(_("&Save the changes"), self._save)
        self.save_as = menu.addAction(_("Save &as…"), self._save_as)
        self.rename = menu.addAction(_("&Rename…"), self._rename)
        self.delete = menu.addAction(_("&Delete…"), self._delete)
        reserve(workplace.desk, Right.ARRANGE, *menu.actions())
        menu.aboutToShow.connect(self.refresh)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.box, 1)
        row.addWidget(manage)
        self.box.currentIndexChanged.connect(self._choose)
        workplace.hub.changed.connect(self._follow)

    @property
    def definition(self) -> ReportDefinition | None:
        """The definition chosen, as it is kept; None where there is none."""
        at = self.box.currentIndex() - 1
        return self._kept[at] if 0 <= at < len(self._kept) else None

    @property
    def name(self) -> str:
        """What the chosen one is called; "" where there is none."""
        return self._shown_name(self.definition) if self.definition else ""

    def load(self, wanted: str = "") -> None:
        """Read the definitions; take the one that is kept under a name."""
        self._wanted = wanted
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: report_definitions.definitions(desk), self._arrived, self.failed.emit, owner=self
        )

    def refresh(self) -> None:
        """Say whether what stands in the panel is what is kept."""
        kept = self.definition
        changed = kept is not None and not _same(kept, self._current(kept.name))
        for action in (self.rename, self.delete):
            action.setEnabled(kept is not None)
        self.save.setEnabled(changed)
        for at, each in enumerate(self._kept, 1):
            name = self._shown_name(each)
            here = changed and at == self.box.currentIndex()
            self.box.setItemText(at, _("{name} (changed)").format(name=name) if here else name)

    def _arrived(self, kept: tuple[ReportDefinition, ...]) -> None:
        before = self.definition
        with QSignalBlocker(self.box):
            self._kept = kept
            while self.box.count() > 1:
                self.box.removeItem(1)
            for each in kept:
                self.box.addItem(self._shown_name(each))
            names = {each.name: at for at, each in enumerate(kept, 1)}
            ids = {each.id: at for at, each in enumerate(kept, 1)}
            at = names.get(self._wanted) or (ids.get(before.id, 0) if before else 0)
            self.box.setCurrentIndex(at)
        if self._wanted and at:
            self._choose()
        self._wanted = ""
        self.refresh()

    def _choose(self) -> None:
        if (wanted := self.definition) is not None:
            self.chosen.emit(wanted)
        self.refresh()

    def _save(self) -> None:
        if (kept := self.definition) is not None:
            self._keep(dataclasses.replace(self._current(kept.name), id=kept.id, made=kept.made))

    def _save_as(self) -> None:
        name = self._workplace.questions.ask_text(_("Save the report definition"), _("Name"), self.name)
        if name is None:
            return
        same = self._named(name)
        if same is None:
            self._keep(self._current(name))
        elif self._may_replace(name):
            self._keep(dataclasses.replace(self._current(same.name), id=same.id))

    def _rename(self) -> None:
        if (kept := self.definition) is None:
            return
        name = self._workplace.questions.ask_text(_("Rename the report definition"), _("Name"), self.name)
        if name is not None and name != self.name:
            self._keep(dataclasses.replace(kept, name=name))

    def _delete(self) -> None:
        if (kept := self.definition) is None:
            return
        question = _("Delete the report definition “{name}”? Everybody at this ledger loses it.").format(name=self.name)
        if self._workplace.questions.confirm(_("Delete the report definition"), question, _("Delete"), _("Cancel")):
            desk = self._workplace.desk
            self._write(lambda: report_definitions.drop(desk, kept), "")

    def _keep(self, wanted: ReportDefinition) -> None:
        desk = self._workplace.desk
        self._write(lambda: report_definitions.save(desk, wanted), wanted.name)

    def _write(self, deed: Callable[[], Changes], wanted: str) -> None:
        def tell(changes: Changes) -> None:
            self._wanted = wanted
            self._workplace.hub.changed.emit(changes)

        self._workplace.lanes.submit("write", deed, tell, self.failed.emit, owner=self)

    def _follow(self, changes: Changes) -> None:
        if changes.definitions or changes.everything:
            self.load(self._wanted)

    def _named(self, name: str) -> ReportDefinition | None:
        return next((each for each in self._kept if name in (each.name, self._shown_name(each))), None)

    def _may_replace(self, name: str) -> bool:
        question = _("There is a report definition “{name}” already. Replace it?").format(name=name)
        return self._workplace.questions.confirm(_("Save the report definition"), question, _("Replace"), _("Cancel"))

    def _shown_name(self, definition: ReportDefinition) -> str:
        return self._workplace.words.label("report_definition", definition.name)


def _same(kept: ReportDefinition, current: ReportDefinition) -> bool:
    """Whether they ask for the same; the order of conditions means nothing."""
    return dataclasses.replace(
        current, id=kept.id, filter=kept.filter, left_out=kept.left_out, made=kept.made
    ) == kept and (_asked(kept.filter), set(kept.left_out)) == (_asked(current.filter), set(current.left_out))


def _asked(wanted: LedgerFilter) -> tuple[object, ...]:
    parts = (wanted.one_of, wanted.between, wanted.holding, wanted.said)
    return (wanted.words, wanted.ids, *map(frozenset, parts))
