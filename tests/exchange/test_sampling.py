"""The ledger of samples."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.phones import read_phones
from complaint_desk.domain.problems import problems_in
from complaint_desk.domain.vocabulary import Status
from complaint_desk.runtime.paths import resource
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import sample
from complaint_desk.services.exchange.invention import Inventor
from complaint_desk.storage import lists
from tests.conftest import NOW


def test_samples_fill_an_empty_ledger_only(desk: Desk) -> None:
    assert len(sample(desk, 50, 1).added) == 50
    with pytest.raises(Refusal, match="ledger_not_empty") as refusal:
        sample(desk, 50, 1)
    assert refusal.value.details["count"] == 50


def test_samples_are_the_same_for_the_same_seed() -> None:
    first, second, third = (list(Inventor(resource("sample"), seed, NOW).complaints(60)) for seed in (3, 3, 4))
    assert first == second
    assert first != third


def test_samples_keep_the_rules(desk: Desk) -> None:
    with desk.store.reading() as connection:
        codes = lists.codes(connection)
    made = list(Inventor(resource("sample"), 1, NOW).complaints(2_000))
    assert len(made) == 2_000
    for each in made:
        assert problems_in(each.draft, NOW, codes) == ()
        moments = [step.at for step in each.steps if step.at]
        assert moments == sorted(moments)
        assert each.draft.received_at is not None
        assert all(each.draft.received_at < moment <= NOW for moment in moments)
    received = [each.draft.received_at for each in made if each.draft.received_at]
    assert received == sorted(received)
    assert NOW - received[-1] < dt.timedelta(2)


def test_samples_show_every_status() -> None:
    for count in (300, 2_000):
        found = Counter(each.draft.status for each in Inventor(resource("sample"), 1, NOW).complaints(count))
        assert set(found) == set(Status)


def test_nobody_can_be_called() -> None:
    for each in Inventor(resource("sample"), 2, NOW).complaints(500):
        (phone,) = read_phones(each.draft.phone)
        assert phone.normal[:3] in {"154", "161", "163", "164", "168", "169"} or "-0" in each.draft.phone
