"""What can go wrong, by who can mend it: a problem at a field is a value (`problems`); these are raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class DeskError(Exception):
    """Base of every expected error: a code that i18n turns into a sentence, and the details it names."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        named = ", ".join(f"{key}={value!r}" for key, value in self.details.items())
        return f"{self.code}({named})"


class Refusal(DeskError):
    """The deed is not allowed or its input is bad; the person can choose another way on (exit code 3)."""


class Surroundings(DeskError):
    """Disk, lock, permission, damaged or newer file: `path` and `code` say what IT must do (exit code 4)."""


class Stopped(DeskError):
    """The person asked to stop; nothing half-done remains (exit code 5)."""

    def __init__(self) -> None:
        super().__init__("stopped")


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that two people changed: what the editor started from, what stands now, what is wanted."""

    field: str
    base: Any
    current: Any
    wanted: Any


class StaleComplaint(Refusal):
    """Somebody else saved the complaint since it was opened.

    `conflicts` lists the fields that both sides changed to different values; `current_version` is what to save against.
    """

    def __init__(self, complaint_id: int, current_version: int, conflicts: tuple[FieldConflict, ...]) -> None:
        super().__init__("stale_complaint", complaint_id=complaint_id, current_version=current_version)
        self.complaint_id = complaint_id
        self.current_version = current_version
        self.conflicts = conflicts
