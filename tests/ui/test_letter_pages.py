"""Letters as PDF: A4, the fonts in the file, and every word to be selected and found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from complaint_desk.domain.papers import Paper
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.printing.letters.pages import letter_paper
from complaint_desk.ui.shared.pages import pdf_of, write_pdf
from tests.letters.letters import filled_letter, lines_of, run, template_of

PDFTOTEXT = shutil.which("pdftotext")
FINDS_WORDS = pytest.mark.skipif(
    PDFTOTEXT is None, reason="poppler-utils is not installed: pdftotext is not on the path"
)
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def words_in(path: Path) -> str:
    told = subprocess.run([str(PDFTOTEXT), "-raw", str(path), "-"], check=True, capture_output=True, timeout=60)
    return "".join(told.stdout.decode("utf-8").split())


@FINDS_WORDS
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_word_of_a_letter_is_found_in_its_pdf(kind: LetterKind, tmp_path: Path, qapp: QApplication) -> None:
    content = filled_letter(kind)
    write_pdf(letter_paper(content, "信", letter_phrases()), tmp_path / "信.pdf")
    found = words_in(tmp_path / "信.pdf")
    wanted = ["".join(line.split()) for line in lines_of(content) if "☐" not in line]
    assert [line for line in wanted if len(line) < 20 and line not in found] == []
    assert not re.search("[\u2e80-\u2fdf]", found), "radicals are not what people search for"


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_letter_is_a4_with_its_fonts_in_the_file(kind: LetterKind, qapp: QApplication) -> None:
    pdf = pdf_of(letter_paper(filled_letter(kind), "信", letter_phrases()))
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    assert [round(float(side)) for side in box.groups()] == [595, 842]
    assert b"/FontFile" in pdf


def test_the_usual_letters_take_one_page(qapp: QApplication) -> None:
    for kind in (LetterKind.RECEIPT, LetterKind.PAPERS, LetterKind.EXTENSION):
        pdf = pdf_of(letter_paper(filled_letter(kind), "信", letter_phrases()))
        assert len(re.findall(rb"/Type /Page\b", pdf)) == 1, kind


@FINDS_WORDS
def test_characters_that_share_a_glyph_with_a_radical_are_told_as_characters(
    tmp_path: Path, qapp: QApplication
) -> None:
    text = "文人儿入门户月日一乙食马鸟见贝车长方比毛气水火爪父片牙牛"
    write_pdf(Paper("字", f"<p>{text}</p><p>编号：TS2026001204</p>", ""), tmp_path / "字.pdf")
    assert text in words_in(tmp_path / "字.pdf")
    assert "TS2026001204" in words_in(tmp_path / "字.pdf"), "digits behind letters are told, too"


def test_the_margins_are_those_of_the_template() -> None:
    edges = letter_paper(filled_letter(LetterKind.REPLY), "信", letter_phrases()).margins
    assert [round(edge) for edge in (edges.top, edges.bottom, edges.left, edges.right)] == [37, 35, 28, 26]


def test_what_word_alone_can_show_is_told() -> None:
    box = '<w:r><mc:AlternateContent xmlns:mc="urn:mc"><w:t>框</w:t></mc:AlternateContent></w:r>'
    assert letter_paper(template_of(run("信") + box), "信", letter_phrases()).left_out
    assert not letter_paper(template_of(run("信")), "信", letter_phrases()).left_out


def test_looks_come_from_styles_defaults_and_the_paragraph_itself() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>'
        '<w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        "</w:styles>"
    )
    styled = '<w:pPr><w:pStyle w:val="a"/><w:spacing w:line="560" w:lineRule="exact"/></w:pPr>' + run("题 &lt;b&gt;")
    html = letter_paper(template_of(styled, run("文"), styles=styles), "信", letter_phrases()).html
    assert "text-align: center" in html
    assert "line-height: 37px; -qt-line-height-type: fixed" in html
    assert "font-size: 16pt; font-weight: bold" in html
    assert "题 &lt;b&gt;" in html


def test_a_picture_of_the_template_is_on_the_page() -> None:
    drawing = (
        '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<wp:extent cx="952500" cy="476250"/><a:blip r:embed="rId9"/></w:drawing></w:r>'
    )
    made = io.BytesIO(template_of(drawing))
    with zipfile.ZipFile(made, "a") as packing:
        packing.writestr("word/media/logo.png", PIXEL)
        packing.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships><Relationship Id="rId9" Target="media/logo.png"/></Relationships>',
        )
    paper = letter_paper(made.getvalue(), "信", letter_phrases())
    assert '<img src="data:image/png;base64,' in paper.html
    assert 'width="100" height="50"' in paper.html
    assert not paper.left_out
