"""Words that people begin to say: a defect, a rumour or a fraud has a name before it has a code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from complaint_desk.domain.chance import believed, tail
from complaint_desk.domain.early_warning import FEWEST, EarlyWarning, Group
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.narratives import Corpus
from complaint_desk.domain.telling_words import telling_words

DAYS = 7
"""Days whose words are looked at."""

PAST = 180
"""Days before those in which a new word was hardly said."""

_MOST = 20
_HARDLY = 0.2
"""Share of the count now that the past lets expect at most, for a word to be new rather than said more often."""

_SPREAD = 0.1
_FALSE_SHARE = 0.01
_BLANK = " "


@dataclass(frozen=True, slots=True)
class SoFar:
    """How many complaints of the last days hold a word, and how many of the days before."""

    word: str
    now: int
    before: int


def candidates(
    recent: Corpus, past: Corpus, subjects: Collection[str], heed: Callable[[], None] = lambda: None
) -> list[str]:
    """Phrases that tell the last days from a sample of the days before; each is to be counted in the whole ledger."""
    found = telling_words(recent, past, _MOST, subjects, heed)
    # The search box takes a blank for the gap between two words.
    return [each.word for each in found if _BLANK not in each.word]


def new_words(
    found: Sequence[SoFar], sums: tuple[int, int], looked_at: int, wanted: LedgerFilter
) -> tuple[EarlyWarning, ...]:
    """The words that are new, most complaints first.

    Args:
        found: candidates, counted.
        sums: complaints of the last days, and of the days before.
        looked_at: how many words the last days have.
        wanted: the filter of the last days.
    """
    now, before = sums
    share = now / before if before else 0.0
    usual = [(each.before + 0.5) * share for each in found]
    chances = [tail(each.now, mean, _SPREAD + 1 / (each.before + 0.5)) for each, mean in zip(found, usual, strict=True)]
    told = [
        EarlyWarning(
            "new_word",
            Group("words", found[at].word),
            DAYS,
            found[at].now,
            _holding(wanted, found[at].word),
            usual[at],
            chances[at],
        )
        for at in (believed(chances, max(looked_at, len(found)), _FALSE_SHARE) if before else ())
        if found[at].now >= FEWEST and usual[at] <= _HARDLY * found[at].now
    ]
    return tuple(sorted(told, key=lambda each: (-each.count, each.group.code)))


def _holding(wanted: LedgerFilter, word: str) -> LedgerFilter:
    return LedgerFilter(word, between=wanted.between)
