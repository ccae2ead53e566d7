"""Whose work the program stands on: every package that is shipped is told with its licence and the licence's words."""

from __future__ import annotations

import json
import re
import sys

from complaint_desk.runtime import parts
from tests.house.sources import ROOT


def test_every_shipped_package_is_told_with_a_licence_and_its_words():
    lines = (ROOT / "build_spec" / "constraints.txt").read_text("utf-8").splitlines()
    shipped = {
        _plain(line.split("==")[0]) for line in lines[lines.index("# program") : lines.index("# build")] if "==" in line
    }
    assert set(parts._known()["packages"]) == shipped
    found = parts.parts()
    assert {_plain(part.name) for part in found if part.is_package} >= shipped - {"pywin32", "tzdata", "colorama"}
    assert all(part.version for part in found if part.is_package)
    assert [part.name for part in found if len(part.wording().splitlines()) < 3] == []


def test_frozen_they_are_what_the_build_collected(tmp_path, monkeypatch):
    folder = tmp_path / parts.LICENCES
    (folder / "Qt").mkdir(parents=True)
    (folder / "Qt" / "LGPL.txt").write_text("free", "utf-8")
    told = [{"name": "Qt", "version": "6.9.3", "licence": "LGPL-3.0-only", "texts": ["Qt/LGPL.txt"]}]
    (folder / parts.PARTS).write_text(json.dumps(told), "utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ComplaintDesk"))
    (qt,) = parts.parts()
    assert (qt.name, qt.version, qt.wording()) == ("Qt", "6.9.3", "LGPL-3.0-only\n\nfree")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
