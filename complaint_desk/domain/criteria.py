"""What the ledger can be asked for, and in which way: every field by its type, and facts that are no field.

A condition joins here, gets its label in `resources/lists/fields.toml` and, unless it is a field, its place in
`storage.filtering`; window, command line and sentences follow from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from complaint_desk.domain.fields import FIELDS, Field, FieldType, Group


class Way(Enum):
    """How a criterion is asked."""

    CHOICES = "one of several codes or texts"
    TEXT = "a piece of the text"
    DAYS = "from a day to a day"
    MONEY = "from an amount to an amount"
    FACT = "yes or no"


@dataclass(frozen=True, slots=True)
class Criterion:
    """`used` tells that texts found in the ledger are offered as choices; `always_said` that there is always a value."""

    name: str
    group: Group
    way: Way
    word_list: str | None = None
    used: bool = False
    always_said: bool = False

    @property
    def holds_text(self) -> bool:
        """True if a piece of the text can be asked for, beside or instead of choices."""
        return self.way is Way.TEXT or (self.used and self.name != "import_batch")


_USED = frozenset({
    "department", "handler", "outlet", "region", "brand", "model", "batch", "subject_name", "registered_by",
})  # fmt: skip
"""Texts of which the same stands in many complaints."""

_ALWAYS_SAID = frozenset({"number", "registered_at", "registered_by", "status", "follow_up"})
"""Not required of people, but the program always sets it."""

_WAYS = {
    FieldType.TEXT: Way.TEXT,
    FieldType.LONG_TEXT: Way.TEXT,
    FieldType.PHONE: Way.TEXT,
    FieldType.MOMENT: Way.DAYS,
    FieldType.PARTIAL_DATE: Way.DAYS,
    FieldType.MONEY: Way.MONEY,
    FieldType.WORD: Way.CHOICES,
    FieldType.WORDS: Way.CHOICES,
    FieldType.LEAF: Way.CHOICES,
    FieldType.RATING: Way.CHOICES,
    FieldType.NUMBERS: Way.FACT,
}


def _of_field(field: Field) -> Criterion:
    used = field.name in _USED
    return Criterion(
        field.name,
        field.group,
        Way.CHOICES if used else _WAYS[field.type],
        field.word_list,
        used=used,
        always_said=field.required or field.name in _ALWAYS_SAID,
    )


_ALL = (
    *map(_of_field, FIELDS),
    Criterion("due", Group.INTAKE, Way.CHOICES, "due"),
    Criterion("last_step", Group.RESULT, Way.DAYS, always_said=True),
    Criterion("reopened", Group.RESULT, Way.FACT, always_said=True),
    Criterion("attachment", Group.LINKS, Way.FACT, always_said=True),
    Criterion("held", Group.LINKS, Way.FACT, always_said=True),
    Criterion("import_batch", Group.LINKS, Way.CHOICES, used=True),
)

CRITERIA: dict[str, Criterion] = {
    each.name: each for each in sorted(_ALL, key=lambda criterion: list(Group).index(criterion.group))
}
"""By name, group by group."""
