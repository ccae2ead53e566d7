"""Ledgers of earlier programs are brought up to date."""

from __future__ import annotations

import shutil

from complaint_desk.cli.self_check.ledgers import Trial
from complaint_desk.cli.self_check.steps import UnexpectedError, same
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import care, ledger, older_ledgers

_NUMBERS = [f"TS2026{number:06}" for number in range(1, 7)]


def brought_up_to_date(trial: Trial) -> None:
    """One of each earlier revision is opened as a clerk opens it, and found whole."""
    folder = trial.folder / "older"
    folder.mkdir()
    for revision, file in older_ledgers.made_in(folder):
        place = trial.premises(f"older-{revision}").places.ledger
        place.parent.mkdir(parents=True)
        shutil.move(file, place)
        with trial.opened(f"older-{revision}") as program:
            found = ledger.find(program.desk, LedgerFilter(), LedgerOrder(), 10)
            same(sorted(row.number for row in found.rows), _NUMBERS)
            if faults := care.verify(program.desk).faults:
                raise UnexpectedError(f"{revision}: {faults}")
