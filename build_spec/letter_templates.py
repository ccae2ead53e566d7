"""Makes the built-in letter templates: `python build_spec/letter_templates.py` writes `resources/letters/*.docx` anew.

The same text gives the same bytes, so a test compares what is committed with what is made here. Measures follow
GB/T 9704 where an enterprise's own letter may: A4, edges 37/35/28/26 mm, title 22 pt, text 16 pt on lines of 28 pt.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "letters"
_MARKED = re.compile(r"\*\*(.+?)\*\*|~~(.+?)~~")
_LOOKS = {
    1: "<w:rPr><w:b/></w:rPr>",
    2: '<w:rPr><w:color w:val="5B6570"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>',
}
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class Line:
    """A paragraph: the id of its style and its text, `**bold**` and `~~small and grey~~` within it."""

    style: str
    text: str


def _body(text: str) -> Line:
    return Line("Body", text)


def _letter(title: str, *lines: Line) -> tuple[Line, ...]:
    """A letter from its title to seal and date; below them whom to ask."""
    return (
        Line("LetterTitle", title),
        Line("LetterNumber", "{{文号}}"),
        Line("Addressee", "{{收件人称呼}}："),
        *lines,
        Line("Signature", "{{单位名称}}（盖章）"),
        Line("SignatureDate", "{{成文日期}}"),
        Line("Contact", "联系人：{{联系人}}　　联系电话：{{联系人电话}}"),
        Line("Contact", "地址：{{单位地址}}"),
    )


_ABOUT = "您于{{投诉日期}}向我单位提出的{{来件类型}}（编号：{{投诉编号}}）"
_ARTICLE_39 = "依照《中华人民共和国消费者权益保护法》第三十九条，您可以通过下列途径解决："

LETTERS: dict[str, tuple[Line, ...]] = {
    "receipt": _letter(
        "投诉受理回执",
        _body("您于{{投诉日期}}向我单位提出的{{来件类型}}已收悉。经审查，我单位决定予以受理，现将有关事项告知如下："),
        _body("**受理编号：**{{投诉编号}}"),
        _body("**事　　由：**{{投诉事由}}"),
        _body("**您的诉求：**{{诉求}}"),
        _body("**办理人员：**{{联系人}}，电话{{联系人电话}}"),
        _body("**答复期限：**{{答复期限}}（含当日）前，依据：{{期限依据}}"),
        _body("**后续安排：**{{后续安排}}"),
        _body("**查询方式：**您可以凭受理编号，随时向办理人员查询办理进度。"),
        _body("特此告知。"),
    ),
    "non_acceptance": _letter(
        "不予受理告知书",
        _body(_ABOUT + "已收悉，事由：{{投诉事由}}。经审查，因下列勾选的情形，我单位决定不予受理："),
        _body("{{不予受理情形勾选}}"),
        _body("**具体理由和依据**"),
        _body("{{具体理由和依据}}"),
        _body("**其他解决途径**"),
        _body("如有新的事实和理由，您可以再次向我单位提出。" + _ARTICLE_39),
        _body("{{其他解决途径}}"),
        _body("特此告知。"),
    ),
    "papers": _letter(
        "补充材料通知",
        _body(_ABOUT + "正在办理，事由：{{投诉事由}}。为核实有关情况，请您补充下列材料："),
        _body("{{需补充的材料}}"),
        _body("请于{{补充期限}}（含当日）前提交。**提交方式和地址：**{{提交方式和地址}}"),
        _body("{{逾期如何处理}}"),
        _body("我单位已经持有的材料，无需重复提交。材料中的个人信息仅用于办理本次{{来件类型}}。"),
        _body("特此通知。"),
    ),
    "extension": _letter(
        "延期告知书",
        _body(
            _ABOUT + "，事由：{{投诉事由}}，原定于{{原期限}}前办理完毕。因不能在原期限内办结，"
            "经{{批准人}}批准，办理期限延长至**{{延长后期限}}**（含当日）。"
        ),
        _body("**延期理由：**{{延期理由}}"),
        _body("**目前进展：**{{目前进展}}"),
        _body("由此给您带来的不便，敬请谅解。您可以凭编号{{投诉编号}}随时查询办理进度。"),
        _body("特此告知。"),
    ),
    "reply": _letter(
        "投诉答复函",
        _body(_ABOUT + "，事由：{{投诉事由}}，我单位已办理完毕，现答复如下："),
        _body("**一、查明的事实**"),
        _body("{{查明的事实}}"),
        _body("**二、处理意见和依据**"),
        _body("{{对各项诉求的答复}}"),
        _body("**处理依据：**{{处理依据}}"),
        _body("**不予支持的请求及理由：**{{不予支持的请求及理由}}"),
        _body("**三、处理措施**"),
        _body("{{处理措施}}"),
        _body("**四、后续途径。**如您对本答复不满意，可以向我单位申请复核：{{内部复核}}。" + _ARTICLE_39),
        _body("{{其他解决途径}}"),
        _body("特此函复。"),
    ),
}

Row = tuple[str, ...]
SHEET_TABLE: tuple[Row, ...] = (
    ("投诉人",),
    ("姓名或名称", "{{投诉人}}", "联系电话", "{{联系电话}}"),
    ("证件类型及号码", "", "其他联系方式", "{{其他联系方式}}"),
    ("地址", "{{地区}}{{地址}}"),
    ("代理人", "{{代理人}}", "代理人电话", "{{代理人电话}}"),
    ("被投诉人",),
    ("名称", "{{被投诉人}}", "联系人及电话", "{{经办人}}　{{单位电话}}"),
    ("地址", "{{单位地址}}"),
    ("商品或服务",),
    ("名称", "{{商品/服务名称}}", "类别", "{{类别}}"),
    ("品牌、型号", "{{品牌}}　{{型号规格}}", "批次/序列号", "{{批次/序列号}}"),
    ("购买时间", "{{购买时间}}", "订单/票据号", "{{订单/票据号}}"),
    ("价格（元）", "{{价格(元)}}", "涉及金额（元）", "{{涉及金额(元)}}"),
    ("投诉内容",),
    ("投诉时间", "{{投诉时间}}", "投诉渠道", "{{投诉渠道}}"),
    ("投诉事实", "{{投诉事实}}"),
    ("投诉理由", "{{投诉理由}}"),
    ("诉求", "{{诉求勾选}}"),
    ("索赔金额（元）", "{{索赔金额(元)}}", "证据材料", "{{证据材料}}"),
    ("同意公示", "☐ 同意　☐ 不同意", "同意委托调解", "☐ 同意　☐ 不同意"),
)
HANDLING_TABLE: tuple[Row, ...] = (
    ("处理情况",),
    ("状态", "{{状态}}", "责任部门", "{{责任部门}}"),
    ("处理结果", "{{处理结果}}", "赔付金额（元）", "{{赔付金额(元)}}"),
    ("处理结果说明", "{{处理结果说明}}"),
    ("办结时间", "{{办结时间}}", "满意度", "{{满意度}}"),
)
RECORD_TABLE: tuple[Row, ...] = (
    ("时间", "步骤", "人员", "处理记录"),
    ("{{记录时间}}", "{{记录步骤}}", "{{记录人员}}", "{{记录内容}}"),
)
_SHEET_WIDTHS = (1750, 3069, 1750, 3069)
_RECORD_WIDTHS = (2900, 1100, 1300, 4338)


def _runs(text: str) -> str:
    pieces, at = [], 0
    for match in _MARKED.finditer(text):
        number = match.lastindex or 0
        pieces += [(text[at : match.start()], ""), (match[number], _LOOKS[number])]
        at = match.end()
    pieces.append((text[at:], ""))
    return "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece, look in pieces if piece
    )


def paragraph(line: Line) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{line.style}"/></w:pPr>{_runs(line.text)}</w:p>'


def _cell(text: str, width: int, *, span: int = 1, label: bool = False, centred: bool = False) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>' if label else ""
    style = "CellHeading" if centred else "CellLabel" if label else "CellText"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(Line(style, text))}</w:tc>"
    )


def _table(rows: tuple[Row, ...], widths: tuple[int, ...], *, record: bool = False) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made = []
    for at, row in enumerate(rows):
        if len(row) == 1:
            cells = _cell(row[0], sum(widths), span=4, label=True, centred=True)
        elif len(row) == 2:
            cells = _cell(row[0], widths[0], label=True) + _cell(row[1], sum(widths[1:]), span=3)
        else:
            labels = range(4) if record and at == 0 else () if record else (0, 2)
            cells = "".join(_cell(text, widths[n], label=n in labels) for n, text in enumerate(row))
        head = "<w:tblHeader/>" if record and at == 0 else ""
        made.append(f"<w:tr><w:trPr>{head}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def _sheet() -> str:
    signs = "投诉人（签字）：　　　　　　　　　登记人（签字）：{{登记人}}　　　　　日期：　　　年　　月　　日"
    return "".join(
        (
            paragraph(Line("SheetTitle", "投诉登记表")),
            paragraph(Line("SheetNumber", "登记单位：{{单位名称}}　　　　编号：{{投诉编号}}")),
            _table(SHEET_TABLE, _SHEET_WIDTHS),
            paragraph(Line("SheetNumber", signs)),
            paragraph(Line("SheetNote", "通过电话、网络方式提出的，投诉人无需签字。")),
            _table(HANDLING_TABLE, _SHEET_WIDTHS),
            paragraph(Line("SheetNote", "")),
            _table(RECORD_TABLE, _RECORD_WIDTHS, record=True),
            paragraph(Line("SheetNote", "")),
        )
    )


def style(name: str, title: str, layout: str, run: str, based: str = "Normal", *, custom: bool = True) -> str:
    """A style of paragraphs; `title` is what Word calls it."""
    own = ' w:customStyle="1"' if custom else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def size(points: float) -> str:
    """The size of letters in points."""
    return f'<w:sz w:val="{points * 2:g}"/><w:szCs w:val="{points * 2:g}"/>'


SONG = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
HEI = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体" w:cs="Times New Roman"/>'
KAI = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="楷体" w:cs="Times New Roman"/>'
FANGSONG = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>'


def spacing(before: int = 0, after: int = 0, line: int = 560, rule: str = "exact") -> str:
    """Space before, after and between lines, in twentieths of a point."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def style_sheet(styles: str) -> str:
    """The part of styles: those given, over text in 16 points."""
    return (
        f"{_HEAD}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{FANGSONG}{size(16)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        f"{styles}</w:styles>"
    )


