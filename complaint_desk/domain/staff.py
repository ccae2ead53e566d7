"""The people of the office, on duty or gone: who may be the handler of a complaint, and who may do what at its desks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import Role
from complaint_desk.domain.searching import normalise

LONGEST_NAME = 60
LONGEST_ACCOUNT = 120


@dataclass(frozen=True, slots=True)
class StaffMember:
    r"""One person. `department` may be ""; who is not `active` keeps their complaints and is no longer offered.

    `account` is that of Windows, `DOMAIN\name` or `name`, "" if none is known.
    """

    name: str
    department: str = ""
    active: bool = True
    id: int = 0
    version: int = 0
    roles: tuple[Role, ...] = ()
    account: str = ""
    has_password: bool = False

    @property
    def administers(self) -> bool:
        """True if they can get in and give roles."""
        return self.active and Role.ADMINISTRATOR in self.roles and bool(self.account or self.has_password)

    def lets_in_otherwise(self, wanted: StaffMember) -> bool:
        """True if it matters at the door that `wanted` shall stand here: who gets in, under which name, with which roles."""
        if (self.roles, self.account) != (wanted.roles, wanted.account):
            return True
        is_known_there = bool(self.roles or self.account or self.has_password)
        return is_known_there and (self.name, self.active) != (wanted.name, wanted.active)


class StaleMember(Refusal):
    """Somebody changed the person since they were shown; `current` is how they stand now."""

    def __init__(self, current: StaffMember) -> None:
        super().__init__("stale_member", name=current.name)
        self.current = current


def sound_name(name: str, members: Iterable[StaffMember], own: int = 0) -> str:
    """The name as it may stand: two people of one name could not be told apart where complaints name them.

    Raises:
        Refusal: `member_without_name`, `entry_too_long` with `limit`, `member_exists` with `name`.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise Refusal("member_without_name")
    if len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise Refusal("entry_too_long", limit=LONGEST_NAME)
    if any(normalise(each.name) == normalise(wanted) for each in members if each.id != own):
        raise Refusal("member_exists", name=wanted)
    return wanted


def sound_account(account: str, members: Iterable[StaffMember], own: int = 0) -> str:
    """The account as it may stand: that of two people would say neither of them.

    Raises:
        Refusal: `entry_too_long` with `limit`, `account_taken` with `name`.
    """
    wanted = account.strip()
    if len(wanted) > LONGEST_ACCOUNT or not wanted.isprintable():
        raise Refusal("entry_too_long", limit=LONGEST_ACCOUNT)
    for each in members:
        if wanted and each.id != own and each.account.casefold() == wanted.casefold():
            raise Refusal("account_taken", name=each.name)
    return wanted


def keep_administered(before: Iterable[StaffMember], after: Iterable[StaffMember]) -> None:
    """Refuse what would leave roles in force and nobody who can give them.

    Raises:
        Refusal: `last_administrator`; `first_administrator` where nobody had roles before.
    """
    after = tuple(after)
    if any(each.administers for each in after):
        return
    if any(each.administers for each in before):
        raise Refusal("last_administrator")
    if any(each.roles for each in after):
        raise Refusal("first_administrator")
