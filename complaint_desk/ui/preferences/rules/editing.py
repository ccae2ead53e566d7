"""A version while it is edited: its obligations with those that they began as, and its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from complaint_desk.domain.problems import Problem
from complaint_desk.domain.rule_editing import (
    as_kept,
    may_be_removed,
    problems_of_obligation,
    with_another,
    with_codes,
)
from complaint_desk.domain.rule_sets import Obligation, RuleVersion


@dataclass(slots=True)
class VersionInWork:
    """`bases` are parallel to `obligations`; None stands for a new one. `at` is the obligation in the form."""

    base: RuleVersion
    obligations: list[Obligation]
    bases: list[Obligation | None]
    at: int = 0

    @classmethod
    def of(cls, version: RuleVersion) -> VersionInWork:
        return cls(version, list(version.obligations), list(version.obligations))

    @classmethod
    def read(cls, version: RuleVersion, in_force: RuleVersion | None) -> VersionInWork:
        """What a file says in the place of the version in force; its words on law are its own."""
        before = in_force or replace(version, obligations=())
        return cls(before, list(version.obligations), [None] * len(version.obligations))

    @property
    def current(self) -> Obligation | None:
        return self.obligations[self.at] if self.obligations else None

    @property
    def is_changed(self) -> bool:
        return self.kept() != with_codes(self.base.obligations)

    @property
    def may_remove(self) -> bool:
        return self.current is not None and may_be_removed(self.current)

    def put(self, edited: Obligation) -> None:
        self.obligations[self.at] = edited

    def kept(self) -> tuple[Obligation, ...]:
        """The obligations as they would be kept."""
        return with_codes(as_kept(each, base) for each, base in zip(self.obligations, self.bases, strict=True))

    def becomes_promise(self) -> bool:
        """Whether the one in the form is law that an edit made a promise."""
        each = self.current
        return each is not None and as_kept(each, self.bases[self.at]).source_type != each.source_type

    def problems(self, at: int) -> tuple[Problem, ...]:
        return problems_of_obligation(self.obligations[at])

    def first_faulty(self) -> int | None:
        return next((at for at in range(len(self.obligations)) if self.problems(at)), None)

    def add(self) -> None:
        """A new obligation at the end, put into the form."""
        there = len(self.obligations)
        self.obligations = list(with_another(self.obligations))
        self.bases += [None] * (len(self.obligations) - there)
        self.at = there

    def remove(self) -> None:
        """Take out the one in the form."""
        del self.obligations[self.at], self.bases[self.at]
        self.at = max(0, self.at - 1)

    def version(self, first: dt.date, last: dt.date | None) -> RuleVersion:
        """What would be kept, with its days."""
        return replace(self.base, valid_from=first, valid_to=last, obligations=self.kept(), own=True)

    def sound_part(self, day: dt.date) -> RuleVersion:
        """What can be counted while it is typed, from a day; the one in the form first."""
        kept = self.kept()
        ordered = (*kept[self.at : self.at + 1], *kept[: self.at], *kept[self.at + 1 :])
        known = tuple(each for each in ordered if each.length is not None or each.named)
        return replace(self.base, valid_from=day, valid_to=None, obligations=known)
