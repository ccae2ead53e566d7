"""Moving a ledger between a file and a server."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import copying, verification
from complaint_desk.storage.opening import open_ledger


@dataclass(frozen=True, slots=True)
class Moved:
    """A copied ledger: how many complaints and journal entries it holds, and the journal's head, which both have."""

    complaints: int
    entries: int
    anchor: str


def copy_ledger(
    source: str,
    target: str,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
    checking: Progress = no_progress,
) -> Moved:
    """Copy one ledger into an empty or new one; addresses as in `--database`, or plain paths. The source stays as it is.

    Each row is compared, then the copy is checked as a whole: journal chain, complaints, numbers, search index. `progress`
    is told of rows copied and compared, `checking` of what is checked thereafter.

    Raises:
        Refusal: `target_not_empty`, or an address is none.
        Surroundings: `copy_differs`, `copy_faulty` with the first `place`, or either ledger cannot be opened.
    """
    from_store = open_ledger(source, create=False)
    try:
        to_store = open_ledger(target)
        try:
            head = copying.copy_rows(from_store, to_store, to_store.name, stop, progress)
            found = verification.verify(to_store, str(head), stop, checking)
        finally:
            to_store.close()
    finally:
        from_store.close()
    if not found.ok:
        raise Surroundings("copy_faulty", path=to_store.name, count=len(found.faults), place=found.faults[0].place)
    checked = dict(found.checked)
    return Moved(checked["complaints"], checked["journal"], str(head))
