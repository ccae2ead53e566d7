"""The page of today over a small and a great ledger whose complaints run by mixed rule sets."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.moments import now
from complaint_desk.domain.vocabulary import RULE_SETS, Status
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import agenda
from complaint_desk.services.desk import Desk
from complaint_desk.storage import complaints
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import Built
from tests.benchmarks.scale_report import Figure, middle, milliseconds, once, p95

FEW = 1_000
_RUNNING = 20_000
_DAYS = 60
_SHOWN = 4
_TIMES = 20
_PORTION = 1_000
_OPEN = (Status.REGISTERED, Status.ACCEPTED, Status.HANDLING, Status.HANDLING, Status.WAITING, Status.ANSWERED)
_HANDLERS = ("", "王敏", "李工", "赵云", "陈静")


def today_of_few(folder: Path) -> Built:
    """A ledger of 1,000 complaints by mixed rule sets, made if it is not there."""
    data = folder / f"today-{FEW}"
    data.mkdir(parents=True, exist_ok=True)
    let_clocks_run(data / "ledger.db", FEW)
    return Built(data, None)


def let_clocks_run(path: Path, count: int = _RUNNING) -> None:
    """Register so many complaints of the last two months, unless clocks run in the ledger already."""
    store = Store.open(path)
    present = now()
    desk = Desk(store, Settings(), "王敏")
    if not any(part.count for part in agenda.of_today(desk, 0).parts if part.name.startswith(("due", "overdue"))):
        signature = Signature("王敏", present)
        registration = Registration(Settings().number_pattern, signature)
        drafts = _drafts(count, present)
        for start in range(0, count, _PORTION):
            with store.writing() as connection:
                complaints.insert_many(connection, drafts[start : start + _PORTION], registration)
    store.close()


def measure_today(built: Built, of_few: Built) -> list[Figure]:
    """How long the one call takes that fills the page; beside it as many looks at the whole table as it has parts."""
    found = []
    for each, name, target in ((of_few, f"{FEW:,} complaints", 100.0), (built, "the great ledger", 300.0)):
        store = Store.open(each.ledger)
        desk = Desk(store, Settings(), "王敏")
        taken = milliseconds(lambda d=desk: agenda.of_today(d, _SHOWN), _TIMES)  # type: ignore[misc]
        parts = len(agenda.of_today(desk, 0).parts)
        baseline = parts * _scan(store)
        found.append(
            Figure(
                f"today, one call, {name}", round(p95(taken), 2), "ms", round(baseline, 1), "a scan for each part", target,
                median=middle(taken),
            )
        )  # fmt: skip
        store.close()
    return found


def _scan(store: Store) -> float:
    with store.reading() as connection:
        asked = "SELECT count(*) FROM complaint NOT INDEXED WHERE status = 'waiting'"
        return once(lambda: connection.exec_driver_sql(asked).fetchone())


def _drafts(count: int, present: dt.datetime) -> Sequence[ComplaintDraft]:
    chance = random.Random(7)
    return [
        ComplaintDraft(
            received_at=present - dt.timedelta(minutes=chance.randrange(_DAYS * 24 * 60)),
            channel=chance.choice(("phone", "regulator", "platform", "visit")),
            rule_set=chance.choice(RULE_SETS[:-1]),
            name="张三",
            phone=f"138{chance.randrange(10**8):08}",
            subject_name="澜图变频空调 KE55",
            category="appliances",
            nature="quality",
            facts="安装三天后室外机异响，师傅上门两次未修好。",
            handler=chance.choice(_HANDLERS),
            department="售后服务部",
            status=chance.choice(_OPEN),
        )
        for _ in range(count)
    ]
