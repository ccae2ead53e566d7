"""The words that tell a group's narratives from the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from complaint_desk.domain.narratives import Corpus
from complaint_desk.domain.word_cutting import LETTER, occurrences, tokens

FEWEST = 5
"""Narratives that must say a word before it counts."""

_LEAST_SCORE = 4.0
"""Standard deviations that a word must stand out by: among thousands of words, three are reached by chance."""

_PHRASE = 8
"""Characters of the longest phrase that a word is told with."""

_GOES_ALONG = 0.8
"""Share of a word's places at which the same neighbour stands, for the two to be one phrase."""

_LOOKED_AT = 300
"""Narratives with a word that are looked at for its neighbours."""

_COUNTED = 2
"""Characters of the longest word that is read together with the number before it."""

_SAME = 4
"""Characters in a row that two phrases have in common if they are parts of one."""


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word or phrase and how many narratives hold it: `count` of the group's `of`, `elsewhere` of `of_elsewhere` others.

    `score` is in standard deviations.
    """

    word: str
    count: int
    of: int
    elsewhere: int
    of_elsewhere: int
    score: float


def telling_words(
    group: Corpus,
    rest: Corpus,
    limit: int,
    subjects: Collection[str] = (),
    heed: Callable[[], None] = lambda: None,
) -> tuple[TellingWord, ...]:
    """The phrases that tell the group from the rest, the most telling first.

    Words are found by the signed root of the log-likelihood ratio (Dunning 1993, Computational Linguistics 19, 61–74) over
    the narratives that say them, told with the neighbours that nearly always stand beside them ("not cooling" rather than
    "cooling"; a new name that the dictionary parts is whole again), and counted again as what they then are.

    Args:
        group: what is told.
        rest: what it is compared with.
        limit: the most that are told.
        subjects: normalised names of what the group is about; a part of one of them tells nothing new.
        heed: called now and then; may raise to stop.
    """
    phrases: list[str] = []
    named = "\n".join(subjects)
    for word in _words(group, rest)[: 4 * limit]:
        heed()
        if len(phrases) == 2 * limit:
            break
        if word in named or any(word in known for known in phrases):
            continue
        phrase = _grown(word, group.texts)
        if phrase not in named and not any(_is_part(phrase, known) for known in phrases):
            phrases.append(phrase)
    found = []
    for phrase in phrases:
        heed()
        count, elsewhere = (sum(phrase in text for text in each.texts) for each in (group, rest))
        score = _score(count, len(group), elsewhere, len(rest))
        if count >= FEWEST and score >= _LEAST_SCORE:
            found.append(TellingWord(phrase, count, len(group), elsewhere, len(rest), score))
    return tuple(sorted(found, key=lambda each: (-each.score, each.word))[:limit])


def _words(group: Corpus, rest: Corpus) -> list[str]:
    elsewhere = dict(zip(rest.words, rest.frequency, strict=True))
    scored = [
        (_score(count, len(group), elsewhere.get(word, 0), len(rest)), word)
        for word, count in zip(group.words, group.frequency, strict=True)
        if count >= FEWEST
    ]
    return [word for score, word in sorted(scored, key=lambda each: (-each[0], each[1])) if score >= _LEAST_SCORE]


def _score(count: int, of: int, elsewhere: int, of_elsewhere: int) -> float:
    """The root of the log-likelihood ratio: positive where the share is greater than elsewhere; 0 without others."""
    if not of or not of_elsewhere:
        return 0.0
    share = (count + elsewhere) / (of + of_elsewhere)
    ratio = 0.0
    for seen, whole in ((count, of), (elsewhere, of_elsewhere)):
        for part, expected in ((seen, whole * share), (whole - seen, whole * (1 - share))):
            if part:
                ratio += 2 * part * math.log(part / expected)
    root = math.sqrt(max(0.0, ratio))
    return root if count * of_elsewhere > elsewhere * of else -root


def _is_part(phrase: str, known: str) -> bool:
    return phrase in known or any(phrase[at : at + _SAME] in known for at in range(len(phrase) - _SAME + 1))


def _grown(word: str, texts: Sequence[str]) -> str:
    """The word with its constant neighbours, as the texts cut into tokens show them."""
    holding = []
    for text in texts:
        if word in text:
            holding.append(tokens(text))
            if len(holding) == _LOOKED_AT:
                break
    phrase = [word]
    places = [(cut, at) for cut in holding for at in occurrences(cut, phrase)]
    while places:
        left, left_count = _neighbour([_before(cut, at) for cut, at in places])
        right, right_count = _neighbour(["".join(cut[at + len(phrase) : at + len(phrase) + 1]) for cut, at in places])
        longer = [left, *phrase] if left_count >= right_count else [*phrase, right]
        if max(left_count, right_count) < _GOES_ALONG * len(places) or len("".join(longer)) > _PHRASE:
            break
        phrase = longer
        places = [(cut, at) for cut in holding for at in occurrences(cut, phrase)]
    return "".join(phrase)


def _before(cut: Sequence[str], at: int) -> str:
    """The token before a place; none that belongs to the number before it ("times" of "3 times", "days after")."""
    if not at or (len(cut[at - 1]) <= _COUNTED and at > 1 and cut[at - 2].isdecimal()):
        return ""
    return cut[at - 1]


def _neighbour(beside: Sequence[str]) -> tuple[str, int]:
    """The most frequent neighbour that is part of a text, and how often it stands there."""
    counts = Counter(token for token in beside if LETTER.search(token))
    return counts.most_common(1)[0] if counts else ("", 0)
