"""Builds every long-lived object once, and hands it to the window or the command line."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from complaint_desk import __version__, cli, i18n
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.runtime.account import account_at_the_desk
from complaint_desk.runtime.logs import start_log, traceback_without_values
from complaint_desk.runtime.paths import Places, places
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source, read_settings
from complaint_desk.runtime.stop import Progress, no_progress
from complaint_desk.services.program import Options, Premises, Program, Wishes

if TYPE_CHECKING:
    from complaint_desk.runtime.one_window import OneWindow
    from complaint_desk.ui.shared.wishes import Wish

log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """The whole program: its exit code. Without a command it opens the window."""
    given = sys.argv[1:] if arguments is None else arguments
    return cli.run(given, cli.Builders(premises=premises, opened=opened, window=window, show_bug=show_bug))


def premises(options: Options, environ: Mapping[str, str] | None = None) -> Premises:
    """Places, settings and language in force; starts the log. Opens no ledger."""
    around = os.environ if environ is None else environ
    where = places(options.data, environ=around)
    in_force = read_settings(where, {"language": options.language, "database": options.database}, around)
    language = i18n.choose_language(None, in_force.settings.language, around)
    i18n.install(language, where.resources)
    start_log(where.logs)
    for warning in in_force.warnings:
        log.warning("setting %s of %s passed over: %s", warning.name or "-", warning.source, warning.code)
    person, account = person_at_the_desk(around), account_at_the_desk()
    return Premises(_with_ledger(where, in_force), in_force, person, language, account=account)


@contextlib.contextmanager
def opened(premises: Premises, progress: Progress = no_progress) -> Iterator[Program]:
    """The program with its ledger open, made new where there is none; closed at the end.

    `progress` is told how far an older ledger is brought up to date.

    Raises:
        Refusal: `server_not_supported` for a database of another make, `no_server_driver`, `bad_server_url`;
            `open_at_another_desk` for a file on a share that another PC has open; `person_without_role`.
        Surroundings: the ledger cannot be opened.
    """
    # What a ledger needs takes longest to import; help, usage errors and `where` go without.
    from complaint_desk.i18n.words import Words
    from complaint_desk.services import care, clocks, entering, ledger
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.draft_files import DraftFiles
    from complaint_desk.storage.draft_shelf import DraftShelf
    from complaint_desk.storage.opening import open_ledger

    _refuse_share_in_use(premises)
    if not premises.on_server:
        care.refuse_lost(premises.places.ledger, premises.copy_folders)
    copies = care.place_for_copies(premises.backup_folder, premises.copy_folders[-1])
    store = open_ledger(premises.ledger_address, copies=copies, progress=progress)
    log.info("version %s on %s", __version__, sys.platform)
    try:
        drafts = premises.places.data / "drafts"
        shelf = DraftShelf(drafts, store.name) if store.on_server else None
        files = DraftFiles(drafts, store.name)
        policy = None if premises.trial else premises.in_force.roles
        who = entering.by_account(entering.Door(store, premises.account, premises.person, policy))
        desk = Desk(
            store, premises.settings, who.person, shelf=shelf, draft_files=files, rights=who.rights, roles=who.roles
        )
        clocks.begin_older(desk, progress)
        yield Program(premises, desk, Words(premises.language, ledger.lists(desk)))
    finally:
        store.close()


def window(premises: Premises, wishes: Wishes = Wishes()) -> int:  # noqa: B008 - frozen
    """Open the window until the person closes it; then the copy of the day is made.

    Where a window is open at the ledger already, it is asked instead, and comes to the front.

    Raises:
        Refusal: somebody else has the ledger open in a window.
        Surroundings: `no_display`, or the ledger cannot be opened.
    """
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        raise Surroundings("no_display")
    from complaint_desk.ui import application

    with contextlib.ExitStack() as until_over:
        if (mine := _claimed(until_over, premises, wishes)) is None:
            return 0
        told = ""
        while True:
            wish = _open_window(premises, told, wishes, mine)
            if wish is None:
                return 0
            wishes = Wishes()
            if wish.restore is not None:
                told = application.put_back(premises, wish.restore)
            if wish.damage is not None:
                opens, told = application.mend(premises, wish.damage)
                if not opens:
                    raise wish.damage


def _claimed(until_over: contextlib.ExitStack, premises: Premises, wishes: Wishes) -> OneWindow | None:
    """The right to show the window until it is over; None if one is open, which does what is wished."""
    from complaint_desk.runtime.holding import lock_of
    from complaint_desk.runtime.one_window import one_window
    from complaint_desk.ui import application

    lock = lock_of(premises.ledger_address, premises.places.data)
    while True:
        try:
            return until_over.enter_context(one_window(lock, premises.person, wishes.message()))
        except DeskError as error:
            if not application.explain(error, premises):
                raise


def _open_window(premises: Premises, told: str, wishes: Wishes, mine: OneWindow) -> Wish | None:
    """One window from its start to its end, and what shall be done to the ledger then; without a wish, the copy of the day."""
    from complaint_desk.services import care, doctor
    from complaint_desk.ui import application

    with contextlib.ExitStack() as until_closed:

        def enter(progress: Progress) -> Program:
            program = until_closed.enter_context(opened(premises, progress))
            return dataclasses.replace(program, cautions=doctor.folder_warnings(premises))

        program: Program | None = None
        while program is None:
            # A server may be back in a moment, a folder be made.
            try:
                program = application.opened_beside(premises, enter)
            except DeskError as error:
                if isinstance(error, Surroundings) and error.code in care.OF_THE_FILE and not premises.on_server:
                    goes_on, said = application.mend(premises, error)
                    told = said or told
                else:
                    goes_on = application.explain(error, premises)
                if not goes_on:
                    raise
        wish = application.run(program, told, wishes, mine.line)
        if wish is None:
            # The next start need not wait for the copy.
            mine.end()
            _keep_copy_of_the_day(premises, program)
        return wish


def _keep_copy_of_the_day(premises: Premises, program: Program) -> None:
    """What goes wrong is told at the next start: whoever switches off the PC in the evening shall not be held by a dialog."""
    from complaint_desk.services import care
    from complaint_desk.ui import application

    if premises.on_server:
        return
    with contextlib.suppress(DeskError):
        care.remember_head(program.desk)
    if premises.settings.automatic_backup:
        folders = premises.copy_folders
        try:
            application.copied_beside(
                premises, lambda progress: care.daily_backup(program.desk, folders[0], folders[-1], progress)
            )
        except DeskError as error:
            log.warning("no copy of the day: %s", error.code)


def check_window(data: str, language: str, answer: str) -> int:
    """Look at the window on the ledger of a data folder, without a screen; what is wrong goes to a file, as a JSON list."""
    from complaint_desk.ui import window_check

    with opened(premises(Options(data=data, language=language)).on_trial(Path(data))) as program:
        faults = window_check.faults_of(program, Path(data))
    Path(answer).write_text(json.dumps(faults, ensure_ascii=False), encoding="utf-8")
    return 0


def show_bug(error: BaseException) -> None:
    """Show an error that kept the window from being opened; in the system's own box where Qt itself is missing."""
    try:
        from complaint_desk.ui import application
    except ImportError:
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.MessageBoxW(None, traceback_without_values(error), "Complaint Desk", 0x10)
        return
    application.show_bug(error)


