"""Which deeds of a complaint's journal still stand: what was taken back is in the journal twice and counts for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.complaint import JournalEntry


def standing_entries(journal: Sequence[JournalEntry]) -> tuple[JournalEntry, ...]:
    """The entries in their order without those that were taken back, and without the taking back."""
    undone = {dict(entry.details).get("undoes") for entry in journal if entry.deed == "undone"}
    return tuple(entry for entry in journal if entry.deed != "undone" and str(entry.sequence) not in undone)
