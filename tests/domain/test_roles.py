"""Who may do what."""

from __future__ import annotations

from complaint_desk.domain.roles import ALL_RIGHTS, RIGHTS, Right, Role, rights_of, roles_with

WRITING = ALL_RIGHTS - {Right.READ, Right.EXPORT, Right.SEE_PEOPLE, Right.REVEAL}


def test_everybody_reads_and_every_right_has_somebody() -> None:
    assert roles_with(Right.READ) == tuple(Role)
    assert all(roles_with(right) for right in Right)
    assert rights_of(Role) == ALL_RIGHTS


def test_an_auditor_writes_nothing() -> None:
    assert not RIGHTS[Role.AUDITOR] & WRITING


def test_who_sees_people_masked_may_ask_for_one_and_never_writes_what_a_mask_would_spoil() -> None:
    for role in Role:
        sees = Right.SEE_PEOPLE in RIGHTS[role]
        assert sees != (Right.REVEAL in RIGHTS[role]), role
        assert sees or not RIGHTS[role] & {Right.REGISTER, Right.HANDLE, Right.CHANGE_MANY}, role


def test_somebody_of_several_roles_may_what_any_of_them_may() -> None:
    both = rights_of([Role.CLERK, Role.ADMINISTRATOR])
    assert both == RIGHTS[Role.CLERK] | RIGHTS[Role.ADMINISTRATOR]
    assert not rights_of([])
