"""The title block of each sheet: what is counted, over which period and filter, made when and by whom."""

from __future__ import annotations

from complaint_desk.domain.analysis import Figures
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_headings import filter_line, period_line
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.page import Heading
from complaint_desk.workbooks.analysis.rows_sheet import MOST_ROWS


def heading_of(figures: Figures, code: str, words: Words) -> Heading:
    """Title and three lines for one sheet."""
    title = _("Complaint analysis: {sheet}").format(sheet=words.label("sheet", code))
    return Heading(title, (period_line(figures.request, words), filter_line(figures, words), _made_line(figures, code)))


def _made_line(figures: Figures, code: str) -> str:
    made = _("Made {time} by {person}").format(time=moment_text(figures.made_at), person=figures.made_by)
    if code == "rows" and figures.total > MOST_ROWS:
        made += _("; only the first {count} complaints fit on the sheet").format(count=f"{MOST_ROWS:,}")
    return made
