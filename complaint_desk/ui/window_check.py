"""Looks at the window without a screen, so that a build that lacks a part of Qt is found out (`complaint-desk self-check`)."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PySide6.QtCore import (
    QEventLoop,
    QLibraryInfo,
    QMessageLogContext,
    QPluginLoader,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImageReader
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QDialog

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n import LANGUAGES
from complaint_desk.runtime.collecting import collections_by_hand
from complaint_desk.runtime.paths import resource
from complaint_desk.services import handling, ledger, papers
from complaint_desk.services.program import Program
from complaint_desk.ui.application import open_workplace, prepared_application
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugReporter, bug_report
from complaint_desk.ui.shared.pages import write_pdf
from complaint_desk.ui.shared.workplace import Workplace

_PLUGINS = {
    "win32": ("platforms/qwindows.dll", "platforms/qoffscreen.dll"),
    "linux": ("platforms/libqxcb.so", "platforms/libqoffscreen.so"),
}
_FOR_ALL = ("iconengines/{}qsvgicon", "imageformats/{}qjpeg", "imageformats/{}qgif", "imageformats/{}qico",
            "imageformats/{}qsvg", "imageformats/{}qtiff", "imageformats/{}qwebp")  # fmt: skip
_SHOWN = ("today", "ledger", "open", "report", "improve", "new", "help", "about", "preferences")
"""Deeds of the window, each of which opens a page or a box."""
_HARMLESS = "This plugin does not support"
_SETTLED_MS, _LONGEST_MS = 100, 60_000


def faults_of(program: Program, folder: Path) -> tuple[str, ...]:
    """What is not as it must be, each in a line for whoever mends the build; files are written to the folder."""
    found: list[str] = []
    if sys.stderr:
        # Where it ends at once, those who mend the build are told what it was at.
        faulthandler.enable()
    if sys.platform == "win32" and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        # Only the fonts of Windows itself can be read on paper there; no window is shown.
        prepared_application(program.settings)
        return tuple(_printed(program, folder / "sheet.pdf"))
    # As beside the window that a person sees: no lane destroys a widget.
    with _overheard(found), collections_by_hand():
        application = prepared_application(program.settings)
        found += _missing_parts()
        workplace = open_workplace(program, _Overhearing(found))
        window = MainWindow(workplace)
        window.show()
        window.start()
        _settle(workplace)
        if window.bench.ledger.table.model().rowCount() != 1:
            found.append("the ledger shows no complaint")
        for name in _SHOWN:
            window.bench.ledger.table.choose_row(0)
            _show(window, workplace, name)
        if window.grab().toImage().allGray():
            found.append("the window has no colour")
        if sys.platform != "win32":
            found += _printed(program, folder / "sheet.pdf")
        window.hide()
        workplace.lanes.close()
        del window, application
    return tuple(found)


class _Overhearing(BugReporter):
    """Nobody reads its box."""

    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found = found

    def report(self, error: BaseException) -> None:
        self._found.append(f"{error}\n{bug_report(error)}")


@contextmanager
def _overheard(found: list[str]) -> Iterator[None]:
    """What Qt complains of, and what breaks in a slot, is a fault."""

    def listen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(_HARMLESS):
            found.append(f"Qt: {message}")
        if kind == QtMsgType.QtFatalMsg and sys.stderr:
            # It ends the process.
            sys.stderr.write("\n".join(found))
            sys.stderr.flush()

    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: found.append(f"{error}\n{bug_report(error)}")
    qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        sys.excepthook = before


def _missing_parts() -> Iterator[str]:
    """Plugins, pictures and words of Qt, by their files and by what they do."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    prefix, ending = ("", ".dll") if sys.platform == "win32" else ("lib", ".so")
    wanted = [*_PLUGINS.get(sys.platform, ()), *(f"{each.format(prefix)}{ending}" for each in _FOR_ALL)]
    for name in wanted:
        if not QPluginLoader(str(plugins / name)).metaData():
            yield f"no plugin: {plugins / name}"
    known = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    for each in sorted({"bmp", "gif", "ico", "jpeg", "png", "svg", "tiff", "webp"} - known):
        yield f"no pictures: {each}"
    for path in sorted(resource("icons").glob("*.svg")):
        if not QSvgRenderer(str(path)).isValid():
            yield f"no icon: {path}"
    words = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for language in LANGUAGES:
        if not QTranslator().load(f"qtbase_{language}", words):
            yield f"no words of Qt: {words}/qtbase_{language}"


def _show(window: MainWindow, workplace: Workplace, name: str) -> None:
    """Do what the menu does; a box that waits for its end is closed."""

    def close_box() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QDialog) and box.isVisible():
                box.grab()
                box.close()

    closing = QTimer(interval=_SETTLED_MS)
    closing.timeout.connect(close_box)
    closing.start()
    window.actions_by_name[name].trigger()
    _settle(workplace)
    closing.stop()
    close_box()
    window.grab()


def _settle(workplace: Workplace) -> None:
    """Let the lanes answer."""
    for _attempt in range(_LONGEST_MS // _SETTLED_MS):
        loop = QEventLoop()
        QTimer.singleShot(_SETTLED_MS, loop.quit)
        loop.exec()
        if workplace.lanes.idle:
            return


def _printed(program: Program, target: Path) -> Iterator[str]:
    """The complaint sheet as PDF, in which the number and a Chinese word are found."""
    number = ledger.find(program.desk, LedgerFilter(), LedgerOrder(), 1).rows[0].number
    write_pdf(papers.sheet(program.desk, handling.case_by_number(program.desk, number), program.words), target)
    with pypdfium2.PdfDocument(target) as document:
        text = document[0].get_textpage().get_text_bounded()
    for word in (number, program.words.field_label("facts")):
        if word not in text:
            yield f"not on paper: {word}"
