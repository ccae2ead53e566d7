"""Complaints in and out of the ledger: import of foreign files, export of the ledger, a ledger of samples."""

from complaint_desk.services.exchange.exporting import export_ledger
from complaint_desk.services.exchange.importing import import_files, undo_import
from complaint_desk.services.exchange.previewing import preview
from complaint_desk.services.exchange.sampling import sample

__all__ = ["export_ledger", "import_files", "preview", "sample", "undo_import"]
