"""Search text: what a complaint is found by, and what a search box means.

The truth is a plain substring test over normalised text (NFKC, case-folded); an index may only be quicker.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.discretion import without_person
from complaint_desk.domain.fields import PERSONAL, SEARCHED
from complaint_desk.domain.phones import normal_phones, read_phones
from complaint_desk.domain.vocabulary import Kind

FIELD_BREAK = "\n"
_searched = attrgetter(*SEARCHED[1:])
"""Every searched field but the first, the number, which a draft does not have."""
_PHONES = ("phone", "agent_phone")
_TOLD = (*SEARCHED[1:], "kind", "extra")
_TELLING: dict[str, Any] = {**dict.fromkeys(PERSONAL.intersection(SEARCHED), ""), "extra": ()}
"""What of these tells of the person, and how it stands where it is not told."""

Columns = Mapping[str, Sequence[Any]]
"""Complaints by field: for each name the values of all complaints in their order."""

_WIDE_MARKS = tuple((chr(ord(mark) + 0xFEE0), mark) for mark in ",;:!?()")
_WIDE = re.compile("[" + "".join(wide for wide, _ in _WIDE_MARKS) + "]")

READING = 2
"""The way in which texts and names are read here. An index of another reading is made anew, so this number goes up whenever
`search_text` or `sound_text` gives anything else, be it by a newer dictionary of pinyin (a test knows)."""

_NORMAL = re.compile("[0-9a-z\u4e00-\u9fff]*")
"""Texts that are normal already, as most names, addresses and numbers are."""
_LEAST_FIGURES = 7
_MOST_READINGS = 16
_NAME_LENGTH = 3
_LINE_LENGTH = 48
_MANY = 50
_PHONE_WORD = re.compile(r"[+(\d][\d().\u8f6c\-]+")
_CHINESE = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PIECE = re.compile(f"[{_CHINESE}]|[^{_CHINESE}]+")
_WHOLE_PHONE = 10
"""Digits with which a word is a whole telephone number: shorter ones may be a day or a part of any number."""


def normalise(text: str) -> str:
    """NFKC and case-folded, each run of white space one space."""
    if _NORMAL.fullmatch(text):
        return text
    return _normalised(text) if len(text) > _LINE_LENGTH else _normalised_line(text)


def _normalised(text: str) -> str:
    return " ".join((text.lower() if text.isascii() else _nfkc(text).casefold()).split())


# Names, subjects, brands and phrases of outcomes come again and again.
_normalised_line = lru_cache(maxsize=16_384)(_normalised)


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Each of some texts normalised. Many short ones are looked at as one, a fifth of the time of one by one."""
    said = [text for text in texts if text]
    joined = FIELD_BREAK.join(said)
    if len(said) < _MANY or len(joined) > _LINE_LENGTH * len(said):
        return list(map(normalise, texts))
    plain = _narrow(joined)
    # Only where nothing is to be done but that and the case do the texts surely stay what they are, each in its line.
    folded = plain.casefold()
    lines = folded.split(FIELD_BREAK)
    blanks_are_single = " ".join(folded.split()) == folded.replace(FIELD_BREAK, " ")
    if not (blanks_are_single and len(lines) == len(said) and unicodedata.is_normalized("NFKC", plain)):
        return list(map(normalise, texts))
    if len(said) == len(texts):
        return lines
    rest = iter(lines)
    return [next(rest) if text else "" for text in texts]


