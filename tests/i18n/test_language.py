from __future__ import annotations

import pytest

from complaint_desk.i18n import choose_language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "C"}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "POSIX"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({"LANG": "C", "LANGUAGE": "en"}, "zh_CN"),
        ({"LANG": "", "LC_ALL": ""}, "zh_CN"),
    ],
)
def test_the_system_decides_when_nobody_says_anything(
    environ: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert choose_language(None, "", environ) == language
    assert choose_language(None, "system", environ) == language


def test_the_option_goes_before_the_setting_and_the_setting_before_the_system() -> None:
    english = {"LANG": "en_US.UTF-8"}
    assert choose_language(None, "zh_CN", english) == "zh_CN"
    assert choose_language("en", "zh_CN", {}) == "en"
    assert choose_language("zh_CN", "en", english) == "zh_CN"
