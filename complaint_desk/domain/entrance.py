"""Who gets in, and with which roles: the policy says it first, then the staff in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, rights_of

EVERYBODY = "*"
"""Stands in the policy for whoever it does not name."""

Policy = Mapping[str, tuple[Role, ...]]
r"""Roles by account (`name` or `DOMAIN\name`) or by the person's name, without regard to case."""


class RoleSource(StrEnum):
    """Who said which roles somebody has; `NONE` where the desk knows no roles."""

    NONE = "none"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Somebody who got in. `account` is "" where a password was given instead."""

    person: str
    account: str = ""
    roles: tuple[Role, ...] = ()
    source: RoleSource = RoleSource.NONE

    @property
    def rights(self) -> frozenset[Right]:
        return ALL_RIGHTS if self.source is RoleSource.NONE else rights_of(self.roles)


def entrance_by_account(account: str, called: str, policy: Policy | None) -> Entrance:
    r"""How somebody gets in who is signed in to the PC.

    Args:
        account: by the system, `DOMAIN\name` or `name`; "" if it does not say.
        called: what the person is called where no roles are known.
        policy: None where it says nothing of roles.

    Raises:
        Refusal: `person_without_role`.
    """
    if policy is None:
        return Entrance(called, account)
    person = _name_of(account) or called
    roles = _named_by(policy, account, _name_of(account))
    if not roles:
        raise Refusal("person_without_role", person=person, account=account or person)
    return Entrance(person, account, roles, RoleSource.POLICY)


def _named_by(policy: Policy, *names: str) -> tuple[Role, ...]:
    """The roles under the first of these names that the policy knows, else those of everybody."""
    known = {name.casefold(): roles for name, roles in policy.items()}
    found = (known.get(name.casefold()) for name in (*names, EVERYBODY) if name)
    return next((roles for roles in found if roles is not None), ())


def _name_of(account: str) -> str:
    return account.rpartition("\\")[2]
