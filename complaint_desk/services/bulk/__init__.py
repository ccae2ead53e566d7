"""One deed at many complaints: a change of their fields, and two entries of a word list made one."""

from complaint_desk.services.bulk.changing import change_many, preview_bulk, undo_bulk
from complaint_desk.services.bulk.merging import (
    merge_entries,
    preview_merge,
    rename_text,
    replace_text,
    undo_merge,
    undo_replacing,
)

__all__ = [
    "change_many",
    "merge_entries",
    "preview_bulk",
    "preview_merge",
    "rename_text",
    "replace_text",
    "undo_bulk",
    "undo_merge",
    "undo_replacing",
]
