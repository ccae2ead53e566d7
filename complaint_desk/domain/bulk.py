"""One change of many complaints at once: which fields, to what; and what came of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final

from complaint_desk.domain.complaint import Changes, ComplaintContent
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.problems import Problem, hard_problems, problems_in

CHANGEABLE: tuple[str, ...] = (
    "department", "handler", "nature", "category", "severity", "cause", "liability", "channel", "outlet", "brand",
    "subject_name", "model", "batch", "region", "kind", "rule_set",
)  # fmt: skip
"""Fields that several complaints can share, those that are changed most first. All are texts or codes; none says who
complained, and none belongs to a step of the workflow."""

MOST_AT_ONCE = 20_000
"""Complaints that one change takes: nobody else can write meanwhile, and other desks wait no longer than 15 seconds."""


class Clear(Enum):
    """What a field is changed to when it shall be emptied, so that this is never mistaken for leaving it alone."""

    CLEAR = "clear"


CLEAR: Final = Clear.CLEAR


@dataclass(frozen=True, slots=True)
class BulkChange:
    """The new value of each field that is changed; fields that are not named are left alone."""

    fields: tuple[tuple[str, str | Clear], ...] = ()

    def values(self) -> dict[str, str]:
        """What shall stand in each field, "" for an emptied one."""
        return {name: "" if value is CLEAR else value.strip() for name, value in self.fields}


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """How many complaints a change would change, how many stand like that already, how many nobody may change."""

    changing: int = 0
    already: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True)
class BulkDone:
    """A change that is durable. `token` names it in the journal; `ids` are the complaints that it changed."""

    token: str
    ids: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class BulkUndone:
    """A change taken back. `kept` are the numbers of complaints that somebody has worked on since: they stay as they are."""

    ids: tuple[int, ...]
    kept: tuple[str, ...]
    changes: Changes


def problems_of_bulk(
    change: BulkChange, now: dt.datetime, codes: dict[str, frozenset[str]] | None = None
) -> tuple[Problem, ...]:
    """The hard problems of what shall stand in the changed fields. What is wrong elsewhere in a complaint is no obstacle.

    Raises:
        Refusal: `not_for_bulk` for a field that is not among `CHANGEABLE`.
    """
    values = change.values()
    if strange := [name for name in values if name not in CHANGEABLE]:
        raise Refusal("not_for_bulk", field=strange[0])
    found = problems_in(dataclasses.replace(ComplaintContent(), **values), now, codes)  # type: ignore[arg-type]
    return hard_problems(tuple(problem for problem in found if problem.field in values))
