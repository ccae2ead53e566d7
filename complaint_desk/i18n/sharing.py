"""What the ways of personal data into a file are called."""

from __future__ import annotations

from complaint_desk.domain.sharing import PersonalData
from complaint_desk.i18n.catalogue import N_, _

_WAYS = {
    PersonalData.SHOWN: N_("As it is"),
    PersonalData.MASKED: N_("Masked"),
    PersonalData.REMOVED: N_("Left out"),
}


def personal_data_text(way: PersonalData) -> str:
    """What becomes of personal data in a file."""
    return _(_WAYS[way])
