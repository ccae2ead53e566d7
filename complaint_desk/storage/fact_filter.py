"""Which part of a ledger filter the facts themselves answer, and what passes it."""

from __future__ import annotations

import dataclasses
from typing import TypeAlias

import numpy as np
from sqlalchemy import Connection

from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.storage import fact_rows, lists
from complaint_desk.storage.facts import Choice, Facts

Choices: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

_CHOSEN_BY = frozenset(
    name
    for name in fact_rows.CODED
    if name == "status" or (name in FIELD and name not in PERSONAL and FIELD[name].type is not FieldType.RATING)
)
"""Criteria that the facts answer; of others the ledger is asked."""


def parted(wanted: LedgerFilter) -> tuple[Choices, LedgerFilter]:
    """What the facts answer, and the filter of the rest (without its moment)."""
    by_facts = tuple((name, choices) for name, choices in wanted.one_of if name in _CHOSEN_BY and choices)
    rest = tuple((name, choices) for name, choices in wanted.one_of if name not in _CHOSEN_BY and choices)
    return by_facts, dataclasses.replace(wanted, one_of=rest, as_of=None)


def passing(connection: Connection, wanted: Choices, facts: Facts) -> Choice:
    """Which of them every condition lets pass; the connection is asked for the branches of trees."""
    passes = np.ones(len(facts), np.bool_)
    for name, choices in wanted:
        codes = set(choices)
        if name in FIELD and FIELD[name].type is FieldType.LEAF:
            below = lists.branches(connection, FIELD[name].word_list or name)
            codes = {code for choice in choices for code in below.get(choice, {choice})}
        passes &= facts.coded[name].among(codes)
    return passes
