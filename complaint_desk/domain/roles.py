"""Who may do what: the roles of the office, and the one table of their rights (product contract, section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from complaint_desk.domain.errors import Refusal


class Role(StrEnum):
    """What a person is at the desk; somebody may be several."""

    CLERK = "clerk"
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a deed needs.

    `SEE_PEOPLE` is to read personal data, `REVEAL` to ask for those of one complaint, which the journal tells.
    """

    READ = "read"
    REGISTER = "register"
    HANDLE = "handle"
    DECIDE = "decide"
    CHANGE_MANY = "change_many"
    IMPROVE = "improve"
    ARRANGE = "arrange"
    IMPORT = "import"
    EXPORT = "export"
    HOLD = "hold"
    ERASE = "erase"
    KEEP_LISTS = "keep_lists"
    BACK_UP = "back_up"
    SET_UP = "set_up"
    SEE_PEOPLE = "see_people"
    REVEAL = "reveal"


_CASEWORK = frozenset({Right.READ, Right.REGISTER, Right.HANDLE, Right.ARRANGE, Right.SEE_PEOPLE})

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType({
    Role.CLERK: _CASEWORK,
    Role.HANDLER: _CASEWORK | {Right.DECIDE, Right.IMPROVE},
    Role.SUPERVISOR: _CASEWORK
    | {
        Right.DECIDE, Right.IMPROVE, Right.CHANGE_MANY, Right.IMPORT, Right.EXPORT, Right.HOLD, Right.ERASE, Right.KEEP_LISTS,
        Right.BACK_UP,
    },
    Role.ADMINISTRATOR: frozenset({
        Right.READ, Right.ARRANGE, Right.IMPORT, Right.EXPORT, Right.ERASE, Right.KEEP_LISTS, Right.BACK_UP, Right.SET_UP,
        Right.REVEAL,
    }),
    Role.AUDITOR: frozenset({Right.READ, Right.EXPORT, Right.REVEAL}),
})  # fmt: skip
"""IT needs no personal data to keep the program (PIPL 6), and an auditor only reads: both see them masked."""

ALL_RIGHTS = frozenset(Right)
"""Of the one person at a desk that knows no roles."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that these roles may do together."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def demand(right: Right, rights: frozenset[Right]) -> None:
    """Let nobody on without this right among theirs.

    Raises:
        Refusal: `not_permitted` with `right` and the `roles` that have it.
    """
    if right not in rights:
        raise Refusal("not_permitted", right=right, roles=roles_with(right))


def roles_with(right: Right) -> tuple[Role, ...]:
    """Who may do it, in the order of the roles."""
    return tuple(role for role in Role if right in RIGHTS[role])
