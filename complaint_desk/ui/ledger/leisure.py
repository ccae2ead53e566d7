"""What the ledger page counts when there is leisure: a question of the person goes first."""

from __future__ import annotations

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.ui.ledger.count_strip import CountStrip
from complaint_desk.ui.ledger.filter_menus import FilterMenus
from complaint_desk.ui.ledger.saved_views import SavedViews
from complaint_desk.ui.ledger.used_texts import UsedTexts


class Leisure:
    """Texts used before, the groups of what is shown, counts in an open menu, and counts of the saved views."""

    def __init__(self, used: UsedTexts, strip: CountStrip, menus: FilterMenus, views: SavedViews) -> None:
        self._used = used
        self._strip = strip
        self._menus = menus
        self._views = views

    def begin(self, shown: LedgerFilter) -> None:
        """The rows are there: count."""
        self._used.load()
        self._strip.count(shown)
        self._menus.resume()

    def stop(self) -> None:
        """A question goes first."""
        for each in (self._used, self._strip, self._menus, self._views):
            each.stop()

    def forget(self) -> None:
        """The ledger has changed."""
        for each in (self._used, self._strip, self._menus, self._views):
            each.forget()
