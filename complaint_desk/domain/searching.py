"""Search text: what a complaint is found by, and what a search box means.

The truth is a plain substring test over normalised text (NFKC, case-folded); an index may only be quicker.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.discretion import without_person
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.phones import normal_phones, read_phones

FIELD_BREAK = "\n"
_MOST_READINGS = 16
_NAME_LENGTH = 3
_PHONE_WORD = re.compile(r"[+(\d][\d().\u8f6c\-]+")
_WHOLE_PHONE = 10
"""Digits with which a word is a whole telephone number: shorter ones may be a day or a part of any number."""


def normalise(text: str) -> str:
    """NFKC and case-folded, each run of white space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


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


def search_text(number: str, content: ComplaintContent) -> str:
    """All searched fields, normalised, one a line; phones also in their normal form.

    A report is not found by who reported: the hit would tell it.
    """
    content = without_person(content)
    texts = [number if name == "number" else getattr(content, name) for name in SEARCHED]
    texts.extend(normal_phones(content.phone))
    texts.extend(normal_phones(content.agent_phone))
    return FIELD_BREAK.join(dict.fromkeys(line for text in texts if text and (line := normalise(text))))


def sound_text(content: ComplaintContent) -> str:
    """Pinyin of names and subject, one reading a line: initials and full spelling (`zs`, `zhangsan`)."""
    content = without_person(content)
    lines: dict[str, None] = {}
    for name in (content.name, content.agent_name):
        lines.update(dict.fromkeys(sounds_of(name, is_name=True)))
    lines.update(dict.fromkeys(sounds_of(content.subject_name)))
    return FIELD_BREAK.join(lines)


@lru_cache(maxsize=65_536)
def sounds_of(text: str, *, is_name: bool = False) -> tuple[str, ...]:
    """Initials and full pinyin of a text; empty for text without Chinese.

    A name or a short text is read in every way that its characters have, at most 16, the usual ones first; a longer one as
    its words are read: with their rare readings two letters would fit most products.
    """
    if text.isascii():
        return ()
    plain = normalise(text)
    # Names are short and mostly new, so they are put together from characters that are known already.
    short = len(plain) <= _NAME_LENGTH
    syllables = [_readings(each, every=True)[0] for each in plain] if short else _readings(plain, every=is_name)
    readings = itertools.islice(itertools.product(*(dict.fromkeys(each) for each in syllables if each)), _MOST_READINGS)
    lines: dict[str, None] = {}
    for reading in readings:
        lines["".join(syllable[:1] if syllable.isascii() else "" for syllable in reading)] = None
        lines["".join(reading)] = None
    return tuple(line for line in lines if line)


@lru_cache(maxsize=16_384)
def _readings(text: str, *, every: bool) -> list[list[str]]:
    """The readings of each character or run of other characters, the usual one first, or that one alone."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary takes 0.1 s to load, wanted only with Chinese text

    return pinyin(text, style=Style.NORMAL, heteronym=every, errors=_keep_word_characters) or [[]]  # type: ignore[arg-type]


def _keep_word_characters(run: str) -> list[str]:
    return ["".join(character for character in run if character.isalnum())]
