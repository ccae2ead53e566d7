"""What the roles are called, and what a role is needed for."""

from __future__ import annotations

from collections.abc import Iterable

from complaint_desk.domain.roles import Right, Role
from complaint_desk.i18n.catalogue import N_, _

_ROLES = {
    Role.CLERK: N_("Clerk"),
    Role.HANDLER: N_("Handler"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
}
_RIGHTS = {
    Right.READ: N_("reading the ledger"),
    Right.REGISTER: N_("registering complaints"),
    Right.HANDLE: N_("handling complaints"),
    Right.DECIDE: N_("declining a complaint or changing its time limits"),
    Right.CHANGE_MANY: N_("changing many complaints at once"),
    Right.IMPROVE: N_("keeping improvements and feedback"),
    Right.ARRANGE: N_("keeping views, report definitions and mappings"),
    Right.IMPORT: N_("importing"),
    Right.EXPORT: N_("exporting the ledger"),
    Right.HOLD: N_("holding people back from erasing"),
    Right.ERASE: N_("erasing people"),
    Right.KEEP_LISTS: N_("keeping word lists and staff"),
    Right.BACK_UP: N_("backing up the ledger"),
    Right.SET_UP: N_("setting up the program"),
    Right.SEE_PEOPLE: N_("seeing personal data"),
    Right.REVEAL: N_("revealing masked personal data"),
}


def role_name(role: Role) -> str:
    """What people call a role."""
    return _(_ROLES[role])


def right_name(right: Right) -> str:
    """What a right is for, as it stands within a sentence."""
    return _(_RIGHTS[right])


def roles_text(roles: Iterable[Role]) -> str:
    """Roles in a row."""
    return _(", ").join(map(role_name, roles))


def needed_roles(roles: Iterable[Role]) -> str:
    """Which roles something is kept for: each of them will do."""
    *others, last = map(role_name, roles)
    named = _("{roles} or {last}").format(roles=_(", ").join(others), last=last) if others else last
    return _("Needs the role {roles}").format(roles=named)


def refused_right(right: Right, roles: Iterable[Role]) -> dict[str, str]:
    """The details of the refusal `not_permitted` in words."""
    return {"right": right_name(right), "roles": roles_text(roles)}
