"""Runs the window: application, fonts, Qt's own words, the ways out of trouble."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QSettings,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from complaint_desk import __version__
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.entrance import Entrance
from complaint_desk.domain.errors import DeskError, Stopped, Surroundings
from complaint_desk.i18n import _, current_language
from complaint_desk.i18n.doctor import advice, meaning
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime import crashes
from complaint_desk.runtime.calling import Line
from complaint_desk.runtime.paths import Places, resource
from complaint_desk.runtime.settings import SETTING, Settings
from complaint_desk.runtime.stop import Progress
from complaint_desk.services import ledger
from complaint_desk.services.entering import Door, Invitation
from complaint_desk.services.program import Premises, Program, Wishes
from complaint_desk.services.whereabouts import warning_sentence
from complaint_desk.ui import mending, opening
from complaint_desk.ui.arrivals import Arrivals
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugDialog, BugReporter, bug_report, tell_fallen
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.questions import Questions
from complaint_desk.ui.shared.style import Theme
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Hub, Workplace
from complaint_desk.ui.sign_in.dialog import SignInDialog
from complaint_desk.ui.watching import collected, watched

log = logging.getLogger(__name__)
_T = TypeVar("_T")

_LAST_PERSON = "sign_in/last"
SHOWN = "the window shows the ledger"
"""Said in the log once the first rows are there: how long a start took can be read from it."""


def run(program: Program, told: str = "", wishes: Wishes | None = None, line: Line | None = None) -> Wish | None:
    """Show the window until the person closes it.

    Args:
        program: with its ledger open.
        told: what was done to the ledger before, said over the pages.
        wishes: what this start asks of the window.
        line: on which later starts ask.

    Returns:
        What shall be done to the ledger before the window opens again; None if it is over.
    """
    application = prepared_application(program.settings)
    reporter = BugReporter()
    workplace = open_workplace(program, reporter)
    window = MainWindow(workplace)
    window.bench.ledger.first_shown.connect(lambda: log.info(SHOWN), Qt.ConnectionType.SingleShotConnection)
    window.show()
    window.start()
    workplace.lanes.submit("files", workplace.copies.remove_left_ones, lambda _nothing: None, owner=window)
    if warnings := _warnings(program):
        window.warn("\n".join(warnings))
    elif told:
        window.warn(told, Tone.ACCENT)
    _tell_of_a_crash(workplace, window)
    arrivals = Arrivals(workplace, window, wishes or Wishes(), line)
    with crashes.watched(program.places.logs), watched(application, reporter), collected(application):
        application.exec()
    arrivals.end()
    workplace.lanes.close()
    workplace.copies.remove()
    workplace.memory.sync()
    wish = window.deeds.wish
    # What listens to the application, such as the key of the help, ends with its window and not whenever Python collects.
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return wish


def _tell_of_a_crash(workplace: Workplace, window: MainWindow) -> None:
    bar = MessageBar("crash.message")
    window.offer(bar)

    def tell(crash: crashes.Crash | None) -> None:
        if crash is not None:
            log.error("crash of the last time\n%s", crash.report)
            tell_fallen(bar, crash)

    logs = workplace.places.logs
    workplace.lanes.submit("files", lambda: crashes.fallen(logs), tell, owner=window)


def show_bug(error: BaseException) -> None:
    """Show an error that kept the window from being opened, with its report."""
    prepared_application(Settings())
    BugDialog(bug_report(error), goes_on=False).exec()


def _warnings(program: Program) -> list[str]:
    """What was not as it should be at the start."""
    found = [warning_sentence(each) for each in program.warnings]
    if program.premises.trial:
        found.append(_("These complaints are samples to try things out with; they are gone when you close the window."))
    found += [f"{meaning(each)} {advice(each)}" for each in program.cautions]
    if not program.desk.store.took_least_room:
        found.append(
            _(
                "The ledger was brought up to date, but its disk has no room to make the file smaller. It works as it is."
            )
        )
    return found


def opened_beside(premises: Premises, deed: Callable[[Progress], _T]) -> _T:
    """What `deed` gives, with a box that tells how far an older ledger is brought up to date; nothing where none has to be.

    Raises:
        Stopped: the person stopped it, and the older ledger stays; and whatever `deed` raises.
    """
    return opening.opened_beside(deed, lambda: prepared_application(premises.settings))


def put_back(premises: Premises, source: Path) -> str:
    """Put a copy in the ledger's place; what the window says of it when it opens again."""
    prepared_application(premises.settings)
    return mending.put_back(premises, source)


