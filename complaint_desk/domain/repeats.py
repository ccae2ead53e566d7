"""How complaints that are linked as the same matter are counted: each for itself, or the matter once."""

from __future__ import annotations

from complaint_desk.domain.ledger import LedgerFilter


def counting_once(wanted: LedgerFilter) -> LedgerFilter:
    """The same selection without complaints that are linked to an earlier one: the matter counts where it was told first."""
    return wanted.with_said("repeats", False)
