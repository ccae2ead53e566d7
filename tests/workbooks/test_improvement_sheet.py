"""The sheet of improvements in the analysis workbook."""

from __future__ import annotations

import datetime as dt

from openpyxl import load_workbook

from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.improvement import ImprovementContent
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import analysis, improving
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

TODAY = NOW.date()
REQUEST = AnalysisRequest(Period(TODAY.replace(day=1), TODAY.replace(day=30)))


def rows_of(desk, words, path):
    written = analysis.report(desk, REQUEST, ("improvements",), path, words)
    sheet = load_workbook(path)["改进措施"]
    head, *rows = sheet.iter_rows(min_row=6, values_only=True)
    return written.sheets, head, rows


def test_it_tells_what_is_done_and_what_it_brought(desk, words, tmp_path):
    drafts = [sound_draft(received_at=NOW - dt.timedelta(back), brand="极川") for back in range(22, 42)]
    with desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    shows = LedgerFilter().with_choices("brand", ("极川",))
    kept = improving.add(desk, ImprovementContent("=绿线", shows, "", "换压头", "李工", TODAY)).improvement
    improving.mark_done(desk, kept.id, 1, TODAY - dt.timedelta(21))
    sheets, head, (row,) = rows_of(desk, words, tmp_path / "a.xlsx")
    assert sheets == (("改进措施", 1),)
    told = dict(zip(head, row, strict=True))
    assert (told["问题"], told["筛选条件"], told["状态"]) == ("=绿线", "品牌：极川", "已完成")
    assert (told["比较天数"], told["完成前"], told["完成后"], told["变化"]) == (20, 20, 0, -1)
    assert told["完成日"].date() == TODAY - dt.timedelta(21)
    assert told["效果"].startswith("下降：完成前 20 天 20 件")


def test_without_improvements_it_says_so(desk, words, tmp_path):
    sheets, _head, rows = rows_of(desk, words, tmp_path / "a.xlsx")
    assert sheets == (("改进措施", 0),)
    assert any("没有改进项。" in row for row in rows)
