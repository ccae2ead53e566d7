"""Take the pictures of the manual from the real window, on a sample ledger of a fixed day.

    python build_spec/manual_pictures.py             all of them, in each language
    python build_spec/manual_pictures.py zh_CN       those of one language

They go to `resources/help/LANGUAGE/images`, light, 1.5 pixels for each of the window's, with few colours. Each says for which
version of the program it was taken; a test names those that are missing, needless, of another size, or too old.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from shots import Photographer

    from complaint_desk.services.desk import Desk
    from complaint_desk.ui.main_window import MainWindow
    from complaint_desk.ui.shared.workplace import Workplace

ROOT = Path(__file__).resolve().parent.parent
SCALE = 1.5
SIZE = (960, 620)
"""Of window and dialogs in device-independent pixels."""

PICTURES = ("window", "intake", "case", "today", "letters", "report", "improvement", "import", "rules", "preferences")
VERSION = "Software"
"""The text of a PNG that names the program which made it."""

_SHANGHAI = dt.timezone(dt.timedelta(hours=8))
_DAY = dt.datetime(2026, 11, 26, 10, 20, tzinfo=_SHANGHAI)
_COLOURS = 128
_SETTINGS = """
appearance = "light"
reminders = false
office_name = "松果屋电器有限公司"
office_address = "望潮路18号"
office_phone = "400-000-0000"
office_review = "客户服务部"
"""
_FOREIGN = (
    ("2025年消费者投诉登记表",),
    ("序号", "来电时间", "顾客姓名", "手机", "产品", "问题描述", "投诉类别", "金额", "处理人"),
    (
        1,
        "3月2日",
        "赵嘉禾",
        "15412345678",
        "松果屋 电热水壶",
        "用了一周壶底漏水，要求退货。",
        "质量",
        "129元",
        "林晓峰",
    ),
    (
        2,
        "3月2日",
        "钱若兰",
        "16387654321",
        "北笙 蓝牙耳机",
        "宣传续航三十小时，实际不到十小时。",
        "虚假宣传",
        "399",
        "周慧",
    ),
    (
        3,
        "3月5日",
        "孙建华",
        "16811112222",
        "泊澜 空调安装",
        "约好上午上门，等到晚上没有人来。",
        "售后服务",
        "约500",
        "何志远",
    ),
    (
        4,
        "3月6日",
        "李雨桐",
        "16933334444",
        "米禾里 儿童餐椅",
        "螺丝孔对不上，客服一直推托。",
        "质量",
        "1.2百",
        "陈思雨",
    ),
)
_ROWS = 400


def folder_of(language: str) -> Path:
    """Where the pictures of a language are."""
    return ROOT / "resources" / "help" / language / "images"


def program_name() -> str:
    """What a picture of today says for `VERSION`: the program and its version without the last figure."""
    from complaint_desk import __version__  # noqa: PLC0415 - found once the root is on the path

    return f"Complaint Desk {'.'.join(__version__.split('.')[:2])}"


def main() -> int:
    """Take the pictures of the languages named, each in a process of its own."""
    if len(sys.argv) == 3 and sys.argv[1] == "--take":
        return take(sys.argv[2])
    around = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(SCALE),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    for language in sys.argv[1:] or ("zh_CN", "en"):
        subprocess.run([sys.executable, __file__, "--take", language], env=around, check=True)
    return 0


def take(language: str) -> int:
    """One round of pictures."""
    from shots import Photographer  # noqa: PLC0415 - needs Qt and its environment

    from complaint_desk import bootstrap  # noqa: PLC0415 - as above
    from complaint_desk.services import exchange  # noqa: PLC0415 - as above
    from complaint_desk.services.program import Options  # noqa: PLC0415 - as above
    from complaint_desk.ui import application  # noqa: PLC0415 - as above
    from complaint_desk.ui.main_window import MainWindow  # noqa: PLC0415 - as above
    from complaint_desk.ui.shared.bug import BugReporter  # noqa: PLC0415 - as above

    raw = Path(tempfile.mkdtemp(prefix="manual-pictures-"))
    (raw / "data").mkdir()
    (raw / "data" / "settings.toml").write_text(_SETTINGS, "utf-8")
    premises = bootstrap.premises(Options(data=str(raw / "data"), language=language))
    with bootstrap.opened(dataclasses.replace(premises, person="王敏")) as opened:
        program = dataclasses.replace(opened, desk=dataclasses.replace(opened.desk, clock=lambda: _DAY))
        exchange.sample(program.desk, _ROWS, 7)
        _improve(program.desk)
        application.prepared_application(program.settings)
        workplace = application.open_workplace(program, BugReporter())
        window = MainWindow(workplace)
        window.resize(*SIZE)
        window.show()
        window.start()
        _take_all(window, workplace, Photographer(workplace, raw, language))
        window.hide()
        workplace.lanes.close()
    images = folder_of(language)
    shutil.rmtree(images, ignore_errors=True)
    images.mkdir(parents=True)
    for name in PICTURES:
        (images / f"{name}.png").write_bytes(_small(raw / f"{name}-{language}.png"))
    shutil.rmtree(raw, ignore_errors=True)
    return 0


def _take_all(window: MainWindow, workplace: Workplace, camera: Photographer) -> None:
    from shots import take_work  # noqa: PLC0415 - as above

    deeds = window.actions_by_name
    camera.settle()
    window.bench.ledger.table.choose_row(2)
    camera.take(window, "window")
    take_work(window, camera)
    deeds["improve"].trigger()
    camera.take(window, "improvement")
    deeds["ledger"].trigger()
    camera.take_dialog(deeds["letters"].trigger, "letters", SIZE, _choose_receipt)
    for name in ("report", "rules", "preferences"):
        camera.take_dialog(deeds[name].trigger, name, SIZE)
    file = _foreign_ledger(Path(workplace.places.data))
    camera.take_dialog(lambda: window.deeds.import_files([file]), "import", SIZE, _show_columns)


def _choose_receipt(dialog: QWidget) -> None:
    from PySide6.QtWidgets import QListWidget  # noqa: PLC0415 - as above

    kinds = dialog.findChild(QListWidget, "letters.list")
    if kinds is not None:
        kinds.setCurrentRow(1)


def _show_columns(dialog: QWidget) -> None:
    dialog.go_to(1)  # type: ignore[attr-defined]


def _improve(desk: Desk) -> None:
    """Two improvements of complaints that the sample ledger has, one of them done."""
    from complaint_desk.domain.improvement import ImprovementContent  # noqa: PLC0415 - as above
    from complaint_desk.domain.ledger import LedgerFilter  # noqa: PLC0415 - as above
    from complaint_desk.services import improving  # noqa: PLC0415 - as above

    due = _DAY.date() + dt.timedelta(days=20)
    slow = ImprovementContent(
        problem="售后上门超过约定时间",
        filter=LedgerFilter().with_choices("nature", ("after_sales",)),
        cause="派单只按先后，不看距离",
        measure="按区域派单，超过两小时提醒主管",
        owner="何志远",
        due_on=due,
    )
    loud = ImprovementContent(
        problem="质量投诉中噪声和异响居多",
        filter=LedgerFilter().with_choices("nature", ("quality",)),
        cause="出厂抽检未测噪声",
        measure="抽检增加噪声一项",
        owner="周慧",
        due_on=due,
    )
    done = improving.add(desk, slow).improvement
    improving.mark_done(desk, done.id, done.version, _DAY.date() - dt.timedelta(days=75))
    improving.add(desk, loud)


def _foreign_ledger(folder: Path) -> Path:
    """A ledger as offices keep it, with title rows and columns of its own names."""
    from openpyxl import Workbook  # noqa: PLC0415 - as above

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    for row in _FOREIGN:
        sheet.append(row)
    path = folder / "2025年投诉登记.xlsx"
    book.save(path)
    return path


def _small(path: Path) -> bytes:
    """The picture with few colours, telling for which version it was taken."""
    from PIL import Image, PngImagePlugin  # noqa: PLC0415 - only who takes pictures needs it

    told = PngImagePlugin.PngInfo()
    told.add_text(VERSION, program_name())
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    held = io.BytesIO()
    few.save(held, "PNG", optimize=True, pnginfo=told)
    return held.getvalue()


if __name__ == "__main__":
    sys.exit(main())
