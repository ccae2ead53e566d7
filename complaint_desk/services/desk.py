"""What every deed needs: the ledger, who does it with which rights, and the clock."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from complaint_desk.domain import moments
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.letters import Office
from complaint_desk.domain.masked_asking import MASKED_FIELDS, refuse_masked_asking
from complaint_desk.domain.masked_cases import masked_answer
from complaint_desk.domain.masking import masked_region
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, demand
from complaint_desk.runtime.settings import Settings
from complaint_desk.storage.draft_files import DraftFiles
from complaint_desk.storage.draft_shelf import DraftShelf
from complaint_desk.storage.store import Store

_Said = ParamSpec("_Said")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one ledger. `clock` gives the present in Beijing time; without roles a desk has all rights.

    `shelf` holds drafts while a server is away, `draft_files` the files of complaints that are not registered yet.
    """

    store: Store
    settings: Settings
    person: str
    clock: Callable[[], dt.datetime] = moments.now
    shelf: DraftShelf | None = None
    draft_files: DraftFiles | None = None
    rights: frozenset[Right] = ALL_RIGHTS
    roles: tuple[Role, ...] = ()

    @property
    def office(self) -> Office:
        """The office as letters and reports name it."""
        said = self.settings
        return Office(said.office_name, said.office_address, said.office_phone, said.office_review)

    def for_parts(self) -> Desk:
        """The same for the deeds of which a deed is made that was permitted as a whole; what is masked stays so."""
        return dataclasses.replace(self, rights=ALL_RIGHTS - ({Right.SEE_PEOPLE} - self.rights))

    @property
    def sees_people(self) -> bool:
        """True if personal data is shown here as it is."""
        return Right.SEE_PEOPLE in self.rights

    def hides(self, field: str) -> bool:
        """True if only a part of this field is shown here."""
        return field in MASKED_FIELDS and not self.sees_people

    def tells(self, field: str, text: str) -> bool:
        """True if a text of a field is told here by itself: of regions those that are none but an address are not."""
        return self.sees_people or field != "region" or masked_region(text) == text

    def shown(self, answer: _Answer) -> _Answer:
        """An answer as it is shown here: masked where personal data is not seen."""
        return answer if self.sees_people else masked_answer(answer)

    def asking(self, wanted: LedgerFilter, *by: str) -> LedgerFilter:
        """A filter as it may be asked here, sorted or grouped `by` fields: what a mask hides neither finds nor orders anything.

        Raises:
            Refusal: `masked_field` with the first such `field`.
        """
        if self.sees_people:
            return wanted
        refuse_masked_asking(wanted, *by)
        return dataclasses.replace(wanted, as_shown=True)

    def demand(self, right: Right) -> None:
        """Let nobody on without this right.

        Raises:
            Refusal: `not_permitted` with `right` and the `roles` that have it.
        """
        demand(right, self.rights)


def needs(
    right: Right,
) -> Callable[[Callable[Concatenate[Desk, _Said], _Answer]], Callable[Concatenate[Desk, _Said], _Answer]]:
    """A deed for desks with this right alone; without it `Refusal` `not_permitted`, and nothing is done.

    What it answers is masked for a desk that sees no personal data, but for what `REVEAL` is there to show.
    """

    def guarded(deed: Callable[Concatenate[Desk, _Said], _Answer]) -> Callable[Concatenate[Desk, _Said], _Answer]:
        @functools.wraps(deed)
        def permitted(desk: Desk, /, *said: _Said.args, **named: _Said.kwargs) -> _Answer:
            desk.demand(right)
            answer = deed(desk, *said, **named)
            return answer if right is Right.REVEAL else desk.shown(answer)

        permitted.__dict__["needs"] = right
        return permitted

    return guarded
