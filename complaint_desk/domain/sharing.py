"""How personal data is told on purpose: in a file that is shared, or to somebody who otherwise sees it masked."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class PersonalData(StrEnum):
    """In a file: as it stands in the ledger; masked; or left out, with the further columns of imports and the names of files."""

    SHOWN = "shown"
    MASKED = "masked"
    REMOVED = "removed"


def way_into_file(wanted: PersonalData, *, sees_people: bool) -> PersonalData:
    """How personal data goes into a file: masked at least where somebody sees it masked."""
    return PersonalData.MASKED if wanted is PersonalData.SHOWN and not sees_people else wanted


REVEALED_FOR = dt.timedelta(minutes=5)
"""How long the personal data of one complaint stays open to the person who asked for it."""
