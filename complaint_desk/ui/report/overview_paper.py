"""The overview of a report for those who read on paper: key figures, what stands out, and the charts of the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from complaint_desk import __version__
from complaint_desk.domain.analysis import Comparison, Figures
from complaint_desk.domain.casework import Casework
from complaint_desk.i18n import _
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.figure_headings import filter_line, period_line
from complaint_desk.i18n.figure_texts import key_figures, period_name
from complaint_desk.i18n.findings import Finding, findings
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words as Labels
from complaint_desk.ui.shared.charts.of_figures import charts_of
from complaint_desk.ui.shared.charts.painting import paint_chart
from complaint_desk.ui.shared.charts.values import Bars, Chart, Columns, Heat
from complaint_desk.ui.shared.flowing_pages import Block, Flowing, Pictures, Words

_STYLE = """
body { font-size: 10pt; color: #0b0d0f; }
h1 { font-size: 18pt; font-weight: 600; margin: 0; }
h2 { font-size: 12pt; font-weight: 600; margin: 0; }
p { margin: 0; line-height: 140%; }
p.small { font-size: 8pt; color: #5b6570; }
span.key { font-size: 7pt; color: #5b6570; }
td, th { padding: 3px 6px; font-size: 9pt; }
th { background-color: #eef1f5; font-weight: 600; }
"""
_TABLE = '<table width="100%" border="1" cellspacing="0" style="border-collapse: collapse; border-color: #c9cfd6">'
_WIDE, _HALF = 62.0, 66.0
_ROW = 6.0
_HEAT_ROWS = 30.0


def overview_paper(figures: Figures, casework: Casework, words: Labels, *, office: str) -> Flowing:
    """The overview on A4; `figures` hold the groupings of `charts.of_figures.CHARTED`."""
    title = _("Complaint overview: {period}").format(period=period_name(figures.request.period))
    made = _("Made {time} by {person}").format(time=moment_text(figures.made_at), person=figures.made_by)
    blocks = (*_head(figures, words, title, office), *_told(figures, casework, words), *_charts(figures, words))
    return Flowing(title, made, (*blocks, _provenance(figures)))


def _words(inside: str, *, kept: bool = False, gap: float = 3.0) -> Words:
    return Words(f"<html><head><style>{_STYLE}</style></head><body>{inside}</body></html>", kept, gap)


def _heading(text: str) -> Words:
    return _words(f"<h2>{escape(text)}</h2>", kept=True, gap=1.0)


def _head(figures: Figures, words: Labels, title: str, office: str) -> Iterator[Block]:
    lines = [line for line in (office, period_line(figures.request, words), filter_line(figures, words)) if line]
    yield _words(f"<h1>{escape(title)}</h1>" + "".join(f'<p class="small">{escape(line)}</p>' for line in lines))
    yield _heading(_("Key figures"))
    yield _words(_key_table(figures))


def _key_table(figures: Figures) -> str:
    heads = [_("Key figure"), _("This period"), _("Counted")]
    for comparison in figures.request.comparisons:
        previous = comparison is Comparison.PREVIOUS
        heads += [
            _("Previous value") if previous else _("Value a year ago"),
            _("Against previous") if previous else _("Against last year"),
        ]
    rows = [_row("th", heads)]
    for each in key_figures(figures):
        compared = (text for pair in zip(each.others, each.differences, strict=True) for text in pair)
        rows.append(_row("td", [each.label, each.value, each.counted, *compared]))
    note = _("Changes of counts and amounts in percent, of rates in percentage points.")
    return f'{_TABLE}{"".join(rows)}</table><p class="small">{escape(note)}</p>'


def _row(tag: str, texts: Sequence[str]) -> str:
    first, *others = texts
    cells = "".join(f'<{tag} align="right">{escape(text)}</{tag}>' for text in others)
    return f'<tr><{tag} align="left" width="28%">{escape(first)}</{tag}>{cells}</tr>'


def _told(figures: Figures, casework: Casework, words: Labels) -> Iterator[Block]:
    """Each sentence is a block of its own, so that none is torn apart."""
    found = [*findings(figures, words), *casework_findings(figures, casework, words)]
    yield _heading(_("What stands out"))
    for each in sorted(found, key=lambda finding: not finding.alarming):
        yield _words(_sentence(each), gap=0.5)


def _sentence(finding: Finding) -> str:
    mark = "\N{BLACK UP-POINTING TRIANGLE}" if finding.alarming else "\N{BULLET}"
    key = f' <span class="key">{escape(finding.key)}</span>' if finding.key else ""
    return f"<p>{mark} {escape(finding.sentence)}{key}</p>"


def _charts(figures: Figures, words: Labels) -> Iterator[Block]:
    """Columns and tables over the whole width, bars two beside each other."""
    charts = charts_of(figures, words)
    bars = [each for each in charts if isinstance(each, Bars)]
    yield from (Pictures((partial(_paint, each),), _WIDE) for each in charts if isinstance(each, Columns))
    for at in range(0, len(bars), 2):
        yield Pictures(tuple(partial(_paint, each) for each in bars[at : at + 2]), _HALF)
    for heat in (each for each in charts if isinstance(each, Heat)):
        yield Pictures((partial(_paint, heat),), _HEAT_ROWS + _ROW * len(heat.rows))


def _paint(chart: Chart, painter: QPainter, place: QRectF, scale: float) -> None:
    paint_chart(painter, place, chart, scale)


def _provenance(figures: Figures) -> Block:
    sequence, head = figures.cut
    said = (
        _("Data as of journal entry {sequence}, chain head {head}.").format(
            sequence=sequence, head=f"{sequence}-{head}"
        ),
        _("A key, typed into the search box of the ledger, lists the complaints behind its figure."),
        _("Each share is rounded for itself to two decimals, so shares may not add up to exactly 100%."),
        _("Complaint Desk {version}").format(version=__version__),
    )
    return _words("".join(f'<p class="small">{escape(line)}</p>' for line in said))
