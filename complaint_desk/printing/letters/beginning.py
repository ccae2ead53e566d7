"""What a letter's fields begin with, as far as the case, the office and its phrases tell."""

from __future__ import annotations

from typing import Any

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.letters import LetterEntry, Office
from complaint_desk.domain.vocabulary import Kind, Status, StepKind
from complaint_desk.i18n.letter_phrases import LetterPhrases
from complaint_desk.i18n.values import money_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.days import clock_days

_FOUND = (StepKind.INVESTIGATE, StepKind.TEST)
_PROGRESS = (*_FOUND, StepKind.CONTACT, StepKind.NEGOTIATE, StepKind.PROPOSE)


def first_entry(case: Case, office: Office, person: str, words: Words, phrases: LetterPhrases) -> LetterEntry:
    """The entry to begin with, the same for every kind; `person` writes. `words` are Chinese."""
    complaint = case.complaint
    grounds = declined_for(case)
    return LetterEntry(
        **_days(case, phrases),
        addressee=addressee(complaint, phrases),
        contact=complaint.handler or person,
        contact_phone=office.phone,
        next_step=phrases.of("begin", "next_step"),
        decline_grounds=grounds,
        decline_basis=basis_of(grounds, phrases),
        papers_to=office.address,
        papers_else=phrases.of("begin", "papers_else"),
        progress=_latest(case, _PROGRESS),
        findings=_latest(case, _FOUND),
        demand_findings="\n".join(
            phrases.text("demand", demand=words.label("demands", code)) for code in complaint.demands
        ),
        measures=_measures(complaint, words, phrases),
        reviewer=office.review,
    )


def _days(case: Case, phrases: LetterPhrases) -> dict[str, Any]:
    """What the clocks tell; without any the usual promise."""
    return {"answer_basis": phrases.of("begin", "answer_basis")} | clock_days(case.clocks, phrases, case.journal)


def addressee(complaint: Complaint, phrases: LetterPhrases) -> str:
    """How the letter addresses the person; whoever reported wrongdoing, and whoever gave no name, by what they did."""
    nobody = complaint.kind == Kind.REPORT or complaint.erased_at is not None or not complaint.name.strip()
    if nobody or complaint.name.strip() == "\u533f\u540d":
        return phrases.of("person", complaint.kind)
    return complaint.name.strip()


def declined_for(case: Case) -> tuple[str, ...]:
    """The ground on which the case was declined last."""
    for entry in reversed(case.journal):
        details = dict(entry.details)
        if entry.deed == "moved" and details.get("to") == Status.DECLINED and details.get("reason"):
            return (details["reason"],)
    return ()


def basis_of(grounds: tuple[str, ...], phrases: LetterPhrases) -> str:
    """The grounds in full, a line for each that the phrases know."""
    return "\n".join(text for code in grounds if (text := phrases.of("basis", code)))


def _latest(case: Case, kinds: tuple[StepKind, ...]) -> str:
    """What the newest step of these kinds says."""
    return next((step.text for step in reversed(case.steps) if step.kind in kinds and step.text.strip()), "")


def _measures(complaint: Complaint, words: Words, phrases: LetterPhrases) -> str:
    lines = [complaint.outcome_text]
    if complaint.outcome:
        lines.insert(0, phrases.text("outcome", outcome=words.label("outcome", complaint.outcome)))
    if complaint.compensation:
        lines.append(phrases.text("compensation", amount=money_text(complaint.compensation)))
    return "\n".join(line.strip() for line in lines if line.strip())
