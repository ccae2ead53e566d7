"""What people say within a group of complaints."""

from __future__ import annotations

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.narratives import MOST_COMPARED, MOST_READ
from complaint_desk.domain.roles import Right
from complaint_desk.domain.told import Told, told
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import ledger_queries
from complaint_desk.storage import narratives as stored

WORDS, EXAMPLES, DOUBLES = 20, 5, 10
"""How many words, typical complaints and groups of near-duplicates are told if nothing else is asked."""


@needs(Right.READ)
def of_group(
    desk: Desk,
    wanted: LedgerFilter,
    most: tuple[int, int, int] = (WORDS, EXAMPLES, DOUBLES),
    stop: StopSignal | None = None,
) -> Told:
    """Telling words, typical complaints and near-duplicates of a filter, from one snapshot.

    The newest 100,000 narratives are read; their words are told from those of others received in the same days. Takes
    seconds for great groups: meant for a lane.
    """
    wanted = desk.asking(wanted)
    received = wanted.range_of("received_at")
    same_days = desk.asking(LedgerFilter()).with_range("received_at", received.low, received.high)
    with desk.store.reading(stop) as connection:
        count = ledger_queries.count(connection, wanted)
        group = stored.newest(connection, wanted, MOST_READ, stop)
        others = stored.sample(connection, same_days, wanted, MOST_COMPARED, stop)
    return told(count, group, others, most, stop.heed if stop else lambda: None)
