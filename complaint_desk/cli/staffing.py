"""`whoami`, `staff`: who sits at the desk, and who of the office may do what."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.cli.signing_in import new_password
from complaint_desk.domain.entrance import RoleSource
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import Right, Role
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.staff import StaffMember
from complaint_desk.i18n import _
from complaint_desk.i18n.roles import right_name, roles_text
from complaint_desk.services import staff as kept
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import Program


def whoami(context: Context) -> int:
    """Who one is, and what that is worth."""
    with context.opened() as program:
        desk, entrance = program.desk, program.entrance
    rights = [right for right in Right if right in desk.rights]
    sources = {
        RoleSource.NONE: _("no roles in force"),
        RoleSource.POLICY: _("policy"),
        RoleSource.STAFF: _("staff list"),
    }
    told = roles_text(entrance.roles) or _("no role")
    context.output.tell(
        {
            "person": desk.person,
            "account": entrance.account,
            "roles": list(entrance.roles),
            "rights": rights,
            "source": entrance.source,
        },
        _("{person}: {roles} ({source})").format(person=desk.person, roles=told, source=sources[entrance.source]),
        _("May: {rights}").format(rights=_(", ").join(map(right_name, rights))),
    )
    return DONE


def staff(context: Context) -> int:
    """Everybody, or a deed at one of them; the answer is the list as it is then."""
    with context.opened() as program:
        if (deed := context.arguments.staff_deed) is not None:
            _DEEDS[deed](context, program)
        members = kept.members(program.desk)
    context.output.tell({"staff": list(map(_document, members))}, *_sentences(members))
    return DONE


def _add(context: Context, program: Program) -> None:
    kept.add(program.desk, context.arguments.name, context.arguments.department)


def _set(context: Context, program: Program) -> None:
    said = context.arguments
    member = _member(program.desk, said.name)
    wanted = dataclasses.replace(
        member,
        department=member.department if said.department is None else said.department,
        roles=member.roles if said.roles is None else _roles(said.roles),
        account=member.account if said.account is None else said.account,
        active=member.active if said.active is None else said.active == "yes",
    )
    kept.change(program.desk, wanted)


def _set_password(context: Context, program: Program) -> None:
    """Whoever may not set up the program changes their own alone; the old one was given to come in."""
    desk, credentials = program.desk, program.premises.credentials
    member = _member(desk, context.arguments.name)
    if Right.SET_UP not in desk.rights and member.name == desk.person and credentials is not None:
        kept.change_own_password(desk, credentials.password, new_password())
    else:
        desk.demand(Right.SET_UP)
        kept.set_password(desk, member, new_password())


_DEEDS: dict[str, Callable[[Context, Program], None]] = {"add": _add, "set": _set, "set-password": _set_password}


def _member(desk: Desk, name: str) -> StaffMember:
    members = kept.members(desk)
    found = next((each for each in members if normalise(each.name) == normalise(name)), None)
    if found is None:
        raise Refusal("unknown_member", name=name, known=tuple(each.name for each in members))
    return found


def _roles(text: str) -> tuple[Role, ...]:
    """The roles that are named by their code or in the words of the language, with commas; none of them for `none`."""
    said = [each.strip() for each in text.replace("\uff0c", ",").split(",")]
    if said == ["none"]:
        return ()
    words = {roles_text((role,)): role for role in Role} | {str(role): role for role in Role}
    for each in said:
        if each not in words:
            raise Refusal("unknown_role", value=each, known=tuple(map(str, Role)))
    return tuple(role for role in Role if role in {words[each] for each in said})


def _document(member: StaffMember) -> dict[str, object]:
    return {
        "name": member.name,
        "department": member.department,
        "active": member.active,
        "roles": list(member.roles),
        "account": member.account,
        "has_password": member.has_password,
    }


def _sentences(members: tuple[StaffMember, ...]) -> Iterator[str]:
    for each in members:
        told = [
            each.department,
            roles_text(each.roles),
            each.account,
            _("has a password") if each.has_password else "",
            "" if each.active else _("Gone"),
        ]
        yield _("{label}: {value}").format(label=each.name, value=_(", ").join(filter(None, told)) or "-")


COMMANDS: dict[str, Command] = {"whoami": whoami, "staff": staff}
