"""What the report dialog was told: presets, file names, memory, and figures as short texts."""

import dataclasses
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Comparison,
    Figures,
    Indicators,
    Period,
    PeriodKind,
    Rate,
    named_period,
)
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.report_definitions import Preset, preset_period
from complaint_desk.i18n.values import aligned, points_text
from complaint_desk.ui.report.choices import (
    Compared,
    ReportChoices,
    request_of,
    suggested_file,
    suggested_name,
)
from complaint_desk.ui.report.key_figures import Difference, change_text, key_figures
from complaint_desk.ui.shared.tokens import Tone
from tests.conftest import NOW

TODAY = dt.date(2026, 11, 24)
OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31), PeriodKind.MONTH)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.LAST_WEEK, "2026-11-16", "2026-11-22"),
        (Preset.LAST_MONTH, "2026-10-01", "2026-10-31"),
        (Preset.LAST_QUARTER, "2026-07-01", "2026-09-30"),
        (Preset.LAST_HALF, "2026-01-01", "2026-06-30"),
        (Preset.LAST_YEAR, "2025-01-01", "2025-12-31"),
        (Preset.THIS_MONTH, "2026-11-01", "2026-11-24"),
    ],
)
def test_presets_as_of_today(preset: Preset, first: str, last: str) -> None:
    period = preset_period(preset, TODAY)
    assert period is not None
    assert (str(period.first), str(period.last)) == (first, last)


def test_a_custom_period_has_its_own_days() -> None:
    assert preset_period(Preset.CUSTOM, TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ((2026, 10, 1), (2026, 10, 31), "投诉分析_2026-10.xlsx"),
        ((2026, 7, 1), (2026, 9, 30), "投诉分析_2026-Q3.xlsx"),
        ((2026, 7, 1), (2026, 12, 31), "投诉分析_2026-H2.xlsx"),
        ((2025, 1, 1), (2025, 12, 31), "投诉分析_2025.xlsx"),
        ((2026, 11, 16), (2026, 11, 22), "投诉分析_2026-11-16_2026-11-22.xlsx"),
    ],
)
def test_the_file_is_named_by_its_period(first: tuple[int, int, int], last: tuple[int, int, int], name: str) -> None:
    assert suggested_name(named_period(dt.date(*first), dt.date(*last))) == name


def test_a_folder_that_is_gone_gives_way(tmp_path: Path) -> None:
    assert suggested_file(str(tmp_path), Path("/else"), OCTOBER) == tmp_path / "投诉分析_2026-10.xlsx"
    assert suggested_file("", tmp_path, OCTOBER).parent == tmp_path


def test_choices_are_remembered_whole() -> None:
    choices = ReportChoices("custom", "2026-01-02", "2026-01-05", "closed", "previous", ("details",), "/tmp")
    assert ReportChoices.remembered(choices.kept()) == choices


@pytest.mark.parametrize(
    "kept", [{}, {"preset": "never", "basis": 3, "first": "soon", "left_out": "all", "folder": None}]
)
def test_what_means_nothing_gives_way_to_the_default(kept: dict[str, object]) -> None:
    assert ReportChoices.remembered(kept) == ReportChoices()


def test_the_request_has_the_comparisons_in_order() -> None:
    request = request_of(OCTOBER, "closed", Compared.BOTH, LedgerFilter(words="空调"))
    assert request.comparisons == (Comparison.PREVIOUS, Comparison.LAST_YEAR)
    assert (request.basis, request.filter.words) == ("closed", "空调")


def indicators(total: int, finished: int, days: str | None) -> Indicators:
    none = Rate(0, 0)
    mean = Decimal(days) if days else None
    return Indicators(
        total, none, none, none, Rate(finished, total), mean, mean, mean, none, none, none, none, Rate(1, total), none,
        Decimal("1299.50"), Decimal(0),
    )  # fmt: skip


def figures_of(this: Indicators, *others: Indicators) -> Figures:
    comparisons = (Comparison.PREVIOUS, Comparison.LAST_YEAR)[: len(others)]
    request = AnalysisRequest(OCTOBER, comparisons=comparisons)
    return Figures(request, NOW, "王敏", (1, ""), this, others, (), "day", (), (), (), (), ())


def said(difference: Difference) -> tuple[str, str, Tone]:
    """Arrow, number and tone; the words between are the catalogue's."""
    number = re.search(r"[\d.]+%?", difference.text)
    assert number
    assert "环比" in difference.text
    return difference.text[0], number[0], difference.tone


def test_more_complaints_are_worse_and_more_closed_are_better() -> None:
    shown = {
        figure.name: figure
        for figure in key_figures(figures_of(indicators(120, 90, "6.50"), indicators(100, 50, "7.00")))
    }
    assert shown["total"].value == "120"
    assert [said(each) for each in shown["total"].differences] == [("↑", "20.00%", Tone.RED)]
    assert shown["finished"].value == "75.00%"
    assert shown["finished"].note == "90 / 120"
    assert [said(each) for each in shown["finished"].differences] == [("↑", "25.00", Tone.GREEN)]
    assert [said(each) for each in shown["days"].differences] == [("↓", "0.50", Tone.GREEN)]
    assert [each.tone for each in shown["compensation"].differences] == [Tone.GREY]


def test_what_cannot_be_compared_says_so() -> None:
    shown = {figure.name: figure for figure in key_figures(figures_of(indicators(10, 5, None), indicators(0, 0, None)))}
    assert shown["total"].differences[0].text == "环比 –"
    assert shown["finished"].differences[0].text == "环比 –"
    assert shown["days"].value == "–"
    assert change_text(Comparison.LAST_YEAR, Decimal(0)).startswith("— ")


@pytest.mark.parametrize(("points", "text"), [("1.2", "↑ 1.20"), ("-0.5", "↓ 0.50"), ("0", "—")])
def test_points_are_printed_as_the_association_does(points: str, text: str) -> None:
    assert points_text(Decimal(points)) == text


def test_numbers_stand_under_each_other() -> None:
    figure, point = "\u2007", "\u2008"
    assert aligned(["1,234", "56"]) == ["1,234", f"{figure}{point}{figure}56"]
    assert aligned(["↑ 12.30", "↓ 1.13", "—"])[1] == f"↓ {figure}1.13"


def test_a_definition_chooses_what_it_was_made_of() -> None:
    chosen = ReportChoices(
        Preset.CUSTOM, "2026-03-02", "2026-05-05", "closed", Compared.LAST_YEAR, ("rows",), "x", False
    )
    kept = chosen.definition_named("春", LedgerFilter(words="退款"))
    assert (str(kept.days.first), kept.filter.words, kept.comparisons) == (
        "2026-03-02",
        "退款",
        (Comparison.LAST_YEAR,),
    )
    assert ReportChoices.of(kept, "x") == dataclasses.replace(chosen, definition="春")


def test_the_file_is_named_after_the_definition() -> None:
    assert suggested_name(OCTOBER, "月报") == "月报_2026-10.xlsx"
