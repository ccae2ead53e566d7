"""At the door of a ledger: who gets in by the account of the PC, and who by name and password."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from complaint_desk.domain import moments
from complaint_desk.domain.entrance import Entrance, Policy, entrance_by_account, entrance_by_name
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.misses import Misses
from complaint_desk.domain.passwords import fits, new_secret
from complaint_desk.domain.roles import Right, Role
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.staff import StaffMember, sound_name
from complaint_desk.storage import staff as kept
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Invitation:
    """To whoever has to say who they are: `names` are those with a password, without any the first one is made.

    `called` is what they are called at the PC; `why` is what keeps them from going in by its account.
    """

    names: tuple[str, ...]
    called: str
    why: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A ledger that is open while nobody is in yet. `clock` gives the present in Beijing time.

    `account` is that of the PC, `called` what its person is called where nobody else says it; `policy` who is what by it.
    """

    store: Store
    account: str
    called: str
    policy: Policy | None = None
    clock: Callable[[], dt.datetime] = moments.now


def by_account(door: Door) -> Entrance:
    """Whoever is signed in to the PC.

    Raises:
        Refusal: `person_without_role`.
    """
    return _by_account(door, _members(door))


def by_password(door: Door, name: str, password: str) -> Entrance:
    """Whoever gives the name of somebody on duty and their password; the journal tells it, a miss too.

    Raises:
        Refusal: `wrong_sign_in`, whichever of both was wrong; `sign_in_rests` with `until` after too many misses;
            `person_without_role`.
    """
    members = _members(door)
    member = _on_duty(members, name)
    if member is None:
        # As long as for somebody known, and under no name: who is in haste types the password there.
        fits(password, "")
        _tell_failed(door, "-")
        raise Refusal("wrong_sign_in")
    with door.store.writing() as connection:
        secret = kept.secret_to_try(connection, member, door.clock())
    if not fits(password, secret):
        _tell_failed(door, member.name)
        raise Refusal("wrong_sign_in")
    found = entrance_by_name(member, door.policy, members)
    with door.store.writing() as connection:
        kept.note_misses(connection, member.id, Misses())
        kept.tell_sign_in(connection, Signature(member.name, door.clock()))
    return found


def received(door: Door, *, by_name: bool) -> Entrance | Invitation:
    """How whoever is signed in to the PC gets in, or what they are asked.

    Args:
        door: of the ledger.
        by_name: passwords are asked for, too, where the account would do.

    Raises:
        Refusal: `person_without_role`, and nobody has a password that could be asked for.
    """
    members = _members(door)
    names = tuple(each.name for each in members if each.active and each.has_password)
    if by_name and names:
        return Invitation(names, door.called)
    try:
        entrance = _by_account(door, members)
    except Refusal as refusal:
        if not names:
            raise
        return Invitation(names, door.called, refusal)
    return Invitation((), entrance.person) if by_name and Right.SET_UP in entrance.rights else entrance


def unasked(door: Door, *, by_name: bool) -> Entrance:
    """Whoever is signed in to the PC, where nobody can be asked; until somebody has a password, there is none to be given.

    Raises:
        Refusal: `person_without_role`; `sign_in_needed`.
    """
    met = received(door, by_name=by_name)
    if isinstance(met, Entrance):
        return met
    if met.names:
        raise met.why or Refusal("sign_in_needed")
    return by_account(door)


def begin(door: Door, name: str, password: str) -> Entrance:
    """Make the first administrator, of somebody on duty or somebody new, and let them in.

    They are supervisor, too, until they say otherwise: they could do all of it the day before.

    Raises:
        Refusal: `not_the_first` where somebody has a password already; `person_without_role`; of the name:
            `domain.staff.sound_name`; of the password: `domain.passwords.new_secret`.
    """
    secret = new_secret(password)
    entrance = by_account(door)
    with door.store.writing() as connection:
        members = kept.all_of(connection)
        if Right.SET_UP not in entrance.rights or any(each.active and each.has_password for each in members):
            raise Refusal("not_the_first")
        signature = Signature(entrance.person, door.clock())
        member = _on_duty(members, name) or kept.add(connection, signature, StaffMember(sound_name(name, members)))
        member = kept.set_secret(connection, signature, member, secret)
        roles = tuple(role for role in Role if role in {*member.roles, Role.SUPERVISOR, Role.ADMINISTRATOR})
        kept.give(connection, signature, dataclasses.replace(member, roles=roles))
    return by_password(door, member.name, password)


def _by_account(door: Door, members: Iterable[StaffMember]) -> Entrance:
    return entrance_by_account(door.account, door.called, door.policy, members)


def _members(door: Door) -> tuple[StaffMember, ...]:
    with door.store.reading() as connection:
        return kept.all_of(connection)


def _on_duty(members: Iterable[StaffMember], name: str) -> StaffMember | None:
    return next((each for each in members if each.active and normalise(each.name) == normalise(name)), None)


def _tell_failed(door: Door, name: str) -> None:
    with door.store.writing() as connection:
        kept.tell_sign_in(connection, Signature(name, door.clock()), failed=True)
