"""The import, page by page: files and sheets, columns, unknown words, rows as they will be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.foreign import mapping_edits
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import ColumnProposal, LayoutMapping
from complaint_desk.domain.foreign.import_preview import ImportPreview, SeenSheet
from complaint_desk.domain.foreign.unknown_words import UnknownWord
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.exchange.columns_page import ColumnsPage
from complaint_desk.ui.exchange.decisions import Decided, Decisions
from complaint_desk.ui.exchange.looking import FileQuestions
from complaint_desk.ui.exchange.preview_page import PreviewPage
from complaint_desk.ui.exchange.sheets_page import SheetsPage
from complaint_desk.ui.exchange.steps import Steps
from complaint_desk.ui.exchange.words_page import WordsPage
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.files.dropping import FileDropping
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label, scrolled
from complaint_desk.ui.shared.screen_room import resize_within_screen
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_SIZE = (1280, 720)
SHEETS, COLUMNS, WORDS, PREVIEW = range(4)


class ImportWizard(QDialog):
    """Each page shows what the import would do now; nothing is written before `import_wanted`, which carries `Decided`."""

    import_wanted = Signal(object)

    def __init__(self, workplace: Workplace, paths: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import")
        self.setWindowTitle(_("Import"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._workplace = workplace
        self._paths: list[Path] = []
        self._seen: list[Path] = []
        self._decisions = Decisions()
        self._preview = ImportPreview(())
        self._proposed: dict[str, dict[str, ColumnProposal]] = {}
        self._unknown: dict[tuple[str, str], int] = {}
        self._counted: tuple[SheetChoices, ImportResult] | None = None
        self.questions = FileQuestions(workplace, self)
        self.sheets = SheetsPage()
        self.columns = ColumnsPage(workplace)
        self.words = WordsPage(workplace.words)
        self.rows = PreviewPage(workplace.words)
        self._set_up()
        self._connect()
        self.go_to(SHEETS)
        self.sheets.first.setFocus()
        self.add(paths)

    @property
    def _choices(self) -> SheetChoices | None:
        return self._decisions.choices

    @property
    def _is_any_understood(self) -> bool:
        """Whether there is anything to see beyond the first page."""
        return any(sheet.columns for file in self._preview.files for sheet in file.sheets)

    # What is asked

    def add(self, paths: Sequence[Path]) -> None:
        """Take further files and folders in."""
        self._paths += [path for path in paths if path not in self._paths]
        if self._paths:
            self._look()

    def go_to(self, page: int) -> None:
        """Show a page."""
        if not self._is_any_understood:
            page = SHEETS
        self._pages.setCurrentIndex(page)
        self._steps.mark(page)
        if self._preview.files:
            (self.sheets, self.columns, self.words, self.rows)[page].table.setFocus()
        self._count_if_wanted()
        self._refresh()

    def reject(self) -> None:
        self.questions.drop()
        super().reject()

    # Building

    def _set_up(self) -> None:
        self._message = MessageBar("import.message")
        self._steps = Steps((_("&1 Sheets"), _("&2 Columns"), _("&3 Words"), _("&4 Preview")))
        self._steps.chosen.connect(self.go_to)
        self._pages = QStackedWidget()
        low = QWidget()
        inside = QVBoxLayout(low)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.rows)
        rows = scrolled(low)
        # What is in it takes the keys and comes into sight by itself.
        rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for page in (self.sheets, self.columns, self.words, rows):
            self._pages.addWidget(page)
        self._told = label("", "secondary")
        self._told.setObjectName("import.told")
        self._cancel = button(_("Cancel"), "import.cancel")
        self._back = button(_("&Back"), "import.back")
        self._next = button(_("&Next"), "import.next", "primary")
        self._go = button(_("&Import"), "import.go", "primary")
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._told, 1)
        for each in (self._cancel, self._back, self._next, self._go):
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        column.setSpacing(GRID)
        column.addWidget(self._steps)
        column.addWidget(self._message)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        resize_within_screen(self, *_SIZE)

    def _connect(self) -> None:
        FileDropping(self).given.connect(self.add)
        self.questions.seen.connect(self._show_seen)
        self.questions.counted.connect(self._show_counted)
        self.questions.counting.connect(self._tell_counting)
        self.questions.failed.connect(self._refuse)
        self.sheets.files_wanted.connect(self._choose_files)
        self.sheets.folder_wanted.connect(self._choose_folder)
        self.sheets.sheet_chosen.connect(
            self._then_look(lambda sheet, read: self._decisions.read_sheet(sheet, read=read))
        )
        self.sheets.header_moved.connect(self._then_look(self._decisions.move_header))
        self.sheets.text_chosen.connect(self._then_look(self._decisions.read_text))
        self.columns.fields_chosen.connect(
            lambda sheet, at, fields: self._edit(sheet, mapping_edits.with_fields(sheet.mapping, at, fields))
        )
        self.columns.filled_down.connect(
            lambda sheet, at, on: self._edit(sheet, mapping_edits.with_fill_down(sheet.mapping, at, fill_down=on))
        )
        self.columns.value_chosen.connect(
            lambda sheet, field, code: self._edit(sheet, mapping_edits.with_value(sheet.mapping, field, code))
        )
        self.columns.moved.connect(self._show_mapping)
        self.columns.bar.used.connect(self._edit)
        self.columns.bar.kept.connect(self._decisions.know)
        self.columns.bar.failed.connect(self._refuse)
        self.words.decided.connect(self._decide_word)
        self.rows.way_chosen.connect(self._then_look(self._decisions.know_all))
        self.rows.similar_chosen.connect(self._then_look(self._decisions.know_similar))
        self.rows.row_decided.connect(self._then_look(self._decisions.know_row))
        self._cancel.clicked.connect(self.reject)
        self._back.clicked.connect(lambda: self.go_to(self._pages.currentIndex() - 1))
        self._next.clicked.connect(lambda: self.go_to(self._pages.currentIndex() + 1))
        self._go.clicked.connect(self._import)

    # Deciding

    def _choose_files(self) -> None:
        kinds = "*.xlsx *.xlsm *.xls *.et *.ods *.xml *.csv *.tsv *.txt"
        self.add(self._workplace.questions.open_files(_("Import"), _("Tables") + f" ({kinds})"))

    def _choose_folder(self) -> None:
        if folder := self._workplace.questions.open_folder(_("Import")):
            self.add((folder,))

    def _then_look(self, decide: Callable[..., None]) -> Callable[..., None]:
        """A decision, after which the files are looked at anew."""

        def deed(*said: object) -> None:
            decide(*said)
            self._look()

        return deed

    def _edit(self, sheet: SeenSheet, mapping: LayoutMapping | None) -> None:
        if mapping is None:
            self._decisions.propose(sheet.layout)
        else:
            self._decisions.use({sheet.layout: mapping})
        self._look()

    def _decide_word(self, field: str, word: str, code: str) -> None:
        sheets = self._preview.sheets
        self._decisions.use(
            {sheet.layout: mapping_edits.with_word(sheet.mapping, field, word, code) for sheet in sheets}
        )
        self._look()

    # Looking

    def _look(self) -> None:
        self._message.hide()
        self.questions.look(self._paths, self._choices)
        self._told.setText(_("Looking at the files…"))
        self._refresh()

    def _show_seen(self, choices: SheetChoices, preview: ImportPreview) -> None:
        self._decisions.choices, self._preview = choices, preview
        self._seen = [*self._paths]
        there = tuple(sheet for file in preview.files for sheet in file.sheets if sheet.columns)
        for sheet in there:
            if sheet.layout not in self._decisions.layouts:
                self._proposed[sheet.layout] = {column.mapping.header: column for column in sheet.columns}
        self._told.setText("")
        self.sheets.show_files(preview, choices)
        self.columns.show_sheets(there, self._proposed)
        self._collect(preview.unknown_words)
        self.rows.show_preview(preview, choices)
        self._count_if_wanted()
        self._refresh()

    def _show_mapping(self) -> None:
        if self._choices is not None:
            sheet = self.columns.sheet
            decided = sheet is not None and sheet.layout in self._choices.by_layout
            self.columns.bar.show_mapping(sheet, self._choices.corrected, decided=decided)

    def _count_if_wanted(self) -> None:
        """Words and sums are those of all rows; on the last pages they are counted."""
        if self._pages.currentIndex() < WORDS or self._preview.whole or self._choices is None:
            return
        if self._counted is not None and self._counted[0] == self._choices:
            return
        if not self.questions.waiting and (paths := self._readable()):
            self.questions.count(paths, self._choices)
            self._tell_counting(0, None)

    def _tell_counting(self, rows: int, total: int | None) -> None:
        # What was on its way when the last answer came says nothing any more.
        if self.questions.waiting:
            count = f"{rows:,} / {total:,}" if total else f"{rows:,}"
            self._told.setText(_("Reading all rows: {count}").format(count=count))

    def _show_counted(self, result: ImportResult) -> None:
        if self._choices is not None:
            self._counted = (self._choices, result)
        self._told.setText("")
        self._collect(result.unknown_words)
        self.rows.show_counted(result)

    def _collect(self, found: Sequence[UnknownWord]) -> None:
        """Words stay on their page when they are decided; the largest count of each is that of all rows."""
        for each in found:
            key = (each.field, each.word)
            self._unknown[key] = max(each.rows, self._unknown.get(key, 0))
        shown = tuple(UnknownWord(*key, rows) for key, rows in self._unknown.items())
        decided = {(each.field, each.word): each.code for sheet in self._preview.sheets for each in sheet.mapping.words}
        self.words.show_words(shown, decided)
        left = len(self._unknown.keys() - decided.keys())
        self._steps.name_step(WORDS, _("&3 Words ({count})").format(count=left) if left else _("&3 Words"))

    def _refuse(self, error: DeskError) -> None:
        # What cannot be looked at at all is not asked for again; what was seen before stays.
        self._paths = [*self._seen]
        self._told.setText("")
        self._message.tell(error_sentence(error, self._workplace.words))
        self._refresh()

    def _refresh(self) -> None:
        page, ready = self._pages.currentIndex(), bool(self._preview.sheets)
        self._steps.let_go_on(self._is_any_understood)
        self._back.setEnabled(page > SHEETS)
        self._next.setVisible(page < PREVIEW)
        self._next.setEnabled(self._is_any_understood)
        self._go.setVisible(page == PREVIEW)
        self._go.setEnabled(ready)
        (self._next if page < PREVIEW else self._go).setDefault(True)

    def _readable(self) -> tuple[Path, ...]:
        """The files of which something can be read; one that cannot would refuse them all."""
        return tuple(
            Path(file.path)
            for file in self._preview.files
            if file.refusal is None and any(not sheet.why for sheet in file.sheets)
        )

    def _import(self) -> None:
        if self._choices is None or not self._preview.sheets:
            return
        self.questions.drop()
        mappings = self._decisions.mappings(self._preview)
        self.import_wanted.emit(Decided(self._readable(), self._choices, mappings))
        self.accept()
