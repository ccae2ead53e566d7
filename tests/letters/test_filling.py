"""Placeholders become values wherever Word put them; mistakes are told with their place; nothing is ever run."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.letters import TemplateFault
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.printing.word.filling import Column, Value
from tests.letters.letters import fill, lines_of, run, template_of


def test_a_placeholder_in_several_runs_is_one() -> None:
    parted = run("致{") + run("{投诉") + "<w:r><w:tab/></w:r>" + run("人}") + run("}：您好")
    assert lines_of(fill(template_of(parted), {"name": "张敏"})) == ["致张敏：您好"]


@pytest.mark.parametrize("written", ["{{投诉人}}", "{{ 投诉人 }}", "{{name}}", "｛｛投诉人｝｝", "{{Complainant}}"])
def test_a_placeholder_is_read_however_it_is_written(written: str) -> None:
    assert lines_of(fill(template_of(run(written)), {"name": "张敏"})) == ["张敏"]


def test_what_a_value_says_is_never_filled_or_run() -> None:
    values: dict[str, Value] = {"name": "{{投诉编号}} {% for x in y %} {{7*7}}", "number": "TS1"}
    assert lines_of(fill(template_of(run("{{投诉人}}，{{投诉编号}}")), values)) == [f"{values['name']}，TS1"]


def test_what_a_step_says_is_never_filled_or_run_either() -> None:
    row = f"<w:tbl><w:tr><w:tc><w:p>{run('{{记录内容}}')}</w:p></w:tc></w:tr></w:tbl>"
    template = template_of(run("x") + "</w:p>" + row + "<w:p>")
    values: dict[str, Value] = {"record_text": Column(("{{投诉编号}}", "乙")), "number": "TS1"}
    assert lines_of(fill(template, values)) == ["x", "{{投诉编号}}", "乙", ""]


def test_a_paragraph_without_values_is_left_out_and_one_of_several_is_repeated() -> None:
    template = template_of(run("理由：{{投诉理由}}"), run("{{需补充的材料}}。"), run("{{投诉事实}}"), run("完"))
    values: dict[str, Value] = {"reasons": "", "papers": ("发票", "照片"), "facts": "一\n\n二"}
    assert lines_of(fill(template, values)) == ["发票。", "照片。", "一", "二", "完"]


def test_lines_within_a_sentence_are_line_breaks() -> None:
    content = fill(template_of(run("事实：{{投诉事实}}")), {"facts": "一\n二"})
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "<w:br/>" in xml
    assert lines_of(content) == ["事实：一二"]


def test_parts_and_prefixes_that_nobody_touched_stay() -> None:
    content = fill(template_of(run("{{投诉人}}")), {"name": "甲"})
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert packed.read("docProps/own.xml") == b"<kept>as it is</kept>"
    assert b'xmlns:w14="urn:of-word"' in packed.read("word/document.xml")
    assert b'mc:Ignorable="w14"' in packed.read("word/document.xml")


def test_mistakes_are_told_all_at_once_with_their_place() -> None:
    template = template_of(run("答复函"), run(""), run("尊敬的{{投述人}}："), run("您的{{投诉编号}的投诉"))
    with pytest.raises(Refusal) as caught:
        fill(template, {})
    assert caught.value.code == "template_faulty"
    assert caught.value.details["faults"] == (
        TemplateFault("unknown_placeholder", "body", 2, "投述人", "尊敬的{{投述人}}：", "投诉人"),
        TemplateFault("open_placeholder", "body", 3, "{{投诉编号}的投诉", "您的{{投诉编号}的投诉", ""),
    )
    sentence = error_sentence(caught.value)
    assert "模板.docx" in sentence
    assert "正文第 2 行（“尊敬的{{投述人}}：…”）：没有名为 {{投述人}} 的填充项。是否应为 {{投诉人}}？" in sentence
    assert "大括号不成对" in sentence


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        fill(content, {})
    assert caught.value.code == "template_not_word"


def test_a_document_type_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as packing:
        packing.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(Refusal) as caught:
        fill(bomb.getvalue(), {})
    assert caught.value.code == "template_not_word"


@given(st.text(max_size=300))
def test_any_value_gives_a_file_that_can_be_read(value: str) -> None:
    shown = "".join(lines_of(fill(template_of(run("始{{投诉事实}}终")), {"facts": value})))
    kept = "".join(each for each in value if each.isprintable() and each not in "\ufffe\uffff")
    assert not value.strip() or all(each in shown for each in kept)


@given(st.lists(st.sampled_from(["{", "}", "｛", "｝", "投诉人", "甲", " "]), max_size=12).map("".join))
def test_any_template_is_filled_or_its_mistake_named(text: str) -> None:
    assert _refused(template_of(run(text))) in ("", "template_faulty")


def _refused(template: bytes) -> str:
    try:
        fill(template, {"name": "乙"})
    except Refusal as refused:
        return refused.code if error_sentence(refused) else "speechless"
    return ""


def test_a_block_is_left_out_without_its_value() -> None:
    template = template_of(*map(run, ["一", "{{#投诉理由}}", "理由：{{投诉理由}}", "{{/投诉理由}}", "二"]))
    assert lines_of(fill(template, {"reasons": ""})) == ["一", "二"]
    assert lines_of(fill(template, {"reasons": "漏水"})) == ["一", "理由：漏水", "二"]


@pytest.mark.parametrize(
    ("paragraphs", "code"),
    [
        (["{{#投诉理由}}", "一"], "open_block"),
        (["一", "{{/投诉理由}}"], "open_block"),
        (["{{#投诉理由}}", "{{#投诉人}}", "{{/投诉理由}}", "{{/投诉人}}"], "open_block"),
        (["见{{#投诉理由}}", "{{/投诉理由}}"], "block_not_alone"),
        (["{{＃没有}}", "{{／没有}}"], "unknown_placeholder"),
    ],
)
def test_a_block_that_does_not_close_is_told(paragraphs: list[str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        fill(template_of(*map(run, paragraphs)), {})
    assert code in {fault.code for fault in caught.value.details["faults"]}
    assert error_sentence(caught.value)


def test_a_column_with_nothing_to_show_is_left_out_and_the_others_are_wider() -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/></w:tcPr><w:p>{}</w:p></w:tc>'
    rows = [["时间", "人员"], ["{{记录时间}}", "{{记录人员}}"]]
    table = "".join("<w:tr>" + "".join(cell.format(run(text)) for text in row) + "</w:tr>" for row in rows)
    grid = '<w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="100"/></w:tblGrid>'
    template = template_of(run("x") + f"</w:p><w:tbl>{grid}{table}</w:tbl><w:p>")
    values: dict[str, Value] = {"record_time": Column(("一", "二")), "record_person": Column(())}
    content = fill(template, values)
    assert lines_of(content) == ["x", "时间", "一", "二", ""]
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count('<w:gridCol w:w="200"/>') == 1
