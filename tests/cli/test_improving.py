"""`improvements` on the command line."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from complaint_desk.services.desk import Desk
from tests.cli.conftest import line
from tests.conftest import NOW


def day(back: int) -> str:
    return (NOW.date() - dt.timedelta(back)).isoformat()


@pytest.fixture
def added(call, monkeypatch) -> dict[str, object]:
    """A problem that had 20 complaints in the 20 days before yesterday three weeks ago, and none since."""
    monkeypatch.setattr("complaint_desk.services.desk.Desk", functools.partial(Desk, clock=lambda: NOW))
    lines = "".join(line(received_at=f"{day(back)}T09:00:00", brand="极川") for back in range(22, 42))
    assert call("register", "--json", stdin=lines).code == 0
    answer = call(
        "improvements", "add", "屏幕出现绿线", "--brand", "极川", "--measure", "更换压头", "--until", day(1), "--json"
    )
    assert answer.code == 0, answer.err
    document: dict[str, object] = answer.document
    return document


def test_add_tells_what_was_kept(call, added):
    assert (added["id"], added["state"], added["problem"]) == (1, "open", "屏幕出现绿线")
    assert added["find"] == ["--brand", "极川"]
    assert added["due_on"] == day(1)
    assert call("find", *added["find"], "--json").document["count"] == 20


def test_done_measures_the_effect(call, added):
    done = call("improvements", "done", "1", "--on", day(21), "--json").document
    effect = done["effect"]
    assert (done["state"], effect["verdict"]) == ("done", "fell")
    assert (effect["before"]["count"], effect["after"]["count"], effect["before"]["days"]) == (20, 0, 20)
    assert effect["sentence"].startswith("下降：完成前 20 天 20 件，完成后 20 天 0 件，减少 100%")
    verified = call("improvements", "verify", "1", "--finding", "已换", "--json").document
    assert (verified["state"], verified["finding"]) == ("verified", "已换")
    assert "下降" in call("improvements").out


def test_list_change_reopen_drop(call, added):
    changed = call("improvements", "change", "1", "--owner", "李工", "--nature", "质量", "--json").document
    assert (changed["owner"], changed["measure"], changed["find"]) == ("李工", "更换压头", ["--nature", "quality"])
    assert "逾期" in call("improvements", "list").out
    assert call("improvements", "drop", "1", "--json").document["state"] == "dropped"
    assert call("improvements", "reopen", "1", "--json").document["state"] == "open"
    assert call("improvements", "list", "--json").document["count"] == 1
    assert call("improvements", "list", "--came-back", "--json").document == {"count": 0, "rows": []}


def test_refusals_say_what_is_missing(call, added):
    without = call("improvements", "add", "绿线", "--json")
    assert (without.code, without.document["error"]["code"]) == (3, "problems_found")
    assert "请至少选择一个条件" in without.err
    early = call("improvements", "verify", "1", "--finding", "好", "--json")
    assert (early.code, early.document["error"]["code"]) == (3, "improvement_state")
    assert "进行中" in early.err
    assert call("improvements", "done", "7", "--json").document["error"]["code"] == "no_improvement"


def test_sales_are_imported_listed_and_cleared(call, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text("月份,商品,销量\n2026-01,灯,5\n2026-02,灯,7\n", "utf-8")
    taken = call("sales", "import", str(path), "--json")
    assert taken.document == {"rows": 2, "products": 1, "from": "2026-01", "to": "2026-02"}
    assert "灯" in call("sales").out
    assert call("sales", "list", "--json").document["rows"][1] == {"month": "2026-02", "product": "灯", "units": 7}
    assert call("sales", "clear", "--json").document == {"removed": 2}
    path.write_text("别的\n1\n", "utf-8")
    refused = call("sales", "import", str(path), "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "no_sales")
