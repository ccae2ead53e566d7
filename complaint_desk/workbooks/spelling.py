"""The texts of an exported ledger, written so that the import reads the same values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.plain_rows import moment_of, yuan_of
from complaint_desk.domain.plain_text import Unreadable
from complaint_desk.domain.reading import read_word, read_words
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words


def speller(name: str, words: Words) -> Callable[[Any], str]:
    """What writes a field's plain value, one that is said, as text: a label only where it leads back to its code."""
    field = FIELD[name]
    match field.type:
        case FieldType.MOMENT:
            return moment_spelled
        case FieldType.MONEY:
            return lambda fen: str(yuan_of(fen))
        case FieldType.WORDS:
            return lambda codes: _(", ").join(_spelled(name, code, words) for code in codes.split(","))
        case FieldType.NUMBERS:
            return lambda numbers: _(", ").join(numbers.split(","))
        case _ if field.word_list:
            return lambda code: _spelled(name, str(code), words)
    return str


def moment_spelled(seconds: int) -> str:
    """A moment of plain rows to the second."""
    return moment_of(seconds).replace(tzinfo=None).isoformat(" ")


def _spelled(name: str, code: str, words: Words) -> str:
    list_name = FIELD[name].word_list or name
    label = words.label(list_name, code)
    try:
        if FIELD[name].type is FieldType.WORDS:
            same = read_words(list_name, label, words.code) == (code,)
        else:
            same = read_word(list_name, label, words.code) == code
    except Unreadable:
        same = False
    return label if same else code
