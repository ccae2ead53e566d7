"""Complaints in and out of the ledger: import of foreign files, export of the ledger, a ledger of samples."""

from complaint_desk.services.exchange.exporting import export_ledger
from complaint_desk.services.exchange.importing import GREAT, import_files, keep_facts, undo_import
from complaint_desk.services.exchange.mappings import (
    choices_of,
    forget_mapping,
    keep_mapping,
    kept_mappings,
    mapping_called,
    read_decisions,
    read_mapping,
    write_mapping,
)
from complaint_desk.services.exchange.previewing import preview
from complaint_desk.services.exchange.sampling import sample

__all__ = [
    "GREAT",
    "choices_of",
    "export_ledger",
    "forget_mapping",
    "import_files",
    "keep_facts",
    "keep_mapping",
    "kept_mappings",
    "mapping_called",
    "preview",
    "read_decisions",
    "read_mapping",
    "sample",
    "undo_import",
    "write_mapping",
]