def mend(premises: Premises, error: Surroundings) -> tuple[bool, str]:
    """Say what is wrong with the ledger's file and do what the person chooses; False if no window shall open."""
    prepared_application(premises.settings)
    return mending.mend(premises, error)


def copied_beside(premises: Premises, deed: Callable[[Progress], _T]) -> _T:
    """What `deed` gives, which makes the copy of the day, with a box that tells how far it is.

    Raises:
        Stopped: the person goes without it; and whatever `deed` raises.
    """
    return opening.opened_beside(deed, lambda: prepared_application(premises.settings), opening.copying_words)


def signed_in(premises: Premises, door: Door, invitation: Invitation, line: Line | None) -> Entrance | None:
    """Ask who sits here; None if nobody says it. Later starts bring the dialog to the front, and wait for the window."""
    application = prepared_application(premises.settings)
    memory, lanes, reporter = memory_of(premises.places), Lanes(), BugReporter()
    lanes.bug.connect(reporter.report)
    last = premises.credentials.name if premises.credentials else str(memory.value(_LAST_PERSON, ""))
    dialog = SignInDialog(door, invitation, lanes, last)
    if line is not None:
        line.wait(dialog.heard.emit)
    with watched(application, reporter), collected(application):
        dialog.exec()
    if line is not None:
        line.wait()
    lanes.close()
    if dialog.entrance is not None:
        memory.setValue(_LAST_PERSON, dialog.entrance.person)
        memory.sync()
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return dialog.entrance


def explain(error: DeskError, premises: Premises) -> bool:
    """Say why no ledger can be opened, where no window stands yet; True if the person wants it tried again."""
    prepared_application(premises.settings)
    sentence = (
        _("Stopped: the ledger is as it was. This version of the program opens it once it is brought up to date.")
        if isinstance(error, Stopped)
        else error_sentence(error)
    )
    box = QMessageBox(QMessageBox.Icon.NoIcon, _("Complaint ledger"), sentence)
    box.setInformativeText(_("Data folder: {folder}").format(folder=premises.places.data))
    again = box.addButton(_("Try again"), QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is again


def prepared_application(settings: Settings) -> QApplication:
    """The application with the program's style, font, size and words; made once."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if settings.scale != SETTING["scale"].default:
        # Qt has no other way to enlarge everything; whoever set it for the session knows better.
        os.environ.setdefault("QT_SCALE_FACTOR", str(int(settings.scale) / 100))
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("complaint-desk")
    application.setApplicationVersion(__version__)
    application.setApplicationDisplayName(_("Complaint ledger"))
    application.setWindowIcon(QIcon(str(resource("icons", "program.svg"))))
    _speak(application)
    Theme(application, settings.appearance)
    return application


def open_workplace(program: Program, reporter: BugReporter) -> Workplace:
    """Lanes, hub, questions and memory around a program's desk."""
    memory = memory_of(program.places)
    lanes, hub = Lanes(), Hub()
    questions = Questions(memory, QApplication.activeWindow, hub.help_wanted.emit)
    workplace = Workplace(
        desk=program.desk,
        words=program.words,
        places=program.places,
        lanes=lanes,
        hub=hub,
        questions=questions,
        settings=program.settings,
        memory=memory,
    )
    lanes.refused.connect(questions.show_error)
    lanes.bug.connect(reporter.report)
    hub.changed.connect(lambda changes: _renew_words(workplace, changes))
    return workplace


def memory_of(places: Places) -> QSettings:
    """What windows at this data folder remember."""
    return QSettings(str(places.settings_file.with_name("window.ini")), QSettings.Format.IniFormat)


def _renew_words(workplace: Workplace, changes: Changes) -> None:
    if changes.lists or changes.everything:
        desk = workplace.desk

        def take(entries: tuple[object, ...]) -> None:
            workplace.words = Words(workplace.words.language, entries)  # type: ignore[arg-type]

        workplace.lanes.submit("read", lambda: ledger.lists(desk), take)


def _speak(application: QApplication) -> None:
    """Qt's own words (buttons of its dialogs, menus of its fields) and formats in the language of the window."""
    language = current_language()
    QLocale.setDefault(QLocale(language))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    elif not language.startswith("en"):
        log.warning("Qt's catalogue for %s is missing in %s", language, folder)
