"""The manual as values: what is broken in it is named by its file, what it tells is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.paths import resource
from complaint_desk.services import manual


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The manual in a folder of the test's own, which the program reads."""
    shutil.copytree(resource("help"), tmp_path / "help")
    monkeypatch.setattr(manual, "resource", tmp_path.joinpath)
    return tmp_path / "help"


def broken(folder: Path) -> str:
    with pytest.raises(Surroundings) as raised:
        manual.whole_manuals()
    assert raised.value.code == "help_unreadable"
    return str(raised.value.details["path"]).removeprefix(str(folder)).replace("\\", "/")


def test_a_whole_copy_is_whole(copied):
    assert len(manual.whole_manuals()) == 2


def test_a_page_that_is_missing_is_named(copied):
    (copied / "en" / "letters.md").unlink()
    assert broken(copied) == "/en/letters.md"


def test_a_picture_that_is_missing_is_named(copied):
    (copied / "zh_CN" / "images" / "case.png").unlink()
    assert broken(copied) == "/zh_CN/case.md -> images/case.png"


def test_a_link_to_a_heading_that_is_not_there_is_named(copied):
    page = copied / "zh_CN" / "today.md"
    page.write_text(page.read_text("utf-8") + "\n见[别处](ledger.md#nowhere)。\n", "utf-8")
    assert broken(copied) == "/zh_CN/today.md -> ledger.md#nowhere"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"no heading\n"])
def test_a_page_that_is_no_page_is_named(copied, content):
    (copied / "en" / "today.md").write_bytes(content)
    assert broken(copied) == "/en/today.md"


def test_names_of_headings_are_read_and_not_shown(copied):
    page = manual.manual("en").pages["ledger"]
    assert "find" in [each.name for each in page.sections]
    assert "{#" not in page.markdown


def test_what_looks_like_a_heading_within_code_is_none(copied):
    page = copied / "en" / "today.md"
    page.write_text("# Today\n\n```\n# no heading\n```\n\n## Last {#last}\n\nwords\n", "utf-8")
    assert [each.title for each in manual.manual("en").pages["today"].sections] == ["Today", "Last"]


def test_a_search_reads_tables_links_and_keys_as_they_are_read(copied):
    whole = manual.manual("en")
    assert any(hit.page == "shortcuts" for hit in manual.search(whole, "ctrl+n new complaint"))
    assert all("](" not in hit.line and "`" not in hit.line for hit in manual.search(whole, "the"))


def test_full_width_letters_find_what_is_written_with_narrow_ones(copied):
    whole = manual.manual("zh_CN")
    wide = manual.search(whole, "\uff25\uff58\uff43\uff45\uff4c")
    assert wide
    assert [(hit.page, hit.section.name) for hit in wide] == [
        (hit.page, hit.section.name) for hit in manual.search(whole, "excel")
    ]


def test_versions_are_compared_by_their_figures(copied):
    for language in ("zh_CN", "en"):
        page = copied / language / "whats-new.md"
        page.write_text("# New\n\n## 0.10.0 {#a}\n\nten\n\n## 0.9.1 {#b}\n\nnine\n\n## 0.9.0 {#c}\n\nold\n", "utf-8")
    news = manual.news_since(manual.manual("en"), "0.9.0")
    assert news is not None
    assert [each.title for each in news.sections] == ["New", "0.10.0", "0.9.1"]
    assert "old" not in news.markdown
    assert manual.news_since(manual.manual("en"), "0.10.0") is None
