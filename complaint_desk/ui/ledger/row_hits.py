"""Where the words of the search stand in the rows: in the cells that are shown, or said in a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, SEARCHED
from complaint_desk.domain.marking import Span, snippet, spans
from complaint_desk.i18n import _
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words

FOUND_IN = "found_in"
"""The column that says where a row was found if no shown column does."""

_SEARCHED = frozenset(SEARCHED)
_MOST_KEPT = 4_000
_Elsewhere = tuple[str, str, int]
"""Field, its label with what stands there, and the length of that label."""


class RowHits:
    """Hits by row and field, reckoned when they are painted. Empty as long as no words are sought."""

    def __init__(self, words: Words, text_of: Callable[[Complaint, str], str]) -> None:
        self._words = words
        self._text_of = text_of
        self._shown: frozenset[str] = frozenset()
        self._spans: dict[tuple[int, str], tuple[Span, ...]] = {}
        self._elsewhere: dict[int, _Elsewhere] = {}
        self._within: tuple[str, ...] = ()
        self.sought: tuple[str, ...] = ()

    def seek(self, words: Sequence[str], within: Sequence[str], shown: Sequence[str]) -> bool:
        """Mark the words of the search where it searches, and those of the quick filter in every column.

        `shown` columns need no other column to tell of them. Returns whether anything is different now.
        """
        wanted = tuple(words), tuple(within), frozenset(shown)
        if wanted == (self.sought, self._within, self._shown):
            return False
        self.sought, self._within, self._shown = wanted
        self.forget()
        return True

    def forget(self) -> None:
        """Reckon every row anew when it is painted."""
        self._spans.clear()
        self._elsewhere.clear()

    def forget_row(self, key: int) -> None:
        """A row has other texts now."""
        self._elsewhere.pop(key, None)
        for field in (*FIELD, FOUND_IN) if self._spans else ():
            self._spans.pop((key, field), None)

    def spans(self, complaint: Complaint, field: str) -> tuple[Span, ...]:
        """The hits in the text of a cell."""
        if not self._within and (not self.sought or (field not in _SEARCHED and field != FOUND_IN)):
            return ()
        at = (complaint.id, field)
        if (found := self._spans.get(at)) is None:
            if len(self._spans) > _MOST_KEPT:
                self.forget()
            found = self._spans[at] = self._found(complaint, field)
        return found

    def elsewhere(self, complaint: Complaint) -> str:
        """Which field that is not shown has the words that no shown one has, with what stands around them; "" if none."""
        return self._told(complaint)[1] if self.sought else ""

    def _found(self, complaint: Complaint, field: str) -> tuple[Span, ...]:
        if field != FOUND_IN:
            words = (*self.sought, *self._within) if field in _SEARCHED else self._within
            return spans(self._text_of(complaint, field), words, field)
        told_of, text, start = self._told(complaint)
        # The label before the text is not what was found, however it reads.
        return tuple((first + start, last + start) for first, last in spans(text[start:], self.sought, told_of))

    def _told(self, complaint: Complaint) -> _Elsewhere:
        if (told := self._elsewhere.get(complaint.id)) is None:
            told = self._elsewhere[complaint.id] = self._tell(complaint)
        return told

    def _tell(self, complaint: Complaint) -> _Elsewhere:
        missing = [word for word in self.sought if not any(self._has(complaint, each, word) for each in self._shown)]
        for field in SEARCHED:
            if missing and field not in self._shown and any(self._has(complaint, field, word) for word in missing):
                text = snippet(shown_text(complaint, field, self._words), missing, field)
                label = _("{field}: {value}").format(field=self._words.field_label(field), value="")
                return field, label + text, len(label)
        for header, told in complaint.extra if missing else ():
            if any(spans(told, (word,)) for word in missing):
                label = _("{field}: {value}").format(field=header, value="")
                return "", label + snippet(told, missing), len(label)
        return "", "", 0

    def _has(self, complaint: Complaint, field: str, word: str) -> bool:
        return field in _SEARCHED and bool(spans(shown_text(complaint, field, self._words), (word,), field))
