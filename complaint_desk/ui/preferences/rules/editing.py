"""A version while it is edited: its obligations with those that they began as, and its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import MappingProxyType

from complaint_desk.domain.problems import Problem
from complaint_desk.domain.rule_editing import (
    another,
    as_kept,
    may_be_removed,
    problems_of_obligation,
    with_another,
    with_codes,
)
from complaint_desk.domain.rule_sets import Obligation, ProvinceLayer, RuleBook, RuleVersion, SourceType

LAYER = "+"
"""Begins the name of a layer among the versions of a rule set."""


def place_of(kept: RuleVersion | ProvinceLayer) -> tuple[str, str]:
    """The rule set and the name under which the tree shows a version, or a layer over its first rule set."""
    if isinstance(kept, ProvinceLayer):
        return next(iter(kept.obligations)), LAYER + kept.key
    return kept.code, kept.version


@dataclass(slots=True)
class VersionInWork:
    """`bases` are parallel to `obligations`; None stands for a new one. `at` is the obligation in the form.

    With a `layer` they are what its province says over `beneath`, the rule set in force; `base` is what it said before.
    """

    base: RuleVersion
    obligations: list[Obligation]
    bases: list[Obligation | None]
    at: int = 0
    layer: ProvinceLayer | None = None
    beneath: RuleVersion | None = None

    @classmethod
    def of(cls, version: RuleVersion) -> VersionInWork:
        return cls(version, list(version.obligations), list(version.obligations))

    @classmethod
    def read(cls, read: RuleVersion | ProvinceLayer, book: RuleBook) -> VersionInWork:
        """What a file says in the place of the version in force, or over it; its words on law are its own."""
        if isinstance(read, ProvinceLayer):
            code = next(iter(read.obligations))
            beneath = book.in_force(code, read.valid_from) or book.of(code)[-1]
            return cls.of_layer(read, code, beneath, is_new=True)
        before = book.in_force(read.code, read.valid_from) or replace(read, obligations=())
        return cls(before, list(read.obligations), [None] * len(read.obligations))

    @classmethod
    def at_place(cls, book: RuleBook, code: str, name: str, today: dt.date) -> VersionInWork | None:
        """What stands at a place of the tree: a version by its name, a layer by `LAYER` and its key; None for nothing."""
        beneath = book.in_force(code, today)
        layer = next((each for each in book.layers_of(code) if LAYER + each.key == name), None)
        if layer is not None and beneath is not None:
            return cls.of_layer(layer, code, beneath)
        version = next((each for each in book.of(code) if each.version == name), None)
        return cls.of(version) if version else None

    @classmethod
    def of_layer(cls, layer: ProvinceLayer, code: str, beneath: RuleVersion, *, is_new: bool = False) -> VersionInWork:
        """What a province says over a rule set; one that `is_new` said nothing before."""
        said = layer.obligations.get(code, ())
        base = RuleVersion(code, layer.key, layer.valid_from, layer.valid_to, () if is_new else said)
        bases: list[Obligation | None] = [None if is_new else each for each in said]
        return cls(base, list(said), bases, layer=layer, beneath=beneath)

    @property
    def place(self) -> tuple[str, str]:
        """Where it began, as in `at_place`."""
        return place_of(self.base) if self.layer is None else (self.base.code, LAYER + self.layer.key)

    @property
    def current(self) -> Obligation | None:
        return self.obligations[self.at] if self.obligations else None

    @property
    def is_changed(self) -> bool:
        return self.kept() != with_codes(self.base.obligations)

    @property
    def may_remove(self) -> bool:
        return self.current is not None and (self.layer is not None or may_be_removed(self.current))

    @property
    def may_be_kept(self) -> bool:
        """A rule set without obligations is none; a province that says nothing any more is."""
        return bool(self.obligations) or (self.layer is not None and bool(self.base.obligations))

    def beneath_unchanged(self) -> tuple[Obligation, ...]:
        """The obligations of the rule set of which the province says nothing yet."""
        known = {each.code for each in self.obligations}
        return tuple(each for each in self.beneath.obligations if each.code not in known) if self.beneath else ()

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

    def add_over(self, obligation: Obligation | None) -> None:
        """What the province says of one of the rule set's obligations, or (None) of a new one, put into the form."""
        said = obligation or another()
        self.obligations.append(replace(said, source_type=SourceType.STATUTORY, source="", article=""))
        self.bases.append(None)
        self.at = len(self.obligations) - 1

    def remove(self) -> None:
        """Take out the one in the form."""
        del self.obligations[self.at], self.bases[self.at]
        self.at = max(0, self.at - 1)

    def version(self, first: dt.date, last: dt.date | None) -> RuleVersion | ProvinceLayer:
        """What would be kept, with its days."""
        if self.layer is not None:
            said = MappingProxyType({self.base.code: self.kept()})
            return replace(self.layer, valid_from=first, valid_to=last, obligations=said, own=True)
        return replace(self.base, valid_from=first, valid_to=last, obligations=self.kept(), own=True)

    def sound_part(self, day: dt.date) -> RuleVersion:
        """What can be counted while it is typed, from a day; the one in the form first."""
        kept = self.kept()
        ordered = (*kept[self.at : self.at + 1], *kept[: self.at], *kept[self.at + 1 :])
        known = tuple(each for each in ordered if each.length is not None or each.named)
        if self.layer is not None and self.beneath is not None:
            beneath = tuple(each for each in self.beneath.obligations if each.code not in {e.code for e in known})
            return replace(
                self.beneath,
                version=self.layer.key_over(self.beneath),
                valid_from=day,
                valid_to=None,
                obligations=(*known, *beneath),
            )
        return replace(self.base, valid_from=day, valid_to=None, obligations=known)
