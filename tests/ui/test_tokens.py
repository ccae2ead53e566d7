"""Every text is readable on its ground, and the style sheet names only tokens."""

from __future__ import annotations

import pytest

from complaint_desk.runtime.paths import resource
from complaint_desk.ui.shared.style import style_sheet, unused_names
from complaint_desk.ui.shared.tokens import DARK, LIGHT, Tokens, contrast, named_colours, text_pairs


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_enough_contrast(tokens: Tokens) -> None:
    weak = {name: round(contrast(ink, ground), 2) for name, ink, ground in text_pairs(tokens)}
    assert {name: ratio for name, ratio in weak.items() if ratio < 4.5} == {}


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_style_sheet_names_only_tokens_and_icons_that_exist() -> None:
    sheet = resource("style", "desk.qss").read_text(encoding="utf-8")
    assert unused_names(sheet, {*named_colours(LIGHT), "icons", "scheme"}) == set()
    for tokens in (LIGHT, DARK):
        ready = style_sheet(tokens)
        for part in ready.split('url("')[1:]:
            path = part.split('"')[0]
            assert resource("icons", path.rsplit("/", 1)[1]).is_file(), path
