"""What an examination of PC, program and ledger found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class State(StrEnum):
    """How it stands: well, worth mending, or in the way of the work."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its topic, what was found (`code` with `details`), and how that stands."""

    topic: str
    code: str
    state: State = State.OK
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def worst(findings: Iterable[Finding]) -> State:
    """The state of the whole."""
    order = list(State)
    return max((each.state for each in findings), key=order.index, default=State.OK)
