"""What people say within a group: words that tell it from the rest, its typical complaints, the same story told twice.

Narratives are read once, in one pass, into a `Corpus` of numbers; whatever is asked afterwards looks at those.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from complaint_desk.domain.searching import normalise
from complaint_desk.domain.word_cutting import is_word, tokens

HEEDED_EVERY = 200
_SPREADING = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)
_WIDTH = 0xFFFFFFFF
_SAMPLED = 4
_FEWEST_RUNS = 3
_NO_WORD = -1


MOST_READ = 100_000
"""Narratives of a group that are read at most, the newest."""

MOST_COMPARED = 10_000
"""Narratives of others that a group is compared with."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """What one complaint tells: its facts and reasons as they were written, and the name of what it is about."""

    id: int
    number: str
    text: str
    subject: str


@dataclass(slots=True)
class Corpus:
    """Normalised narratives (`texts`) and what they are in numbers.

    `said[n]` are the words of narrative n, each once, as places in `words`; `frequency[w]` tells how many narratives say
    word w. `runs[n]` is a sample of its runs of three tokens, as 32-bit marks that are the same in every corpus.
    """

    texts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    frequency: list[int] = field(default_factory=list)
    said: list[array[int]] = field(default_factory=list)
    runs: list[array[int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


def corpus_of(texts: Iterable[str], heed: Callable[[], None] = lambda: None, *, with_runs: bool = True) -> Corpus:
    """Read narratives; `heed` is called now and then and may raise to stop."""
    corpus = Corpus()
    places, marks = _Places(corpus.words), _Marks()
    counts: Counter[int] = Counter()
    for at, written in enumerate(texts):
        if at % HEEDED_EVERY == 0:
            heed()
        text = normalise(written)
        cut = tokens(text)
        said = set(map(places.__getitem__, cut))
        said.discard(_NO_WORD)
        counts.update(said)
        corpus.texts.append(text)
        corpus.said.append(array("i", said))
        if with_runs:
            corpus.runs.append(array("I", sorted(_sampled_runs(list(map(marks.__getitem__, cut))))))
    corpus.frequency.extend(counts[place] for place in range(len(corpus.words)))
    return corpus


# Both look up tokens by the million: what is known is found without a line of Python.


class _Places(dict[str, int]):
    """The place of each token among the words; -1 for one that is none."""

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, token: str) -> int:
        place = _NO_WORD
        if is_word(token):
            place = len(self._words)
            self._words.append(token)
        self[token] = place
        return place


class _Marks(dict[str, int]):
    """A 32-bit mark of each token."""

    def __missing__(self, token: str) -> int:
        mark = self[token] = zlib.crc32(token.encode("utf-8", "surrogatepass"))
        return mark


def _sampled_runs(marks: Sequence[int]) -> set[int]:
    """Runs of three tokens that begin with one out of a quarter of all tokens; of a short text the whole as one mark."""
    first, second, third = _SPREADING
    found = {
        (mark * first ^ marks[at + 1] * second ^ marks[at + 2] * third) >> 7 & _WIDTH
        for at, mark in enumerate(marks[:-2])
        if mark % _SAMPLED == 0
    }
    return found if len(found) >= _FEWEST_RUNS else {zlib.crc32(repr(marks).encode())}


def typical(corpus: Corpus, limit: int, heed: Callable[[], None] = lambda: None) -> list[int]:
    """The narratives nearest to the group's centre that do not say the same again, nearest first.

    Words weigh by how few narratives say them (tf-idf); near is the cosine to the mean of all. Very short ones are passed
    over: they are near to everything and tell nothing.
    """
    count = len(corpus)
    weights = [math.log(1 + count / each) if each > 1 else 0.0 for each in corpus.frequency]
    centre = [weight * each for weight, each in zip(weights, corpus.frequency, strict=True)]
    squares = [weight * weight for weight in weights]
    lengths = sorted(len(said) for said in corpus.said)
    least = lengths[count // 4] if lengths else 0
    nearness: list[tuple[float, int]] = []
    for at, said in enumerate(corpus.said):
        if at % HEEDED_EVERY == 0:
            heed()
        own = math.sqrt(sum(squares[word] for word in said))
        if own and len(said) >= least:
            nearness.append((-sum(weights[word] * centre[word] for word in said) / own, at))
    nearness.sort()
    chosen: list[int] = []
    for _, at in nearness[: 50 * limit]:
        if len(chosen) == limit:
            break
        if all(alike(corpus.said[at], corpus.said[other]) < 0.5 for other in chosen):
            chosen.append(at)
    return chosen


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """Jaccard: the share of what both have in what either has."""
    first, second = set(one), set(other)
    return len(first & second) / (len(first | second) or 1)
