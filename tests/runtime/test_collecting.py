"""Python does not look for cycles while fresh rows are made, and beside a window only when it is told."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from complaint_desk.runtime.collecting import collect_due, collections_by_hand, without_collections


class Cycle:
    """Something that nobody but itself holds."""

    def __init__(self) -> None:
        self.itself = self


def dropped() -> weakref.ref[Cycle]:
    return weakref.ref(Cycle())


def make_much(kept: list[object]) -> None:
    """More values than the interpreter lets pass without a collection."""
    kept.extend([] for _at in range(gc.get_threshold()[0] * 3))


@pytest.fixture
def by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The collector as it is without a window; the other tests run as beside one."""
    monkeypatch.setattr("complaint_desk.runtime.collecting._by_hand", False)
    # What the other tests have loaded stays out of every collection.
    monkeypatch.setattr(gc, "unfreeze", lambda: None)
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("by_itself")
def test_collections_wait_for_the_last_scope():
    first, second = without_collections(), without_collections()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


@pytest.mark.usefixtures("by_itself")
def test_collections_go_on_after_an_error():
    with pytest.raises(KeyError), without_collections():
        raise KeyError
    assert gc.isenabled()


@pytest.mark.usefixtures("by_itself")
def test_by_hand_no_other_thread_collects_and_rows_do_not_change_that():
    with collections_by_hand():
        cycle = dropped()
        with without_collections():
            collect_due()
        kept: list[object] = []
        lane = threading.Thread(target=make_much, args=(kept,))
        lane.start()
        lane.join()
        assert cycle() is not None
        collect_due()
        assert cycle() is None
    assert gc.isenabled()


@pytest.mark.usefixtures("by_itself")
def test_a_scope_within_another_ends_nothing():
    with collections_by_hand():
        with collections_by_hand():
            pass
        assert not gc.isenabled()
        with without_collections():
            pass
        assert not gc.isenabled()


@pytest.mark.usefixtures("by_itself")
def test_nothing_is_collected_before_it_is_due():
    with collections_by_hand():
        gc.collect()
        cycle = dropped()
        collect_due()
        assert cycle() is not None
