"""The work of a desk, once through, on ledgers that nobody misses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from complaint_desk.cli.context import Context
from complaint_desk.cli.self_check.steps import Step, UnexpectedError, same
from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.json_form import draft_from_json
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.letters import LetterEntry
from complaint_desk.domain.passwords import fits, new_secret
from complaint_desk.domain.vocabulary import RULE_SETS, LetterKind
from complaint_desk.i18n import _
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.runtime.stop import no_progress
from complaint_desk.services import analysis, care, exchange, handling, intake, ledger, letters, rule_sets, word_reports
from complaint_desk.services.program import Premises, Program

_DAY = dt.date(2026, 3, 2)
_NO_SERVER = "postgresql+psycopg://host:port/none"
"""No address at all, which is found out after the driver was loaded."""


class Trial:
    """The steps and the ledgers that they work on, by name, each in a folder of its own below `folder`."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._context = context
        self.folder = folder
        self._number = ""

    def steps(self) -> Iterator[Step]:
        """In the order in which they build on each other."""
        yield Step("register", _("Register"), self.register)
        yield Step("rules", _("Time limits"), self.rules)
        yield Step("search", _("Search"), self.search)
        yield Step("letter", _("Letter"), self.letter)
        yield Step("figures", _("Figures"), self.figures)
        yield Step("report", _("Report"), self.report)
        yield Step("word_report", _("Word report"), self.word_report)
        yield Step("export", _("Export"), self.export)
        yield Step("import", _("Import"), self.import_back)
        yield Step("password", _("Password"), self.password)
        yield Step("server", _("Driver of servers"), self.server_driver)
        yield Step("backup", _("Backup and restore"), self.back_up_and_restore)
        yield Step("verify", _("Verify"), self.verify)

    def register(self) -> None:
        with self.opened("first") as program:
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
                raise UnexpectedError(str(problems))
            self._number = intake.register(program.desk, draft).number

    def rules(self) -> None:
        """Every shipped rule set is there, and the complaint runs by the usual one."""
        with self.opened("first") as program:
            if lacking := set(RULE_SETS) - set(rule_sets.book(program.desk).codes):
                raise UnexpectedError(f"missing rule sets: presets.toml has no {', '.join(sorted(lacking))}")
            clocks = handling.case_by_number(program.desk, self._number).clocks
            same({each.clock.code for each in clocks} >= {"accept", "answer", "close"}, True)

    def search(self) -> None:
        with self.opened("first") as program:
            found = ledger.find(program.desk, LedgerFilter(words=_("Kettle")), LedgerOrder(), 10)
            same([row.number for row in found.rows], [self._number])

    def figures(self) -> None:
        with self.opened("first") as program:
            found = analysis.figures(program.desk, _request(), ("nature",))
            same([(group.code, group.count) for group in found.by("nature")], [("quality", 1)])

    def letter(self) -> None:
        with self.opened("first") as program:
            complaint = handling.case_by_number(program.desk, self._number).complaint
            folder = template_folder(program.places, program.settings)
            made = letters.make(program.desk, folder, complaint.id, LetterKind.SHEET, LetterEntry(), program.words)
            case = handling.case_by_number(program.desk, self._number)
            for kind in LetterKind:
                letters.preview(program.desk, folder, kind, case, LetterEntry(), program.words)
        with zipfile.ZipFile(io.BytesIO(made.content)) as file:
            same(self._number.encode() in file.read("word/document.xml"), True)

    def report(self) -> None:
        path = self.folder / "report.xlsx"
        with self.opened("first") as program:
            written = analysis.report(program.desk, _request(), analysis.SHEETS, path, program.words)
        with zipfile.ZipFile(path) as workbook:
            if broken := workbook.testzip():
                raise UnexpectedError(broken)
            sheets = [name for name in workbook.namelist() if name.startswith("xl/worksheets/sheet")]
            # The number of the complaint stands in the sheet of rows, in place or among the shared texts.
            held = any(self._number.encode() in workbook.read(name) for name in workbook.namelist())
        same((len(sheets), held), (len(written.sheets), True))
        with self.opened("first") as program:
            (seen,) = exchange.preview(program.desk, [path], program.words).files
        same((seen.refusal, [sheet.name for sheet in seen.sheets]), (None, [name for name, _rows in written.sheets]))

    def word_report(self) -> None:
        path = self.folder / "report.docx"
        with self.opened("first") as program:
            folder = template_folder(program.places, program.settings)
            word_reports.report(program.desk, folder, _request(), path, program.words)
        with zipfile.ZipFile(path) as report:
            same(b"/nature=quality" in report.read("word/document.xml"), True)

    def export(self) -> None:
        with self.opened("first") as program:
            for ending in ("xlsx", "csv"):
                written = exchange.export_ledger(
                    program.desk, LedgerFilter(), LedgerOrder(), tuple(field.name for field in FIELDS),
                    self.folder / f"export.{ending}", program.words,
                )  # fmt: skip
                same(sum(rows for _sheet, rows in written.sheets), 1)

    def import_back(self) -> None:
        for ending in ("xlsx", "csv"):
            with self.opened(f"second-{ending}") as program:
                result = exchange.import_files(program.desk, [self.folder / f"export.{ending}"], program.words)
                same((result.registered, result.refused), (1, ()))

    def password(self) -> None:
        """OpenSSL's scrypt is there."""
        same(fits("correct horse", new_secret("correct horse")), True)

    def server_driver(self) -> None:
        """The shipped program could speak to a server; from source the driver is an extra. Nothing is called."""
        if not getattr(sys, "frozen", False):
            return
        premises = self.premises("none")
        settings = dataclasses.replace(premises.settings, database=_NO_SERVER)
        in_force = dataclasses.replace(premises.in_force, settings=settings)
        elsewhere = dataclasses.replace(premises, in_force=in_force)
        try:
            with self._context.builders.opened(elsewhere, no_progress):
                raise UnexpectedError(f"opened: {_NO_SERVER}")
        except Refusal as refusal:
            same(refusal.code, "bad_server_url")

    def back_up_and_restore(self) -> None:
        copy = self.folder / "copy.db"
        with self.opened("first") as program:
            copied = care.back_up(program.desk, copy)
        same(copied.complaints, 1)
        premises = self.premises("restored")
        care.restore(premises.places.ledger, copy, premises.person, replace=False)
        with self._context.builders.opened(premises, no_progress) as program:
            same(ledger.total(program.desk), 1)

    def verify(self) -> None:
        with self.opened("restored") as program:
            same(care.verify(program.desk).faults, ())

    def opened(self, name: str) -> AbstractContextManager[Program]:
        return self._context.builders.opened(self.premises(name), no_progress)

    def premises(self, name: str) -> Premises:
        """Like the ones of the call, with a ledger of that name in the throw-away folder."""
        return self._context.premises.on_trial(self.folder / name)


def _request() -> AnalysisRequest:
    return AnalysisRequest(Period(_DAY, _DAY))
