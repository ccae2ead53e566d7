"""Second page of the import: which column fills which field, how sure that is and why, with samples."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from complaint_desk.domain.foreign.import_mapping import USUAL_VALUES, ColumnProposal
from complaint_desk.domain.foreign.import_preview import SeenSheet
from complaint_desk.i18n import _
from complaint_desk.i18n.import_sentences import place_of_sheet, proposal_reason
from complaint_desk.ui.exchange.field_choices import SEVERAL, FieldChoices, SeveralFields
from complaint_desk.ui.exchange.mapping_bar import MappingBar
from complaint_desk.ui.exchange.tables import CalmChoice, place_choice, shortened
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.plain_table import plain_table, put, tab_through
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_HEADER, _FIELD, _SURE, _REASON, _SAMPLES, _DOWN = range(6)
_MOST_SAMPLES = 4
_UNSURE = 60


class ColumnsPage(QWidget):
    """The layouts of the sheets, one at a time.

    `fields_chosen` carries a sheet, the place of a column and the names of its fields; `filled_down` the same with a yes or
    no; `value_chosen` a sheet, a field without a column and the code that it holds in every row; `moved` tells that another
    layout is shown.
    """

    fields_chosen = Signal(object, int, object)
    filled_down = Signal(object, int, bool)
    value_chosen = Signal(object, str, str)
    moved = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        words = workplace.words
        self._words = words
        self._sheets: tuple[SeenSheet, ...] = ()
        self._built: tuple[str, ...] = ()
        self._fields = FieldChoices(words, self)
        self.layouts = place_choice("import.layout", _("Sheets of one layout"), self)
        self.layouts.activated.connect(self._show_layout)
        self.bar = MappingBar(workplace)
        self.missing = label("", "problem", wraps=True)
        self.missing.setObjectName("import.missing")
        self.table = plain_table(
            "import.columns",
            _("Columns"),
            (_("Column"), _("Field"), _("Sure"), _("Why"), _("Samples"), _("Blank: as above")),
            _SAMPLES,
        )
        for at, width in ((_FIELD, 224), (_SURE, 64), (_REASON, 152), (_DOWN, 128)):
            self.table.setColumnWidth(at, width)
        self.table.horizontalHeader().setSectionResizeMode(_HEADER, QHeaderView.ResizeMode.Stretch)
        self._usual = [self._usual_choice(field) for field, _code in USUAL_VALUES]
        usual = QHBoxLayout()
        usual.setSpacing(GRID)
        for said, choice in self._usual:
            usual.addWidget(said)
            usual.addWidget(choice)
            usual.addSpacing(GRID)
        usual.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.layouts)
        column.addWidget(self.bar)
        column.addWidget(self.missing)
        column.addWidget(self.table, 1)
        column.addLayout(usual)
        for before, after in pairwise([self.table, *(choice for _said, choice in self._usual)]):
            self.setTabOrder(before, after)

    @property
    def sheet(self) -> SeenSheet | None:
        """The first sheet of the layout that is shown."""
        at = self.layouts.currentIndex()
        return self._sheets[at] if 0 <= at < len(self._sheets) else None

    def show_sheets(self, sheets: tuple[SeenSheet, ...], proposed: dict[str, dict[str, ColumnProposal]]) -> None:
        """Show each layout; `proposed` says, by layout and header, what was proposed before anything was changed."""
        self._proposed = proposed
        first: dict[str, SeenSheet] = {}
        for sheet in sheets:
            first.setdefault(sheet.layout, sheet)
        was = self.sheet.layout if self.sheet else ""
        self._sheets = tuple(first.values())
        self.layouts.clear()
        for layout, sheet in first.items():
            others = sum(each.layout == layout for each in sheets) - 1
            place = place_of_sheet(shortened(Path(sheet.file).name), sheet.name)
            self.layouts.addItem(
                _("{place} and {count} more of the same layout").format(place=place, count=others) if others else place
            )
        self.layouts.setCurrentIndex(max(0, [*first].index(was) if was in first else 0))
        self.layouts.setVisible(len(first) > 1)
        self._show_layout()

    def _show_layout(self, *_at: int) -> None:
        sheet = self.sheet
        if sheet is None:
            self.table.setRowCount(0)
            self._built = ()
            return
        headers = (sheet.layout, *(column.mapping.header for column in sheet.columns))
        if headers != self._built:
            self._built = headers
            self._build_rows(sheet)
        for at, column in enumerate(sheet.columns):
            self._show_column(sheet, at, column)
        lacking = _(", ").join(map(self._words.field_label, sheet.missing))
        self.missing.setText(_("No column says: {fields}. Choose the column of each.").format(fields=lacking))
        self.missing.setVisible(bool(lacking))
        self._show_usual(sheet)
        self.moved.emit()

    def _build_rows(self, sheet: SeenSheet) -> None:
        self.table.setRowCount(0)
        self.table.setRowCount(len(sheet.columns))
        for at, column in enumerate(sheet.columns):
            choice = CalmChoice(f"import.column.{at}", column.mapping.header)
            choice.setModel(self._fields)
            marked(choice, kind="cell")
            choice.activated.connect(lambda _row, at=at, choice=choice: self._choose(at, choice))
            self.table.setCellWidget(at, _FIELD, choice)
            down = QCheckBox()
            down.setObjectName(f"import.down.{at}")
            down.setAccessibleName(
                _("{column}: a blank cell says what the one above says").format(column=column.mapping.header)
            )
            down.clicked.connect(lambda checked, at=at: self.filled_down.emit(self.sheet, at, checked))
            self.table.setCellWidget(at, _DOWN, down)
        tab_through(self.table)

    def _show_column(self, sheet: SeenSheet, at: int, column: ColumnProposal) -> None:
        shown = self._as_proposed(sheet, column)
        put(self.table, at, _HEADER, column.mapping.header)
        choice = self.table.cellWidget(at, _FIELD)
        if isinstance(choice, QComboBox):
            choice.setCurrentIndex(self._fields.place_of(column.mapping.fields))
        down = self.table.cellWidget(at, _DOWN)
        if isinstance(down, QCheckBox):
            down.setChecked(column.mapping.fill_down)
        sure = f"{shown.confidence} %" if column.mapping.fields else ""
        unsure = bool(column.mapping.fields) and shown.confidence < _UNSURE
        put(self.table, at, _SURE, sure, Tone.AMBER if unsure else None)
        put(self.table, at, _REASON, proposal_reason(shown), None if column.mapping.fields else Tone.GREY)
        texts = [
            row.texts[at] for row in sheet.rows if not row.passed and at < len(row.texts) and row.texts[at].strip()
        ]
        samples = [" ".join(text.split()) for text in dict.fromkeys(texts)]
        put(self.table, at, _SAMPLES, " \N{MIDDLE DOT} ".join(samples[:_MOST_SAMPLES]), Tone.GREY)

    def _as_proposed(self, sheet: SeenSheet, column: ColumnProposal) -> ColumnProposal:
        """Why the column fills what it fills: as was proposed, or because somebody chose it here."""
        before = self._proposed.get(sheet.layout, {}).get(column.mapping.header)
        if before is None or before.mapping.fields == column.mapping.fields:
            return before or column
        return ColumnProposal(column.mapping, 100, "chosen")

    def _choose(self, at: int, choice: QComboBox) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        names = str(choice.currentData(Qt.ItemDataRole.UserRole) or "")
        before = sheet.columns[at].mapping
        if names != SEVERAL:
            if (fields := tuple(names.split(",")) if names else ()) != before.fields:
                self.fields_chosen.emit(sheet, at, fields)
            return
        dialog = SeveralFields(before.header, before.fields, self._words, self)
        dialog.chosen.connect(lambda fields: self.fields_chosen.emit(sheet, at, fields))
        dialog.rejected.connect(lambda: choice.setCurrentIndex(self._fields.place_of(before.fields)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _usual_choice(self, field: str) -> tuple[QWidget, CalmChoice]:
        text = _("{field} of every row").format(field=self._words.field_label(field))
        choice = CalmChoice(f"import.usual.{field}", text, self)
        for each in self._words.choices(field):
            choice.addItem(self._words.path_label(field, each.code) if each.parent else each.label, each.code)
        choice.activated.connect(lambda _row: self.value_chosen.emit(self.sheet, field, str(choice.currentData())))
        said = label(text)
        said.setBuddy(choice)
        return said, choice

    def _show_usual(self, sheet: SeenSheet) -> None:
        values = dict(sheet.mapping.values)
        for (field, _code), (said, choice) in zip(USUAL_VALUES, self._usual, strict=True):
            said.setVisible(field in values)
            choice.setVisible(field in values)
            choice.setCurrentIndex(choice.findData(values.get(field, "")))
