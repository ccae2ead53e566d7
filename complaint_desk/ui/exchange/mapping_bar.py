"""The mapping of a layout as a whole: chosen by its name, kept under one, given to other offices and taken from them."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.import_preview import SeenSheet
from complaint_desk.domain.foreign.mapping_edits import fitted
from complaint_desk.i18n import _
from complaint_desk.services import exchange
from complaint_desk.ui.exchange.tables import CalmChoice
from complaint_desk.ui.shared.buttons import menu_button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_PROPOSED, _OWN = 0, 1


class MappingBar(QWidget):
    """`used` carries a sheet and its mapping, None for what is proposed; `kept` the mappings that the office keeps now.

    `failed` carries a `DeskError`.
    """

    used = Signal(object, object)
    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._sheet: SeenSheet | None = None
        self._named: tuple[LayoutMapping, ...] = ()
        self.choice = CalmChoice("import.mapping", _("Mapping"), self)
        self.choice.setMinimumWidth(240)
        self.choice.activated.connect(self._choose)
        said = label(_("Mapping"))
        said.setBuddy(self.choice)
        self._more, menu = menu_button(_("&Keep and share"), "import.mapping.more")
        for text, deed in (
            (_("Keep under a &name…"), self._keep),
            (_("&Write to a file…"), self._write),
            (_("&Read from a file…"), self._read),
        ):
            menu.addAction(text, deed)
        self._forget = menu.addAction(_("&Delete this mapping…"), self._delete)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(said)
        row.addWidget(self.choice)
        row.addWidget(self._more)
        row.addStretch()

    def show_mapping(self, sheet: SeenSheet | None, kept: tuple[LayoutMapping, ...], *, decided: bool) -> None:
        """The mapping in force for a sheet; `decided` tells that it is not the proposal."""
        self._sheet = sheet
        self._named = tuple(sorted((each for each in kept if each.name), key=lambda each: each.name))
        self.choice.clear()
        self.choice.addItems([_("As proposed"), _("As decided for this layout"), *(each.name for each in self._named)])
        name = sheet.mapping.name if sheet else ""
        at = self.choice.findText(name) if name else -1
        self.choice.setCurrentIndex(at if at > _OWN else _OWN if decided else _PROPOSED)
        self.setEnabled(sheet is not None)
        self._forget.setEnabled(at > _OWN)

    def _choose(self, at: int) -> None:
        if self._sheet is None:
            return
        if at == _PROPOSED:
            self.used.emit(self._sheet, None)
        elif at == _OWN:
            self.used.emit(self._sheet, dataclasses.replace(self._sheet.mapping, name=""))
        else:
            self._use(self._named[at - _OWN - 1])

    def _use(self, mapping: LayoutMapping) -> None:
        if self._sheet is not None:
            headers = [column.mapping.header for column in self._sheet.columns]
            self.used.emit(self._sheet, fitted(mapping, headers))

    def _keep(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        name = self._workplace.questions.ask_text(_("Keep mapping"), _("Name of the mapping"), sheet.mapping.name)
        if not name:
            return
        named, desk = dataclasses.replace(sheet.mapping, name=name), self._workplace.desk

        def deed() -> tuple[LayoutMapping, ...]:
            exchange.keep_mapping(desk, named)
            return exchange.choices_of(desk).corrected

        def tell(kept: tuple[LayoutMapping, ...]) -> None:
            self.kept.emit(kept)
            self.used.emit(sheet, named)

        self._workplace.lanes.submit("write", deed, tell, self.failed.emit, owner=self)

    def _delete(self) -> None:
        mapping = next((each for each in self._named if each.name == self.choice.currentText()), None)
        if mapping is None or not self._workplace.questions.confirm(
            _("Delete mapping"),
            _("Delete the mapping “{name}”? What was imported stays as it is.").format(name=mapping.name),
            _("Delete"),
            _("Keep"),
        ):
            return
        sheet, desk = self._sheet, self._workplace.desk

        def deed() -> tuple[LayoutMapping, ...]:
            exchange.forget_mapping(desk, mapping.fingerprint)
            return exchange.choices_of(desk).corrected

        def tell(kept: tuple[LayoutMapping, ...]) -> None:
            self.kept.emit(kept)
            self.used.emit(sheet, None)

        self._workplace.lanes.submit("write", deed, tell, self.failed.emit, owner=self)

    def _write(self) -> None:
        if self._sheet is None:
            return
        mapping = self._sheet.mapping
        suggested = (mapping.name or _("Mapping")) + ".json"
        kinds = _("Mappings") + " (*.json)"
        if path := self._workplace.questions.save_file(_("Write mapping"), suggested, kinds):
            said = _("Written: {name}").format(name=path.name)
            self._workplace.lanes.submit(
                "files",
                lambda: exchange.write_mapping(path, mapping),
                lambda _none: self._workplace.hub.said.emit(said),
                self.failed.emit,
                owner=self,
            )

    def _read(self) -> None:
        kinds = _("Mappings") + " (*.json)"
        if path := self._workplace.questions.open_file(_("Read mapping"), kinds):
            self._workplace.lanes.submit(
                "files", lambda: exchange.read_mapping(path), self._use, self.failed.emit, owner=self
            )
