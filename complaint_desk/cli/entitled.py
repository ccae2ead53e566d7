"""Who may do what is done to a ledger as a whole, which no desk does."""

from __future__ import annotations

import contextlib

from complaint_desk.cli.context import Context
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.roles import Right, demand
from complaint_desk.services.program import Premises


def refuse_without(right: Right, context: Context) -> None:
    """Let nobody on without this right: the program's own ledger says who has it, if it opens; else the policy alone.

    Raises:
        Refusal: `not_permitted`; how somebody does not get in.
    """
    if _says_who_is_who(context.premises):
        with contextlib.suppress(Surroundings), context.opened() as program:
            program.desk.demand(right)
            return
    demand(right, context.premises.rights)


def _says_who_is_who(premises: Premises) -> bool:
    """A ledger that knows nobody is not opened for it, nor made or brought up to date."""
    from complaint_desk.services import care

    asked = premises.asks_for_names or premises.credentials is not None
    ledger = premises.places.ledger
    return premises.on_server or care.knows_roles(ledger) or (asked and ledger.exists())
