"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import gc
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from complaint_desk.domain.errors import Surroundings
from complaint_desk.workbooks.placing import placed, save_aside


class _FullDisk(io.BytesIO):
    def write(self, _content: Any, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_workbook_that_finds_the_disk_full_breaks_off_in_silence(tmp_path: Path) -> None:
    """What openpyxl complains of long after would be an unraisable exception, which fails the test."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    for _ in range(100):
        sheet.append(["x" * 1000])
    with pytest.raises(Surroundings, match="disk_full"), placed(tmp_path / "out.xlsx"):
        save_aside(book, _FullDisk())
    del book, sheet
    gc.collect()
    assert list(tmp_path.iterdir()) == []
