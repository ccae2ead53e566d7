"""How often somebody's password was missed, and how long they rest after too many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

MOST_MISSES = 5
REST = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Misses:
    """Misses that followed upon each other within a rest, and when the last one was."""

    count: int = 0
    last: dt.datetime | None = None

    def rest_until(self, now: dt.datetime) -> dt.datetime | None:
        """When somebody may try again; None if they may now."""
        return self.last + REST if self.last and self.count >= MOST_MISSES and self._is_recent(now) else None

    def with_another(self, now: dt.datetime) -> Misses:
        return Misses(self.count + 1 if self._is_recent(now) else 1, now)

    def _is_recent(self, now: dt.datetime) -> bool:
        """A miss that the clock has not reached yet is none: it was set back, and must not lock anybody out until then."""
        return self.last is not None and dt.timedelta(0) <= now - self.last < REST
