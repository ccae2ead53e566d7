"""The people of the office on every desk of the ledger: who may be the handler of a complaint, and who may do what."""

from __future__ import annotations

import dataclasses

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.passwords import fits, new_secret
from complaint_desk.domain.roles import Right
from complaint_desk.domain.staff import LONGEST_NAME, StaffMember, keep_administered, sound_account, sound_name
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import ledger_queries
from complaint_desk.storage import staff as kept
from complaint_desk.storage.journal import Signature


@needs(Right.READ)
def members(desk: Desk) -> tuple[StaffMember, ...]:
    """Everybody, those who are gone too, by department."""
    with desk.store.reading() as connection:
        return kept.all_of(connection)


@needs(Right.KEEP_LISTS)
def add(desk: Desk, name: str, department: str = "") -> Changes:
    """Take somebody in.

    Raises:
        Refusal: of the name: `domain.staff.sound_name`.
    """
    with desk.store.writing() as connection:
        wanted = StaffMember(sound_name(name, kept.all_of(connection)), department.strip())
        kept.add(connection, _signature(desk), wanted)
    return Changes(lists=True)


@needs(Right.KEEP_LISTS)
def change(desk: Desk, wanted: StaffMember) -> Changes:
    """Give somebody another name or department, let them go or have them back; complaints keep whom they name.

    Roles and Windows account, and name and leaving of whoever the program lets in, say who gets in: those take `SET_UP`.
    They count from the person's next start on.

    Raises:
        Refusal: `no_member`, `last_administrator`, `first_administrator`; of name and account: `domain.staff`.
        StaleMember: somebody changed them since.
    """
    with desk.store.writing() as connection:
        members = kept.all_of(connection)
        sound = dataclasses.replace(
            wanted,
            name=sound_name(wanted.name, members, wanted.id),
            department=wanted.department.strip(),
            account=sound_account(wanted.account, members, wanted.id),
        )
        if any(each.id == wanted.id and each.lets_in_otherwise(sound) for each in members):
            desk.demand(Right.SET_UP)
        listed = kept.change(connection, _signature(desk), sound)
        changed = dataclasses.replace(listed, roles=sound.roles, account=sound.account)
        kept.give(connection, _signature(desk), changed)
        keep_administered(members, [changed if each.id == changed.id else each for each in members])
    return Changes(lists=True)


@needs(Right.SET_UP)
def set_password(desk: Desk, member: StaffMember, password: str) -> Changes:
    """Give somebody a new password.

    Raises:
        Refusal: `no_member`; of the password: `domain.passwords.new_secret`.
        StaleMember: somebody changed them since.
    """
    secret = new_secret(password)
    with desk.store.writing() as connection:
        kept.set_secret(connection, _signature(desk), member, secret)
    return Changes(lists=True)


@needs(Right.READ)
def change_own_password(desk: Desk, old: str, new: str) -> Changes:
    """Give oneself another password; a missed old one counts as at the door.

    Raises:
        Refusal: `no_own_password`, `wrong_old_password`, `sign_in_rests` with `until`; of the new one:
            `domain.passwords.new_secret`.
    """
    secret = new_secret(new)
    with desk.store.writing() as connection:
        own = next((each for each in kept.all_of(connection) if each.name == desk.person and each.has_password), None)
        if own is None:
            raise Refusal("no_own_password")
        before = kept.secret_to_try(connection, own, desk.clock())
    if not fits(old, before):
        raise Refusal("wrong_old_password")
    with desk.store.writing() as connection:
        kept.set_secret(connection, _signature(desk), own, secret)
    return Changes(lists=True)


@needs(Right.SET_UP)
def check_sign_in(desk: Desk) -> None:
    """See that somebody could come in and give the others their passwords, before everybody is asked for one.

    Raises:
        Refusal: `no_administrator_with_password`.
    """
    with desk.store.reading() as connection:
        if not any(each.administers and each.has_password for each in kept.all_of(connection)):
            raise Refusal("no_administrator_with_password")


@needs(Right.KEEP_LISTS)
def collect(desk: Desk) -> tuple[Changes, int]:
    """Take in everybody whom complaints name as their handler; what changed, and how many came in."""
    with desk.store.reading() as connection:
        used = [name for name, _count in ledger_queries.values_used(connection, "handler")]
    came = 0
    with desk.store.writing() as connection:
        known = {each.name for each in kept.all_of(connection)}
        for name in used:
            if name not in known and len(name) <= LONGEST_NAME:
                kept.add(connection, _signature(desk), StaffMember(name))
                came += 1
    return Changes(lists=True), came


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
