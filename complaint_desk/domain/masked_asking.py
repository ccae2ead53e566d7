"""What of the ledger nobody asks for who sees personal data masked: sorting or filtering would tell what the mask hides."""

from __future__ import annotations

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import LedgerFilter

MASKED_FIELDS = frozenset(PERSONAL - {"region"}) | {"order_number"}
"""Fields of which only a part is shown. A region is none: it is shown to its district, and counted by."""


def refuse_masked(*names: str) -> None:
    """Stop who asks by a masked field.

    Raises:
        Refusal: `masked_field` with `field`.
    """
    for name in names:
        if name in MASKED_FIELDS:
            raise Refusal("masked_field", field=name)


def refuse_masked_asking(wanted: LedgerFilter, *by: str) -> None:
    """The same of a filter's conditions, of the figure whose key stands in its words, and of what is sorted or grouped by."""
    refuse_masked(*wanted.asked(), *by)
    if key := read_key(wanted.words):
        refuse_masked_asking(key.filter, *(name for name, _code in key.groups))
