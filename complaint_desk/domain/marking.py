"""Where the words of a search stand in a text as people read it, so that hits can be marked.

It follows the rules of `searching`: normalised texts, telephone numbers however they are written, pinyin of names and subject.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from complaint_desk.domain.searching import normalise, sound_places, sounds_of, spellings

Span = tuple[int, int]
"""First character and the one behind the last."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PHONES = frozenset({"phone", "agent_phone"})
_SOUNDED = {"name": True, "agent_name": True, "subject_name": False}
"""Fields found by pinyin, and whether a name stands there."""

_PHONE_RUN = re.compile(r"\+?\d[\d\s().\-\u2010-\u2015]*")
_DIGIT = re.compile(r"\d")
_LEAST_DIGITS = 3


def spans(text: str, words: Sequence[str], field: str = "") -> tuple[Span, ...]:
    """Places of the words in a text, from left to right, joined where they touch.

    Args:
        text: as it is shown.
        words: what `search_words` gives.
        field: whose text it is: numbers of a phone field are found through their separators, names also by pinyin.
    """
    if not text or not words:
        return ()
    folded, places = _folded(text)
    found = [span for word in words for span in _occurrences(folded, word)]
    if field in _PHONES:
        found += [span for word in words for span in _phone_places(folded, word)]
    elif field in _SOUNDED and not text.isascii():
        found += [span for word in words for span in _sound_spans(folded, word, is_name=_SOUNDED[field])]
    if places is not None:
        found = [(places[first][0], places[last - 1][1]) for first, last in found]
    return _joined(found)


def get_ready(words: Sequence[str]) -> None:
    """Load what marking these words needs: for letters the dictionary of sounds, which takes 0.3 s the first time."""
    if any(_may_be_sounds(word) for word in words):
        sounds_of("\u4e00")


def snippet(text: str, words: Sequence[str], field: str = "", before: int = 8, length: int = 60) -> str:
    """A line of a long text that begins shortly before its first hit; the beginning where there is none."""
    line = " ".join(text.split())
    first = next(iter(spans(line, words, field)), (0, 0))[0]
    start = first - before if first > before else 0
    return ("…" if start else "") + line[start : start + length] + ("…" if len(line) > start + length else "")


def _folded(text: str) -> tuple[str, list[Span] | None]:
    """The text as it is compared, and for each of its characters what it stands for in the text; None: the same place."""
    flat = text.translate(_FULL_WIDTH)
    folded = flat.casefold()
    if len(folded) == len(flat) and unicodedata.is_normalized("NFKC", flat):
        return folded, None
    pieces: list[str] = []
    places: list[Span] = []
    for start, cluster in _clusters(text):
        piece = unicodedata.normalize("NFKC", cluster).casefold()
        pieces.append(piece)
        places.extend([(start, start + len(cluster))] * len(piece))
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks that are combined with it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, text[start:at]
            start = at


def _occurrences(text: str, word: str) -> Iterator[Span]:
    at = text.find(word) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _phone_places(text: str, word: str) -> Iterator[Span]:
    wanted = {"".join(_DIGIT.findall(each)) for each in spellings(word) if not any(map(str.isalpha, each))}
    for run in _PHONE_RUN.finditer(text):
        digits = [run.start() + digit.start() for digit in _DIGIT.finditer(run.group())]
        joined = "".join(text[at] for at in digits)
        for each in wanted:
            if len(each) >= _LEAST_DIGITS:
                for first, last in _occurrences(joined, each):
                    yield digits[first], digits[last - 1] + 1


def _sound_spans(text: str, word: str, *, is_name: bool) -> Iterator[Span]:
    # The sounds of a field are those of its normalised text; where blanks were joined, places would shift.
    if _may_be_sounds(word) and normalise(text) == text:
        yield from sound_places(text, word, is_name=is_name)


def _may_be_sounds(word: str) -> bool:
    return word.isascii() and word[:1].isalpha()


def _joined(found: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def parts(text: str, marked: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a hit."""
    edges = [0, *itertools.chain.from_iterable(marked), len(text)]
    for at, (first, last) in enumerate(itertools.pairwise(edges)):
        if first < last:
            yield text[first:last], at % 2 == 1
