"""Early warnings in words: each code has its sentence, with all its numbers, in both languages."""

from __future__ import annotations

import pytest

from complaint_desk import i18n
from complaint_desk.domain.early_warning import WHOLE, EarlyWarning, Group
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.warnings import WARNINGS, also_sentence, warning_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource

CAUSE = Group("cause", "product.design")


def warning(code: str, group: Group = CAUSE, also: tuple[Group, ...] = ()) -> EarlyWarning:
    return EarlyWarning(code, group, 7, 1234, LedgerFilter(), 12.34, 1e-9, also)


@pytest.mark.parametrize("code", WARNINGS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_code_is_a_sentence_with_its_numbers(code: str, language: str) -> None:
    i18n.install(language, resource())
    told = warning_sentence(warning(code), Words(language))
    assert "1,234" in told
    assert "7" in told
    assert "{" not in told


def test_a_cause_is_told_with_its_branch(words: Words) -> None:
    assert warning_sentence(warning("rise"), words) == "原因“产品 / 设计”：近 7 天有 1,234 件投诉，往常约 12 件。"


def test_what_else_rose_by_the_same_complaints(words: Words) -> None:
    assert also_sentence(warning("rise"), words) == ""
    also = (Group("nature", "safety"), WHOLE)
    assert also_sentence(warning("rise", also=also), words) == "同一批投诉也使以下各项增多：投诉性质“安全”、投诉总量。"
