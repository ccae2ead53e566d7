"""The Word report says what the figures say, to the last digit, and is a file that Word takes as it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from complaint_desk import i18n
from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period, PeriodKind, period_around
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.printing.reports.values import GROUPINGS
from complaint_desk.runtime.paths import resource
from complaint_desk.services import analysis, ledger, word_reports
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import any_draft, fill
from tests.house.sources import ROOT
from tests.letters.letters import lines_of
from tests.reports.word_parts import faults_of, tables_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
YEAR = AnalysisRequest(
    period_around(dt.date(2025, 6, 1), PeriodKind.YEAR), comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR)
)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHAPTERS = ["一、基本情况", "二、投诉类型", "三、投诉原因", "四、处理效果", "五、存在的问题", "六、改进建议"]


@pytest.fixture
def busy(store: Store, desk: Desk) -> Desk:
    """A ledger of a year."""
    chance = random.Random(7)
    fill(store, [any_draft(chance, 360) for _ in range(240)], chance)
    return dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, office_name="澜图电器"))


def made(desk: Desk, words: Words, folder: Path, request: AnalysisRequest = YEAR) -> bytes:
    path = folder / "报告.docx"
    word_reports.report(desk, folder / "模板", request, path, words)
    return path.read_bytes()


def test_every_chapter_is_there_and_the_file_is_sound(busy: Desk, words: Words, tmp_path: Path) -> None:
    content = made(busy, words, tmp_path)
    lines = lines_of(content)
    assert lines[0] == "澜图电器2025年消费投诉分析报告"
    assert [line for line in lines if line in CHAPTERS] == CHAPTERS
    assert not [line for line in lines if "{{" in line or "}}" in line]
    assert faults_of(content) == []


def test_tables_hold_the_figures_and_keys_find_their_cases(busy: Desk, words: Words, tmp_path: Path) -> None:
    figures = analysis.figures(busy, YEAR, GROUPINGS)
    rows = [row for table in tables_of(made(busy, words, tmp_path)) for row in table]
    for group in figures.by("nature"):
        row = next(row for row in rows if row[0] == words.figure_label("nature", group.code))
        assert row[1:3] == [str(group.count), f"{group.share}%"]
        assert row[3] == str(group.compared[0].count)
        assert ledger.count(busy, LedgerFilter(words=row[-1])) == group.count
    satisfied = next(row for row in rows if row[0] == "满意率")
    assert satisfied[1] == f"{figures.indicators.satisfied.percent}%"
    assert satisfied[2] == f"{figures.indicators.satisfied.part} / {figures.indicators.satisfied.whole}"


def test_columns_of_comparisons_that_were_not_asked_for_are_left_out(busy: Desk, words: Words, tmp_path: Path) -> None:
    alone = made(busy, words, tmp_path, dataclasses.replace(YEAR, comparisons=()))
    headings = [table[0] for table in tables_of(alone)]
    assert headings[0] == ["指标", "本期", "基数", "查询键"]
    assert headings[1] == ["投诉性质", "件数", "占比", "查询键"]
    assert faults_of(alone) == []
    one = tables_of(made(busy, words, tmp_path, dataclasses.replace(YEAR, comparisons=(Comparison.LAST_YEAR,))))
    assert one[1][0] == ["投诉性质", "件数", "占比", "去年同期", "同比（百分点）", "查询键"]


def test_charts_carry_their_numbers_and_their_workbook(busy: Desk, words: Words, tmp_path: Path) -> None:
    figures = analysis.figures(busy, YEAR, GROUPINGS)
    packed = zipfile.ZipFile(io.BytesIO(made(busy, words, tmp_path)))
    charts = [name for name in packed.namelist() if name.startswith("word/charts/desk")]
    assert len(charts) >= 5
    nature = ET.fromstring(packed.read("word/charts/desk_chart2.xml"))
    first = nature.find(f".//{CHART}ser")
    assert first is not None
    shown = [value.text for value in first.findall(f"{CHART}val//{CHART}v")]
    counts = [group.count for group in figures.by("nature")]
    assert list(map(int, filter(None, shown))) == counts[: len(shown)]
    labels = [value.text for value in first.findall(f"{CHART}cat//{CHART}v")]
    assert labels[0] == words.figure_label("nature", figures.by("nature")[0].code)
    book = openpyxl.load_workbook(io.BytesIO(packed.read("word/embeddings/desk_chart2.xlsx")))
    assert counts[0] in [cell for row in book.worksheets[0].values for cell in row]


def test_an_empty_period_is_a_report_too(busy: Desk, words: Words, tmp_path: Path) -> None:
    content = made(busy, words, tmp_path, AnalysisRequest(Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31))))
    assert "该期间没有投诉。" in "".join(lines_of(content))
    assert faults_of(content) == []


def test_nothing_is_said_from_thin_numbers(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    chance = random.Random(1)
    fill(store, [any_draft(chance, 20) for _ in range(6)], chance)
    said = "".join(
        lines_of(made(desk, words, tmp_path, AnalysisRequest(period_around(dt.date(2025, 1, 1), PeriodKind.MONTH))))
    )
    assert "不作结论" in said
    assert "最多，" not in said


def test_the_office_edits_its_own_template_and_is_told_its_mistakes(busy: Desk, words: Words, tmp_path: Path) -> None:
    folder = tmp_path / "模板"
    path = word_reports.template_to_edit(folder, words)
    assert path == folder / "投诉分析报告.docx"
    assert "趋势图" in (folder / "分析报告模板可用的填充项.txt").read_text("utf-8-sig")
    target = tmp_path / "报告.docx"
    _edit(path, "六、改进建议", "六、下步打算")
    word_reports.report(busy, folder, YEAR, target, words)
    assert "六、下步打算" in lines_of(target.read_bytes())
    before = target.read_bytes()
    _edit(path, "{{趋势图}}", "见{{趋势图}}")
    _edit(path, "{{/改进问题}}", "{{改进问}}")
    with pytest.raises(Refusal) as caught:
        word_reports.report(busy, folder, YEAR, target, words)
    sentence = error_sentence(caught.value)
    assert "{{趋势图}} 是图，须在正文中独占一段" in sentence
    assert "没有名为 {{改进问}} 的填充项" in sentence
    assert "{{#改进问题}} 缺少配对的另一端" in sentence
    assert target.read_bytes() == before
    word_reports.report(busy, folder, YEAR, target, words, built_in=True)
    assert "六、改进建议" in lines_of(target.read_bytes())


def _edit(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    document = parts["word/document.xml"].decode()
    assert old in document
    parts["word/document.xml"] = document.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as packing:
        for name, part in parts.items():
            packing.writestr(name, part)


def test_the_report_speaks_english(busy: Desk, tmp_path: Path) -> None:
    i18n.install("en", resource())
    content = made(busy, Words("en"), tmp_path)
    lines = lines_of(content)
    assert lines[0] == "Complaint report: the year 2025"
    assert "6 Proposals" in lines
    assert not [line for line in lines if "{{" in line]
    assert faults_of(content) == []


def test_the_same_figures_make_the_same_file(busy: Desk, words: Words, tmp_path: Path) -> None:
    assert made(busy, words, tmp_path) == made(busy, words, tmp_path)


def test_the_templates_are_what_their_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "build_spec"))
    script = importlib.import_module("report_templates")
    assert [
        name for name in script.TEMPLATES if resource("reports", f"{name}.docx").read_bytes() != script.template(name)
    ] == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: soffice is not on the path")
def test_libreoffice_shows_every_chart(busy: Desk, words: Words, tmp_path: Path) -> None:
    assert OFFICE is not None
    made(busy, words, tmp_path)
    profile = (tmp_path / "profile").as_uri()
    command = [
        OFFICE,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "报告.docx")], check=True, capture_output=True, timeout=900)
    packed = zipfile.ZipFile(tmp_path / "报告.odt")
    charts = [name for name in packed.namelist() if name.endswith("/content.xml")]
    assert len(charts) >= 5
    assert "质量" in "".join(packed.read(name).decode() for name in charts)
