"""Chinese telephone numbers as people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.phones import normal_phones, read_phones


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("138 0000 1234", ["13800001234"]),
        ("138-0000-1234", ["13800001234"]),
        ("+8613800001234", ["13800001234"]),
        ("+86 138 0000 1234", ["13800001234"]),
        ("008613800001234", ["13800001234"]),
        ("13800001234.0", ["13800001234"]),
        ("'13800001234", ["13800001234"]),
        ("１３８００００１２３４", ["13800001234"]),
        ("013800001234", ["13800001234"]),
        ("0571-88888888转801", ["057188888888-801"]),
        ("(0571)88888888-801", ["057188888888-801"]),
        ("010-0123456", ["0100123456"]),
        ("+86 10 64445555", ["01064445555"]),
        ("88888888", ["88888888"]),
        ("400-800-1234", ["4008001234"]),
        ("8008201234", ["8008201234"]),
        ("12315", ["12315"]),
        ("+1 650 253 0000", ["+16502530000"]),
        ("13800001234/0571-88888888", ["13800001234", "057188888888"]),
        ("13800001234、13900001234；0571-88888888", ["13800001234", "13900001234", "057188888888"]),
        ("13800001234 13900001234", ["13800001234", "13900001234"]),
        ("张三 13800001234", ["13800001234"]),
        ("同上", []),
        ("", []),
    ],
)
def test_normal_forms(text: str, normal: list[str]) -> None:
    assert list(normal_phones(text)) == normal


@pytest.mark.parametrize("text", ["1381234567", "138123456789", "0571-888888889999", "888888"])
def test_an_unusual_length_is_kept_and_marked(text: str) -> None:
    (phone,) = read_phones(text)
    assert not phone.usual
    assert phone.normal


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    for phone in read_phones(text):
        assert any(character.isdigit() for character in phone.normal)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_mobile_has_one_normal_form_however_it_is_cut(mobile: str, cut: str, country: bool) -> None:
    typed = ("+86" if country else "") + cut.join((mobile[:3], mobile[3:7], mobile[7:]))
    assert normal_phones(typed) == (mobile,)
