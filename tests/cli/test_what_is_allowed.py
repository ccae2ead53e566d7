"""Every deed in every status on the command line: done where it is allowed, else refused with a reason and nothing changed."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.vocabulary import Status
from tests.cli.conftest import Call, line

OPTIONS = {
    "accept": (),
    "decline": ("--reason", "not_our_product"),
    "handle": (),
    "wait": (),
    "answer": ("--outcome", "退款", "--by", "电话"),
    "respond": ("--response", "接受"),
    "close": ("--outcome", "退款"),
    "withdraw": (),
    "reopen": (),
    "step": ("--note", "已致电"),
    "assign": ("--department", "质量部", "--reason", "属质量问题"),
    "return": ("--reason", "检测合格"),
    "escalate": ("--reason", "超权限"),
    "follow-up": ("--satisfaction", "5"),
    "extend": ("--approver", "李主管"),
    "pause": ("--reason", "检测鉴定"),
    "resume": (),
    "clock-date": ("--date", "2099-12-31"),
}
"""Each deed with what it needs beside the status."""

_ALWAYS = {"step", "follow-up"}
_OPEN = _ALWAYS | {"assign", "return", "escalate", "withdraw", "extend", "pause", "clock-date"}
ALLOWED = {
    "registered": _OPEN | {"accept", "decline", "handle", "answer", "close"},
    "accepted": _OPEN | {"handle", "wait", "answer", "close"},
    "handling": _OPEN | {"wait", "answer", "close"},
    "waiting": _OPEN | {"handle", "answer", "close"},
    "answered": _OPEN | {"handle", "reopen", "respond", "close"},
    "closed": _ALWAYS | {"handle", "reopen"},
    "declined": _ALWAYS,
    "withdrawn": _ALWAYS,
}
"""What may be done in each status (product contract, section 3); `resume` needs a pause, `return` somebody who had it."""


def several(call: Call, status: str, count: int) -> list[str]:
    """Numbers of as many complaints in a status, all of yesterday."""
    yesterday = (dt.datetime.now(SHANGHAI) - dt.timedelta(days=1)).replace(microsecond=0).isoformat()
    answer = call("register", "--json", stdin=line(received_at=yesterday, status=status, department="售后部") * count)
    assert answer.code == 0, answer.out
    return [each["number"] for each in answer.documents]


def test_the_table_names_every_status() -> None:
    assert set(ALLOWED) == set(Status)


@pytest.mark.parametrize("status", ALLOWED)
def test_a_deed_is_done_where_it_is_allowed_and_else_refused_with_its_reason(call: Call, status: str) -> None:
    numbers = several(call, status, len(OPTIONS))
    done = set()
    for number, (deed, options) in zip(numbers, OPTIONS.items(), strict=True):
        if deed == "return":
            call("assign", number, *OPTIONS["assign"])
        answer = call(deed, number, *options, "--json")
        if answer.code == 0:
            done.add(deed)
        else:
            error = answer.document["error"]
            assert answer.code == 3, (deed, answer)
            written = [each["deed"] for each in call("show", number, "--json").document["journal"]]
            assert written in (["registered"], ["registered", "assigned"]), deed
            assert error["message"] in answer.err
            told = {each["field"] for each in error["details"].get("problems", [])}
            assert told in ({"status"}, {"clock"}) or error["code"] == "nobody_to_return_to", (deed, error)
    assert done == ALLOWED[status]
    assert call("verify").code == 0
