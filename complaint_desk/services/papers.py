"""Papers of the desk: the complaint sheet, a list of complaints as the ledger shows it, and the quick card."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.papers import CardKey, Listing, Paper
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing import quick_card as card
from complaint_desk.printing.listing import complaint_listing
from complaint_desk.printing.sheet import complaint_sheet
from complaint_desk.printing.sheet_html import sheet_paper
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import rules

_MOST_RULE_SETS = 5
"""On a quick card: more would not leave it one page."""


@needs(Right.READ)
def sheet(desk: Desk, case: Case, words: Words) -> Paper:
    """The complaint sheet of a case, with the office's name and who printed it when."""
    return sheet_paper(complaint_sheet(case, words, unit=desk.settings.office_name, printed=_printed(desk)))


@needs(Right.READ)
def listing(
    desk: Desk, fields: Sequence[str], complaints: Sequence[Complaint], words: Words, *, title: str, subtitle: str
) -> Listing:
    """Complaints as a table of the fields (columns shown, in their order); `subtitle` says what they are."""
    return complaint_listing(fields, complaints, words, title=title, subtitle=subtitle, printed=_printed(desk))


@needs(Right.READ)
def quick_card(desk: Desk, fields: Sequence[str], keys: Sequence[CardKey], words: Words) -> Paper:
    """The quick card of a clerk: fields in the order of the form, keys, and the rule sets that complaints run by today."""
    with desk.store.reading() as connection:
        book = rules.book(connection)
    today = desk.clock().date()
    usual = (desk.settings.rule_set, *(each.rule_set for each in book.choosers))
    held = [book.in_force(code, today) for code in dict.fromkeys(usual)]
    shown = [each for each in held if each and each.obligations][:_MOST_RULE_SETS]
    return card.quick_card(fields, keys, shown, words, office=desk.settings.office_name, printed=_printed(desk))


def _printed(desk: Desk) -> str:
    return _("Printed {time} by {person}").format(time=moment_text(desk.clock()), person=desk.person)
