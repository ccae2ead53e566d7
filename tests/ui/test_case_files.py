"""Attachments in the window: dropped, pasted, chosen; shown small; opened as a copy; hostile ones refused calmly."""

from __future__ import annotations

import os
import stat
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget

from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.errors import Refusal
from complaint_desk.services import attaching, handling, intake, people
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.shared.files.copies import OpenedCopies
from complaint_desk.ui.shared.files.thumbnails import thumbnail
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.storage.drafts import sound_draft


@pytest.fixture
def known(desk):
    return intake.register(desk, sound_draft())


@pytest.fixture
def page(workplace, known, qtbot, settle):
    made = CasePage(workplace, known.id)
    made.resize(1300, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settle()
    yield made
    settle()
    shiboken6.delete(made)


def shelf(page) -> QListWidget:
    found = page.findChild(QListWidget, "case.files")
    assert isinstance(found, QListWidget)
    return found


def names(desk, known) -> list[str]:
    return [each.name for each in handling.case(desk, known.id).attachments]


def drop(page: QWidget, data: QMimeData) -> bool:
    where, buttons, keys = QPoint(40, 40), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, entering)
    if entering.isAccepted():
        QApplication.sendEvent(page, QDropEvent(where.toPointF(), Qt.DropAction.CopyAction, data, buttons, keys))
    return entering.isAccepted()


def files_as_data(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_dropped_anywhere_on_the_page_are_kept(page, desk, known, settle, tmp_path):
    for name in ("票据.txt", "录音.mp3"):
        (tmp_path / name).write_text(name, "utf-8")
    assert drop(page, files_as_data(tmp_path / "票据.txt", tmp_path / "录音.mp3"))
    settle()
    assert names(desk, known) == ["票据.txt", "录音.mp3"]
    assert [shelf(page).item(row).text().split("\n")[0] for row in range(2)] == ["票据.txt", "录音.mp3"]


def test_text_dropped_on_the_page_is_none_of_its_business(page):
    data = QMimeData()
    data.setText("说明")
    assert not drop(page, data)


def test_a_pasted_picture_becomes_a_file_and_has_its_small_picture(page, desk, known, settle, qtbot):
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    page.findChild(QPushButton, "case.paste_file").click()
    settle()
    (name,) = names(desk, known)
    assert name == "图片 2026-11-24 100000.png"
    settle()
    colour = shelf(page).item(0).icon().pixmap(48, 48).toImage().pixelColor(24, 24)
    assert (colour.red(), colour.green()) == (255, 0)


def test_ctrl_v_outside_an_editor_pastes_files(page, desk, known, settle, qtbot, tmp_path):
    (tmp_path / "票据.txt").write_text("x", "utf-8")
    QGuiApplication.clipboard().setMimeData(files_as_data(tmp_path / "票据.txt"))
    button = page.findChild(QPushButton, "case.add_file")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert names(desk, known) == ["票据.txt"]


def test_an_empty_clipboard_is_said(page, workplace, qtbot):
    QGuiApplication.clipboard().setText("只有文字")
    with qtbot.waitSignal(workplace.hub.said) as told:
        page.findChild(QPushButton, "case.paste_file").click()
    assert told.args == ["剪贴板中没有图片或文件。"]


def test_chosen_files_and_what_is_too_large(page, answers, desk, known, settle, tmp_path):
    with (tmp_path / "大.bin").open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    answers.files = [tmp_path / "大.bin"]
    page.findChild(QPushButton, "case.add_file").click()
    settle()
    assert names(desk, known) == []
    assert "大.bin" in page.findChild(MessageBar, "case.message").text


def keep(desk, known, *files: tuple[str, bytes]):
    attaching.attach(desk, known.id, [NewFile(*each) for each in files])


def test_opening_gives_the_system_a_copy_that_nobody_can_change(page, answers, workplace, desk, known, settle, qtbot):
    keep(desk, known, ("票据.txt", b"one"))
    page.refresh()
    settle()
    shelf(page).setCurrentRow(0)
    qtbot.keyClick(shelf(page), Qt.Key.Key_Return)
    settle()
    (copy,) = answers.opened
    assert (copy.name, copy.read_bytes()) == ("票据.txt", b"one")
    if os.name != "nt":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o400
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    workplace.copies.remove()
    assert not copy.parent.parent.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("票据.pdf.exe", b"x"), ("快捷方式.lnk", b"x"), ("票据.pdf", b"MZ\x90"), ("宏.docm", b"PK")]
)
def test_what_would_be_run_is_never_opened_but_can_be_saved(
    page, answers, desk, known, settle, tmp_path, name, content
):
    keep(desk, known, (name, content))
    page.refresh()
    settle()
    shelf(page).setCurrentRow(0)
    shelf(page).itemActivated.emit(shelf(page).item(0))
    settle()
    assert answers.opened == []
    assert name in page.findChild(MessageBar, "case.message").text
    answers.saved_to = tmp_path / "另存.bin"
    next(each for each in shelf(page).actions() if each.objectName() == "case.save_file").trigger()
    settle()
    assert (tmp_path / "另存.bin").read_bytes() == content


