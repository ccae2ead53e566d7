"""First page of the import: files, their sheets, and where the header of each stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSpinBox, QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.foreign.import_preview import ImportPreview, SeenFile, SeenSheet
from complaint_desk.domain.foreign.text_forms import DELIMITERS, ENCODINGS
from complaint_desk.i18n import _
from complaint_desk.i18n.import_sentences import encoding_name, how_read, sign_name, why_not_read
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.exchange.tables import CalmChoice, MiddleElided, shortened
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import EmptyState, label
from complaint_desk.ui.shared.plain_table import plain_table, put
from complaint_desk.ui.shared.tokens import GRID, Tone

_READ, _SHEET, _ROWS, _HEADER, _STATE = range(5)
_LATEST_YEAR = 2100
_SHORT_NAME, _LONG_NAME, _LONGEST_TITLE = 18, 40, 160
"""Characters."""
_FIELD = 34
"""The height of a choice with its line."""


class SheetsPage(QWidget):
    """`files_wanted` and `folder_wanted` ask for more; `sheet_chosen` carries a sheet and whether it is to be read.

    `header_moved` carries a sheet, the row of its header, how many rows it has, and the year of days without one (0: as
    guessed). `text_chosen` carries the path of a text file and the `TextForm` by which it is read.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    sheet_chosen = Signal(object, bool)
    header_moved = Signal(object, int, int, int)
    text_chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[SeenFile, SeenSheet | None]] = []
        self._choices = AS_PROPOSED
        files = button(_("Choose &files…"), "import.files", "primary")
        folder = button(_("Choose a f&older…"), "import.folder")
        self.first = files
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                _("Which ledgers shall come in?"),
                _("Drop files or folders here, or choose them: .xlsx .xlsm .xls .ods .xml .csv .tsv .txt"),
                (files, folder),
            )
        )
        self._stack.addWidget(self._build())
        for each in (files, self._more):
            each.clicked.connect(self.files_wanted)
        for each in (folder, self._more_folders):
            each.clicked.connect(self.folder_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def show_files(self, preview: ImportPreview, choices: SheetChoices) -> None:
        """Every sheet with what becomes of it; the current one stays current."""
        self._choices = choices
        row = max(self.table.currentRow(), 0)
        self._shown = [
            (file, sheet) for file in preview.files for sheet in (file.sheets if file.refusal is None else (None,))
        ]
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._shown))
        for at, (file, sheet) in enumerate(self._shown):
            self._show_row(at, file, sheet)
        self.table.setCurrentCell(min(row, len(self._shown) - 1), _SHEET)
        self.table.blockSignals(False)
        self._show_details()
        self._stack.setCurrentIndex(bool(self._shown))

    def _build(self) -> QWidget:
        self.table = plain_table(
            "import.sheets",
            _("Files and sheets"),
            (_("Read"), _("File and sheet"), _("Rows"), _("Header"), _("What becomes of it")),
            _SHEET,
        )
        for at, width in ((_READ, 56), (_ROWS, 96), (_HEADER, 96)):
            self.table.setColumnWidth(at, width)
        self.table.horizontalHeader().setSectionResizeMode(_STATE, QHeaderView.ResizeMode.Stretch)
        self.table.setItemDelegateForColumn(_SHEET, MiddleElided(self.table))
        self.table.itemChanged.connect(self._choose)
        QShortcut(
            QKeySequence(Qt.Key.Key_Space), self.table, self.toggle_current, context=Qt.ShortcutContext.WidgetShortcut
        )
        self.table.currentCellChanged.connect(self._show_details)
        self._header = _number("import.header", _("Row of the header"), 1)
        self._height = _number("import.header_rows", _("Rows of the header"), 1, 2)
        self._year = _number("import.year", _("Year if missing"), 0, _LATEST_YEAR)
        self._year.setSpecialValueText("\N{EN DASH}")
        self._more = button(_("Add &files…"), "import.more_files")
        self._more_folders = button(_("Add a f&older…"), "import.more_folders")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for field in (self._header, self._height, self._year):
            said = label(field.accessibleName())
            said.setBuddy(field)
            row.addWidget(said)
            row.addWidget(field)
            row.addSpacing(GRID)
            field.editingFinished.connect(self._move_header)
        row.addStretch()
        row.addWidget(self._more)
        row.addWidget(self._more_folders)
        self._told = label("", "secondary", wraps=True)
        # As high as the fields that stand beside it for texts, so that the table keeps its height from row to row.
        self._told.setMinimumHeight(_FIELD)
        self._encoding = _choice("import.encoding", _("Encoding"), {name: encoding_name(name) for name in ENCODINGS})
        self._delimiter = _choice(
            "import.delimiter", _("Delimiter"), {sign: sign_name(sign) for sign in DELIMITERS.values()}
        )
        above = QHBoxLayout()
        above.setSpacing(GRID)
        above.addWidget(self._told, 1)
        self._texts = []
        for choice in (self._encoding, self._delimiter):
            said = label(choice.accessibleName())
            said.setBuddy(choice)
            self._texts += [said, choice]
            above.addWidget(said)
            above.addWidget(choice)
            choice.activated.connect(self._choose_text)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.table, 1)
        column.addLayout(above)
        column.addLayout(row)
        return page

    def _show_row(self, at: int, file: SeenFile, sheet: SeenSheet | None) -> None:
        name = Path(file.path).name
        put(self.table, at, _SHEET, f"{name} \N{MIDDLE DOT} {sheet.name}" if sheet and sheet.name else name)
        count = sheet.count if sheet and sheet.count is not None else None
        put(self.table, at, _ROWS, "" if count is None else f"{count:,}")
        header = sheet.header_first if sheet else 0
        rows = f"{header}\N{EN DASH}{header + 1}" if sheet and sheet.header_rows > 1 else str(header)
        put(self.table, at, _HEADER, rows if header else "")
        how = _how_read(file, sheet) if sheet is not None and not sheet.why else ""
        tone = Tone.RED if file.refusal else None if how else Tone.GREY
        put(self.table, at, _STATE, how or _why_not(file, sheet, _SHORT_NAME), tone)
        box = put(self.table, at, _READ, "")
        box.setToolTip("")
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if sheet is not None and sheet.why not in ("blank", "missing_columns"):
            box.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
            box.setCheckState(Qt.CheckState.Checked if how else Qt.CheckState.Unchecked)
        else:
            box.setFlags(flags)
            box.setData(Qt.ItemDataRole.CheckStateRole, None)

    def toggle_current(self) -> None:
        """Read the current sheet, or leave it out."""
        box = self.table.item(self.table.currentRow(), _READ)
        if box is not None and box.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = box.checkState() == Qt.CheckState.Checked
            box.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _choose(self, box: QTableWidgetItem) -> None:
        sheet = self._shown[box.row()][1]
        if box.column() == _READ and sheet is not None:
            self.sheet_chosen.emit(sheet, box.checkState() == Qt.CheckState.Checked)

    def _current(self) -> SeenSheet | None:
        at = self.table.currentRow()
        return self._shown[at][1] if 0 <= at < len(self._shown) else None

    def _choose_text(self, _at: int) -> None:
        file = self._shown[self.table.currentRow()][0]
        self.text_chosen.emit(file.path, (self._encoding.currentData(), self._delimiter.currentData()))

    def _show_text(self) -> None:
        at = self.table.currentRow()
        how = self._shown[at][0].how if 0 <= at < len(self._shown) else HowRead("")
        form = self._choices.text_of(how.file)
        for each in self._texts:
            each.setVisible(how.may_be_text)
        self._encoding.setCurrentIndex(self._encoding.findData(form[0]))
        self._delimiter.setCurrentIndex(self._delimiter.findData(form[1]))

    def _show_details(self, *_cells: int) -> None:
        self._show_text()
        sheet = self._current()
        there = sheet is not None and sheet.header_first > 0
        for field, value in (
            (self._header, sheet.header_first if sheet else 1),
            (self._height, sheet.header_rows if sheet else 1),
            (self._year, (sheet.year or 0) if sheet else 0),
        ):
            field.blockSignals(True)
            field.setEnabled(there)
            field.setValue(value)
            field.blockSignals(False)
        at = self.table.currentRow()
        self._told.setText(_told_of(*self._shown[at]) if 0 <= at < len(self._shown) else "")

    def _move_header(self) -> None:
        sheet = self._current()
        if sheet is None:
            return
        wanted = (self._header.value(), self._height.value(), self._year.value())
        if wanted != (sheet.header_first, sheet.header_rows, sheet.year or 0):
            self.header_moved.emit(sheet, *wanted)


