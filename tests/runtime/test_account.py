"""The account of the PC is the system's word, not that of a variable anybody can set."""

from __future__ import annotations

import getpass

import pytest

from complaint_desk.runtime.account import account_at_the_desk, person_at_the_desk


def test_no_variable_makes_somebody_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    before = account_at_the_desk()
    for name in ("USERNAME", "USERDOMAIN", "USER", "LOGNAME", "LNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert account_at_the_desk() == before
    assert "somebody-else" not in before
    assert person_at_the_desk({"USERNAME": "somebody-else"}) == "somebody-else"


def test_the_account_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "LNAME"):
        monkeypatch.delenv(name, raising=False)
    if account := account_at_the_desk():
        assert account.rpartition("\\")[2].casefold() == getpass.getuser().casefold()
