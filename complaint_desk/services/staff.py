"""The people of the office: who may be the handler of a complaint, on every desk of the ledger."""

from __future__ import annotations

import dataclasses

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.roles import Right
from complaint_desk.domain.staff import LONGEST_NAME, StaffMember, sound_name
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

    Raises:
        Refusal: `no_member`; of the name: `domain.staff.sound_name`.
        StaleMember: somebody changed them since.
    """
    with desk.store.writing() as connection:
        name = sound_name(wanted.name, kept.all_of(connection), wanted.id)
        sound = dataclasses.replace(wanted, name=name, department=wanted.department.strip())
        kept.change(connection, _signature(desk), sound)
    return Changes(lists=True)


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
