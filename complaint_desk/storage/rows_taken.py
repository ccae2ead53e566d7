"""The rows of one import that make complaints, so that a row after them that tells of the same is known, or told as similar.

What is kept of each is some dozen bytes and its story, which goes to the disk where there are many.
"""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.contact_keys import PHONES_BELOW
from complaint_desk.domain.foreign.known_rows import RowMarks, is_other_story, story_begin
from complaint_desk.domain.foreign.row_keys import day_keys, matter_keys, number_keys
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.foreign.similar_rows import MOST_HOLDERS, is_told_again, says_enough
from complaint_desk.domain.new_complaints import DRAFT_FIELDS, DraftColumns, draft_values
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.kept_texts import KeptTexts
from complaint_desk.storage.key_holders import KeyHolders

_FACTS = DRAFT_FIELDS.index("facts")


class ToldRow(NamedTuple):
    """A row as it is compared: its number in its sheet, its marks, its story.

    `numbers`, `days`: keys of what proves the same complaint. `tellers`: of what a similar one is looked for by; `held`: of
    what it is found by, which for a report is nothing that would say who reported.
    """

    number: int
    marks: RowMarks
    facts: str
    numbers: Sequence[int]
    days: Sequence[int]
    tellers: Sequence[int]
    held: Sequence[int]


def told_rows(
    numbers: Sequence[int], marks: Sequence[RowMarks], drafts: DraftColumns, contacts: Sequence[Sequence[int]]
) -> list[ToldRow]:
    """`contacts`: of each the keys of who complains."""
    kinds = drafts.get("kind", [Kind.COMPLAINT] * len(numbers))
    stories = drafts.get("facts", [""] * len(numbers))
    return list(map(_told_row, numbers, marks, kinds, stories, contacts))


def _told_row(number: int, marks: RowMarks, kind: str, facts: str, contacts: Sequence[int]) -> ToldRow:
    numbers, days = number_keys(marks), day_keys(marks)
    if kind == Kind.REPORT:
        return ToldRow(number, marks, facts, numbers, days, (), (*numbers, *days))
    matters = matter_keys(marks)
    tellers: Sequence[int] = ()
    if says_enough(facts):
        # Two telephones are two people of one name: the name is asked for where there is none.
        tellers = [key for key in contacts if key < PHONES_BELOW] or contacts or matters
    return ToldRow(number, marks, facts, numbers, days, tellers, (*numbers, *days, *contacts, *matters))


class RowsTaken:
    """Rows by their place among all that were taken. `keeps_drafts`: no ledger will have them when they are asked for."""

    def __init__(self, *, keeps_drafts: bool) -> None:
        self._keeps_drafts = keeps_drafts
        self._kept = KeptTexts()
        self._holders = KeyHolders()
        self._rows = array("q")
        self._has_number = bytearray()
        self._are_without_number = False
        self._sheets: list[tuple[int, str, str]] = []

    def close(self) -> None:
        """Forget all."""
        self._kept.close()

    def begin_sheet(self, file: str, sheet: str) -> None:
        """The rows from now on stand there."""
        self._sheets.append((len(self._rows), file, sheet))

    def look_forward(self, rows: Sequence[ToldRow]) -> list[bool]:
        """Find at once what will be asked of the next rows; ask of no other ones before this is called again.

        For each row whether any before it, here or earlier, can be the same or similar: of most there is none to ask for.
        """
        self._kept.settle()
        sought_of = [(*row.numbers, *row.days, *row.tellers) for row in rows]
        sought = set(chain.from_iterable(sought_of))
        self._holders.look_forward(sought)
        times = Counter(chain.from_iterable(row.held for row in rows))
        held = self._holders.held(sought).union(key for key, count in times.items() if count > 1)
        return [not held.isdisjoint(each) for each in sought_of]

    def same(self, row: ToldRow) -> int | None:
        """The place of a row that told of this complaint."""
        for key in row.numbers:
            if holders := self._holders.of(key):
                return next((at for at in holders if not is_other_story(self._story_begin(at), row.marks.story)), None)
        for key in self._days(row):
            for at in self._holders.of(key):
                if not (row.numbers and self._has_number[at]):
                    return at
        return None

    def similar(self, row: ToldRow) -> int | None:
        """The place of the newest row that told nearly the same, looked for as `similar_complaints` looks for it."""
        holders = [found for key in row.tellers if (found := self._holders.of(key)) and len(found) <= MOST_HOLDERS]
        if not holders:
            return None
        candidates = sorted({at for each in holders for at in each}, reverse=True)
        return next((at for at in candidates if is_told_again(row.facts, self._facts(at))), None)

    def takes_number(self, row: ToldRow) -> bool:
        """Whether a row before had the number of this one; where it is not the `same`, it told another story."""
        return any(map(self._holders.of, row.numbers))

    def add(self, row: ToldRow, draft: ComplaintDraft | None = None) -> None:
        """Take a row that makes a complaint; `draft` where drafts are kept."""
        at = len(self._rows)
        self._holders.add(row.held, at)
        self._rows.append(row.number)
        self._has_number.append(bool(row.numbers))
        self._are_without_number = self._are_without_number or not row.numbers
        if draft is not None:
            self._kept.add(pickle.dumps(draft_values(draft), pickle.HIGHEST_PROTOCOL))
        else:
            self._kept.add(row.facts.encode("utf-8", "surrogatepass"))

    def place(self, at: int) -> RowPlace:
        """Where a row stands."""
        _first, file, sheet = self._sheets[bisect_right(self._sheets, at, key=lambda each: each[0]) - 1]
        return RowPlace(file, sheet, self._rows[at])

    def draft(self, at: int) -> ComplaintDraft:
        """What a row says, where drafts are kept."""
        return ComplaintDraft(**dict(zip(DRAFT_FIELDS, self._values(at), strict=True)))

    def _days(self, row: ToldRow) -> Sequence[int]:
        """Two numbers that differ are two complaints; where one has none, phone, subject and day decide."""
        return row.days if self._are_without_number or not row.numbers else ()

    def _facts(self, at: int) -> str:
        if self._keeps_drafts:
            return str(self._values(at)[_FACTS])
        return self._kept.read(at).decode("utf-8", "surrogatepass")

    def _story_begin(self, at: int) -> str:
        return story_begin(self._facts(at))

    def _values(self, at: int) -> tuple[Any, ...]:
        values: tuple[Any, ...] = pickle.loads(self._kept.read(at))  # noqa: S301 (written here, in a file without a name)
        return values
