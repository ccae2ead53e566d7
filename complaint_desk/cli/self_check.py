"""The program tries itself on a throw-away ledger, so that a broken build is found before a clerk finds it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import logging
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from complaint_desk.cli.context import Context
from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.json_form import draft_from_json
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.letters import LetterEntry
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n import LANGUAGES, _, current_language, install
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import no_progress
from complaint_desk.services import analysis, care, exchange, handling, intake, ledger, letters, word_reports
from complaint_desk.services.program import Premises, Program

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Tried:
    """One step of the check: `reason` says why it failed, empty if it did not."""

    name: str
    label: str
    seconds: float
    reason: str

    @property
    def ok(self) -> bool:
        return not self.reason


class _Unexpected(Exception):
    """A step gave something else than it must."""


def check(context: Context) -> tuple[Tried, ...]:
    """Try every part once; a failed step stops those that build on it."""
    with tempfile.TemporaryDirectory(prefix="complaint-desk-", ignore_cleanup_errors=True) as folder:
        trial = _Trial(context, Path(folder))
        steps: list[tuple[str, str, Callable[[], None]]] = [
            ("resources", _("Resources"), trial.resources),
            ("register", _("Register"), trial.register),
            ("search", _("Search"), trial.search),
            ("letter", _("Letter"), trial.letter),
            ("figures", _("Figures"), trial.figures),
            ("report", _("Report"), trial.report),
            ("word_report", _("Word report"), trial.word_report),
            ("export", _("Export"), trial.export),
            ("import", _("Import"), trial.import_back),
            ("backup", _("Backup and restore"), trial.back_up_and_restore),
            ("verify", _("Verify"), trial.verify),
        ]
        tried: list[Tried] = []
        for name, label, step in steps:
            started = time.perf_counter()
            reason = _reason(step)
            tried.append(Tried(name, label, round(time.perf_counter() - started, 3), reason))
            if reason:
                break
        return tuple(tried)


def _reason(step: Callable[[], None]) -> str:
    try:
        step()
    except Exception as error:
        log.warning("self-check failed: %s", type(error).__name__, exc_info=error)
        return f"{type(error).__name__}: {error}"
    return ""


_DAY = dt.date(2026, 3, 2)


class _Trial:
    """The steps, on ledgers that nobody misses."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._context = context
        self._folder = folder
        self._number = ""

    def resources(self) -> None:
        language = current_language()
        for each in LANGUAGES:
            install(each, resource())
        install(language, resource())
        for name in ("lists", "locale", "headers", "icons", "style", "letters"):
            if not any(resource(name).iterdir()):
                raise _Unexpected(str(resource(name)))

    def register(self) -> None:
        with self._opened("first") as program:
            draft, problems = draft_from_json(
                {
                    "received_at": f"{_DAY.isoformat()}T09:30:00+08:00", "channel": "phone", "name": _("Self-check"),
                    "phone": "13800001234", "subject_name": _("Kettle"), "category": "electronics",
                    "nature": "quality", "price": "129.00",
                    "facts": _("The kettle leaks; the buyer wants the money back."),
                },
                program.words.code,
            )  # fmt: skip
            if problems:
                raise _Unexpected(str(problems))
            self._number = intake.register(program.desk, draft).number

    def search(self) -> None:
        with self._opened("first") as program:
            found = ledger.find(program.desk, LedgerFilter(words=_("Kettle")), LedgerOrder(), 10)
            self._same([row.number for row in found.rows], [self._number])

    def figures(self) -> None:
        with self._opened("first") as program:
            found = analysis.figures(program.desk, _request(), ("nature",))
            self._same([(group.code, group.count) for group in found.by("nature")], [("quality", 1)])

    def letter(self) -> None:
        with self._opened("first") as program:
            complaint = handling.case_by_number(program.desk, self._number).complaint
            folder = template_folder(program.places, program.settings)
            made = letters.make(program.desk, folder, complaint.id, LetterKind.SHEET, LetterEntry(), program.words)
        with zipfile.ZipFile(io.BytesIO(made.content)) as file:
            self._same(self._number.encode() in file.read("word/document.xml"), True)

    def report(self) -> None:
        path = self._folder / "report.xlsx"
        with self._opened("first") as program:
            written = analysis.report(program.desk, _request(), analysis.SHEETS, path, program.words)
        with zipfile.ZipFile(path) as workbook:
            if broken := workbook.testzip():
                raise _Unexpected(broken)
            sheets = [name for name in workbook.namelist() if name.startswith("xl/worksheets/sheet")]
            # The number of the complaint stands in the sheet of rows, in place or among the shared texts.
            held = any(self._number.encode() in workbook.read(name) for name in workbook.namelist())
        self._same((len(sheets), held), (len(written.sheets), True))

    def word_report(self) -> None:
        path = self._folder / "report.docx"
        with self._opened("first") as program:
            folder = template_folder(program.places, program.settings)
            word_reports.report(program.desk, folder, _request(), path, program.words)
        with zipfile.ZipFile(path) as report:
            self._same(b"/nature=quality" in report.read("word/document.xml"), True)

    def export(self) -> None:
        with self._opened("first") as program:
            for ending in ("xlsx", "csv"):
                written = exchange.export_ledger(
                    program.desk, LedgerFilter(), LedgerOrder(), tuple(field.name for field in FIELDS),
                    self._folder / f"export.{ending}", program.words,
                )  # fmt: skip
                self._same(sum(rows for _sheet, rows in written.sheets), 1)

    def import_back(self) -> None:
        for ending in ("xlsx", "csv"):
            with self._opened(f"second-{ending}") as program:
                result = exchange.import_files(program.desk, [self._folder / f"export.{ending}"], program.words)
                self._same((result.registered, result.refused), (1, ()))

    def back_up_and_restore(self) -> None:
        copy = self._folder / "copy.db"
        with self._opened("first") as program:
            copied = care.back_up(program.desk, copy)
        self._same(copied.complaints, 1)
        premises = self._premises("restored")
        care.restore(premises.places.ledger, copy, premises.person, replace=False)
        with self._context.builders.opened(premises, no_progress) as program:
            self._same(ledger.total(program.desk), 1)

    def verify(self) -> None:
        with self._opened("restored") as program:
            self._same(care.verify(program.desk).faults, ())

    def _opened(self, name: str) -> AbstractContextManager[Program]:
        return self._context.builders.opened(self._premises(name), no_progress)

    def _premises(self, name: str) -> Premises:
        """Like the ones of the call, with a ledger of that name in the throw-away folder."""
        real = self._context.premises
        data = self._folder / name
        places = dataclasses.replace(real.places, data=data, ledger=data / "ledger.db", backups=data / "backups")
        settings = dataclasses.replace(real.settings, database="")
        return dataclasses.replace(real, places=places, in_force=dataclasses.replace(real.in_force, settings=settings))

    @staticmethod
    def _same(found: object, expected: object) -> None:
        if found != expected:
            raise _Unexpected(f"{found!r} != {expected!r}")


def _request() -> AnalysisRequest:
    return AnalysisRequest(Period(_DAY, _DAY))
