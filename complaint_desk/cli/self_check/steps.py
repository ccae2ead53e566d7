"""A step of the self-check, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Its name in JSON, its label, and the deed, which raises where something is otherwise than it must be."""

    name: str
    label: str
    deed: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Tried:
    """`seconds` that it took; `reason` says why it failed, empty if it did not."""

    name: str
    label: str
    seconds: float
    reason: str

    @property
    def ok(self) -> bool:
        return not self.reason


class UnexpectedError(Exception):
    """A step gave something else than it must; the text names what."""


def same(found: object, expected: object) -> None:
    """Raise `UnexpectedError` unless they are."""
    if found != expected:
        raise UnexpectedError(f"{found!r} != {expected!r}")
