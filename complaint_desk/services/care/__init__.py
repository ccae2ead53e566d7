"""Care of the ledger: checking it, copying it, putting a copy back, trying that, and what to do when the file is damaged."""

from complaint_desk.services.care.checking import anchor, look_over, verify
from complaint_desk.services.care.copying import Copied, back_up, daily_backup, place_for_copies
from complaint_desk.services.care.damage import OF_THE_FILE, begin_anew, examine, refuse_lost, salvage_in_place
from complaint_desk.services.care.errands import next_errand, remember_head, remove_left_ones, worries
from complaint_desk.services.care.listing import check_copy, copies_of, newest_good_copy
from complaint_desk.services.care.rehearsing import rehearse
from complaint_desk.services.care.restoring import Restored, preview, restore
from complaint_desk.services.care.salvaging import salvage_ledger
from complaint_desk.storage.contents import knows_roles

__all__ = [
    "OF_THE_FILE", "Copied", "Restored", "anchor", "back_up", "begin_anew", "check_copy", "copies_of", "daily_backup",
    "examine", "knows_roles", "look_over", "newest_good_copy", "next_errand", "place_for_copies", "preview", "refuse_lost",
    "rehearse", "remember_head", "remove_left_ones", "restore", "salvage_in_place", "salvage_ledger", "verify", "worries",
]  # fmt: skip