def _styles() -> str:
    cell = spacing(20, 20, 240, "auto")
    return style_sheet(
        style("LetterTitle", "文书标题", spacing(0, 160, 640) + '<w:jc w:val="center"/>', SONG + "<w:b/>" + size(22))
        + style("LetterNumber", "文号", spacing(0, 240) + '<w:jc w:val="center"/>', "")
        + style("Addressee", "收件人", spacing(), "")
        + style(
            "Body",
            "文书正文",
            spacing() + '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>',
            "",
        )
        + style(
            "Signature",
            "落款单位",
            "<w:keepNext/>" + spacing(480) + '<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>',
            "",
        )
        + style(
            "SignatureDate",
            "落款日期",
            "<w:keepNext/>" + spacing(0, 320) + '<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>',
            "",
        )
        + style("Contact", "联系方式", spacing(0, 0, 400), size(14))
        + style("SheetTitle", "表格标题", spacing(0, 120, 480) + '<w:jc w:val="center"/>', SONG + "<w:b/>" + size(18))
        + style("SheetNumber", "表格编号", spacing(60, 60, 320), SONG + size(10.5))
        + style("SheetNote", "表格说明", spacing(0, 120, 280), SONG + size(9))
        + style("CellText", "单元格", cell, SONG + size(10.5))
        + style("CellLabel", "单元格标签", '<w:jc w:val="center"/>', "", "CellText")
        + style("CellHeading", "单元格标题", '<w:jc w:val="center"/>', "<w:b/>", "CellText")
    )


