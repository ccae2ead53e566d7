"""Last page of the import: the first rows of a sheet as they will be, with what is wrong in its place, and the sums."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import ComplaintDraft, is_said
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.foreign.import_preview import ImportPreview, SeenSheet
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.seen_rows import RowToDecide, SeenRow
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n import N_, _
from complaint_desk.i18n.import_sentences import kind_of_passed, place_of_row, place_of_sheet
from complaint_desk.i18n.sentences import cell_sentence
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.exchange.known_pane import KnownPane, way_choice
from complaint_desk.ui.exchange.sums import sums_of_preview, sums_of_result
from complaint_desk.ui.exchange.tables import CalmChoice, place_choice, shortened
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.plain_table import plain_table, put
from complaint_desk.ui.shared.tokens import GRID, Tone

_FIRST, _TO_DECIDE = range(2)
_ROW, _STATE = range(2)
_WIDTHS = {_ROW: 64, _STATE: 168}
_CHANGED = {KnownWay.FILL: N_("Already there, filled"), KnownWay.REPLACE: N_("Already there, replaced")}
_OF_EARLIER = {
    KnownWay.SKIP: N_("Same as {earlier}"),
    KnownWay.FILL: N_("Fills {earlier}"),
    KnownWay.REPLACE: N_("Replaces {earlier}"),
}
_LOWEST = 96
_LEAST_KIND = 160
_USUAL_WIDTH, _LONG_WIDTH = 136, 280
_LONG = ("facts", "reasons", "outcome_text", "follow_up_text")


class PreviewPage(QWidget):
    """Rows as they will be registered; below, what is wrong with the row in front, and the complaint that it tells of.

    `way_chosen` carries what becomes of all known rows, `similar_chosen` of all that tell nearly what a complaint tells,
    `row_decided` file, sheet and row of one and its own way, or None.
    """

    way_chosen = Signal(object)
    similar_chosen = Signal(object)
    row_decided = Signal(object, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._sheets: tuple[SeenSheet, ...] = ()
        self._first: tuple[SeenSheet, ...] = ()
        self._to_decide: Sequence[RowToDecide] = ()
        self.is_counted = False
        self._choices = AS_PROPOSED
        self._place = ("", "")
        self.sums = label("", "strong", wraps=True)
        self.sums.setObjectName("import.sums")
        self.sheets = place_choice("import.preview.sheet", _("Sheet"), self)
        self.sheets.activated.connect(self._show_sheet)
        self.kind = CalmChoice("import.preview.kind", _("Rows shown"), self)
        self.kind.addItems([_("First rows"), ""])
        self.kind.setSizeAdjustPolicy(CalmChoice.SizeAdjustPolicy.AdjustToContents)
        self.kind.setMinimumWidth(_LEAST_KIND)
        self.kind.activated.connect(self._show_kind)
        self.kind.hide()
        self.table = plain_table("import.preview", _("Rows as they will be"), (_("Row"), _("Becomes")), _STATE)
        self.table.horizontalHeader().setSectionResizeMode(_STATE, self.table.horizontalHeader().ResizeMode.Interactive)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.currentCellChanged.connect(self._tell_row)
        self.way = way_choice("import.known.all", _("Known rows"))
        self.way.activated.connect(lambda _at: self.way_chosen.emit(KnownWay(str(self.way.currentData()))))
        self.similar = way_choice("import.similar.all", _("Similar rows"))
        self.similar.activated.connect(lambda _at: self.similar_chosen.emit(KnownWay(str(self.similar.currentData()))))
        self._similar_said = label(self.similar.accessibleName())
        self._similar_said.setBuddy(self.similar)
        self.pane = KnownPane(words)
        self.pane.decided.connect(self._decide_row)
        self.problem = label("", wraps=True, selectable=True)
        self.problem.setObjectName("import.preview.problem")
        self.problem.setMinimumHeight(3 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.sums)
        column.addLayout(self._ways())
        column.addWidget(self.sheets)
        self.table.setMinimumHeight(_LOWEST)
        column.addWidget(self.table, 3)
        column.addWidget(self.pane, 2)
        column.addWidget(self.problem)
        in_order = (self.way, self.similar, self.kind, self.sheets, self.table, self.pane.way)
        for before, after in pairwise(in_order):
            self.setTabOrder(before, after)

    def hasHeightForWidth(self) -> bool:
        """Sentences that wrap take their room from the tables, which may be low."""
        return False

    def _ways(self) -> QHBoxLayout:
        said = label(self.way.accessibleName())
        said.setBuddy(self.way)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (said, self.way, self._similar_said, self.similar):
            row.addWidget(each)
        row.insertSpacing(2, GRID)
        row.addStretch()
        row.addWidget(self.kind)
        return row

    def show_preview(self, preview: ImportPreview, choices: SheetChoices) -> None:
        """Show the first rows of the sheets that will be read, one sheet at a time."""
        self._choices, self._first = choices, preview.sheets
        self.sums.setText(sums_of_preview(preview))
        self.way.setEnabled(bool(preview.sheets))
        self.way.setCurrentIndex(self.way.findData(choices.known.value))
        self.similar.setCurrentIndex(self.similar.findData(choices.similar.value))
        # What was counted before stays until all rows are counted anew.
        if preview.whole or not self.is_counted:
            rows = (RowToDecide(sheet.file, sheet.name, row) for sheet in self._first for row in sheet.rows)
            self._offer(tuple(rows))
        self._show_kind()

    def show_counted(self, result: ImportResult) -> None:
        """Offer those rows of the whole files that somebody may decide."""
        self.is_counted = True
        self.sums.setText(sums_of_result(result))
        self._offer(result.to_decide, len(result.known_rows))
        if self.kind.currentIndex() == _TO_DECIDE:
            self._show_kind()

    def _offer(self, rows: Sequence[RowToDecide], count: int = 0) -> None:
        self._to_decide = [each for each in rows if each.row.there is not None]
        shown, count = len(self._to_decide), max(count, len(self._to_decide))
        figures = (
            f"{count:,}" if shown == count else _("{shown} of {count}").format(shown=f"{shown:,}", count=f"{count:,}")
        )
        self.kind.setItemText(_TO_DECIDE, _("Already there or similar ({count})").format(count=figures))
        self.kind.setVisible(count > 0)
        if not count:
            self.kind.setCurrentIndex(_FIRST)
        some = self._choices.similar is not AS_PROPOSED.similar or any(each.row.similar for each in self._to_decide)
        self._similar_said.setVisible(some)
        self.similar.setVisible(some)

    def _show_kind(self, *_at: int) -> None:
        """Show the first rows, or those to decide."""
        sheets = self._first
        if self.kind.currentIndex() == _TO_DECIDE:
            rows: dict[tuple[str, str], list[SeenRow]] = {}
            for each in self._to_decide:
                rows.setdefault((each.file, each.sheet), []).append(each.row)
            of_sheet = ((sheet, rows.get((sheet.file, sheet.name))) for sheet in sheets)
            sheets = tuple(dataclasses.replace(sheet, rows=tuple(told)) for sheet, told in of_sheet if told)
        place = self._place
        self._sheets = sheets
        self.sheets.clear()
        self.sheets.addItems([place_of_sheet(shortened(Path(sheet.file).name), sheet.name) for sheet in sheets])
        at = next((at for at, sheet in enumerate(sheets) if (sheet.file, sheet.name) == place), 0)
        self.sheets.setCurrentIndex(at if sheets else -1)
        self.sheets.setVisible(len(sheets) > 1)
        self._show_sheet()

    def _show_sheet(self, *_at: int) -> None:
        at = self.sheets.currentIndex()
        if not 0 <= at < len(self._sheets):
            self.table.setRowCount(0)
            return
        sheet = self._sheets[at]
        before, self._place = self._place, (sheet.file, sheet.name)
        current = self.table.currentRow() if before == self._place else 0
        names = _fields_of(sheet)
        extra = tuple(dict.fromkeys(header for row in sheet.rows if row.draft for header, _text in row.draft.extra))
        headings = [_("Row"), _("Becomes"), *map(self._words.field_label, names), *extra]
        self.table.setColumnCount(len(headings))
        self.table.setHorizontalHeaderLabels(headings)
        for place, heading in enumerate(headings):
            if (item := self.table.horizontalHeaderItem(place)) is not None:
                item.setToolTip(heading)
        for place in range(len(headings)):
            long = 0 <= place - len(_WIDTHS) < len(names) and names[place - len(_WIDTHS)] in _LONG
            self.table.setColumnWidth(place, _WIDTHS.get(place, _LONG_WIDTH if long else _USUAL_WIDTH))
        self.table.setRowCount(len(sheet.rows))
        for place, row in enumerate(sheet.rows):
            self._show_row(place, row, names, extra)
        self.table.setCurrentCell(min(max(current, 0), len(sheet.rows) - 1), _STATE)
        self._tell_row(self.table.currentRow())

    def _show_row(self, place: int, row: SeenRow, names: tuple[str, ...], extra: tuple[str, ...]) -> None:
        put(self.table, place, _ROW, str(row.number), Tone.GREY)
        put(
            self.table,
            place,
            _STATE,
            *_becomes(row, self._choices.way_of(*self._place, row.number, similar=row.similar), self._place),
        )
        if row.draft is None:
            put(self.table, place, len(_WIDTHS), " ".join(filter(None, row.texts)), Tone.GREY)
            return
        wrong = {each.field: Tone.AMBER for each in row.noted} | {each.field: Tone.RED for each in row.refused}
        written = {each.field: each.value for each in (*row.noted, *row.refused)}
        for at, name in enumerate(names, len(_WIDTHS)):
            text = " ".join(value_text(name, getattr(row.draft, name), self._words).split())
            if name in wrong:
                text = _("! {text}").format(text=text or written[name] or _("(missing)"))
            put(self.table, place, at, text, wrong.get(name))
        beside = dict(row.draft.extra)
        for at, header in enumerate(extra, len(_WIDTHS) + len(names)):
            put(self.table, place, at, " ".join(beside.get(header, "").split()))

    def _row(self, place: int) -> SeenRow | None:
        at = self.sheets.currentIndex()
        rows = self._sheets[at].rows if 0 <= at < len(self._sheets) else ()
        return rows[place] if 0 <= place < len(rows) else None

    def _decide_row(self, way: KnownWay | None) -> None:
        if (row := self._row(self.table.currentRow())) is not None:
            self.row_decided.emit((*self._place, row.number), way)

    def _tell_row(self, place: int, *_cells: int) -> None:
        row = self._row(place)
        self.pane.show_row(row, self._choices.known_rows.get((*self._place, row.number)) if row else None, self._place)
        problems = (*row.refused, *row.noted) if row else ()
        # On a low screen the pane needs the room.
        self.problem.setVisible(bool(problems) or self.pane.isHidden())
        said = " ".join(cell_sentence(each, self._words) for each in problems)
        self.problem.setText(_("Row {row}: {said}").format(row=row.number, said=said) if row and said else "")
        if (layout := self.layout()) is not None:
            layout.activate()
        self.table.scrollTo(self.table.currentIndex())


def _fields_of(sheet: SeenSheet) -> tuple[str, ...]:
    """The fields that any row fills, or should fill, in the order of the form."""
    said = {each.field for row in sheet.rows for each in (*row.refused, *row.noted)}
    for draft in (row.draft for row in sheet.rows if row.draft):
        said.update(field.name for field in FIELDS if is_said(getattr(draft, field.name, None)))
    own = {field.name for field in dataclasses.fields(ComplaintDraft)}
    return tuple(field.name for field in FIELDS if field.name in said and field.name in own)


def _becomes(row: SeenRow, way: KnownWay, sheet: tuple[str, str]) -> tuple[str, Tone | None]:
    if row.passed:
        return _("Passed over: {kind}").format(kind=kind_of_passed(row.passed)), Tone.GREY
    earlier = place_of_row(row.earlier, *sheet) if row.earlier else ""
    is_left = row.there is not None and way is not KnownWay.BOTH
    if earlier and is_left:
        return _(_OF_EARLIER[way]).format(earlier=earlier), Tone.ACCENT if way in _CHANGED else Tone.GREY
    if is_left and way in _CHANGED:
        return _(_CHANGED[way]), Tone.ACCENT
    if is_left:
        return _("Already there"), Tone.GREY
    if row.refused:
        return _("Refused"), Tone.RED
    if row.similar:
        similar = _("New, similar to {earlier}").format(earlier=earlier) if earlier else _("New, similar one there")
        return similar, Tone.AMBER
    return (_("New, noted"), Tone.AMBER) if row.noted else (_("New"), Tone.GREEN)
