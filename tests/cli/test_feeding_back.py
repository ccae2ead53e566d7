"""`feedback` on the command line."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from complaint_desk.services.desk import Desk
from tests.cli.conftest import line
from tests.conftest import NOW

OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31")


@pytest.fixture
def made(call, monkeypatch, tmp_path):
    """Sheets of two departments for October."""
    monkeypatch.setattr("complaint_desk.services.desk.Desk", functools.partial(Desk, clock=lambda: NOW))
    lines = "".join(
        line(received_at="2026-10-08T09:00:00", department=department) for department in ("物流部", "物流部", "售后部")
    )
    assert call("register", "--json", stdin=lines).code == 0
    answer = call("feedback", "make", *OCTOBER, "--folder", str(tmp_path / "反馈单"), "--json")
    assert answer.code == 0, answer.err
    return answer.document


def test_make_writes_a_file_for_each_department(made, tmp_path):
    assert [(row["id"], row["department"], row["count"], row["state"]) for row in made["rows"]] == [
        (1, "物流部", 2, "made"),
        (2, "售后部", 1, "made"),
    ]
    assert made["rows"][0]["file"] == str(tmp_path / "反馈单" / "部门反馈单 物流部 2026-10.docx")
    assert made["rows"][0]["due_on"] == "2026-12-01"


def test_sent_answered_and_made_an_improvement(call, made):
    sent = call("feedback", "sent", "1", "2", "--on", "2026-11-10", "--answer-by", "2026-11-20", "--json").document
    assert [row["state"] for row in sent["rows"]] == ["sent", "sent"]
    assert call("feedback", "list", "--overdue", "--json").document["count"] == 2
    answered = call("feedback", "answered", "1", "--text", "更换承运商", "--improve", "--json").document["rows"][0]
    assert (answered["state"], answered["answered_on"], answered["improvement"]) == ("answered", "2026-11-24", 1)
    assert call("improvements", "--json").document["rows"][0]["measure"] == "更换承运商"
    assert "售后部，2026年10月：1 件投诉（逾期）" in call("feedback").out
    back = call("feedback", "back", "2", "--json").document["rows"][0]
    assert (back["state"], back["sent_on"]) == ("made", None)
    assert call("feedback", "drop", "2", "--json").document["rows"][0]["state"] == "dropped"
    assert call("feedback", "--json").document["count"] == 1
    assert call("feedback", "list", "--dropped", "--json").document["count"] == 2


def test_refusals_name_what_is_wrong(call, made, tmp_path):
    early = call("feedback", "answered", "1", "--text", "好", "--json")
    assert (early.code, early.document["error"]["code"]) == (3, "feedback_state")
    empty = call("feedback", "sent", "1", "--on", str(NOW.date() + dt.timedelta(1)), "--json")
    assert empty.document["error"]["details"]["problems"] == [{"field": "sent_on", "code": "future"}]
    assert call("feedback", "sent", "9", "--json").document["error"]["code"] == "no_feedback"
    nobody = call("feedback", "make", *OCTOBER, "--for", "市场部", "--folder", str(tmp_path), "--json")
    assert nobody.document["error"]["code"] == "no_department"


def test_only_the_departments_asked_for(call, made, tmp_path):
    folder = tmp_path / "一个"
    assert (
        call("feedback", "make", *OCTOBER, "--for", "售后部", "--folder", str(folder), "--json").document["count"] == 1
    )
    assert [path.name for path in folder.iterdir()] == ["部门反馈单 售后部 2026-10.docx"]
