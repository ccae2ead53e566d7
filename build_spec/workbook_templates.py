"""Makes the example of an office's workbook: `python build_spec/workbook_templates.py`.

It stands in `resources/reports` for each language: a cover with logo, key figures and what stands out, and a head for one sheet
of the report. The same text gives the same parts, so a test compares what is committed with what is made here.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "reports"
_FACE = "Microsoft YaHei"
_ACCENT = "1F5FBF"
_GREY = "5B6570"
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties know no zone
_SIDE, _FINE = 96, 4


@dataclass(frozen=True)
class Texts:
    """What the example says in one language; `figures` are the names of places for key figures and their number formats."""

    cover: str
    title: str
    under: str
    office: str
    headings: tuple[str, str, str, str]
    figures: tuple[tuple[str, str, str], ...]
    parts: tuple[str, str, str]
    ranks: str
    rank_headings: tuple[str, str, str, str]
    rank: str
    rank_parts: tuple[str, str]
    stands_out: tuple[str, str]
    sign: str
    cut: str
    head_sheet: str
    head_title: str
    head_lines: tuple[str, str]
    footer: str


Cells = list[tuple[str, str]]
"""Texts of a line with the number formats of those that are numbers."""

_COUNT, _SHARE, _DAYS, _MONEY = "#,##0", "0.00%", "0.00", "#,##0.00"
_CHANGE = '"↑"0.00%;"↓"0.00%;"—"'
_POINTS = '"↑"0.00;"↓"0.00;"—"'

CHINESE = Texts(
    cover="封面",
    title="消费者投诉分析报告",
    under="{{统计期间}}　·　{{统计口径}}　·　{{统计范围}}",
    office="（在此填写单位名称，左上角换成本单位的标志）",
    headings=("指标", "本期", "上期", "环比"),
    figures=(
        ("投诉量", _COUNT, _CHANGE),
        ("办结率", _SHARE, _POINTS),
        ("答复及时率", _SHARE, _POINTS),
        ("平均处理天数", _DAYS, _POINTS),
        ("满意率", _SHARE, _POINTS),
        ("重复投诉率", _SHARE, _POINTS),
        ("赔付金额", _MONEY, _CHANGE),
    ),
    parts=("", ".上期", ".环比"),
    ranks="投诉最多的三类性质",
    rank_headings=("位次", "投诉性质", "件数", "占比"),
    rank="投诉性质",
    rank_parts=(".件数", ".占比"),
    stands_out=("值得关注", "{{值得关注}}"),
    sign="制表：{{制表人}}　{{制表日期}}　　审核：",
    cut="数据截止：{{数据截止}}",
    head_sheet="投诉性质",
    head_title="{{表名}}　{{统计期间}}",
    head_lines=("统计口径：{{统计口径}}；统计范围：{{统计范围}}", "制表：{{制表人}}　{{制表时间}}"),
    footer="&L{{统计期间}}消费者投诉分析报告&R第 &P 页，共 &N 页",
)
ENGLISH = Texts(
    cover="Cover",
    title="Consumer complaints: report",
    under="{{Period}}  ·  {{Counted by}}  ·  {{Complaints counted}}",
    office="(The name of your office; put its logo in the place of the one at the left)",
    headings=("Figure", "This period", "Previous", "Change"),
    figures=(
        ("Complaints", _COUNT, _CHANGE),
        ("Completion rate", _SHARE, _POINTS),
        ("Answered in time", _SHARE, _POINTS),
        ("Mean days", _DAYS, _POINTS),
        ("Satisfaction rate", _SHARE, _POINTS),
        ("Repeat rate", _SHARE, _POINTS),
        ("Compensation", _MONEY, _CHANGE),
    ),
    parts=("", ".previous", ".change"),
    ranks="The three natures of which most is complained",
    rank_headings=("Rank", "Nature", "Count", "Share"),
    rank="Nature",
    rank_parts=(".count", ".share"),
    stands_out=("What stands out", "{{What stands out}}"),
    sign="Made by {{Made by}} on {{Made on}}    Checked by:",
    cut="Data cut: {{Data cut}}",
    head_sheet="Nature",
    head_title="{{Sheet}}, {{Period}}",
    head_lines=("By {{Counted by}}; {{Complaints counted}}", "Made by {{Made by}} at {{Made at}}"),
    footer="&LConsumer complaints, {{Period}}&RPage &P of &N",
)
LANGUAGES = {"zh_CN": CHINESE, "en": ENGLISH}


def workbook(texts: Texts) -> bytes:
    """The example in one language."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": texts.title, "created": _MADE})
    book.formats[0].set_font_name(_FACE)
    book.formats[0].set_font_size(10)
    _write_cover(book, texts)
    _write_head(book, texts)
    book.close()
    return content.getvalue()


def _format(book: Any, **more: object) -> Any:
    return book.add_format({"font_name": _FACE, "font_size": 10, "valign": "vcenter", **more})


