"""What these tests promise holds on both databases."""

from __future__ import annotations

import pytest

_OF_FILES = frozenset({"test_left_for_later", "test_room", "test_store", "test_migrations", "test_numbers"})
"""Modules about ledger files."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] not in _OF_FILES:
        metafunc.parametrize("store", ["sqlite", "postgresql"], indirect=True)
