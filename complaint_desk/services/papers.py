"""Papers of the desk: the complaint sheet, and a list of complaints as the ledger shows it."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.papers import Listing, Paper
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.listing import complaint_listing
from complaint_desk.printing.sheet import complaint_sheet
from complaint_desk.printing.sheet_html import sheet_paper
from complaint_desk.services.desk import Desk


def sheet(desk: Desk, case: Case, words: Words) -> Paper:
    """The complaint sheet of a case, with the office's name and who printed it when."""
    return sheet_paper(complaint_sheet(case, words, unit=desk.settings.office_name, printed=_printed(desk)))


def listing(
    desk: Desk, fields: Sequence[str], complaints: Sequence[Complaint], words: Words, *, title: str, subtitle: str
) -> Listing:
    """Complaints as a table of the fields (columns shown, in their order); `subtitle` says what they are."""
    return complaint_listing(fields, complaints, words, title=title, subtitle=subtitle, printed=_printed(desk))


def _printed(desk: Desk) -> str:
    return _("Printed {time} by {person}").format(time=moment_text(desk.clock()), person=desk.person)
