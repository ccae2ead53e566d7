"""Who gets in, and with which roles: the policy says it first, then the staff in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, rights_of
from complaint_desk.domain.staff import StaffMember

EVERYBODY = "*"
"""Stands in the policy for whoever it does not name."""

Policy = Mapping[str, tuple[Role, ...]]
r"""Roles by account (`name` or `DOMAIN\name`) or by the person's name, without regard to case."""


class RoleSource(StrEnum):
    """Who said which roles somebody has; `NONE` where the desk knows no roles."""

    NONE = "none"
    POLICY = "policy"
    STAFF = "staff"


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


def entrance_by_account(
    account: str, called: str, policy: Policy | None, members: Iterable[StaffMember] = ()
) -> Entrance:
    r"""How somebody gets in who is signed in to the PC.

    Args:
        account: by the system, `DOMAIN\name` or `name`; "" if it does not say.
        called: what the person is called where nobody else says it.
        policy: None where it says nothing of roles.
        members: the staff in the ledger.

    Raises:
        Refusal: `person_without_role`.
    """
    members = tuple(members)
    member = _member_of(account, members)
    in_force = _in_force(policy, members)
    person = member.name if member else (_name_of(account) or called) if in_force else called
    found = Entrance(person, account)
    return _with_roles(found, (account, _name_of(account)), policy, member) if in_force else found


def entrance_by_name(member: StaffMember, policy: Policy | None, members: Iterable[StaffMember]) -> Entrance:
    """How somebody of the staff gets in who gave their password.

    Raises:
        Refusal: `person_without_role`.
    """
    found = Entrance(member.name)
    return _with_roles(found, (), policy, member) if _in_force(policy, members) else found


def _in_force(policy: Policy | None, members: Iterable[StaffMember]) -> bool:
    return policy is not None or any(each.roles for each in members)


def _with_roles(found: Entrance, names: tuple[str, ...], policy: Policy | None, member: StaffMember | None) -> Entrance:
    own = (member.name,) if member else ()
    by_policy = _named_by(policy or {}, (*names, *own, EVERYBODY))
    roles = by_policy if by_policy is not None else member.roles if member else ()
    if not roles:
        raise Refusal("person_without_role", person=found.account or found.person)
    return Entrance(found.person, found.account, roles, RoleSource.STAFF if by_policy is None else RoleSource.POLICY)


def _named_by(policy: Policy, names: Iterable[str]) -> tuple[Role, ...] | None:
    """The roles under the first of these names that the policy knows."""
    known = {name.casefold(): roles for name, roles in policy.items()}
    return next((known[name.casefold()] for name in names if name and name.casefold() in known), None)


def _member_of(account: str, members: Iterable[StaffMember]) -> StaffMember | None:
    """Who on duty has this account; one with its domain says it better than one without."""
    known = {each.account.casefold(): each for each in members if each.active and each.account}
    return known.get(account.casefold()) or known.get(_name_of(account).casefold())


def _name_of(account: str) -> str:
    return account.rpartition("\\")[2]
