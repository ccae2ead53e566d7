"""Names of files: what misleads goes, what would be run is known as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.attachments import LONGEST_NAME, copy_name, kept_name, may_be_run


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("票据.jpg", "票据.jpg"),
        ("C:\\Users\\张三\\票据.jpg", "票据.jpg"),
        ("/home/zhang/../票据.jpg", "票据.jpg"),
        ("票据\u202egpj.exe", "票据gpj.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("  票据 . jpg . ", "票据 . jpg"),
        ("...", "file"),
        ("", "file"),
        ("长" * 300 + ".jpg", "长" * (LONGEST_NAME - 4) + ".jpg"),
        ("x" * 300, "x" * LONGEST_NAME),
    ],
)
def test_kept_name(given_name, kept):
    assert kept_name(given_name) == kept


@pytest.mark.parametrize(
    ("given_name", "copied"),
    [("a:b*?.txt", "a_b__.txt"), ("CON.txt", "_CON.txt"), ("com1", "_com1"), ("console.txt", "console.txt")],
)
def test_copy_name(given_name, copied):
    assert copy_name(given_name) == copied


@given(st.text(max_size=400))
def test_any_name_makes_a_file_on_every_system(name):
    copied = copy_name(name)
    assert copied
    assert copied not in (".", "..")
    assert not set(copied) & set('<>:"/\\|?*')
    assert not copied.endswith((" ", "."))
    assert len(copied.encode()) <= 210
    assert kept_name(kept_name(name)) == kept_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.exe",
        "票据.pdf.exe",
        "票据.jpg.LNK",
        "a.scr.",
        "a.js ",
        "安装.msi",
        "a.vbs\u202e",
        "a.docm",
        "盘.iso",
        "a.ps1",
    ],
)
def test_what_runs_is_known_by_its_name(name):
    assert may_be_run(name)


@pytest.mark.parametrize("content", [b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh", b"L\x00\x00\x00\x01\x14\x02\x00\x00"])
def test_what_runs_is_known_by_how_it_begins(content):
    assert may_be_run("票据.pdf", content)


@pytest.mark.parametrize("name", ["票据.jpg", "a.pdf", "录音.mp3", "b.docx", "exe", "noending"])
def test_what_people_send_is_opened(name):
    assert not may_be_run(name, b"%PDF-1.7")
