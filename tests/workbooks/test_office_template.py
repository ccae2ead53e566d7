"""The office's own workbook is filled: what stood in it stays, what stands between braces becomes what it names."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Figures, Period
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.i18n.findings import findings
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN
from complaint_desk.workbooks.analysis.office_template.fillings import no_figures, places_of
from complaint_desk.workbooks.analysis.page import HEADER_ROW
from tests.analysis.ledgers import any_draft, fill
from tests.workbooks.packages import check_package
from tests.workbooks.test_recalculation import OFFICE, recalculated

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
REQUEST = AnalysisRequest(YEAR, comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR))
PNG = resource("reports", "zh_CN", "workbook.xlsx")
EXAMPLES = [("zh_CN", "封面"), ("en", "Cover")]

Make = Callable[[Any], None]


@pytest.fixture
def full_desk(store: Store, desk: Desk) -> Desk:
    chance = random.Random(23)
    fill(store, [any_draft(chance, 400) for _ in range(300)], chance)
    return desk


@pytest.fixture
def logo() -> bytes:
    with zipfile.ZipFile(PNG) as archive:
        return archive.read("xl/media/image1.png")


def made(path: Path, make: Make) -> Path:
    book = xlsxwriter.Workbook(str(path))
    make(book)
    book.close()
    return path


def filled(desk: Desk, template: Path, words: Words, sheets: tuple[str, ...] = ("overview", "nature", "rows")) -> Path:
    target = template.with_name("filled.xlsx")
    analysis.report(desk, REQUEST, sheets, target, words, template=template)
    check_package(target)
    return target


def figures_of(desk: Desk) -> Figures:
    return analysis.figures(desk, REQUEST, GROUPINGS_SHOWN)


def refused(desk: Desk, template: Path, words: Words) -> str:
    with pytest.raises(Refusal) as caught:
        analysis.report(desk, REQUEST, ("nature",), template.with_name("filled.xlsx"), words, template=template)
    assert not template.with_name("filled.xlsx").exists()
    return error_sentence(caught.value, words)


def test_places_become_what_they_name(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    def make(book: Any) -> None:
        sheet = book.add_worksheet("封面")
        percent = book.add_format({"num_format": "0.00%"})
        count = book.add_format({"num_format": "#,##0"})
        sheet.write_string("A1", "{{统计期间}}投诉分析 & 报告")
        sheet.write_string("A2", "{{投诉量}}", count)
        sheet.write_string("A3", "{{办结率}}", percent)
        sheet.write_string("A4", "{{办结率}}")
        sheet.write_string("A5", "共 {{ 投诉量 }} 件，上期 {{投诉量.上期}}")
        sheet.write_string("A6", "｛｛投诉性质．1｝｝：{{nature.1.share}}")
        sheet.write_string("A7", "{{值得关注}}")
        sheet.write_string("A8", "{{投诉性质.20}}")
        sheet.write_string("A9", "没有填写项 =1+1")
        sheet.write_number("A10", 42)
        sheet.write_formula("A11", "=A10*2", None, 84)

    book = openpyxl.load_workbook(filled(full_desk, made(tmp_path / "t.xlsx", make), words))
    found = figures_of(full_desk)
    cells = [book["封面"].cell(row, 1).value for row in range(1, 12)]
    leading = max(found.by("nature"), key=lambda group: group.count)
    rate = found.indicators.finished.percent
    assert rate is not None
    assert cells[0] == "2025年投诉分析 & 报告"
    assert cells[1:3] == [found.total, pytest.approx(float(rate) / 100)]
    assert cells[3] == f"{rate:.2f}%"
    assert cells[4] == f"共 {found.total:,} 件，上期 {found.others[0].total:,}"
    assert cells[5] == f"{words.label('nature', leading.code)}：{leading.share:.2f}%"
    # The report also has early warnings.
    assert {each.sentence for each in findings(found, words)} <= set(str(cells[6]).split("\n"))
    assert cells[7:] == ["–", "没有填写项 =1+1", 42, "=A10*2"]


def full_sheet(book: Any, logo: bytes) -> None:
    """A cover with all that an office may have put on it, and a hidden sheet."""
    sheet = book.add_worksheet("封面")
    bold = book.add_format({"bold": True, "font_name": "楷体", "font_size": 22, "bg_color": "#FFEEDD"})
    sheet.write_rich_string("A1", bold, "公司 ", "{{统计期间}}", bold, " 报告")
    sheet.write_string("A2", "{{表名}}", bold)
    sheet.set_column("A:A", 33.5)
    sheet.set_row(1, 41)
    sheet.merge_range("B2:D4", "合并 {{年份}}", bold)
    sheet.insert_image("F1", "logo.png", {"image_data": io.BytesIO(logo)})
    sheet.insert_textbox("F8", "{{统计期间}}：本文本框 {{投诉量}} 件")
    sheet.write_comment("A1", "批注")
    sheet.add_table("A20:B22", {"name": "own_table", "columns": [{"header": "甲"}, {"header": "乙"}]})
    sheet.add_sparkline("D21", {"range": "封面!B21:C21"})
    sheet.conditional_format("A21:B22", {"type": "cell", "criteria": ">", "value": 3, "format": bold})
    sheet.data_validation("C21", {"validate": "list", "source": ["是", "否"]})
    sheet.set_header("&C&G {{统计期间}} 公司", {"image_center": "h.png", "image_data_center": io.BytesIO(logo)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=封面!$A$21:$A$22"})
    chart.set_title({"name": "图 {{年份}}"})
    sheet.insert_chart("F20", chart)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.print_area("A1:H40")
    hidden = book.add_worksheet("数据")
    hidden.hide()
    hidden.write_url("A1", "https://example.org/a", string="链接")
    book.define_name("总数", "=封面!$A$10")


def test_pictures_shapes_and_charts_of_the_office_stay(
    full_desk: Desk, words: Words, tmp_path: Path, logo: bytes
) -> None:
    template = made(tmp_path / "t.xlsx", lambda book: full_sheet(book, logo))
    parts = check_package(filled(full_desk, template, words))
    assert logo in parts.values()
    own = [name for name in parts if re.match(r"xl/(drawings|charts)/.*\.xml", name)]
    drawn = "".join(parts[name].decode() for name in own)
    assert f"2025年：本文本框 {figures_of(full_desk).total:,} 件" in drawn
    assert "图 2025" in drawn
    assert "{{" not in drawn
    assert "sparkline" in parts["xl/worksheets/sheet1.xml"].decode()
    assert "legacyDrawingHF" in parts["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_what_the_office_wrote_and_set_up_stays(full_desk: Desk, words: Words, tmp_path: Path, logo: bytes) -> None:
    template = made(tmp_path / "t.xlsx", lambda book: full_sheet(book, logo))
    book = openpyxl.load_workbook(filled(full_desk, template, words), rich_text=True)
    assert book.sheetnames == ["封面", "数据", "概览", "投诉性质", "明细"]
    sheet = book["封面"]
    assert [str(run) for run in sheet["A1"].value] == ["公司 ", "2025年", " 报告"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("封面", "合并 2025")
    assert (sheet["A2"].font.name, sheet["A2"].font.size, sheet["A2"].fill.fgColor.rgb) == ("楷体", 22, "FFFFEEDD")
    assert sheet.column_dimensions["A"].width == pytest.approx(33.5, abs=1)
    assert sheet.row_dimensions[2].height == pytest.approx(41, abs=0.5)
    assert [str(each) for each in sheet.merged_cells.ranges] == ["B2:D4"]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert sheet.print_area == "'封面'!$A$1:$H$40"
    assert sheet.oddHeader.center.text == "&G 2025年 公司"
    assert sheet["A1"].comment.text == "批注"
    assert list(sheet.tables) == ["own_table"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C21"
    (rules,) = sheet.conditional_formatting
    assert rules.rules[0].dxf.font.b
    assert book["数据"].sheet_state == "hidden"
    assert book["数据"]["A1"].hyperlink.target == "https://example.org/a"
    assert book.defined_names["总数"].attr_text == "封面!$A$10"


def test_a_sheet_called_like_the_reports_keeps_its_head(
    full_desk: Desk, words: Words, tmp_path: Path, logo: bytes
) -> None:
    def make(book: Any) -> None:
        sheet = book.add_worksheet("投诉性质")
        big = book.add_format({"font_name": "楷体", "font_size": 24})
        sheet.write_string("B1", "{{表名}} {{统计期间}}", big)
        sheet.write_string("B2", "{{投诉量}}", book.add_format({"num_format": "0"}))
        sheet.insert_image("A1", "logo.png", {"image_data": io.BytesIO(logo)})
        sheet.set_footer("&L{{统计期间}}&R&P")
        sheet.set_paper(8)
        book.add_worksheet("其他").write_string("A1", "{{制表人}}")
        book.add_worksheet("满意度").write_string("A1", "不要")

    target = filled(full_desk, made(tmp_path / "t.xlsx", make), words)
    plain = tmp_path / "plain.xlsx"
    analysis.report(full_desk, REQUEST, ("nature",), plain, words)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["投诉性质", "其他", "概览", "明细"]
    sheet, other = book["投诉性质"], openpyxl.load_workbook(plain)["投诉性质"]
    assert (sheet["B1"].value, sheet["B1"].font.name, sheet["B1"].font.size) == ("投诉性质 2025年", "楷体", 24)
    assert sheet["B2"].value == figures_of(full_desk).total
    assert sheet["A1"].value is None
    for row in range(HEADER_ROW, other.max_row + 1):
        assert [cell.value for cell in sheet[row]] == [cell.value for cell in other[row]]
    assert len(sheet.tables) == len(other.tables)
    assert (sheet.freeze_panes, sheet.print_title_rows) == (other.freeze_panes, other.print_title_rows)
    assert (str(sheet.page_setup.paperSize), sheet.oddFooter.left.text) == ("8", "2025年")
    parts = check_package(target)
    drawing = next(
        content.decode() for name, content in parts.items() if "drawings/drawing" in name and b"pic>" in content
    )
    assert "graphicFrame" in drawing
    assert logo in parts.values()
    assert book["其他"]["A1"].value == "王敏"


def test_what_the_report_adds_wears_the_letters_and_the_colour_of_the_office(
    full_desk: Desk, words: Words, tmp_path: Path
) -> None:
    def make(book: Any) -> None:
        book.formats[0].set_font_name("楷体")
        book.add_worksheet("封面").write_string("A1", "{{制表人}}")

    parts = check_package(filled(full_desk, made(tmp_path / "t.xlsx", make), words))
    accent = re.search(r"<a:accent1><a:srgbClr val=\"(\w+)\"", parts["xl/theme/theme1.xml"].decode())
    assert accent
    styles = parts["xl/styles.xml"].decode()
    assert "Microsoft YaHei" not in styles
    assert "楷体" in styles
    assert f'rgb="FF{accent[1]}"' in styles
    assert any(accent[1] in content.decode() for name, content in parts.items() if name.startswith("xl/charts/"))


def test_a_row_grows_with_what_is_filled_into_it(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    def make(book: Any) -> None:
        sheet = book.add_worksheet("封面")
        sheet.set_column("A:B", 20)
        sheet.set_row(0, 15)
        sheet.set_row(2, 16)
        sheet.merge_range("A1:B1", "{{值得关注}}", book.add_format({"text_wrap": True}))
        sheet.write_string("A3", "{{值得关注}}")

    sheet = openpyxl.load_workbook(filled(full_desk, made(tmp_path / "t.xlsx", make), words))["封面"]
    lines = len(findings(figures_of(full_desk), words))
    assert sheet.row_dimensions[1].height >= 15 * lines
    assert sheet.row_dimensions[3].height == pytest.approx(16, abs=0.5)


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "said"),
    [
        ("封面", "B3", "{{办结律}}", "工作表“封面”B3：没有名为 {{办结律}} 的填写项。 是否应为 {{办结率}}？"),
        ("封面", "C9", "{{投诉量.明年}}", "工作表“封面”C9：没有名为 {{投诉量.明年}} 的填写项。"),
        ("封面", "A1", "{{投诉量", "工作表“封面”A1：“{{投诉量”处的花括号不成对。"),
        ("投诉性质", "A2", "{{投诉性质.21}}", "工作表“投诉性质”A2：没有名为 {{投诉性质.21}} 的填写项。"),
        ("投诉性质", "C8", "多出来的", "工作表“投诉性质”C8：第 6 行起由报告填写，请留空。"),
    ],
    ids=["unknown", "part", "open", "rank", "occupied"],
)
def test_a_mistake_is_told_with_its_place(
    full_desk: Desk, words: Words, tmp_path: Path, sheet: str, cell: str, text: str, said: str
) -> None:
    template = made(tmp_path / "t.xlsx", lambda book: book.add_worksheet(sheet).write_string(cell, text))
    sentence = refused(full_desk, template, words)
    assert str(template) in sentence
    assert said.replace(" ", "") in sentence.replace(" ", "")


def test_mistakes_outside_of_cells_are_told_too(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    def make(book: Any) -> None:
        sheet = book.add_worksheet("封面")
        sheet.insert_textbox("A1", "{{甲乙}}")
        sheet.set_footer("&L{{丙丁}}")
        book.add_worksheet("明细").add_table("A2:B4", {"name": "own_table"})

    sentence = refused(full_desk, made(tmp_path / "t.xlsx", make), words)
    for said in ("文本框或图表：没有名为 {{甲乙}}", "页眉页脚：没有名为 {{丙丁}}", "请删除表格 own_table"):
        assert said in sentence


def test_what_is_no_workbook_is_refused(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    text = tmp_path / "t.xlsx"
    text.write_text("甲", "utf-8")
    assert str(text) in refused(full_desk, text, words)
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert "密码" in refused(full_desk, secret, words)
    other = tmp_path / "t.xlsm"
    other.write_bytes(PNG.read_bytes())
    assert ".xlsx" in refused(full_desk, other, words)
    with zipfile.ZipFile(tmp_path / "half.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert "half.xlsx" in refused(full_desk, tmp_path / "half.xlsx", words)
    with pytest.raises(Surroundings) as caught:
        analysis.report(full_desk, REQUEST, ("nature",), tmp_path / "b.xlsx", words, template=tmp_path / "none.xlsx")
    assert caught.value.code == "cannot_open"


@given(st.text(alphabet="{}｛｝投诉量办结率.·环比1 a&<", max_size=30))
def test_any_text_is_filled_or_its_mistake_is_told(text: str) -> None:
    places = no_figures(Words("zh_CN"))
    if list(places.mistakes_in(text)):
        return
    assert "{{" not in places.filled(text)


def test_every_place_has_something_to_say(full_desk: Desk, words: Words) -> None:
    found = figures_of(full_desk)
    places = places_of(found, findings(found, words), "封面", words)
    for code in places.names:
        if code not in {"nature", "category", "channel", "department"}:
            assert places.filled(f"{{{{{words.label('workbook_place', code)}}}}}") == places.fillings[code].text
    for code in ("total.previous", "finished.last_year_change", "finished.counted", "department.1.count"):
        assert places.code(code) == code
        assert places.fillings[code].text


@pytest.mark.parametrize(("language", "cover"), EXAMPLES)
def test_the_example_is_filled_whole(full_desk: Desk, tmp_path: Path, language: str, cover: str) -> None:
    from complaint_desk.i18n import install

    install(language, resource())
    template = tmp_path / "t.xlsx"
    template.write_bytes(resource("reports", language, "workbook.xlsx").read_bytes())
    target = filled(full_desk, template, Words(language), analysis.SHEETS)
    parts = check_package(target)
    assert not [name for name, content in parts.items() if b"{{" in content]
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == cover
    assert book[cover]["B6"].value == figures_of(full_desk).total
    assert len([name for name in parts if name.startswith("xl/media/")]) >= 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_example_is_what_the_script_makes(tmp_path: Path, language: str) -> None:
    kept = resource("reports", language, "workbook.xlsx")
    script = (
        "import sys; sys.path.insert(0, 'build_spec'); import workbook_templates as made; "
        f"sys.stdout.buffer.write(made.workbook(made.LANGUAGES[{language!r}]))"
    )
    content = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout
    with zipfile.ZipFile(kept) as before, zipfile.ZipFile(io.BytesIO(content)) as now:
        assert before.namelist() == now.namelist()
        for name in before.namelist():
            if not name.endswith(".png"):
                assert before.read(name) == now.read(name), name


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: soffice is not on the path")
def test_libreoffice_finds_the_same_in_it(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    template = tmp_path / "t.xlsx"
    template.write_bytes(PNG.read_bytes())
    target = filled(full_desk, template, words, analysis.SHEETS)
    (after,) = recalculated([target], tmp_path / "office")
    before_book, after_book = (openpyxl.load_workbook(path, data_only=True) for path in (target, after))
    assert after_book.sheetnames == before_book.sheetnames
    for sheet in before_book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    assert after_book[sheet.title][cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)
    with zipfile.ZipFile(after) as archive:
        assert [name for name in archive.namelist() if name.startswith("xl/media/")]
