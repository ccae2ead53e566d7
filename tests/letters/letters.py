"""What tests of letters begin with: an office, a complaint in hand, and a letter of each kind that lacks nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.letters import LetterEntry, Office
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.values import Filling, letter_placeholders, letter_values
from complaint_desk.printing.word.filling import Values, filled
from complaint_desk.printing.word.word_file import W, text_of
from complaint_desk.runtime.paths import resource
from tests.complaints import AIR_CONDITIONER, INVESTIGATED, case_of

TODAY = dt.date(2026, 11, 24)
OFFICE = Office("杭州澜图电器有限公司", "杭州市西湖区文三路100号", "0571-88886666", "客户服务部，电话0571-88886600")
COMPLAINT = dataclasses.replace(
    AIR_CONDITIONER, facts="压缩机异响 <b> & 漏水\n要求退款", outcome_text="货款原路退回。", handler="王芳"
)
CASE = case_of(COMPLAINT, dataclasses.replace(INVESTIGATED, text="上门检测，压缩机批次异响"))
ENTRY = LetterEntry(
    addressee="张敏女士",
    sent_by="letter",
    contact="王芳",
    contact_phone="0571-88886666",
    answer_by=PartialDate(2026, 12, 1),
    answer_basis="本单位服务承诺",
    next_step="我单位将上门核实。",
    decline_grounds=("not_our_product",),
    decline_basis="该空调不是我单位销售。",
    papers="发票\n故障视频",
    papers_by=PartialDate(2026, 12, 2),
    papers_to="送至服务台",
    papers_else="按现有材料处理。",
    old_due=PartialDate(2026, 11, 25),
    new_due=PartialDate(2026, 12, 15),
    extension_reason="须返厂检测。",
    approver="李明",
    progress="已上门检测。",
    findings="压缩机批次异响，属产品质量问题。",
    demand_findings="退款：予以支持。\n赔礼道歉：予以支持。",
    reply_basis="《消费者权益保护法》第二十四条",
    measures="十日内退款2,599.00元。",
    refused="误工费用未提供证明，不予支持。",
    reviewer="客户服务部",
)


def filled_letter(
    kind: LetterKind,
    case: Case = CASE,
    entry: LetterEntry = ENTRY,
    office: Office = OFFICE,
    number: str = "〔2026〕第7号",
) -> bytes:
    """The built-in template of a kind with these values."""
    words = Words("zh_CN")
    letter = Filling(kind, number, case, entry, office, TODAY, words, letter_phrases())
    return fill(resource("letters", f"{kind}.docx").read_bytes(), letter_values(letter))


def fill(template: bytes, values: Values) -> bytes:
    return filled(template, "模板.docx", values, letter_placeholders(Words("zh_CN")))


def lines_of(content: bytes) -> list[str]:
    """The text of each paragraph of a letter's body."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        root = ET.fromstring(packed.read("word/document.xml"))
    return [text_of(each) for each in root.iter(W + "p")]


def template_of(*paragraphs: str, styles: str = "") -> bytes:
    """A Word file of these paragraphs, each the XML of its runs."""
    body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packing:
        packing.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W[1:-1]}" xmlns:w14="urn:of-word" xmlns:mc="urn:mc" mc:Ignorable="w14">'
            f"<w:body>{body}</w:body></w:document>",
        )
        packing.writestr("docProps/own.xml", "<kept>as it is</kept>")
        if styles:
            packing.writestr("word/styles.xml", styles)
    return made.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"
