"""Who may be the handler of a complaint: people of the office with their department, on duty or gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.searching import normalise

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person. `department` may be ""; who is not `active` keeps their complaints and is no longer offered."""

    name: str
    department: str = ""
    active: bool = True
    id: int = 0
    version: int = 0


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
