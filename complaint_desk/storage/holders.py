"""Which complaints hold an entry of a word list, by what stands in their field: one text, or several codes."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.schema import complaint


def holders_of(connection: Connection, field: str, code: str) -> dict[Any, array[int]]:
    """The ids of all complaints that have a code or text in a field and are not erased, by the whole value of the field."""
    here = complaint.c
    asked = conditions(connection, LedgerFilter(one_of=((field, (code,)),)))
    found: defaultdict[Any, array[int]] = defaultdict(lambda: array("q"))
    query = select(here.id, here[field]).where(here.erased_at.is_(None), *asked).order_by(here.id)
    for complaint_id, value in connection.execute(query):
        found[value].append(complaint_id)
    return found