def _refuse_share_in_use(premises: Premises) -> None:
    """Over a network SQLite cannot keep two PCs from spoiling each other's writes."""
    from complaint_desk.runtime.folder_kinds import is_on_share
    from complaint_desk.runtime.holding import holder_of, lock_of, refused_elsewhere

    if premises.on_server or not is_on_share(premises.places.ledger.parent):
        return
    lock = lock_of(premises.ledger_address, premises.places.data)
    holder = holder_of(lock)
    if holder is not None and holder.is_elsewhere:
        raise refused_elsewhere(holder, lock)


def person_at_the_desk(environ: Mapping[str, str]) -> str:
    """The name under which the person is signed in to the PC."""
    for name in ("USERNAME", "LOGNAME", "USER"):
        if person := environ.get(name, "").strip():
            return person
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "-"


def _is_file_url(database: str) -> bool:
    return database.startswith("sqlite:///")


def _with_ledger(where: Places, in_force: SettingsInForce) -> Places:
    """The same places with the ledger that a `sqlite:///` URL names.

    A relative one counts from the current folder where a person typed it, from the data folder where a file says it.
    """
    database = in_force.settings.database
    named = unquote(database.removeprefix("sqlite:///").partition("?")[0])
    if not _is_file_url(database) or not named:
        return where
    typed = in_force.sources["database"] in (Source.OPTION, Source.ENVIRONMENT)
    return dataclasses.replace(where, ledger=(Path.cwd() if typed else where.data) / named)
