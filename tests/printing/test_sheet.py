"""The complaint sheet and the ledger's listing as values and HTML."""

import dataclasses
import datetime as dt

import pytest

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.i18n.words import Words
from complaint_desk.printing.listing import complaint_listing
from complaint_desk.printing.markup import escaped
from complaint_desk.printing.sheet import ComplaintSheet, complaint_sheet
from complaint_desk.printing.sheet_html import sheet_paper
from tests.complaints import AIR_CONDITIONER, case_of

PRINTED = dt.datetime(2026, 11, 24, 11, 0, tzinfo=SHANGHAI)
COMPLAINT = dataclasses.replace(AIR_CONDITIONER, status="closed", cause="product.production")
CASE = case_of(COMPLAINT)


def sheet_of(words: Words, case: Case = CASE, unit: str = "") -> ComplaintSheet:
    return complaint_sheet(case, words, unit=unit, printed="李婷 打印")


def cells_of(sheet: ComplaintSheet) -> dict[str, str]:
    return {cell.label: cell.text for section in (*sheet.sections, sheet.handling) for cell in section.cells}


def test_the_form_states_what_a_register_form_must(words: Words) -> None:
    cells = cells_of(sheet_of(words))
    assert cells["投诉人"] == "张敏"
    assert cells["联系电话"] == "13812341234"
    assert cells["投诉时间"] == "2026-11-05 16:42"
    assert cells["购买时间"] == "2026-10"
    assert cells["价格(元)"] == "2,599.00"
    assert cells["类别"] == "家用电子电器类"
    assert cells["原因"] == "产品 / 生产"
    assert "发票.jpg" in cells.values()


def test_demands_are_ticked_in_the_list_of_all(words: Words) -> None:
    demands = next(cell.ticks for section in sheet_of(words).sections for cell in section.cells if cell.label == "诉求")
    assert len(demands) == 13
    assert [tick.label for tick in demands if tick.ticked] == ["退款", "赔礼道歉"]


def test_a_report_never_names_who_reported(words: Words) -> None:
    case = dataclasses.replace(CASE, complaint=dataclasses.replace(COMPLAINT, kind="report"))
    html = sheet_paper(sheet_of(words, case)).html
    assert "张敏" not in html
    assert "13812341234" not in html
    listing = complaint_listing(("number", "name"), [case.complaint], words, title="", subtitle="", printed="")
    assert listing.rows[0][0] == "TS2026001204"
    assert "张敏" not in listing.rows[0][1]


def test_an_erased_person_stays_erased_on_paper(words: Words) -> None:
    complaint = dataclasses.replace(COMPLAINT, name="", phone="", address="", erased_at=PRINTED)
    erased = cells_of(sheet_of(words, dataclasses.replace(CASE, complaint=complaint)))
    assert erased["投诉人"] == erased["联系电话"] != ""


def test_texts_are_never_markup(words: Words) -> None:
    html = sheet_paper(sheet_of(words)).html
    assert "第一行 &lt;b&gt;异响&lt;/b&gt; &amp; 漏水<br>第二行" in html
    assert "&lt;18&gt;" in html


def test_control_characters_are_left_out() -> None:
    assert escaped("a\x00b\x1b[31m\nc") == "ab[31m<br>c"


def test_the_office_stands_on_the_form_or_a_line_to_write_it(words: Words) -> None:
    assert "澜图电器" in sheet_paper(sheet_of(words, unit="澜图电器")).html
    assert "<u>&nbsp;" in sheet_paper(sheet_of(words)).html


def test_the_handling_record_is_on_the_form(words: Words) -> None:
    paper = sheet_paper(sheet_of(words))
    assert "压缩机批次异响" in paper.html
    assert paper.title.endswith("TS2026001204")
    assert paper.footer == "李婷 打印"


@pytest.mark.parametrize("text", ["", "短", "长" * 500])
def test_a_listing_shows_the_columns_and_shortens_narratives(words: Words, text: str) -> None:
    complaint = dataclasses.replace(COMPLAINT, facts=text)
    listing = complaint_listing(("number", "price", "facts"), [complaint], words, title="台账", subtitle="", printed="")
    assert [column.label for column in listing.columns] == ["投诉编号", "价格(元)", "投诉事实"]
    assert [column.right for column in listing.columns] == [False, True, False]
    assert sum(column.share for column in listing.columns) == pytest.approx(1)
    assert listing.rows[0][:2] == ("TS2026001204", "2,599.00")
    assert len(listing.rows[0][2]) <= 120


def test_a_listing_of_nothing_has_its_heading(words: Words) -> None:
    listing = complaint_listing(("number", "name"), [], words, title="台账", subtitle="", printed="")
    assert listing.rows == ()
    assert len(listing.columns) == 2
