"""Passwords: any spelling of one fits, nothing else does, and nothing kept says what it was."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.misses import MOST_MISSES, REST, Misses
from complaint_desk.domain.passwords import LONGEST, SHORTEST, fits, new_secret
from tests.conftest import NOW


@settings(max_examples=20)
@given(st.text(min_size=SHORTEST, max_size=LONGEST), st.text(max_size=40))
def test_a_password_fits_its_own_secret_alone(password: str, other: str) -> None:
    secret = new_secret(password)
    assert fits(password, secret)
    assert fits(other, secret) == (unicodedata.normalize("NFKC", other) == unicodedata.normalize("NFKC", password))


@pytest.mark.usefixtures("usual_passwords")
def test_each_secret_is_salted_and_says_its_parameters() -> None:
    one, two = new_secret("correct horse"), new_secret("correct horse")
    assert one != two
    assert one.startswith("scrypt$16384$8$5$")


def test_letters_of_full_width_are_the_same_password() -> None:
    assert fits("ｃｏｒｒｅｃｔ horse", new_secret("correct horse"))


@pytest.mark.parametrize("secret", ["", "x", "scrypt$16384$8$5$*$*", "md5$1$1$1$AA==$AA==", "scrypt$a$8$5$AA==$AA=="])
def test_nothing_fits_where_no_secret_is_kept(secret: str) -> None:
    assert not fits("", secret)
    assert not fits("correct horse", secret)


@pytest.mark.parametrize("secret", ["scrypt$0$8$5$AA==$AA==", f"scrypt${2**30}$8$5$AA==$AA=="])
def test_a_spoiled_secret_lets_nobody_in(secret: str) -> None:
    assert not fits("correct horse", secret)


@pytest.mark.parametrize(("length", "code"), [(SHORTEST - 1, "password_too_short"), (LONGEST + 1, "password_too_long")])
def test_length_is_the_only_rule(length: int, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        new_secret("x" * length)
    new_secret("x" * SHORTEST)


def test_misses_rest_and_pass() -> None:
    misses = Misses()
    for each in range(MOST_MISSES):
        assert misses.rest_until(NOW) is None
        misses = misses.with_another(NOW + dt.timedelta(seconds=each))
    last = NOW + dt.timedelta(seconds=MOST_MISSES - 1)
    assert misses.rest_until(last) == last + REST
    assert misses.rest_until(last + REST) is None
    assert misses.rest_until(last - dt.timedelta(seconds=1)) is None
    assert misses.with_another(last + REST).count == 1
