"""Importing and looking at files before."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _lasting(lasting_reader: None) -> None:
    """A module about a reader's beginning and end has a fixture of this name, which does nothing."""
