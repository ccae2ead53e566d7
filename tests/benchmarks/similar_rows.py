"""Rows that tell nearly what complaints there tell, against a small and a great ledger: what each row costs to be compared."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from pathlib import Path

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n import install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files
from complaint_desk.storage import complaints, ledger_queries
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import built_ledger
from tests.benchmarks.scale_report import Figure

_LANGUAGE = "zh_CN"
_TOLD = 10_000
_HEADER = ("投诉时间", "投诉人", "联系电话", "商品/服务名称", "投诉性质", "投诉事实")
_KEPT = {"phone": ("phone",), "name": ("name",), "day and subject": ()}
"""What the rows still say of who complains."""
_NOTHING_LIKE_IT = "nobody like it"


def measure_similar(rows: int, folder: Path | None) -> list[Figure]:
    """Milliseconds of this processor for each row, against a ledger of a tenth of the rows and one of all of them."""
    install(_LANGUAGE, resource())
    small, great = (_taken(built_ledger(count, folder).data) for count in (rows // 10, rows))
    return [
        Figure(
            f"{_TOLD:,} rows of the same {kept}, {rows:,} there", great[kept], "ms/row", small[kept], f"{rows // 10:,}"
        )
        for kept in great
    ]


def _taken(data: Path) -> dict[str, float]:
    store = Store.open(data / "ledger.db")
    desk, words = Desk(store, Settings(), "-"), Words(_LANGUAGE)
    there = _some(store)
    taken: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kept in (*_KEPT, _NOTHING_LIKE_IT):
            file = Path(folder) / "told.csv"
            _write(file, there, kept)
            started = time.process_time()
            result = import_files(desk, [file], words, dry_run=True)
            taken[kept] = (time.process_time() - started) * 1000 / len(there)
            least = 0 if kept == _NOTHING_LIKE_IT else 0.9 * len(there)
            assert least <= len(result.similar) + result.known, (kept, len(result.similar))
    store.close()
    return taken


def _some(store: Store) -> list[Complaint]:
    chance = random.Random(3)
    with store.reading() as connection:
        keys = ledger_queries.keys(connection, LedgerFilter(), LedgerOrder())
        return list(complaints.read_many(connection, chance.sample(list(keys), _TOLD)))


def _write(file: Path, there: list[Complaint], kept: str) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(_HEADER)
        for at, each in enumerate(there):
            says = _KEPT.get(kept, ("name", "phone"))
            name, phone = (getattr(each, field) if field in says else "" for field in ("name", "phone"))
            if kept == _NOTHING_LIKE_IT:
                name, phone = f"无此人{at}", f"199{at:08}"
            told = f"再次反映：{each.facts}"
            moment = f"{each.received_at:%Y-%m-%d %H:%M}"
            table.writerow([moment, name, phone, each.subject_name, "质量", told])
