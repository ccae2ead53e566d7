"""Small ledgers in which everything that figures look at happens often."""

import datetime as dt
import random
from decimal import Decimal

from sqlalchemy import insert, update

from complaint_desk.domain.complaint import Complaint, ComplaintDraft
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.storage import complaints as stored
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint, list_entry
from complaint_desk.storage.store import Store
from tests.conftest import NOW

FIRST = dt.datetime(2025, 1, 1, tzinfo=SHANGHAI)
CATEGORIES = ("electronics", "food", "travel", "fridges", "small_fridges", "other")
OWN_CLASSES = (("fridges", "electronics"), ("small_fridges", "fridges"))


def add_own_classes(store: Store) -> None:
    with store.writing() as connection:
        rows = [
            {"list_name": "category", "code": code, "parent": parent, "label": code, "position": 99, "built_in": False}
            for code, parent in OWN_CLASSES
        ]
        connection.execute(insert(list_entry), rows)


def any_draft(chance: random.Random, days: int) -> ComplaintDraft:
    received = FIRST + dt.timedelta(days=chance.randrange(days), minutes=chance.choice((0, 0, 1, 599, 1439)))
    closed = None
    if chance.random() < 0.6:
        closed = received + dt.timedelta(seconds=chance.randrange(40 * 86400))
    return ComplaintDraft(
        received_at=received,
        closed_at=closed,
        status=chance.choice(("closed", "closed", "handling", "declined", "withdrawn", "answered")),
        kind=chance.choice(("complaint", "complaint", "report")),
        channel=chance.choice(("phone", "web", "")),
        name=chance.choice(("", "匿名", "张三", "李四")),
        phone=chance.choice(("", "138 0000 0001", "13800000001", "13800000002 / 13800000001")),
        address=chance.choice(("", "青禾路1号", "云杉路2号")),
        subject_name=chance.choice(("电饭煲", "旅游套餐")),
        category=chance.choice(CATEGORIES),
        outlet=chance.choice(("", "官方旗舰店")),
        region=chance.choice(("", "浙江省/杭州市")),
        brand=chance.choice(("", "岚星")),
        model=chance.choice(("", "A/B,1%", "＃2025 ")),
        batch=chance.choice(("", "x|y", "x｜y", "#2025")),
        price=chance.choice((None, Decimal("0.10"), Decimal("1299.99"))),
        facts=chance.choice(("要求退款", "漏水")),
        nature=chance.choice(("quality", "contract", "price")),
        severity=chance.choice(("", "major")),
        cause=chance.choice(("", "product.design")),
        liability=chance.choice(("", "liable", "partly", "not_liable", "pending")),
        department=chance.choice(("", "质量部", "售后部")),
        handler=chance.choice(("", "王敏")),
        outcome=chance.choice(("", "refunded", "returned", "settled")),
        compensation=chance.choice((None, Decimal("0.00"), Decimal("0.07"), Decimal("500.10"))),
        follow_up=chance.choice(("none", "done", "unreachable")),
        satisfaction=chance.choice((None, 1, 3, 4, 5)),
        satisfaction_handling=chance.choice((None, 2, 4)),
    )


def fill(store: Store, drafts: list[ComplaintDraft], chance: random.Random | None = None) -> list[Complaint]:
    """Register drafts; with `chance` some are marked as reopened. Returns all complaints of the ledger."""
    with store.writing() as connection:
        made = stored.insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
        ids = [complaint_id for complaint_id, _ in made]
        reopened = [each for each in ids if chance and chance.random() < 0.2]
        connection.execute(update(complaint).where(complaint.c.id.in_(reopened)).values(reopened=1))
        return list(stored.read_many(connection, ids))
