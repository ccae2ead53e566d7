"""Who gets in: the policy first, nobody by a slip of the pen."""

from __future__ import annotations

import pytest

from complaint_desk.domain.entrance import Entrance, RoleSource, entrance_by_account
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import ALL_RIGHTS, Role, rights_of

POLICY = {
    "CORP\\LiWei": (Role.SUPERVISOR, Role.ADMINISTRATOR),
    "liwei": (Role.AUDITOR,),
    "王敏": (Role.HANDLER,),
    "gone": (),
}


def test_a_desk_that_knows_no_roles_lets_everybody_do_everything() -> None:
    found = entrance_by_account("CORP\\liwei", "李伟", None)
    assert found == Entrance("李伟", "CORP\\liwei")
    assert (found.source, found.rights) == (RoleSource.NONE, ALL_RIGHTS)


@pytest.mark.parametrize(
    ("account", "person", "roles"),
    [
        ("corp\\LIWEI", "LIWEI", (Role.SUPERVISOR, Role.ADMINISTRATOR)),
        ("OTHER\\liwei", "liwei", (Role.AUDITOR,)),
        ("王敏", "王敏", (Role.HANDLER,)),
        ("PC-7\\王敏", "王敏", (Role.HANDLER,)),
    ],
)
def test_the_policy_names_an_account_with_or_without_its_domain(
    account: str, person: str, roles: tuple[Role, ...]
) -> None:
    found = entrance_by_account(account, "-", POLICY)
    assert found == Entrance(person, account, roles, RoleSource.POLICY)
    assert found.rights == rights_of(roles)


def test_a_star_is_whoever_is_not_named_and_nobody_else() -> None:
    policy = POLICY | {"*": (Role.CLERK,)}
    assert entrance_by_account("lina", "-", policy).roles == (Role.CLERK,)
    assert entrance_by_account("", "李娜", policy).roles == (Role.CLERK,)
    assert entrance_by_account("liwei", "-", policy).roles == (Role.AUDITOR,)


@pytest.mark.parametrize("account", ["lina", "CORP\\lina", "gone", "", "*"])
def test_whoever_has_no_role_does_not_get_in(account: str) -> None:
    with pytest.raises(Refusal, match="person_without_role"):
        entrance_by_account(account, "李娜", POLICY)


def test_a_wrong_entry_is_no_way_in_by_the_star() -> None:
    with pytest.raises(Refusal, match="person_without_role"):
        entrance_by_account("gone", "-", POLICY | {"*": (Role.ADMINISTRATOR,)})
