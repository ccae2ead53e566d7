"""Copied rows reach Excel, WPS and LibreOffice as the texts that they are."""

from __future__ import annotations

import pytest

from complaint_desk.ui.ledger.copying import table_data


def test_cells_stay_texts_whatever_they_look_like(qapp):
    cells = ["0571-88886666", "6226090000000012345", "=1+1", "@SUM(A1)", "2026-11-25"]
    page = table_data(["a"] * 5, [cells]).html()
    assert page.count('mso-number-format:"\\@"') == 5
    assert page.count("x:str") == 5
    assert "6226090000000012345" in page


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("-12.50", "-12.50"),
        ("1,299.00", "1,299.00"),
        ("一行\r\n二行\t三", "一行 二行 三"),
    ],
)
def test_plain_text_breaks_no_cell_and_makes_no_formula(qapp, text, plain):
    lines = table_data(["a", "b"], [[text, "x"]]).text().split("\n")
    assert lines == ["a\tb", f"{plain}\tx"]


def test_line_breaks_stay_within_their_cell_and_markup_is_text(qapp):
    page = table_data(["事实"], [["第一行\n第二行 <b>&"]]).html()
    assert "第一行<br style='mso-data-placement:same-cell'>第二行 &lt;b&gt;&amp;" in page
    assert page.count("<tr>") == 2
