"""LibreOffice opens the analysis workbook, calculates every formula anew, and finds each value as it was stored."""

import datetime as dt
import random
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period
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


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
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
            "xlsx",
            "--outdir",
            out,
            *paths,
        ],
        check=True,
        capture_output=True,
        # It starts with a profile of its own, which takes long on a busy computer.
        timeout=900,
    )
    return [out / path.name for path in paths]


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
