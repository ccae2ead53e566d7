"""Which fields a form shows, in the order of speech on the phone: data, from which `Form` builds itself."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.fields import FIELD, Field, FieldType
from complaint_desk.i18n import N_


@dataclass(frozen=True, slots=True)
class Place:
    """One field in a form.

    `key` is the letter or digit of its mnemonic; the menus of the window keep A, C, F, H, T and V. `wide` takes the whole
    row. `chips` shows the entries of its list to toggle, or only `choices`, pairs of code and word. `completed` offers what
    was written there before. `wanted` marks a field that this form requires.
    """

    field: Field
    key: str
    wide: bool = False
    chips: bool = False
    completed: bool = False
    wanted: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def starred(self) -> bool:
        """True if the field is marked as required."""
        return self.field.required or self.wanted

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its fields. A folded one (`key` set) stays closed until it is wanted or holds something."""

    title: str
    places: tuple[Place, ...]
    key: str = ""

    @property
    def folded(self) -> bool:
        return bool(self.key)


def place(name: str, key: str, *, chips: bool = False, completed: bool = False, wanted: bool = False) -> Place:
    """A field of the complaint at its place; long texts and chips take the whole row."""
    field = FIELD[name]
    return Place(field, key, chips or field.type is FieldType.LONG_TEXT, chips, completed, wanted)


SPOKEN: tuple[Section, ...] = (
    Section(
        N_("Who complains"),
        (place("phone", "P"), place("name", "N"), place("address", "D"), place("channel", "Q")),
    ),
    Section(
        N_("About what"),
        (
            place("subject_name", "S", completed=True),
            place("category", "G"),
            place("purchased_on", "U"),
            place("price", "I"),
            place("outlet", "O", completed=True),
            place("order_number", "R"),
        ),
    ),
    Section(
        N_("Facts and demands"),
        (
            place("facts", "E"),
            place("nature", "Z", chips=True),
            place("demands", "M", chips=True),
            place("department", "B", completed=True),
            place("handler", "J", completed=True),
            place("received_at", "K"),
        ),
    ),
)
"""What is asked in every call, in the order in which people tell it."""

RARE: tuple[Section, ...] = (
    Section(
        N_("Region, agent"),
        (
            place("region", "L", completed=True),
            place("other_contact", "W"),
            place("agent_name", "X"),
            place("agent_phone", "Y"),
        ),
        key="1",
    ),
    Section(
        N_("Brand, model, amounts"),
        (
            place("brand", "L", completed=True),
            place("model", "W", completed=True),
            place("batch", "X", completed=True),
            place("amount", "Y"),
            place("claimed", "6"),
            place("reasons", "7"),
        ),
        key="2",
    ),
    Section(
        N_("Kind, source, severity"),
        (
            place("kind", "L"),
            place("source_number", "W"),
            place("severity", "X"),
            place("rule_set", "Y"),
            place("repeats", "6"),
        ),
        key="3",
    ),
)
"""What is seldom asked: folded away until wanted. Letters are those of one open section; the section in use has them."""

RESULT: tuple[Section, ...] = (
    Section(
        N_("Result"),
        (
            place("cause", "L"),
            place("liability", "W"),
            place("outcome", "X"),
            place("compensation", "Y"),
            place("outcome_text", "6"),
            place("handled_at", "7"),
            place("replied_at", "8"),
            place("reply_by", "9"),
            place("response", "0"),
        ),
        key="4",
    ),
    Section(
        N_("Follow-up"),
        (
            place("follow_up", "L"),
            place("followed_up_at", "W"),
            place("satisfaction", "X"),
            place("satisfaction_handling", "Y"),
            place("follow_up_text", "6"),
        ),
        key="5",
    ),
)
"""What comes while handling; in the intake form for complaints that are settled at once."""

WHOLE: tuple[Section, ...] = SPOKEN + RARE + RESULT


def fields_of(sections: tuple[Section, ...]) -> tuple[Field, ...]:
    """All fields of a form in its order."""
    return tuple(each.field for section in sections for each in section.places)
