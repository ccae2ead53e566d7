"""What an import keeps of its rows: keys that are found again however many there are, texts that go to the disk in time."""

from __future__ import annotations

import errno
from collections import defaultdict
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.errors import Surroundings
from complaint_desk.storage.kept_texts import KeptTexts
from complaint_desk.storage.sorted_keys import SortedKeys

KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 5)


@given(st.lists(st.lists(KEYS, min_size=1, max_size=20), max_size=12), st.sets(KEYS))
def test_every_place_of_a_key_is_found_in_the_order_in_which_they_came(
    portions: list[list[int]], others: set[int]
) -> None:
    sorted_keys, model = SortedKeys(), defaultdict[int, list[int]](list)
    place = 0
    for keys in portions:
        places = range(place, place + len(keys))
        sorted_keys.add(keys, places)
        for key, at in zip(keys, places, strict=True):
            model[key].append(at)
        place += len(keys)
    assert sorted_keys.holders(model.keys() | others, 1_000) == model


def test_of_a_key_that_many_have_the_last_are_enough() -> None:
    sorted_keys = SortedKeys()
    sorted_keys.add([7] * 100 + [8], range(101))
    assert sorted_keys.holders({7, 8, 9}, 3) == {7: [97, 98, 99], 8: [100]}


@given(st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 50), st.booleans())))
def test_texts_are_read_again_while_others_come(texts: list[tuple[bytes, int, bool]]) -> None:
    with closing(KeptTexts(most_in_memory=30)) as kept:
        for at, (text, asked, settles) in enumerate(texts):
            kept.add(text)
            if settles:
                kept.settle()
            assert kept.read(min(asked, at)) == texts[min(asked, at)][0]


def test_a_full_disk_is_told_with_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def seek(self, _place: int) -> None: ...

        def write(self, _text: bytes) -> int:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda _most: Full())
    with pytest.raises(Surroundings, match="disk_full") as told:
        KeptTexts().settle()
    assert told.value.details["path"]
