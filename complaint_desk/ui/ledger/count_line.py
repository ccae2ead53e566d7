"""How many complaints there are, how many were found, how many of them are shown: never more than is known."""

from __future__ import annotations

from complaint_desk.i18n import _, ngettext
from complaint_desk.ui.ledger.narrowing import Narrowing
from complaint_desk.ui.ledger.query import LedgerQuery


def count_text(query: LedgerQuery, total: int | None) -> str:
    """The line over the table; `total` is what the whole ledger holds, None as long as nobody knows."""
    if not query.answered or total is None:
        return _("Counting…")
    text = _found(total, len(query.keys), filtered=query.filtered)
    return _narrowed(text, query.narrowing, complete=query.complete) if query.narrowing.active else text


def _found(total: int, found: int, *, filtered: bool) -> str:
    if not filtered:
        return ngettext("{total} complaint", "{total} complaints", total).format(total=f"{total:,}")
    text = ngettext("{total} complaint, {found} match", "{total} complaints, {found} match", total)
    return text.format(total=f"{total:,}", found=f"{found:,}")


def _narrowed(text: str, narrowing: Narrowing, *, complete: bool) -> str:
    count = f"{len(narrowing.found):,}"
    if complete:
        return _("{text}, {count} of them shown").format(text=text, count=count)
    looked = f"{narrowing.looked_through:,}"
    return _("{text}, {looked} looked through, {count} shown…").format(text=text, looked=looked, count=count)
