"""The complaint sheet set on A4: the register form to be signed on the first page, its handling on the next."""

from __future__ import annotations

from collections.abc import Iterable

from complaint_desk.domain.papers import Paper
from complaint_desk.i18n import _
from complaint_desk.printing.markup import escaped
from complaint_desk.printing.sheet import Cell, ComplaintSheet, RecordLine, Section, Tick

_TICKED = "\N{BALLOT BOX WITH CHECK}"
_UNTICKED = "\N{BALLOT BOX}"
_JOINED = "\N{WORD JOINER}"
"""Keeps a box and its words on one line."""

_BLANK_UNIT = "&nbsp;" * 40

_STYLE = """
body { font-size: 10pt; color: #000000; }
h1 { font-size: 18pt; font-weight: 600; }
td { padding: 5px 6px; vertical-align: middle; }
td.label { color: #333333; background-color: #f3f4f6; }
td.section { font-weight: 600; background-color: #e3e6ea; }
"""
_TABLE = '<table width="100%" border="1" cellspacing="0" style="border-collapse: collapse; border-color: #555555">'
_NEW_PAGE = '<p style="page-break-before: always; font-size: 1pt"></p>'
_WIDTHS = ("17%", "33%", "17%", "33%")


def sheet_paper(sheet: ComplaintSheet) -> Paper:
    """The whole form, on as many A4 pages as it needs."""
    heading = _("Complaint register form")
    body = "".join(
        (
            f'<h1 align="center">{escaped(heading)}</h1>',
            _number_line(sheet),
            _TABLE,
            "".join(_section_rows(section) for section in sheet.sections),
            "</table>",
            _signatures(),
            _NEW_PAGE,
            _number_line(sheet),
            _TABLE,
            _section_rows(sheet.handling),
            "</table>",
            _record_table(sheet.record),
        )
    )
    html = f"<html><head><style>{_STYLE}</style></head><body>{body}</body></html>"
    return Paper(f"{heading} {sheet.number}", html, sheet.printed)


def _number_line(sheet: ComplaintSheet) -> str:
    unit = escaped(sheet.unit) if sheet.unit else f"<u>{_BLANK_UNIT}</u>"
    office, number = _before(_("Unit")), _before(_("Number"))
    return (
        '<table width="100%" cellspacing="0" style="margin-bottom: 4px"><tr>'
        f"<td>{office}{unit}</td>"
        f'<td align="right">{number}<b>{escaped(sheet.number)}</b></td></tr></table>'
    )


def _before(label: str) -> str:
    """A label before what it names."""
    return escaped(label + _(": "))


def _section_rows(section: Section) -> str:
    rows = [f'<tr><td class="section" colspan="4">{escaped(section.title)}</td></tr>']
    waiting: Cell | None = None
    for cell in section.cells:
        if waiting is not None and cell.wide:
            rows.append(_row(waiting, Cell("")))
            waiting = None
        if cell.wide:
            rows.append(_wide_row(cell))
        elif waiting is None:
            waiting = cell
        else:
            rows.append(_row(waiting, cell))
            waiting = None
    if waiting is not None:
        rows.append(_row(waiting, Cell("")))
    return "".join(rows)


def _row(left: Cell, right: Cell) -> str:
    return (
        f'<tr><td class="label" width="{_WIDTHS[0]}">{escaped(left.label)}</td>'
        f'<td width="{_WIDTHS[1]}">{_content(left)}</td>'
        f'<td class="label" width="{_WIDTHS[2]}">{escaped(right.label)}</td>'
        f'<td width="{_WIDTHS[3]}">{_content(right)}</td></tr>'
    )


def _wide_row(cell: Cell) -> str:
    # Long facts run over pages: their label stands where they begin.
    high = ' style="vertical-align: top"' if cell.tall else ""
    return (
        f'<tr><td class="label" width="{_WIDTHS[0]}"{high}>{escaped(cell.label)}</td>'
        f'<td colspan="3"{high}>{_content(cell)}</td></tr>'
    )


def _content(cell: Cell) -> str:
    if cell.ticks:
        return " &nbsp; ".join(_tick(tick) for tick in cell.ticks)
    text = escaped(cell.text)
    if cell.tall:
        # A form printed before the facts are known leaves room to write them.
        text += "<br>" * max(0, 4 - text.count("<br>") - len(cell.text) // 45)
    return text


def _tick(tick: Tick) -> str:
    box = _TICKED if tick.ticked else _UNTICKED
    return f"{box}{_JOINED}&nbsp;{_JOINED.join(escaped(character) for character in tick.label)}"


def _record_table(record: Iterable[RecordLine]) -> str:
    lines = "".join(
        f"<tr><td>{escaped(line.at)}</td><td>{escaped(line.kind)}</td>"
        f"<td>{escaped(line.person)}</td><td>{escaped(line.text)}</td></tr>"
        for line in record
    )
    if not lines:
        return ""
    heads = "".join(
        f'<td class="label" width="{width}">{escaped(text)}</td>'
        for text, width in ((_("Time"), "22%"), (_("Step"), "12%"), (_("Done by"), "13%"), (_("What was done"), "53%"))
    )
    heading = escaped(_("Handling record"))
    title = f'<tr><td class="section" colspan="4">{heading}</td></tr>'
    return f'<p style="font-size: 4pt">&nbsp;</p>{_TABLE}<thead>{title}<tr>{heads}</tr></thead>{lines}</table>'


def _signatures() -> str:
    complainant, clerk, day = (
        _before(_("Signature of complainant")),
        _before(_("Signature of clerk")),
        _before(_("Date")),
    )
    note = escaped(_("Not needed for complaints by telephone or on the net"))
    gap = "&nbsp;" * 22
    return (
        '<table width="100%" cellspacing="0" style="margin-top: 18px"><tr>'
        f'<td width="42%">{complainant}<u>{gap}</u><br>'
        f'<span style="font-size: 8pt; color: #555555">{note}</span></td>'
        f'<td width="34%">{clerk}<u>{gap}</u></td>'
        f'<td width="24%" align="right">{day}<u>{gap}</u></td></tr></table>'
    )
