"""Makes the built-in templates of reports: `python build_spec/report_templates.py` writes `resources/reports/*/*.docx` anew.

The same text gives the same bytes, so a test compares what is committed with what is made here. Looks and package are
those of the letters (`letter_templates`); what a report adds are chapters, tables of figures and places for charts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import letter_templates as letters
from letter_templates import Line

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "reports"
_PAGE = 11906
"""The width of A4 in twentieths of a point."""


@dataclass(frozen=True)
class Table:
    """A heading for each column, and the row that is repeated; shares of the width; `keys` are the columns in small grey."""

    headings: tuple[str, ...]
    cells: tuple[str, ...]
    shares: tuple[int, ...]
    texts: frozenset[int]
    keys: frozenset[int] = frozenset()
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blanks:
    """Labels with room to write by hand beside them: the least height of each in twentieths of a point."""

    lines: tuple[tuple[str, int], ...]


Piece = Line | Table | Blanks


def _chapter(text: str) -> Line:
    return Line("Heading1", text)


def _part(text: str) -> Line:
    return Line("Heading2", text)


def _caption(text: str) -> Line:
    return Line("Caption", text)


def _body(text: str) -> Line:
    return Line("Body", text)


def _told(name: str, key: str) -> Line:
    """A paragraph for each sentence of that name, with the keys of their cases."""
    return Line("Body", f"{{{{{name}}}}}~~　{{{{{key}}}}}~~")


def _drawing(name: str) -> Line:
    return Line("Drawing", f"{{{{{name}}}}}")


def only_with(name: str, *pieces: Piece) -> tuple[Piece, ...]:
    """What is left out where there is nothing of that name."""
    return (Line("Mark", f"{{{{#{name}}}}}"), *pieces, Line("Mark", f"{{{{/{name}}}}}"))


@dataclass(frozen=True)
class _Said:
    """The words of a language around the placeholders of groups."""

    count: str
    share: str
    cumulative: str
    previous_count: str
    points: str
    last_year_count: str
    last_year_points: str
    key: str
    names: tuple[str, ...]
    of_text: str
    total: tuple[str, ...]


_ZH = _Said(
    "件数", "占比", "累计占比", "上期", "环比（百分点）", "去年同期", "同比（百分点）", "查询键",
    ("名称", "件数", "占比", "累计占比", "上期件数", "环比", "去年同期件数", "同比", "查询键"),
    "说明查询键", ("合计", "{{投诉总量}}", "100.00%", "", "{{上期总量}}", "", "{{去年同期总量}}", "", ""),
)  # fmt: skip
_EN = _Said(
    "Count", "Share", "Cumulative", "Previous", "Points", "Last year", "Points", "Key",
    (": name", ": count", ": share", ": cumulative", ": previous count", ": previous points", ": last year count",
     ": last year points", ": key"),
    ": key of the text",
    ("Total", "{{Total of complaints}}", "100.00%", "", "{{Total of the previous period}}", "", "{{Total of last year}}", "", ""),
)  # fmt: skip


def _groups(prefix: str, heading: str, said: _Said, *, cumulative: bool = False) -> Table:
    headings = [
        heading, said.count, said.share, said.cumulative, said.previous_count, said.points, said.last_year_count,
        said.last_year_points, said.key,
    ]  # fmt: skip
    shares = [22, 9, 10, 11, 10, 12, 10, 12, 20]
    cells = [f"{{{{{prefix}{name}}}}}" for name in said.names]
    total = list(said.total)
    if not cumulative:
        for each in (headings, shares, cells, total):
            del each[3]
    last = len(headings) - 1
    return Table(tuple(headings), tuple(cells), tuple(shares), frozenset({0}), frozenset({last}), tuple(total))


def _table(name: str, headings: str, cells: str, shares: tuple[int, ...], texts: Iterable[int], key: int = -1) -> Table:
    """Headings and cells parted by `|`; each cell is a placeholder that begins with `name`."""
    return Table(
        tuple(headings.split("|")),
        tuple(f"{{{{{name}{cell}}}}}" for cell in cells.split("|")),
        shares,
        frozenset(texts),
        frozenset({key}) if key >= 0 else frozenset(),
    )


def _grouped_part(
    title: str, prefix: str, said: _Said, text: str, chart: str, *, cumulative: bool = False
) -> list[Piece]:
    return [
        _part(title),
        _told(text, prefix + said.of_text),
        _groups(prefix, title.partition("）")[2] or title, said, cumulative=cumulative),
        _drawing(chart),
    ]


REPORT_ZH: tuple[Piece, ...] = (
    Line("LetterTitle", "{{单位名称}}{{报告期}}消费投诉分析报告"),
    Line("Subtitle", "统计起止：{{统计起止}}（按{{统计口径}}）　统计范围：{{统计范围}}"),
    Line("Subtitle", "上期：{{上期起止}}"),
    Line("Subtitle", "去年同期：{{去年同期起止}}"),
    _chapter("一、基本情况"),
    _told("总体情况", "总体情况查询键"),
    _caption("主要指标（比率的环比、同比为百分点）"),
    _table(
        "指标", "指标|本期|基数|上期|环比|去年同期|同比|查询键", "名称|本期|基数|上期|环比|去年同期|同比|查询键",
        (22, 11, 11, 11, 11, 11, 11, 14), (0,), 7,
    ),
    _drawing("趋势图"),
    _told("趋势说明", "趋势说明查询键"),
    *only_with("性质件数", _chapter("二、投诉类型"), *_grouped_part("（一）投诉性质", "性质", _ZH, "性质说明", "性质图")),
    *only_with("类别件数", *_grouped_part("（二）商品服务类别", "类别", _ZH, "类别说明", "类别图")),
    *only_with("渠道件数", *_grouped_part("（三）投诉渠道", "渠道", _ZH, "渠道说明", "渠道图")),
    *only_with(
        "原因件数", _chapter("三、投诉原因"), *_grouped_part("（一）原因分布", "原因", _ZH, "原因说明", "原因图", cumulative=True)
    ),
    *only_with("部门件数", *_grouped_part("（二）责任部门", "部门", _ZH, "部门说明", "部门图")),
    *only_with("处理情况", _chapter("四、处理效果"), _told("处理情况", "处理情况查询键")),
    *only_with(
        "结果件数",
        _caption("处理结果"),
        _table(
            "结果", "处理结果|件数|占比|赔付金额（元）|挽回损失（元）|查询键", "名称|件数|占比|赔付金额|挽回损失|查询键",
            (20, 10, 11, 17, 17, 25), (0,), 5,
        ),
    ),
    *only_with(
        "满意度评价件数",
        _caption("各部门满意度"),
        _table(
            "满意度", "责任部门|办结件数|回访率|评价件数|满意率|查询键", "部门|办结件数|回访率|评价件数|满意率|查询键",
            (22, 12, 12, 12, 12, 30), (0,), 5,
        ),
    ),
    _chapter("五、存在的问题"),
    *only_with("存在的问题", _told("存在的问题", "存在的问题查询键")),
    _chapter("六、改进建议"),
    *only_with("改进建议", _told("改进建议", "改进建议查询键")),
    *only_with(
        "改进问题",
        _caption("改进措施进展"),
        _table(
            "改进", "问题|措施|责任人|期限|状态|效果", "问题|措施|责任人|期限|状态|效果", (22, 24, 10, 12, 10, 26),
            range(6),
        ),
    ),
    Line("Signature", "{{单位名称}}"),
    Line("SignatureDate", "{{制表时间}}"),
    Line("Note", "说明：查询键在台账的搜索框中输入，即列出该数字对应的投诉。各占比分别四舍五入，合计可能不等于100%。"),
    Line("Note", "{{制表人}}于{{制表时间}}制表。数据截止：{{数据截止}}。投诉台账 {{程序版本}}。"),
)  # fmt: skip

REPORT_EN: tuple[Piece, ...] = (
    Line("LetterTitle", "Complaint report: {{Reported period}}"),
    Line("Subtitle", "{{Name of the office}}"),
    Line("Subtitle", "{{Days reported}} (by {{Counted by}}); complaints: {{Complaints reported}}"),
    Line("Subtitle", "Previous period: {{Days of the previous period}}"),
    Line("Subtitle", "Last year: {{Days of last year}}"),
    _chapter("1 Situation"),
    _told("Text on volume", "Text on volume: key"),
    _caption("Key figures (changes of rates in percentage points)"),
    _table(
        "Figure: ", "Figure|This period|Counted|Previous|Change|Last year|Change|Key",
        "name|value|counted|previous|previous change|last year|last year change|key",
        (22, 11, 11, 11, 11, 11, 11, 14), (0,), 7,
    ),
    _drawing("Chart of trend"),
    _told("Text on trend", "Text on trend: key"),
    *only_with(
        "Nature: count",
        _chapter("2 Kinds of complaints"),
        *_grouped_part("Nature", "Nature", _EN, "Nature: text", "Nature: chart"),
    ),
    *only_with("Category: count", *_grouped_part("Category", "Category", _EN, "Category: text", "Category: chart")),
    *only_with("Channel: count", *_grouped_part("Channel", "Channel", _EN, "Channel: text", "Channel: chart")),
    *only_with(
        "Cause: count",
        _chapter("3 Causes"),
        *_grouped_part("Cause", "Cause", _EN, "Cause: text", "Cause: chart", cumulative=True),
    ),
    *only_with(
        "Department: count", *_grouped_part("Department", "Department", _EN, "Department: text", "Department: chart")
    ),
    *only_with("Text on handling", _chapter("4 Handling and its effect"), _told("Text on handling", "Text on handling: key")),
    *only_with(
        "Outcome: count",
        _caption("Outcomes"),
        _table(
            "Outcome: ", "Outcome|Count|Share|Compensation (yuan)|Recovered (yuan)|Key",
            "name|count|share|compensation|recovered|key", (20, 10, 11, 17, 17, 25), (0,), 5,
        ),
    ),
    *only_with(
        "Satisfaction: rated",
        _caption("Satisfaction by department"),
        _table(
            "Satisfaction: ", "Department|Closed|Followed up|Rated|Satisfied|Key",
            "department|closed|followed up|rated|satisfied|key", (22, 12, 12, 12, 12, 30), (0,), 5,
        ),
    ),
    _chapter("5 Problems"),
    *only_with("Problems", _told("Problems", "Problems: key")),
    _chapter("6 Proposals"),
    *only_with("Proposals", _told("Proposals", "Proposals: key")),
    *only_with(
        "Improvement: problem",
        _caption("Improvements"),
        _table(
            "Improvement: ", "Problem|Measure|Owner|Due|State|Effect", "problem|measure|owner|due|state|effect",
            (22, 24, 10, 12, 10, 26), range(6),
        ),
    ),
    Line("Note", "A key, typed into the search box of the ledger, lists the complaints behind its figure. "
         "Each share is rounded for itself, so shares may not add up to exactly 100%."),
    Line("Note", "Made {{Report made at}} by {{Report made by}}. Data cut: {{Data cut}}. Complaint Desk {{Program version}}."),
)  # fmt: skip

FEEDBACK_ZH: tuple[Piece, ...] = (
    Line("LetterTitle", "部门反馈单"),
    Line("Subtitle", "发往部门：{{部门}}　　统计期：{{统计起止}}（按{{统计口径}}）"),
    Line("Subtitle", "编制单位：{{单位名称}}"),
    _chapter("一、投诉情况"),
    _body("{{报告期}}，涉及贵部门的投诉共{{投诉总量}}件，占全部投诉{{全部投诉量}}件的{{占全部投诉}}。~~　{{总量查询键}}~~"),
    *only_with("反馈期限", _body("请于**{{反馈期限}}**（含当日）前填写本单第四部分并反馈。")),
    _caption("主要指标（比率的环比、同比为百分点）"),
    _table(
        "指标", "指标|本期|基数|上期|环比|去年同期|同比|查询键", "名称|本期|基数|上期|环比|去年同期|同比|查询键",
        (22, 11, 11, 11, 11, 11, 11, 24), (0,), 7,
    ),
    _chapter("二、突出情况"),
    _told("存在的问题", "存在的问题查询键"),
    _told("性质说明", "性质说明查询键"),
    *only_with("性质件数", _groups("性质", "投诉性质", _ZH), _drawing("性质图")),
    _told("类别说明", "类别说明查询键"),
    *only_with("类别件数", _groups("类别", "商品服务类别", _ZH)),
    _told("原因说明", "原因说明查询键"),
    *only_with("原因件数", _groups("原因", "原因", _ZH)),
    *only_with(
        "个案编号",
        _chapter("三、个案清单"),
        Table(
            ("编号", "日期", "商品/服务", "性质", "原因", "投诉事实", "处理结果"),
            ("{{个案编号}}", "{{个案时间}}", "{{个案商品}}", "{{个案性质}}", "{{个案原因}}", "{{个案事实}}", "{{个案结果}}"),
            (20, 14, 17, 11, 16, 48, 13), frozenset(range(7)),
        ),
        _body("{{个案说明}}"),
    ),
    _chapter("四、部门反馈（由责任部门填写）"),
    Blanks((("原因分析", 1500), ("整改措施", 1900), ("责任人和完成期限", 900), ("部门负责人（签字）", 700), ("反馈日期", 600))),
    Line("Note", "个案清单不列投诉人的姓名和号码；需要联系投诉人的，请向投诉管理部门提出。"),
    Line("Note", "说明：查询键在台账的搜索框中输入，即列出该数字对应的投诉。"),
    Line("Note", "{{制表人}}于{{制表时间}}制表。数据截止：{{数据截止}}。投诉台账 {{程序版本}}。"),
)  # fmt: skip

FEEDBACK_EN: tuple[Piece, ...] = (
    Line("LetterTitle", "Department feedback sheet"),
    Line("Subtitle", "To: {{Department}}; {{Days reported}} (by {{Counted by}})"),
    Line("Subtitle", "{{Name of the office}}"),
    _chapter("1 Complaints"),
    _body(
        "{{Reported period}}: {{Total of complaints}} complaints concern your department, {{Share of all complaints}} of "
        "{{Number of all complaints}} in all. ~~{{Key of the total}}~~"
    ),
    *only_with("Answer due", _body("Please fill in part 4 and answer by **{{Answer due}}**.")),
    _caption("Key figures (changes of rates in percentage points)"),
    _table(
        "Figure: ", "Figure|This period|Counted|Previous|Change|Last year|Change|Key",
        "name|value|counted|previous|previous change|last year|last year change|key",
        (22, 11, 11, 11, 11, 11, 11, 24), (0,), 7,
    ),
    _chapter("2 What stands out"),
    _told("Problems", "Problems: key"),
    _told("Nature: text", "Nature: key of the text"),
    *only_with("Nature: count", _groups("Nature", "Nature", _EN), _drawing("Nature: chart")),
    _told("Category: text", "Category: key of the text"),
    *only_with("Category: count", _groups("Category", "Category", _EN)),
    _told("Cause: text", "Cause: key of the text"),
    *only_with("Cause: count", _groups("Cause", "Cause", _EN)),
    *only_with(
        "Case: number",
        _chapter("3 Cases"),
        _table(
            "Case: ", "Number|Received|Subject|Nature|Cause|Facts|Outcome", "number|received|subject|nature|cause|facts|outcome",
            (20, 14, 17, 11, 16, 48, 13), range(7),
        ),
        _body("{{Cases left out}}"),
    ),
    _chapter("4 Answer of the department"),
    Blanks((("Cause", 1500), ("Measures", 1900), ("Who, and by when", 900), ("Signature", 700), ("Date", 600))),
    Line("Note", "The cases name neither people nor their numbers; ask the complaint desk where somebody must be called."),
    Line("Note", "A key, typed into the search box of the ledger, lists the complaints behind its figure."),
    Line("Note", "Made {{Report made at}} by {{Report made by}}. Data cut: {{Data cut}}. Complaint Desk {{Program version}}."),
)  # fmt: skip

TEMPLATES: dict[str, tuple[Piece, ...]] = {
    "zh_CN/analysis": REPORT_ZH,
    "en/analysis": REPORT_EN,
    "zh_CN/feedback": FEEDBACK_ZH,
    "en/feedback": FEEDBACK_EN,
}


def _cell(text: str, width: int, style: str, *, shaded: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/>' if shaded else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def _style_of(table: Table, at: int) -> str:
    if at in table.keys:
        return "CellKey"
    return "CellText" if at in table.texts else "CellNumber"


def _table_xml(table: Table, width: int) -> str:
    widths = [round(width * share / sum(table.shares)) for share in table.shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for side, size, color in (("top", 8, "5B6570"), ("bottom", 8, "5B6570"), ("insideH", 4, "C9CFD6"))
    )
    heads = "".join(
        _cell(text, width, "CellHeading", shaded=True) for text, width in zip(table.headings, widths, strict=True)
    )
    cells = "".join(_cell(text, widths[at], _style_of(table, at)) for at, text in enumerate(table.cells))
    below = "".join(
        _cell(text, widths[at], "CellText" if at in table.texts else "CellNumber", shaded=True)
        for at, text in enumerate(table.total)
    )
    total = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{below}</w:tr>" if below else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>{total}</w:tbl>"
    )


def _blanks_xml(blanks: Blanks, width: int) -> str:
    label, room = 1900, width - 1900
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="5B6570"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        f"{_cell(text, label, 'CellHeading', shaded=True)}{_cell('', room, 'CellText')}</w:tr>"
        for text, height in blanks.lines
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{label}"/><w:gridCol w:w="{room}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _body_xml(pieces: Iterable[Piece], width: int) -> str:
    made = []
    for piece in pieces:
        if isinstance(piece, Line):
            made.append(letters.paragraph(piece))
        else:
            table = _table_xml(piece, width) if isinstance(piece, Table) else _blanks_xml(piece, width)
            # Word joins tables that follow one another, and a text needs some air below one.
            made.append(table + letters.paragraph(Line("AfterTable", "")))
    return "".join(made)


_CENTRED, _RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
_KEPT, _GREY = "<w:keepNext/>", '<w:color w:val="5B6570"/>'
_INDENTED_RIGHT = '<w:ind w:rightChars="200" w:right="640"/>'


def _level(number: int) -> str:
    return f'<w:outlineLvl w:val="{number}"/>'


def _styles(language: str, *, official: bool) -> str:
    """Chinese reports are set as official papers are (GB/T 9704), others and what stays in the house in smaller letters."""
    space, size, song, hei = letters.spacing, letters.size, letters.SONG, letters.HEI
    if language == "zh_CN" and official:
        text, chapter, part = size(16), hei + size(16), letters.KAI + "<w:b/>" + size(16)
        body = space() + '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    elif language == "zh_CN":
        text, chapter, part = size(12), hei + size(13), letters.KAI + "<w:b/>" + size(12)
        body = space(0, 0, 400) + '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
    else:
        text, chapter, part = size(11), hei + "<w:b/>" + size(15), letters.KAI + "<w:b/>" + size(12)
        body = space(0, 120, 276, "auto")
    own = (
        ("LetterTitle", "文书标题", space(0, 200, 640) + _CENTRED, song + "<w:b/>" + size(22)),
        ("Subtitle", "报告说明", space(0, 40, 320) + _CENTRED, song + size(10.5)),
        ("Body", "文书正文", body, text),
        ("Drawing", "图", space(120, 120, 240, "auto") + _CENTRED, ""),
        ("Mark", "可省略部分", space(0, 0, 240, "auto"), _GREY + size(9)),
        ("Signature", "落款单位", _KEPT + space(480) + _INDENTED_RIGHT + _RIGHT, text),
        ("SignatureDate", "落款日期", space(0, 320) + _INDENTED_RIGHT + _RIGHT, text),
        ("Note", "表格说明", space(0, 0, 280), song + _GREY + size(9)),
        ("AfterTable", "表后", space(0, 0, 160), size(4)),
        ("CellText", "单元格", space(30, 30, 240, "auto"), song + size(9)),
        ("CellNumber", "单元格数字", _RIGHT, "", "CellText"),
        ("CellHeading", "单元格标题", _KEPT + _CENTRED, "<w:b/>", "CellText"),
        ("CellKey", "查询键", space(30, 30, 200, "auto"), _GREY + size(7), "CellText"),
    )
    of_word = (
        ("Heading1", "heading 1", _KEPT + space(200, 60) + _level(0), chapter),
        ("Heading2", "heading 2", _KEPT + space(120, 40) + _level(1), part),
        ("Caption", "caption", _KEPT + space(160, 60, 320) + _CENTRED, hei + size(10.5)),
    )
    return letters.style_sheet(
        "".join(letters.style(*each) for each in own) + "".join(letters.style(*each, custom=False) for each in of_word)
    )


def template(name: str) -> bytes:
    """The file of a template, named by language and kind (`zh_CN/analysis`)."""
    language, _slash, kind = name.partition("/")
    official = kind == "analysis"
    edges = letters.LETTER_EDGES if official else letters.SHEET_EDGES
    body = _body_xml(TEMPLATES[name], _PAGE - edges[2] - edges[3])
    return letters.packed(body, _styles(language, official=official), edges)


def main() -> None:
    for name in TEMPLATES:
        path = FOLDER / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(template(name))


if __name__ == "__main__":
    main()
