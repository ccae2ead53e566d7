"""Each deed asks for its right before anything else is done."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from complaint_desk import services
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, roles_with
from complaint_desk.i18n.roles import right_name, role_name
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk


def deeds() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the services that is done at a desk."""
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, found in inspect.getmembers(loaded, inspect.isfunction):
            if found.__module__ == module.name and not name.startswith("_"):
                first = next(iter(inspect.signature(found).parameters.values()), None)
                if first is not None and first.annotation in ("Desk", Desk):
                    yield f"{module.name}.{name}", found


DEEDS = dict(deeds())


def test_every_deed_says_which_right_it_needs() -> None:
    assert len(DEEDS) > 120
    assert not [name for name, deed in DEEDS.items() if not isinstance(getattr(deed, "needs", None), Right)]


@pytest.mark.parametrize("right", Right)
def test_a_deed_without_its_right_is_refused_before_it_looks_at_the_ledger(right: Right) -> None:
    nowhere = Desk(None, Settings(), "审计", rights=ALL_RIGHTS - {right})  # type: ignore[arg-type]
    for name, deed in DEEDS.items():
        if deed.needs == right:  # type: ignore[attr-defined]
            with pytest.raises(Refusal) as refused:
                deed(nowhere)
            assert refused.value.code == "not_permitted", name
            assert refused.value.details["roles"] == roles_with(right)


def test_the_refusal_names_what_and_who() -> None:
    refusal = Refusal("not_permitted", right=Right.CHANGE_MANY, roles=roles_with(Right.CHANGE_MANY))
    said = error_sentence(refusal)
    assert right_name(Right.CHANGE_MANY) in said
    assert role_name(Role.SUPERVISOR) in said
    assert role_name(Role.CLERK) not in said
