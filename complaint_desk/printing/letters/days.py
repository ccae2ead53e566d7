"""What the clocks of a case say in a letter: until when an answer is due and by whose word, and how far it was extended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.complaint import JournalEntry
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.rule_sets import BY_LAW, Obligation, SourceType
from complaint_desk.domain.standing import standing_entries
from complaint_desk.i18n.letter_phrases import LetterPhrases


def clock_days(
    clocks: Sequence[DueReasons], phrases: LetterPhrases, journal: Sequence[JournalEntry] = ()
) -> dict[str, Any]:
    """Fields of the `LetterEntry` by name, as far as clocks that still run tell.

    The new day of an extension and its approver are known once the clock was extended; its old day then stands in the journal.
    """
    answer, close = _running(clocks, "answer"), _running(clocks, "close")
    found: dict[str, Any] = {}
    if (first := answer or close) is not None:
        found |= {"answer_by": _day(first), "answer_basis": basis_of_day(first.obligation, phrases)}
    if (last := close or answer) is not None:
        if last.clock.extensions:
            found |= {"new_due": _day(last), "approver": last.clock.extensions[-1].approver}
            found |= {"old_due": _day_before_extension(journal, last.clock.code)}
        else:
            found["old_due"] = _day(last)
    return found


def basis_of_day(obligation: Obligation, phrases: LetterPhrases) -> str:
    """By whose word a day stands in a letter: an own promise is never shown as law."""
    if obligation.source_type in BY_LAW and obligation.source:
        return phrases.text("law", source=obligation.source, article=obligation.article)
    internal = obligation.source_type == SourceType.INTERNAL
    return phrases.text("internal_basis") if internal else phrases.of("begin", "answer_basis")


def _running(clocks: Sequence[DueReasons], code: str) -> DueReasons | None:
    """The newest clock of a code that still runs and has a day."""
    found = [each for each in clocks if each.clock.code == code and each.clock.is_open and each.clock.due]
    return max(found, key=lambda each: each.clock.round) if found else None


def _day_before_extension(journal: Sequence[JournalEntry], code: str) -> PartialDate | None:
    """When a clock was due before it was extended last."""
    for entry in reversed(standing_entries(journal)):
        if entry.deed == "extended":
            details = dict(entry.details)
            dues = dict(zip(details["clock"].split(","), details["due_before"].split(","), strict=True))
            if due := dues.get(code):
                return PartialDate.of(dt.datetime.fromisoformat(due).date())
    return None


def _day(reasons: DueReasons) -> PartialDate | None:
    return PartialDate.of(reasons.clock.due.date()) if reasons.clock.due else None
