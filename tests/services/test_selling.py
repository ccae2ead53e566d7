"""Sales figures: read from what an office exports, kept and journalled, and what an effect per unit says; on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from openpyxl import Workbook
from sqlalchemy import update

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import ImprovementContent, Verdict
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import improving, selling
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.news import OwnEntries, news_since
from complaint_desk.storage.schema import product_sales
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_revision

TODAY = NOW.date()
PHONE = "极川 X5 手机"
DONE = (TODAY.replace(day=1) - dt.timedelta(70)).replace(day=1)


def months(count: int) -> list[dt.date]:
    """The whole months before this one, oldest first."""
    found = [TODAY.replace(day=1)]
    while len(found) <= count:
        found.append((found[-1] - dt.timedelta(1)).replace(day=1))
    return found[:0:-1]


def lines_of(sold: dict[dt.date, int]) -> str:
    rows = "".join(f"{month.year}年{month.month}月,{PHONE},{units}\n" for month, units in sold.items())
    return f"产品销售月报\n月份,商品名称,销量（台）\n{rows}合计,,{sum(sold.values())}\n"


def write(path, content: str):
    path.write_text(content, "utf-8")
    return path


@pytest.fixture
def followed(desk):
    """A complaint a day before the measure and after it alike."""
    drafts = [sound_draft(received_at=NOW - dt.timedelta(back), subject_name=PHONE) for back in range(1, 240)]
    with desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    wanted = LedgerFilter().with_choices("subject_name", (PHONE,))
    added = improving.add(desk, ImprovementContent("屏幕出现绿线", wanted)).improvement
    improving.mark_done(desk, added.id, added.version, DONE)
    return desk


def effect(desk):
    (found,) = improving.followed(desk)
    return found.effect


def test_as_many_complaints_of_three_times_as_many_sold_have_fallen(followed, tmp_path):
    assert effect(followed).verdict is Verdict.UNCHANGED
    sold = {month: 1_000 if month < DONE else 3_000 for month in months(8)}
    taken = selling.take(followed, write(tmp_path / "销量.csv", lines_of(sold).replace("合计,,", ",合计,")))
    assert (taken.rows, taken.products, taken.first_month, taken.last_month) == (8, 1, min(sold), max(sold))
    told = effect(followed)
    assert told.per_unit
    assert told.verdict is Verdict.FELL
    assert told.ratio == pytest.approx(1 / 3, rel=0.1)
    assert told.after.last < TODAY.replace(day=1), "no farther than sales are known"
    assert told.before.span.days == told.after.span.days == told.after.count
    assert told.before.per_thousand == pytest.approx(30, rel=0.1)


def test_without_the_sales_of_a_month_days_are_counted_and_it_is_said(followed, tmp_path):
    sold = {month: 1_000 for month in months(8) if month != DONE}
    selling.take(followed, write(tmp_path / "a.csv", lines_of(sold).rsplit("合计", 1)[0]))
    told = effect(followed)
    assert (told.per_unit, told.sales_missing, told.verdict) == (False, True, Verdict.UNCHANGED)
    assert selling.clear(followed) == 7
    assert not effect(followed).sales_missing


def test_figures_of_the_same_month_and_product_are_replaced_and_journalled(desk, tmp_path):
    book = Workbook()
    book.active.append(["Month", "Product", "Units sold"])
    for row in ([dt.datetime(2026, 1, 5), "灯", 5], [dt.datetime(2026, 1, 20), "灯", 7], ["2026-02", "灯", "1,200"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    selling.take(desk, tmp_path / "a.xlsx")
    selling.take(desk, write(tmp_path / "b.csv", "月份,品名,数量\n202602,灯,9\n"))
    assert selling.listed(desk) == {(dt.date(2026, 1, 1), "灯"): 12, (dt.date(2026, 2, 1), "灯"): 9}
    with desk.store.reading() as connection:
        assert news_since(connection, 0, OwnEntries())[1].improvements
    assert verify(desk.store).faults == ()
    with desk.store.writing() as connection:
        connection.execute(update(product_sales).values(units=1))
    assert [each.code for each in verify(desk.store).faults] == ["sales_changed"]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("月份,商品,销量\n2026-13,灯,5\n", "sales_month", 2),
        ("月份,商品,销量\n2026-01,灯,5\n2026-02,灯,五\n", "sales_units", 3),
        ("月份,商品,销量\n2026-01,灯,-5\n", "sales_units", 2),
        ("月份,商品,销量\n2026-01,,5\n", "sales_product", 2),
        ("日子,东西\n1,2\n", "no_sales", None),
    ],
)
def test_what_is_not_to_be_understood_is_named_with_its_row_and_nothing_is_kept(desk, tmp_path, content, code, row):
    with pytest.raises(Refusal) as refused:
        selling.take(desk, write(tmp_path / "a.csv", content))
    assert refused.value.code == code
    assert refused.value.details.get("row") == row
    assert selling.listed(desk) == {}


def test_a_filled_older_ledger_gets_its_table(followed, tmp_path):
    store = followed.store
    to_revision(store, "0015")
    store.close()
    opened = again(store)
    reopened = dataclasses.replace(followed, store=opened)
    selling.take(reopened, write(tmp_path / "a.csv", "月份,商品,销量\n2026-01,灯,5\n"))
    assert len(selling.listed(reopened)) == 1
    assert verify(opened).faults == ()
    opened.close()
