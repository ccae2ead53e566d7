"""Prints what is on the screen: the open complaint as its sheet, the ledger's rows as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.ledger import Found, LedgerFilter, LedgerOrder
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.filters import filter_text
from complaint_desk.services import ledger, papers
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.workplace import Workplace

MOST_PRINTED = 2_000
"""Rows of one list on paper, some 80 pages set in about a second; whoever wants more wants a workbook."""


def print_complaint(workplace: Workplace, case: Case, parent: QWidget | None = None) -> PrintPreview:
    """Open the preview of the complaint sheet of a case."""
    paper = papers.sheet(workplace.desk, case, workplace.words)
    return _opened(PrintPreview(workplace, paper, parent))


def print_rows(
    workplace: Workplace,
    columns: Sequence[str],
    complaints: Sequence[Complaint],
    subtitle: str,
    parent: QWidget | None = None,
) -> PrintPreview:
    """Open the preview of these complaints with the columns shown (field names); `subtitle` says what they are."""
    paper = papers.listing(
        workplace.desk, columns, complaints, workplace.words, title=_("Complaint ledger"), subtitle=subtitle
    )
    return _opened(PrintPreview(workplace, paper, parent))


def print_ledger(
    workplace: Workplace,
    wanted: LedgerFilter,
    order: LedgerOrder,
    columns: Sequence[str],
    parent: QWidget | None = None,
) -> None:
    """Fetch what the ledger shows and open its preview; beyond 2,000 rows it asks first and prints the first ones."""

    def show(found: Found) -> None:
        if found.count > len(found.rows) and not _is_enough(workplace, found):
            return
        print_rows(workplace, columns, found.rows, _subtitle(workplace, wanted, found), parent)

    workplace.lanes.submit("page", lambda: ledger.find(workplace.desk, wanted, order, MOST_PRINTED), show, owner=parent)


def _is_enough(workplace: Workplace, found: Found) -> bool:
    text = _(
        "{count} complaints are shown; a list on paper takes the first {limit}. For all of them export a workbook."
    )
    return workplace.questions.confirm(
        _("Print"),
        text.format(count=f"{found.count:,}", limit=f"{len(found.rows):,}"),
        _("Print the first {limit}").format(limit=f"{len(found.rows):,}"),
        _("Cancel"),
    )


def _subtitle(workplace: Workplace, wanted: LedgerFilter, found: Found) -> str:
    count = ngettext("{count} complaint", "{count} complaints", found.count).format(count=f"{found.count:,}")
    if found.count > len(found.rows):
        count = _("the first {limit} of {count}").format(limit=f"{len(found.rows):,}", count=count)
    conditions = filter_text(wanted, workplace.words)
    return f"{conditions} · {count}" if conditions else count


def _opened(preview: PrintPreview) -> PrintPreview:
    preview.open()
    return preview
