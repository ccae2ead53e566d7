"""Columns that stand for what a complaint needs where no header names it: its day, its time, its story."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.foreign.column_content import ColumnContent
from complaint_desk.domain.foreign.header_words import HeaderWords
from complaint_desk.domain.foreign.import_mapping import STAND_INS, ColumnMapping, ColumnProposal

_FEW = 3
"""Fewer cells prove nothing."""
_MOST, _SOME, _HARDLY = 0.8, 0.4, 0.2
_TIMES = 60
_TAKES_PLACE = 50
_TELLING = 8
"""Characters on the mean, from which texts may be a narrative where nothing else is."""
_ONLY_OF_COMPLAINTS = frozenset(
    ("reasons", "demands", "claimed", "nature", "liability", "outcome", "compensation", "satisfaction", "satisfaction_handling")
)  # fmt: skip
"""Fields whose headers stand in ledgers of complaints alone."""
_OF_COMPLAINTS = _ONLY_OF_COMPLAINTS | {
    "facts", "severity", "cause", "outcome_text", "handled_at", "replied_at", "follow_up", "follow_up_text",
}  # fmt: skip
"""Fields whose headers stand in ledgers of complaints and hardly elsewhere: beside a day that is no guess, they are enough."""
_OF_SOMEBODY = frozenset(("name", "phone", "subject_name", "source_number", "number"))
"""One of which stands beside a narrative that is only called “content”: of minutes and expenses it does not."""
_LATER = ("replied_at", "handled_at")
"""What comes after a complaint, and yet may tell its day where it stands before every other day of a sheet."""


def with_stand_ins(
    proposals: list[ColumnProposal], contents: Sequence[ColumnContent], words: HeaderWords
) -> tuple[ColumnProposal, ...]:
    """The proposals, with columns that nothing better fills in the place of day, time and facts.

    Of a sheet whose headers are about something else than complaints, nothing is taken for the facts only because it is long.
    """
    told = (
        _with_narrative(proposals, contents, words)
        if _is_about_complaints(proposals, words)
        else _without_guessed(proposals)
    )
    return tuple(_with_times(_with_day(_with_goods(told, contents)), contents))


def _is_about_complaints(proposals: Sequence[ColumnProposal], words: HeaderWords) -> bool:
    reasons = {field: each.reason for each in proposals for field in each.mapping.fields}
    named = {field for field, reason in reasons.items() if reason != "cells"}
    # Where no header is understood at all, cells are all there is.
    if not named or any(words.tells_of_complaints(each.mapping.header) for each in proposals):
        return True
    if reasons.get("facts") == "open":
        if named & _OF_SOMEBODY:
            return True
        named.discard("facts")
    return bool(named & (_ONLY_OF_COMPLAINTS if reasons.get("received_at") == "cells" else _OF_COMPLAINTS))


def _without_guessed(proposals: Sequence[ColumnProposal]) -> list[ColumnProposal]:
    """The proposals without a narrative that only cells point to, or a header that any list may have."""
    return [
        ColumnProposal(ColumnMapping(each.mapping.header), 0, "unknown")
        if each.mapping.fields == ("facts",) and each.reason in ("cells", "open")
        else each
        for each in proposals
    ]


def _in_place_of(proposal: ColumnProposal, field: str, confidence: int, reason: str) -> ColumnProposal:
    return ColumnProposal(ColumnMapping(proposal.mapping.header, (field,)), confidence, reason)


def _with_goods(proposals: list[ColumnProposal], contents: Sequence[ColumnContent]) -> list[ColumnProposal]:
    """Where no column names goods or service, an office's own classes of them do, of which the list knows none."""
    filled = {proposal.mapping.fields: at for at, proposal in enumerate(proposals)}
    at = filled.get(("category",))
    if (
        at is None
        or any("subject_name" in fields for fields in filled)
        or proposals[at].reason in ("corrected", "label")
    ):
        return proposals
    if contents[at].said >= _FEW and contents[at].words["category"] == 0:
        proposals[at] = _in_place_of(proposals[at], "subject_name", _TAKES_PLACE, "stands_for")
    return proposals


def _with_day(proposals: list[ColumnProposal]) -> list[ColumnProposal]:
    """Where no header tells when a complaint was received, the moment that comes nearest does, or the first of the later ones.

    A day that only its cells show gives way to them, unless it stands before those that are later.
    """
    filled = {proposal.mapping.fields[0]: at for at, proposal in enumerate(proposals) if proposal.mapping.fields}
    guessed = filled.get("received_at")
    if guessed is not None and proposals[guessed].reason != "cells":
        return proposals
    at = next((filled[name] for name in STAND_INS if name in filled), None)
    if at is None:
        at = min((filled[name] for name in _LATER if name in filled), default=None)
        if at is None or (guessed is not None and guessed < at):
            return proposals
    if guessed is not None:
        proposals[guessed] = ColumnProposal(ColumnMapping(proposals[guessed].mapping.header), 0, "taken")
    proposals[at] = _in_place_of(proposals[at], "received_at", _TAKES_PLACE, "stands_for")
    return proposals


def _with_times(proposals: list[ColumnProposal], contents: Sequence[ColumnContent]) -> list[ColumnProposal]:
    """A column of times of the day right behind the one of days adds to it."""
    for at in range(1, len(proposals)):
        free = not proposals[at].mapping.fields and proposals[at - 1].mapping.fields == ("received_at",)
        if free and contents[at].said >= _FEW and contents[at].times >= _MOST:
            proposals[at] = _in_place_of(proposals[at], "received_at", _TIMES, "cells")
    return proposals


def _with_narrative(
    proposals: list[ColumnProposal], contents: Sequence[ColumnContent], words: HeaderWords
) -> list[ColumnProposal]:
    """Where no column tells the facts, a free one of long texts does: one whose header tells of complaints, or the longest."""
    if any("facts" in proposal.mapping.fields for proposal in proposals):
        return proposals
    telling = [
        (words.tells_of_complaints(proposal.mapping.header), content.length, -at)
        for at, (proposal, content) in enumerate(zip(proposals, contents, strict=True))
        if not proposal.mapping.fields and content.length >= _TELLING and _may_tell(content)
    ]
    if telling:
        at = -max(telling)[2]
        proposals[at] = _in_place_of(proposals[at], "facts", _TAKES_PLACE, "stands_for")
    return proposals


def _may_tell(content: ColumnContent) -> bool:
    other = (content.days, content.money, content.phones, content.numbers, content.names)
    return content.said >= _FEW and content.different >= _SOME and max(other) < _HARDLY
