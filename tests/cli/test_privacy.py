"""erase, hold, release, retention from the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Call, line


def _register(call: Call, closed: str, **more: str) -> str:
    told = line(received_at=closed, closed_at=closed, handled_at=closed, outcome="refunded", status="closed", **more)
    return str(call("register", "--json", stdin=told).document["number"])


def test_a_person_is_erased_with_a_reason(call: Call) -> None:
    number = _register(call, "2026-01-05T10:00:00")
    refused = call("erase", number, "--json")
    assert (refused.code, refused.document["error"]["details"]["problems"][0]["field"]) == (3, "erase_reason")
    document = call("erase", number, "--reason", "本人要求", "--json").document
    assert (document["number"], bool(document["erased_at"])) == (number, True)
    shown = call("show", number, "--json").document
    assert (shown["name"], shown["phone"]) == ("", "")
    assert call("erase", number, "--reason", "再次", "--json").code == 3
    assert call("erase", "TS1", "--reason", "本人要求", "--json").code == 3


def test_retention_is_a_preview_until_it_is_applied(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    old, held, young = (_register(call, f"{year}-01-05T10:00:00") for year in (2019, 2020, 2026))
    assert call("hold", held, "--reason", "诉讼", "--json").document == {
        "number": held,
        "erased_at": None,
        "hold": "诉讼",
    }
    assert call("show", held, "--json").document["hold"] == "诉讼"
    assert call("erase", held, "--reason", "本人要求", "--json").document["error"]["code"] == "complaint_held"
    preview = call("retention", "--json").document
    assert (preview["due"], preview["held"], [each["number"] for each in preview["rows"]]) == (1, 1, [old])
    assert call("retention", "--json").document == preview
    assert old in call("retention").out
    applied = call("retention", "--apply", "--json").document
    assert (applied["erased"], applied["rest"]) == (1, 0)
    assert call("retention", "--json").document["due"] == 0
    assert call("release", held, "--json").document["hold"] == ""
    assert call("release", held, "--json").document["error"]["code"] == "not_held"
    assert call("retention", "--json").document["due"] == 1
    assert call("verify", "--json").document["ok"] is True
    assert call("show", young, "--json").document["name"]
    monkeypatch.setenv("COMPLAINT_DESK_RETENTION_YEARS", "0")
    assert "retention_years" in call("retention").out
