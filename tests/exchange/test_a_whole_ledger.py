"""20,000 complaints of the synthetic ledger against an independent count over the file."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, undo_import
from complaint_desk.storage.store import Store

MAKER = Path(__file__).resolve().parents[3] / "shared" / "data" / "make_ledger.py"
ROWS = 20_000

pytestmark = pytest.mark.skipif(
    not MAKER.is_file(), reason="the maker of synthetic ledgers is not beside this checkout"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("maker")
    made = folder / "ledger.csv", folder / "ledger.xlsx"
    running = [
        subprocess.Popen([sys.executable, str(MAKER), "--rows", str(ROWS), "--seed", "7", "--out", str(file)])
        for file in made
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    return made


def asked(store: Store, query: str) -> dict[str, int]:
    with store.reading() as connection:
        return {str(key): int(count) for key, count in connection.exec_driver_sql(query)}


def test_every_row_is_accounted_for(desk: Desk, words: Words, files: tuple[Path, Path]) -> None:
    text, workbook = files
    begun = time.process_time()
    first = import_files(desk, [workbook], words)
    seconds = time.process_time() - begun
    assert (first.read, first.registered, first.known, first.refused, first.noted) == (ROWS, ROWS, 0, (), ())
    assert seconds < 60
    second = import_files(desk, [text], words)
    assert (second.read, second.registered, second.known) == (ROWS, 0, ROWS)
    with text.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    natures = Counter(words.code("nature", row["投诉性质"]) for row in rows)
    assert asked(desk.store, "SELECT nature, count(*) FROM complaint GROUP BY nature") == dict(natures)
    states = {
        "待受理": "registered",
        "处理中": "handling",
        "已办结": "closed",
        "不予受理": "declined",
        "已撤诉": "withdrawn",
    }
    found = asked(desk.store, "SELECT status, count(*) FROM complaint GROUP BY status")
    assert found == dict(Counter(states[row["处理状态"]] for row in rows))
    paid = sum(Decimal(row["赔付金额"] or 0) for row in rows)
    assert asked(desk.store, "SELECT 'fen', sum(compensation) FROM complaint") == {"fen": int(paid * 100)}
    days = Counter(row["投诉时间"][:10] for row in rows)
    assert asked(desk.store, "SELECT date(received_at, 'unixepoch'), count(*) FROM complaint GROUP BY 1") == dict(days)
    filled = sum(bool(row["受理时间"]) + bool(row["反馈时间"]) for row in rows)
    assert asked(desk.store, "SELECT 'steps', count(*) FROM step") == {"steps": filled}
    assert first.batch is not None
    assert len(undo_import(desk, first.batch).removed) == ROWS
    assert asked(desk.store, "SELECT 'left', count(*) FROM complaint") == {"left": 0}
    assert import_files(desk, [text], words).registered == ROWS
