"""What is wrong with an office's workbook that a report is to fill, and where: in words of the clerk who made it in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_desk.domain.workbook_templates import WorkbookMistake
from complaint_desk.i18n.catalogue import N_, _

WORKBOOK_MISTAKES: dict[str, str] = {
    "unknown_place": N_("sheet “{sheet}”, {cell}: there is no place {written}."),
    "open_place": N_("sheet “{sheet}”, {cell}: the braces at “{written}” do not close or do not open."),
    "occupied": N_("sheet “{sheet}”, {cell}: the report writes from row 6 on; leave these rows empty."),
    "holds_table": N_("sheet “{sheet}”: the report makes the tables; take the table {written} away."),
    "holds_more": N_(
        "sheet “{sheet}”: pivot tables, slicers and tables with a data connection cannot be taken over; take them away."
    ),
}
_ELSEWHERE: dict[str, str] = {"header": N_("page header or footer"), "drawing": N_("text box or chart")}
_MOST = 5
"""Mistakes that are told at once."""


def workbook_mistake_sentences(mistakes: Sequence[WorkbookMistake]) -> Iterator[str]:
    """A sentence for each of the first mistakes with its place, and one for the name that was meant where one comes near."""
    for mistake in mistakes[:_MOST]:
        is_place = mistake.code == "unknown_place"
        yield _(WORKBOOK_MISTAKES[mistake.code]).format(
            sheet=mistake.sheet,
            cell=_(_ELSEWHERE[mistake.cell]) if mistake.cell in _ELSEWHERE else mistake.cell,
            written=_braced(mistake.written) if is_place else mistake.written,
        )
        if mistake.meant:
            yield _("Perhaps {name} is meant.").format(name=_braced(mistake.meant))


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"