def _choice(name: str, accessible: str, entries: dict[str, str]) -> CalmChoice:
    choice = CalmChoice(name, accessible)
    choice.addItem(_("As guessed"), "")
    for data, text in entries.items():
        choice.addItem(text, data)
    return choice


def _number(name: str, accessible: str, least: int, most: int = 999) -> QSpinBox:
    field = QSpinBox()
    field.setObjectName(name)
    field.setAccessibleName(accessible)
    field.setRange(least, most)
    field.setKeyboardTracking(False)
    return field


def _told_of(file: SeenFile, sheet: SeenSheet | None) -> str:
    """What there may be too little room for in a row: why it is not read, or what stands above its header."""
    title = " \N{MIDDLE DOT} ".join(sheet.title) if sheet is not None else ""
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE]}\N{HORIZONTAL ELLIPSIS}"
    above = _("Above the header: {title}").format(title=title) if title else ""
    return "\n".join(filter(None, (_why_not(file, sheet), above)))


def _why_not(file: SeenFile, sheet: SeenSheet | None, longest: int = _LONG_NAME) -> str:
    """Why a file or sheet is not read; here a sheet is named by its box. `longest`: of the file's name, in characters."""
    if file.refusal is not None:
        # The name stands beside it; with the whole path there would be no room for the reason.
        named = file.refusal.details | {"file": shortened(Path(file.path).name, longest)}
        return error_sentence(Refusal(file.refusal.code, **named))
    why = sheet.why if sheet is not None else ""
    return _("hidden in the workbook; tick it to read it") if why == "hidden" else why_not_read(why)


def _how_read(file: SeenFile, sheet: SeenSheet) -> str:
    """How a sheet is read: as what its file, and what is hidden or merged in it."""
    said = [_("Read"), *how_read(file.how)]
    if sheet.hidden_rows is None:
        said.append(_("hidden rows: unknown"))
    elif sheet.hidden_rows:
        said.append(_("hidden rows: {count}").format(count=f"{sheet.hidden_rows:,}"))
    if sheet.merged:
        said.append(_("merged cells: {count}").format(count=f"{sheet.merged:,}"))
    return " \N{MIDDLE DOT} ".join(said)