_FONT_TABLE = (
    f"{_HEAD}<w:fonts {_NAMESPACES}>"
    '<w:font w:name="仿宋"><w:altName w:val="FangSong"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>'
    '<w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
    '<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>'
)
_SETTINGS = (
    f'{_HEAD}<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat></w:settings>'
)
_FOOTER = (
    f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    + "".join(
        f"<w:r><w:rPr>{SONG}{size(10.5)}</w:rPr>{piece}</w:r>"
        for piece in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    + "</w:p></w:ftr>"
)
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (
            ("styles", "styles"), ("fontTable", "fontTable"), ("settings", "settings"), ("footer1", "footer"),
        )
    )
    + "</Types>"
)  # fmt: skip
_ROOT_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(
            (("styles", "styles"), ("fontTable", "fontTable"), ("settings", "settings"), ("footer", "footer1")), 1
        )
    )
    + "</Relationships>"
)


LETTER_EDGES, SHEET_EDGES = (2098, 1984, 1587, 1474), (850, 850, 1134, 1134)
"""Top, bottom, left and right, in twentieths of a point."""


def _document(inside: str, edges: tuple[int, int, int, int]) -> str:
    top, bottom, left, right = edges
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="600" '
        'w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_NAMESPACES}><w:body>{inside}{section}</w:body></w:document>"


def template(kind: str) -> bytes:
    """The file of a kind of letter."""
    if kind == "sheet":
        return packed(_sheet(), _styles(), SHEET_EDGES)
    return packed("".join(map(paragraph, LETTERS[kind])), _styles(), LETTER_EDGES)


def packed(inside: str, styles: str, edges: tuple[int, int, int, int]) -> bytes:
    """A Word file of a body, its styles and the edges of its pages."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT_LINKS,
        "word/document.xml": _document(inside, edges),
        "word/_rels/document.xml.rels": _LINKS,
        "word/styles.xml": styles,
        "word/fontTable.xml": _FONT_TABLE,
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _FOOTER,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packing.writestr(info, text)
    return made.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in (*LETTERS, "sheet"):
        (FOLDER / f"{kind}.docx").write_bytes(template(kind))


if __name__ == "__main__":
    main()
