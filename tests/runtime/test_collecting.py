"""Python does not look for cycles while fresh rows are made."""

from __future__ import annotations

import gc

import pytest

from complaint_desk.runtime.collecting import without_collections


def test_collections_wait_for_the_last_scope():
    first, second = without_collections(), without_collections()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_collections_go_on_after_an_error():
    with pytest.raises(KeyError), without_collections():
        raise KeyError
    assert gc.isenabled()
