"""LibreOffice opens the analysis workbook, calculates every formula anew, and finds each value as it was stored."""

import dataclasses
import datetime as dt
import random
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period, named_period
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import add_own_classes, any_draft, fill

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


AS_SHOWN = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,true"
"""A text of the cells as they are shown, parted by tabs."""


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    return converted(paths, folder, "xlsx")


def converted(paths: list[Path], folder: Path, form: str) -> list[Path]:
    assert OFFICE is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_CALCULATE, "utf-8")
    out = folder / "out"
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            out,
            *paths,
        ],
        check=True,
        capture_output=True,
        # It starts with a profile of its own, which takes long on a busy computer.
        timeout=900,
    )
    return [out / f"{path.stem}.{form.partition(':')[0]}" for path in paths]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: soffice is not on the path")
def test_libreoffice_calculates_the_same(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    add_own_classes(store)
    chance = random.Random(4)
    fill(store, [any_draft(chance, 400) for _ in range(300)], chance)
    path = tmp_path / "analysis.xlsx"
    period = Period(dt.date(2025, 2, 1), dt.date(2025, 12, 31))
    comparisons = (Comparison.PREVIOUS, Comparison.LAST_YEAR)
    analysis.report(desk, AnalysisRequest(period, comparisons=comparisons), analysis.SHEETS, path, words)
    # A wrong value that LibreOffice corrects proves that it does calculate anew.
    probe = tmp_path / "probe.xlsx"
    book = openpyxl.load_workbook(path)
    book["投诉性质"]["B7"] = 1_000_000
    book.save(probe)
    after, probed = recalculated([path, probe], tmp_path)
    before_book = openpyxl.load_workbook(path, data_only=True)
    after_book = openpyxl.load_workbook(after, data_only=True)
    assert after_book.sheetnames == before_book.sheetnames
    compared = 0
    for sheet in before_book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.value != "":
                    compared += 1
                    assert after_book[sheet.title][cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)
    assert compared > 3_000
    total = next(
        row for row in openpyxl.load_workbook(probed, data_only=True)["投诉性质"].iter_rows() if row[0].value == "合计"
    )
    assert isinstance(total[1].value, int)
    assert total[1].value > 1_000_000


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: soffice is not on the path")
def test_two_years_are_printed_as_the_association_prints_them(
    store: Store, desk: Desk, words: Words, tmp_path: Path
) -> None:
    """Counts and shares of both years, and the change in percentage points with an arrow in the place of a sign (domain notes, 3.2)."""
    draft = dataclasses.replace(any_draft(random.Random(1), 1), status="registered", closed_at=None)
    told = {2025: (("quality", 305), ("after_sales", 175), ("price", 151)), 2024: (("quality", 300), ("price", 160))}
    fill(
        store,
        [
            dataclasses.replace(
                draft, nature=nature, received_at=dt.datetime(year, 2, 3, 9, 0, n % 60, tzinfo=SHANGHAI)
            )
            for year, natures in told.items()
            for nature, count in natures
            for n in range(count)
        ],
    )
    path = tmp_path / "natures.xlsx"
    request = AnalysisRequest(
        named_period(dt.date(2025, 1, 1), dt.date(2025, 3, 31)), comparisons=(Comparison.LAST_YEAR,)
    )
    analysis.report(desk, request, ("nature",), path, words)
    (printed,) = converted([path], tmp_path, AS_SHOWN)
    lines = [line.split("\t")[:8] for line in printed.read_text("utf-8").splitlines()]
    first = next(at for at, line in enumerate(lines) if line[0] == "投诉性质")
    assert lines[first + 1 : first + 5] == [
        ["质量", "305", "48.34%", "300", "65.22%", "↓16.88", "↑1.67%", "#2025Q1/nature=quality"],
        ["售后服务", "175", "27.73%", "0", "0.00%", "↑27.73", "–", "#2025Q1/nature=after_sales"],
        ["价格", "151", "23.93%", "160", "34.78%", "↓10.85", "↓5.63%", "#2025Q1/nature=price"],
        ["合计", "631", "100.00%", "460", "100.00%", "", "↑37.17%", "#2025Q1"],
    ]
