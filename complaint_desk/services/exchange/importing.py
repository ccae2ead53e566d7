"""Taking complaints over from foreign files: every row is accounted for, and all of it is one batch."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.reports import ImportResult
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.services.exchange.accounting import Account
from complaint_desk.storage import batches, fact_blocks, fact_keeping, lists
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.rows_taken import RowsTaken
from complaint_desk.workbooks.apart.opening import Apart, CarriedSheet, understanding_apart
from complaint_desk.workbooks.foreign_files import files_in
from complaint_desk.workbooks.refused_rows import RefusedRows
from complaint_desk.workbooks.understanding import Basis

GREAT = fact_blocks.BLOCK_SIZE
"""Complaints of an import after which figures would wait, unless `keep_facts` is called."""

_FRESH_VALUES = 1_000_000


@needs(Right.IMPORT)
def import_files(
    desk: Desk,
    paths: Sequence[Path],
    words: Words,
    *,
    sheet: str | None = None,
    choices: SheetChoices = AS_PROPOSED,
    dry_run: bool = False,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Import files and folders as one batch in one transaction; refused rows go to a workbook beside their source.

    A row is *known* if the ledger or a row before has its number, or, where one of them has no number, the same phone,
    subject and day. It is *refused* if a required field is missing or cannot be read, or if another value is forbidden
    (in the future, negative, too long …). Values of other fields that cannot be read are *noted*, kept with the complaint
    as original values. Blank rows, sums, repeated headers and signatures are *passed over*. Of a workbook every visible
    sheet that has the required columns is read, or the one named `sheet`. With `dry_run` nothing is written, neither
    ledger nor workbook. Progress counts rows.

    A row is *similar* if a complaint that was there, or a row before, tells nearly the same of the same person. Known and
    similar rows are left, change the complaint that is there, or make one of their own, as `choices` say; undoing the batch
    takes back what it changed.

    Rows that were refused do not keep the others out; a caller that must say yes or no (the command line: exit code 3)
    looks at `refused_rows`.

    Raises:
        Refusal: a file as a whole is of no use (`missing_columns` with `file`, `sheet`, `columns`, and the codes of
            `open_file`); nothing was written. Files of a folder are only told of. `mapping_fits_nothing` with `name` and
            `no_sheet_to_leave_out` with `sheet`, where a choice meets no sheet of all files.
        Surroundings: ledger or workbook of refused rows cannot be written; nothing was written.
        Stopped: nothing was written.
    """
    signature = Signature(desk.person, desk.clock())
    files = files_in(paths)
    scope = desk.store.reading(stop) if dry_run else desk.store.writing(stop)
    taken = RowsTaken(keeps_drafts=dry_run)
    with _rare_collections(), closing(taken), scope as connection:
        said = desk.settings
        names = [str(path) for path, _named in files]
        basis = Basis.of(words, lists.codes(connection), choices, signature.at, counts_only=dry_run)
        with (
            understanding_apart(basis, stop) as apart,
            OpenBatch(connection, signature, said.number_pattern, names, said.rule_set) as batch,
        ):
            account = Account(batch, taken, words, dry_run, choices)
            running = _Import(apart, account, choices, words, stop=stop, progress=progress)
            for path, named in files:
                running.take_file(path, sheet, named=named)
            running.refuse_what_met_nothing()
    return account.result()


@needs(Right.IMPORT)
def keep_facts(desk: Desk, imported: ImportResult, stop: StopSignal | None = None) -> None:
    """After a great import keep what figures are counted from, so that the first ones need not wait.

    Meant for after somebody was told what came in; nothing is lost where it does not happen.
    """
    if imported.batch is not None:
        fact_keeping.keep_after_many(desk.store, imported.registered, stop)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Rows make no cycles; looking for some among the fresh values of each portion takes a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_FRESH_VALUES, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@needs(Right.IMPORT)
def undo_import(desk: Desk, batch: int) -> Changes:
    """Take a batch back whole; its numbers are not given again.

    Raises:
        Refusal: `no_batch`, `batch_undone`, or `batch_changed` with `numbers` (the first 20) and `count`, where somebody
            has worked on its complaints since; nothing was removed.
    """
    with desk.store.writing() as connection:
        return batches.remove(connection, Signature(desk.person, desk.clock()), batch)


class _Import:
    """Walks through files and sheets."""

    def __init__(
        self,
        apart: Apart,
        account: Account,
        choices: SheetChoices,
        words: Words,
        *,
        stop: StopSignal | None,
        progress: Progress,
    ) -> None:
        self._apart = apart
        self._account = account
        self._choices = choices
        self._words = words
        self._stop = stop
        self._progress = progress
        self._sheets: set[str] = set()
        self._fits = False

    def refuse_what_met_nothing(self) -> None:
        """What was decided of a mapping or a sheet that is not there would otherwise be passed by in silence."""
        if unfit := self._unfit():
            raise unfit
        for name in sorted(self._choices.without - self._sheets):
            raise Refusal("no_sheet_to_leave_out", sheet=name)

    def _unfit(self) -> Refusal | None:
        named = self._choices.named
        return None if named is None or self._fits else Refusal("mapping_fits_nothing", name=named.name)

    def take_file(self, path: Path, wanted: str | None, *, named: bool) -> None:
        """Import one file; one that nobody named itself is only told of where it is of no use."""
        refused = RefusedRows(path)
        with closing(refused):
            try:
                self._take(path, wanted, refused)
            except Refusal as refusal:
                if named:
                    raise
                self._account.pass_by_file(path, refusal)
            self._account.close_file(refused)

    def _take(self, path: Path, wanted: str | None, refused: RefusedRows) -> None:
        lacking: Refusal | None = None
        blank, imported = True, False
        file = self._apart.open_file(path, wanted, None, self._choices.text_of(str(path)))
        self._account.files.append(file.how)
        for sheet in file.sheets:
            self._sheets.add(sheet.name)
            if why := self._choices.why_not(sheet.file, sheet.name, visible=sheet.visible):
                self._account.pass_by(sheet.file, sheet.name, why)
                blank = blank and why == "hidden"
                continue
            carried = self._apart.of(sheet)
            if carried is None:
                self._account.pass_by(sheet.file, sheet.name, "blank")
                continue
            blank = False
            self._fits = self._fits or (self._choices.named is not None and self._choices.named.fits(carried.header))
            if carried.missing:
                lacking = lacking or self._lacking(carried)
                self._account.pass_by(sheet.file, sheet.name, "missing_columns")
                continue
            imported = True
            self._take_rows(carried, refused)
        if blank:
            raise Refusal("empty_file", file=str(path))
        if lacking and not imported:
            raise self._unfit() or lacking

    def _take_rows(self, carried: CarriedSheet, refused: RefusedRows) -> None:
        with self._account.sheet(carried, refused) as rows:
            count = carried.sheet.count
            total = None if count is None else self._account.read + count
            for portion in carried.portions:
                if self._stop:
                    self._stop.heed()
                rows.take(portion)
                self._progress(self._account.read, total)

    def _lacking(self, carried: CarriedSheet) -> Refusal:
        sheet, missing = carried.sheet, carried.missing
        labels = _(", ").join(map(self._words.field_label, missing))
        return Refusal("missing_columns", file=sheet.file, sheet=sheet.name, columns=missing, labels=labels)
