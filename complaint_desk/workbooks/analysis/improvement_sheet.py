"""The sheet of improvements: what is done about which problem, and what it brought."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.improvement import Followed
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.improvements import effect_sentence, recurrence_sentence, state_text
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column, Value
from complaint_desk.workbooks.analysis.page import Page

_WRAPPED = {"problem": 28.0, "filter": 26.0, "cause": 24.0, "measure": 28.0, "told": 44.0}


def write_improvements(page: Page, figures: Figures, words: Words) -> int:
    """One table, its texts wrapped; returns its rows."""
    names = ("problem", "filter", "cause", "measure", "owner", "due_on", "state", "done_on", "verified_on")
    columns = [
        *(Column(_heading(name, words), _format(name), _WRAPPED.get(name)) for name in names),
        Column(_("Days compared"), looks.COUNT),
        Column(_("Before the measure"), looks.COUNT),
        Column(_("After the measure"), looks.COUNT),
        Column(_("Change of the rate"), looks.CHANGE),
        Column(_("Effect"), looks.TEXT, _WRAPPED["told"]),
    ]
    rows = [_row(each, figures, words) for each in figures.improvements]
    spot = page.table(columns, rows)
    wrapped = [at for at, column in enumerate(columns, 1) if column.width]
    for row, values in enumerate(rows, spot.first):
        heights = [looks.ROW_HEIGHT]
        for at in wrapped:
            page.sheet.cell(row, at).alignment = looks.INDENTED_WRAPPED
            width = page.sheet.column_dimensions[get_column_letter(at)].width
            heights.append(looks.wrapped_height(str(values[at - 1]), width - 2))
        page.sheet.row_dimensions[row].height = max(heights)
    if not rows:
        page.note(_("There is no improvement."), len(columns))
    return len(rows)


def _heading(name: str, words: Words) -> str:
    return _("State") if name == "state" else words.field_label(name)


def _format(name: str) -> str:
    return looks.DAY if name.endswith("_on") else looks.TEXT


def _row(followed: Followed, figures: Figures, words: Words) -> list[Value]:
    each, effect = followed.improvement, followed.effect
    before, after = effect.before, effect.after
    return [
        each.problem,
        filter_text(each.filter, words),
        each.cause,
        each.measure,
        each.owner,
        each.due_on,
        state_text(each, figures.made_at.date(), words),
        each.done_on,
        each.verified_on,
        after.span.days if after else None,
        before.count if before else None,
        after.count if after else None,
        None if effect.ratio is None else round(effect.ratio - 1, 4),
        joined(effect_sentence(effect), recurrence_sentence(effect)),
    ]
