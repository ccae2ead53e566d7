"""A handling record as a text comes back as it was, whatever was written in it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.complaint import NewStep, Step
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.step_texts import parts_of_text, steps_of_text, text_of_steps
from complaint_desk.domain.vocabulary import StepKind
from tests.conftest import NOW

_AT = dt.datetime(2026, 5, 6, 9, 30, tzinfo=SHANGHAI)


def label(kind: str) -> str:
    return f"<{kind} \N{MIDDLE DOT} x>" if kind == StepKind.CONTACT else f"<{kind}>"


def lookup(_list: str, text: str) -> str | None:
    return {label(kind): str(kind) for kind in StepKind}.get(text)


def step(at: int, kind: str = "note", text: str = "", person: str = "王敏", corrects: int | None = None) -> Step:
    return Step(at, kind, _AT, person, text, _AT, corrects)


@given(
    st.lists(
        st.tuples(st.sampled_from(["note", "accept", "answer"]), st.text(), st.sampled_from(["王敏", "A #1", ""]))
    ),
    st.data(),
)
def test_any_text_comes_back(said: list[tuple[str, str, str]], data: st.DataObject) -> None:
    steps = [
        step(100 + at, kind, text, person, data.draw(st.sampled_from([None, *range(100, 100 + at)])))
        for at, (kind, text, person) in enumerate(said)
    ]
    text = text_of_steps(steps, label)
    assert "".join(parts_of_text(text)) == text
    if steps:
        assert steps_of_text(text, lookup, NOW) == tuple(
            NewStep(
                each.kind,
                each.text.replace("\r\n", "\n").replace("\r", "\n"),
                _AT,
                person=each.person,
                corrects_place=each.corrects - 99 if each.corrects else 0,
            )
            for each in steps
        )


@pytest.mark.parametrize(
    "text",
    [
        "已电话回复",
        "2026-05-06 09:30:00 · <nothing> · 王敏 · x",
        "2026-02-30 09:30:00 · <note> · 王敏 · x",
        "2999-05-06 09:30:00 · <note> · 王敏 · x",
        "2026-05-06 09:30:00 · <note> #1 · 王敏 · x",
        "  2026-05-06 09:30:00 · <note> · 王敏 · x",
        "2026-05-06 09:30:00 · <note> · 王敏 · x\n另记",
    ],
)
def test_what_was_not_written_so_is_no_record(text: str) -> None:
    assert steps_of_text(text, lookup, NOW) is None
