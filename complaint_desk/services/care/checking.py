"""Whether the ledger is as its journal says, and whether its file is whole."""

from __future__ import annotations

from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.reports import Verification
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import care_record, journal, verification


@needs(Right.READ)
def verify(
    desk: Desk, anchor: str | None = None, stop: StopSignal | None = None, progress: Progress = no_progress
) -> Verification:
    """Check journal chain, complaints against it, numbers, search index and attachments.

    Args:
        desk: whose ledger.
        anchor: a journal head (`17-<hash>`) printed earlier, which must be part of the chain.
        stop: stops the check.
        progress: told of complaints checked.
    """
    return verification.verify(desk.store, anchor, stop, progress)


@needs(Right.READ)
def anchor(desk: Desk) -> str:
    """The journal's head now (`17-<hash>`), to be kept outside the ledger."""
    with desk.store.reading() as connection:
        return str(journal.head(connection))


@needs(Right.READ)
def look_over(desk: Desk, stop: StopSignal | None = None) -> None:
    """Ask the database whether it finds the pages of its file whole, and remember when it did.

    Raises:
        Surroundings: `damaged`.
        Stopped: the signal asked for it.
    """
    with desk.store.reading(stop) as connection:
        if faults := desk.store.integrity_faults(connection, quick=True):
            raise Surroundings("damaged", path=desk.store.name, reason=faults[0])
    if not desk.store.on_server:
        care_record.note(desk.store.path, looked_at=desk.clock().isoformat())