def _nfkc(text: str) -> str:
    """NFKC. Most Chinese text differs from it by full-width marks alone, and to see that is ten times as quick."""
    text = _narrow(text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _narrow(text: str) -> str:
    if _WIDE.search(text):
        for wide, narrow in _WIDE_MARKS:
            text = text.replace(wide, narrow)
    return text


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search box: all must be found. One telephone number written with blanks is one word."""
    plain = normalise(text)
    together = plain.replace(" ", "")
    if together != plain and len(_whole_phones(together)) == len(read_phones(plain)) == 1:
        return (together,)
    return tuple(dict.fromkeys(plain.split()))


def spellings(word: str) -> tuple[str, ...]:
    """The ways to find one word of a search box: itself, and a telephone number also in its normal form."""
    return tuple(dict.fromkeys((word, *_whole_phones(word))))


def _whole_phones(word: str) -> list[str]:
    """Normal forms of the telephone numbers that a word without blanks is."""
    if not _PHONE_WORD.fullmatch(word):
        return []
    return [phone.normal for phone in read_phones(word) if phone.usual and len(phone.normal) >= _WHOLE_PHONE]


def search_text(number: str, content: ComplaintContent, extra: Iterable[tuple[str, str]] = ()) -> str:
    """All searched fields, normalised, one a line; phones also in their normal form; then `extra`, columns of an import.

    A report is not found by who reported: the hit would tell it.
    """
    is_report = content.kind == Kind.REPORT
    content = without_person(content)
    phones, agent_phones = (normal_phones(each) if each else () for each in (content.phone, content.agent_phone))
    normalised = map(normalise, (number, *_searched(content)))
    return _lines(normalised, phones, agent_phones, () if is_report else extra)


def search_texts(numbers: Sequence[str], contents: Columns) -> list[str]:
    """The same for each of many complaints, of which `contents` are the fields by name, `extra` among them."""
    return with_numbers(numbers, texts_without_numbers(contents))


def with_numbers(numbers: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The texts of complaints that got a number; no line stands in one twice."""
    return list(map(_begun_with, normalise_all(numbers), texts))


def _begun_with(line: str, text: str) -> str:
    if line in text:
        return FIELD_BREAK.join(filter(None, dict.fromkeys([line, *text.split(FIELD_BREAK)])))
    return f"{line}{FIELD_BREAK}{text}" if text else line


def texts_without_numbers(contents: Columns) -> list[str]:
    """The texts of complaints that have no number yet."""
    told = _without_people(contents)
    nothing = [()] * len(told["kind"])
    columns = [normalise_all(told[name]) for name in SEARCHED[1:] if any(told[name])]
    phones = (map(normal_phones, told[name]) if any(told[name]) else nothing for name in _PHONES)
    return list(map(_lines, zip(*columns, strict=True) if columns else nothing, *phones, told["extra"]))


def _without_people(contents: Columns) -> Columns:
    """The fields that the texts are made of; of reports without what says who reported."""
    told = {name: contents[name] for name in _TOLD}
    reports = [kind == Kind.REPORT for kind in contents["kind"]]
    if any(reports):
        for name, nothing in _TELLING.items():
            told[name] = [nothing if is_report else each for each, is_report in zip(told[name], reports, strict=True)]
    return told


def _lines(
    normalised: Iterable[str], phones: Sequence[str], agent_phones: Sequence[str], extra: Iterable[tuple[str, str]]
) -> str:
    lines = dict.fromkeys((*normalised, *phones, *agent_phones))
    if extra:
        lines.update(dict.fromkeys([normalise(text) for _header, text in extra if is_searched_extra(text)]))
    lines.pop("", None)
    return FIELD_BREAK.join(lines)


def is_searched_extra(text: str) -> bool:
    """A short number, such as that of a line, finds nothing: everybody has one."""
    return len(text) >= _LEAST_FIGURES or not text.isdigit()


def sound_text(content: ComplaintContent) -> str:
    """Pinyin of names and subject, one reading a line: initials and full spelling (`zs`, `zhangsan`)."""
    content = without_person(content)
    return _sound_lines(content.name, content.agent_name, content.subject_name)


def sound_texts(contents: Columns) -> list[str]:
    """The same for each of many complaints, given by their fields."""
    told = _without_people(contents)
    return list(map(_sound_lines, told["name"], told["agent_name"], told["subject_name"]))


def _sound_lines(name: str, agent_name: str, subject_name: str) -> str:
    lines = sounds_of(subject_name)
    for each in (agent_name, name):
        if each:
            lines = sounds_of(each, is_name=True) + lines
    return FIELD_BREAK.join(dict.fromkeys(lines))


@lru_cache(maxsize=4_096)
def sounds_of(text: str, *, is_name: bool = False) -> tuple[str, ...]:
    """Initials and full pinyin of a text; empty for text without Chinese.

    A name or a short text is read in every way that its characters have, at most 16, the usual ones first; a longer one as
    its words are read: with their rare readings two letters would fit most products.
    """
    if text.isascii():
        return ()
    sounds = _sounds(normalise(text), is_name=is_name)
    lines = dict.fromkeys(
        itertools.chain.from_iterable(zip(_lines_of(map(_initials, sounds)), _lines_of(sounds), strict=True))
    )
    return tuple(filter(None, lines))


def _lines_of(sounds: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return map("".join, itertools.islice(itertools.product(*sounds), _MOST_READINGS))


def load_readings() -> None:
    """Load the dictionary of readings, which takes 0.1 s, before the first of many texts asks for it."""
    sounds_of("\u8bfb")


def sound_places(text: str, word: str, *, is_name: bool) -> tuple[tuple[int, int], ...]:
    """Where the characters stand that a word of letters spells, (first, behind the last) each, in a normalised text.

    By the most usual reading that has the word at all, so that characters with several readings are marked once.
    """
    pieces = list(text) if len(text) <= _NAME_LENGTH else _PIECE.findall(text)
    edges = list(itertools.accumulate(map(len, pieces), initial=0))
    for reading in _read(text, is_name=is_name):
        for sounds in (_initials(reading), reading):
            if len(sounds) == len(pieces) and (found := _spelt(sounds, word)):
                # What is written in letters anyway is found by its letters.
                chinese = (each for each in found if not "".join(pieces[each[0] : each[1] + 1]).isascii())
                return tuple((edges[first], edges[last + 1]) for first, last in chinese)
    return ()


def _spelt(sounds: Sequence[str], word: str) -> list[tuple[int, int]]:
    """Which sounds, from the one to the other, a word takes part of, wherever it stands in them."""
    line = "".join(sounds)
    owners = [at for at, sound in enumerate(sounds) for _letter in sound]
    starts = [found.start() for found in re.finditer(re.escape(word), line)]
    return [(owners[start], owners[start + len(word) - 1]) for start in starts]


def _read(plain: str, *, is_name: bool) -> Iterator[tuple[str, ...]]:
    """The readings of a normalised text, one sound for each character or run of others, the usual reading first."""
    return itertools.islice(itertools.product(*_sounds(plain, is_name=is_name)), _MOST_READINGS)


def _sounds(plain: str, *, is_name: bool) -> Sequence[tuple[str, ...]]:
    """The sounds of each character or run of others, the usual one first."""
    # Names are short and mostly new, so they are put together from characters that are known already.
    short = len(plain) <= _NAME_LENGTH
    return [_readings(each, every=True)[0] for each in plain] if short else _readings(plain, every=is_name)


@lru_cache(maxsize=16_384)
def _initials(sounds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([sound[:1] if sound.isascii() else "" for sound in sounds])


@lru_cache(maxsize=16_384)
def _readings(text: str, *, every: bool) -> tuple[tuple[str, ...], ...]:
    """The readings of each character or run of other characters, the usual one first, or that one alone."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary takes 0.1 s to load, wanted only with Chinese text

    read = pinyin(text, style=Style.NORMAL, heteronym=every, errors=_keep_word_characters)  # type: ignore[arg-type]
    return tuple([tuple(dict.fromkeys(each)) or ("",) for each in read]) or (("",),)


def _keep_word_characters(run: str) -> list[str]:
    return ["".join(character for character in run if character.isalnum())]
