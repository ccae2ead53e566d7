"""The complaint sheet (register form) as a value: all that such a form must state, and how the complaint was handled.

Contents: the regulator's register form (Order 121) as gathered in the domain notes, section 7. What the ledger does not
hold (identity papers, consents, signatures) is left as a blank to be written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.complaint import Case, Complaint, is_said
from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text, moment_text, shown_text
from complaint_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick and its words."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A label with its text, or with boxes to tick. A wide one takes a whole line of the form."""

    label: str
    text: str = ""
    wide: bool = False
    ticks: tuple[Tick, ...] = ()
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the handling record."""

    at: str
    kind: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class ComplaintSheet:
    """The form from top to bottom; `unit` is "" where the office's name is to be written by hand."""

    number: str
    unit: str
    sections: tuple[Section, ...]
    record: tuple[RecordLine, ...]
    handling: Section
    printed: str


def complaint_sheet(case: Case, words: Words, *, unit: str, printed: str) -> ComplaintSheet:
    """Fill the form from a case; `printed` says when and by whom. A report of wrongdoing never names who reported."""
    complaint = case.complaint
    return ComplaintSheet(
        number=complaint.number,
        unit=unit,
        sections=(
            _complainant(complaint, words),
            _respondent(complaint, unit),
            _subject(complaint, words),
            _content(case, words),
        ),
        record=tuple(
            RecordLine(moment_text(step.at), words.label("step_kind", step.kind), step.person, step.text)
            for step in case.steps
        ),
        handling=_handling(complaint, words),
        printed=printed,
    )


def _cell(complaint: Complaint, field: str, words: Words, *, wide: bool = False, tall: bool = False) -> Cell:
    return Cell(words.field_label(field), shown_text(complaint, field, words), wide, tall=tall)


def _complainant(complaint: Complaint, words: Words) -> Section:
    cells = [
        _cell(complaint, "name", words),
        _cell(complaint, "phone", words),
        Cell(_("ID type and number")),
        _cell(complaint, "other_contact", words),
        _cell(complaint, "region", words),
        _cell(complaint, "address", words),
    ]
    if complaint.agent_name or complaint.agent_phone:
        cells += [_cell(complaint, "agent_name", words), _cell(complaint, "agent_phone", words)]
    return Section(_("Complainant"), tuple(cells))


def _respondent(complaint: Complaint, unit: str) -> Section:
    return Section(
        _("Respondent"),
        (
            Cell(_("Name"), complaint.outlet or unit),
            Cell(_("Contact"), complaint.handler),
            Cell(_("Address")),
            Cell(_("Telephone")),
        ),
    )


def _subject(complaint: Complaint, words: Words) -> Section:
    names = (
        "subject_name", "category", "brand", "model", "batch", "order_number", "purchased_on", "price", "amount",
        "claimed",
    )  # fmt: skip
    return Section(_("Goods or service"), tuple(_cell(complaint, name, words) for name in names))


def _content(case: Case, words: Words) -> Section:
    complaint = case.complaint
    demanded = set(complaint.demands)
    cells = [
        _cell(complaint, "received_at", words),
        _cell(complaint, "channel", words),
        _cell(complaint, "kind", words),
        _cell(complaint, "source_number", words),
        _cell(complaint, "facts", words, wide=True, tall=True),
    ]
    if complaint.reasons:
        cells.append(_cell(complaint, "reasons", words, wide=True))
    ticks = tuple(Tick(choice.label, choice.code in demanded) for choice in words.choices("demands"))
    cells += [
        Cell(words.field_label("demands"), wide=True, ticks=ticks),
        Cell(_("Proof"), list_text([attachment.name for attachment in case.attachments]), wide=True),
        Cell(_("Publish the complaint"), ticks=(Tick(_("agree")), Tick(_("do not agree")))),
        Cell(_("Entrusted mediation"), ticks=(Tick(_("agree")), Tick(_("do not agree")))),
    ]
    return Section(_("Content of the complaint"), tuple(cells))


def _handling(complaint: Complaint, words: Words) -> Section:
    narrow = [
        "status", "nature", "severity", "cause", "liability", "department", "handler", "outcome", "compensation",
        "handled_at", "replied_at", "reply_by", "closed_at", "follow_up",
    ]  # fmt: skip
    narrow += [name for name in ("satisfaction", "followed_up_at") if is_said(getattr(complaint, name))]
    cells = [_cell(complaint, name, words) for name in narrow]
    cells += [
        _cell(complaint, name, words, wide=True)
        for name in ("outcome_text", "follow_up_text")
        if is_said(getattr(complaint, name))
    ]
    return Section(_("Handling and result"), tuple(cells))
