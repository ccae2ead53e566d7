"""Tables on a terminal, where a Chinese character takes two places."""

from __future__ import annotations

from complaint_desk.cli.tables import places, text_table


def test_columns_stand_under_each_other() -> None:
    lines = text_table(["名称", "n"], [["电饭煲", "5"], ["abc", "1,234"]], right=frozenset({1}))
    assert lines == ["名称        n", "电饭煲      5", "abc     1,234"]
    assert {places(line) for line in lines} == {13}


def test_long_and_many_lined_cells_are_shortened() -> None:
    (_, row) = text_table(["x"], [["很长的事实\n" * 30]])
    assert places(row) <= 40
    assert row.endswith("…")


def test_signs_that_would_move_the_cursor_are_left_out() -> None:
    (_, row) = text_table(["x"], [["a\x1b[2Jb\u200b\u202e"]])
    assert row == "a[2Jb"