def test_removing_by_key(page, desk, known, settle, qtbot):
    keep(desk, known, ("一.txt", b"1"), ("二.txt", b"2"))
    page.refresh()
    settle()
    shelf(page).setCurrentRow(0)
    shelf(page).setFocus()
    qtbot.keyClick(shelf(page), Qt.Key.Key_Delete)
    settle()
    assert names(desk, known) == ["二.txt"]


def test_an_erased_case_takes_nothing(page, desk, known, settle, tmp_path):
    people.erase_person(desk, known.id, "本人要求")
    page.refresh()
    settle()
    (tmp_path / "票据.txt").write_text("x", "utf-8")
    drop(page, files_as_data(tmp_path / "票据.txt"))
    settle()
    assert names(desk, known) == []
    assert not page.findChild(QPushButton, "case.add_file").isEnabled()


# Small pictures


def png(width: int, height: int) -> bytes:
    """A PNG that claims this size, with hardly any bytes."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")


def pdf(path: Path, pages: int = 1) -> bytes:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.fillRect(0, 0, writer.width(), writer.height(), Qt.GlobalColor.blue)
    painter.end()
    return path.read_bytes()


def test_a_pdf_shows_its_first_page(qapp, tmp_path):
    image = thumbnail(pdf(tmp_path / "函.pdf"), 96)
    assert image is not None
    assert image.height() == 96
    assert 67 <= image.width() <= 69
    colour = image.pixelColor(34, 48)
    assert (colour.red(), colour.blue()) == (0, 255)


# What the decoders say to Qt of broken files.
@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000),
        png(2_000_000_000, 1),
        b"",
        b"no picture at all",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 broken",
        b"%PDF-1.7 broken",
        b"GIF89a" + b"\xff" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9999999' height='9999999'/>",
    ],
)
def test_hostile_and_broken_files_have_no_small_picture(qapp, content):
    assert thumbnail(content, 48) is None


def test_a_small_picture_keeps_its_shape(qapp, tmp_path):
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    image.save(str(tmp_path / "a.jpg"))
    small = thumbnail((tmp_path / "a.jpg").read_bytes(), 48)
    assert (small.width(), small.height()) == (48, 24)


# Copies


_CRASHING = """
import os, pathlib, sys
from complaint_desk.ui.shared.files.copies import OpenedCopies
copies = OpenedCopies(pathlib.Path(sys.argv[1]))
print(copies.make("a.txt", b"one"), flush=True)
os._exit(9)
"""


def test_what_a_crashed_run_left_goes_at_the_next_start(tmp_path):
    told = subprocess.run([sys.executable, "-c", _CRASHING, str(tmp_path)], capture_output=True, text=True, check=False)
    left = Path(told.stdout.strip())
    assert (told.returncode, left.read_bytes()) == (9, b"one")
    OpenedCopies(tmp_path).remove_left_ones()
    assert not left.parent.parent.exists()


def test_what_another_run_has_open_stays(tmp_path):
    other = OpenedCopies(tmp_path)
    copy = other.make("票据.txt", b"one")
    OpenedCopies(tmp_path).remove_left_ones()
    assert copy.exists()
    other.remove()
    assert not copy.exists()


def test_copies_of_one_name_stand_side_by_side(tmp_path):
    copies = OpenedCopies(tmp_path)
    first, second = copies.make("../票据.txt", b"1"), copies.make("../票据.txt", b"2")
    assert (first.name, first.read_bytes(), second.read_bytes()) == ("票据.txt", b"1", b"2")
    with pytest.raises(Refusal, match="would_be_run"):
        copies.make("a.bat", b"")
    copies.remove()