def _write_cover(book: Any, texts: Texts) -> None:
    sheet = book.add_worksheet(texts.cover)
    _set_up(sheet, texts)
    sheet.set_column("A:A", 26)
    sheet.set_column("B:D", 19)
    sheet.set_row(0, 60)
    _put_logo(sheet, 0.75)
    sheet.merge_range("B1:D1", texts.title, _format(book, font_size=20, bold=True, font_color=f"#{_ACCENT}"))
    sheet.merge_range("A2:D2", texts.under, _format(book, font_color=f"#{_GREY}", text_wrap=True))
    sheet.merge_range("A3:D3", texts.office, _format(book, font_color=f"#{_GREY}", italic=True))
    row = _write_table(book, sheet, 4, texts.headings, [_figure_line(each, texts) for each in texts.figures])
    sheet.set_row(row, 24)
    sheet.merge_range(row, 0, row, 3, texts.ranks, _section(book))
    row = _write_table(book, sheet, row + 1, texts.rank_headings, [_rank_line(rank, texts) for rank in (1, 2, 3)])
    sheet.set_row(row, 24)
    sheet.merge_range(row, 0, row, 3, texts.stands_out[0], _section(book))
    sheet.merge_range(row + 1, 0, row + 1, 3, texts.stands_out[1], _format(book, text_wrap=True, valign="top"))
    for at, text in enumerate((texts.sign, texts.cut), row + 3):
        sheet.merge_range(at, 0, at, 3, text, _format(book, font_color=f"#{_GREY}", text_wrap=True))


def _figure_line(figure: tuple[str, str, str], texts: Texts) -> Cells:
    name, number, change = figure
    looks = zip(texts.parts, (number, number, change), strict=True)
    return [(name, ""), *((f"{{{{{name}{part}}}}}", look) for part, look in looks)]


def _rank_line(rank: int, texts: Texts) -> Cells:
    place = f"{texts.rank}.{rank}"
    looks = zip(texts.rank_parts, (_COUNT, _SHARE), strict=True)
    return [(f"{rank}", ""), (f"{{{{{place}}}}}", ""), *((f"{{{{{place}{part}}}}}", look) for part, look in looks)]


def _section(book: Any) -> Any:
    return _format(book, font_size=12, bold=True, font_color=f"#{_ACCENT}")


def _write_table(book: Any, sheet: Any, row: int, headings: tuple[str, ...], lines: list[Cells]) -> int:
    """Returns the row after the next free one."""
    ink = {"bg_color": "#E4ECF7", "font_color": "#1F3864", "bottom": 1, "bottom_color": "#9AA5B1"}
    header = _format(book, bold=True, align="center", **ink)
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, header)
    for at, line in enumerate(lines, row + 1):
        sheet.set_row(at, 20)
        for column, (text, number) in enumerate(line):
            more = {"num_format": number, "align": "right"} if number else {"indent": 1}
            sheet.write_string(at, column, text, _format(book, bottom=1, bottom_color="#E3E6EA", **more))
    return row + len(lines) + 2


def _write_head(book: Any, texts: Texts) -> None:
    sheet = book.add_worksheet(texts.head_sheet)
    _set_up(sheet, texts)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 36)
    _put_logo(sheet, 0.42)
    sheet.write_string("B1", texts.head_title, _format(book, font_size=16, bold=True, font_color=f"#{_ACCENT}"))
    for at, line in enumerate(texts.head_lines, 1):
        sheet.write_string(at, 1, line, _format(book, font_size=9, font_color=f"#{_GREY}"))


def _put_logo(sheet: Any, scale: float) -> None:
    picture = {"image_data": io.BytesIO(logo()), "x_scale": scale, "y_scale": scale, "x_offset": 5, "y_offset": 4}
    sheet.insert_image("A1", "logo.png", picture)


def _set_up(sheet: Any, texts: Texts) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer(texts.footer)
    sheet.fit_to_pages(1, 0)


def logo() -> bytes:
    """A picture to be replaced: three bars on a round square, as PNG."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y) for x in range(_SIDE)) for y in range(_SIDE))
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pixel(x: int, y: int) -> bytes:
    fine = [(x + (dx + 0.5) / _FINE, y + (dy + 0.5) / _FINE) for dx in range(_FINE) for dy in range(_FINE)]
    inside = [point for point in fine if _is_ground(*point)]
    white = sum(_is_bar(*point) for point in inside) / len(inside) if inside else 0.0
    color = (round(int(_ACCENT[at : at + 2], 16) * (1 - white) + 255 * white) for at in (0, 2, 4))
    return bytes([*color, round(255 * len(inside) / len(fine))])


def _is_ground(x: float, y: float, corner: float = 18.0) -> bool:
    dx, dy = (max(corner - each, each - (_SIDE - corner), 0.0) for each in (x, y))
    return dx * dx + dy * dy <= corner * corner


def _is_bar(x: float, y: float) -> bool:
    return any(left <= x <= left + 14 and top <= y <= 74 for left, top in ((22, 50), (41, 36), (60, 22)))


def main() -> None:
    for language, texts in LANGUAGES.items():
        (FOLDER / language / "workbook.xlsx").write_bytes(workbook(texts))


if __name__ == "__main__":
    main()
