"""What shall be done to the ledger once the window has closed it; the window then opens again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.errors import Surroundings


@dataclass(frozen=True, slots=True)
class Wish:
    """`restore` names the copy that is wanted in the ledger's place, `damage` what was found wrong with its file.

    With `another_person` nothing is done to it, and somebody else is asked who they are.
    """

    restore: Path | None = None
    damage: Surroundings | None = None
    another_person: bool = False
