"""Builds every long-lived object once, and hands it to the window or the command line."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from complaint_desk import __version__, cli, i18n
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.runtime.account import account_at_the_desk, person_at_the_desk
from complaint_desk.runtime.ledger_file import with_ledger
from complaint_desk.runtime.logs import start_log, traceback_without_values
from complaint_desk.runtime.paths import places
from complaint_desk.runtime.settings_in_force import read_settings
from complaint_desk.runtime.stop import Progress, no_progress
from complaint_desk.services.program import Options, Premises, Program, Wishes

if TYPE_CHECKING:
    from complaint_desk.domain.entrance import Entrance
    from complaint_desk.runtime.one_window import OneWindow
    from complaint_desk.services.desk import Desk
    from complaint_desk.services.entering import Door, Invitation
    from complaint_desk.ui.shared.wishes import Wish

log = logging.getLogger(__name__)
_T = TypeVar("_T")


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
    return Premises(with_ledger(where, in_force), in_force, person, language, account=account)


@contextlib.contextmanager
def opened(premises: Premises, progress: Progress = no_progress) -> Iterator[Program]:
    """The program with its ledger open, made new where there is none; closed at the end.

    `progress` is told how far an older ledger is brought up to date.

    Raises:
        Refusal: `server_not_supported` for a database of another make, `no_server_driver`, `bad_server_url`;
            `open_at_another_desk` for a file on a share that another PC has open; `person_without_role`;
            `sign_in_needed`, and what `services.entering.by_password` says of the credentials.
        Surroundings: the ledger cannot be opened.
    """
    from complaint_desk.services import entering

    with _door(premises, progress) as door:
        said = premises.credentials
        if said is not None:
            entrance = entering.by_password(door, said.name, said.password)
        else:
            entrance = entering.unasked(door, by_name=premises.asks_for_names)
        yield _program(premises, door, entrance, progress)


@contextlib.contextmanager
def _door(premises: Premises, progress: Progress) -> Iterator[Door]:
    """The ledger open, made new where there is none, and nobody in yet; closed at the end."""
    # What a ledger needs takes longest to import; help, usage errors and `where` go without.
    from complaint_desk.services import care
    from complaint_desk.services.entering import Door
    from complaint_desk.storage.opening import open_ledger

    _refuse_share_in_use(premises)
    if not premises.on_server:
        care.refuse_lost(premises.places.ledger, premises.copy_folders)
    copies = care.place_for_copies(premises.backup_folder, premises.copy_folders[-1])
    store = open_ledger(premises.ledger_address, copies=copies, progress=progress)
    log.info("version %s on %s", __version__, sys.platform)
    try:
        yield Door(store, premises.account, premises.person, None if premises.trial else premises.in_force.roles)
    finally:
        store.close()


def _program(premises: Premises, door: Door, entrance: Entrance, progress: Progress) -> Program:
    """The program for somebody who got in."""
    from complaint_desk.i18n.words import Words
    from complaint_desk.services import clocks, ledger
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.draft_files import DraftFiles
    from complaint_desk.storage.draft_shelf import DraftShelf

    drafts, store = premises.places.data / "drafts", door.store
    desk = Desk(
        store,
        premises.settings,
        entrance.person,
        shelf=DraftShelf(drafts, store.name) if store.on_server else None,
        draft_files=DraftFiles(drafts, store.name),
        rights=entrance.rights,
        roles=entrance.roles,
    )
    clocks.begin_older(desk, progress)
    return Program(premises, desk, Words(premises.language, ledger.lists(desk)), entrance)


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
        told, another = "", False
        while True:
            wish = _open_window(premises, told, wishes, mine, another=another)
            if wish is None:
                return 0
            told, another, wishes = "", wish.another_person, Wishes()
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


def _open_window(premises: Premises, told: str, wishes: Wishes, mine: OneWindow, *, another: bool) -> Wish | None:
    """One window from its start to its end, and what shall be done to the ledger then; without a wish, the copy of the day.

    With `another`, somebody else is asked who they are.
    """
    from complaint_desk.services.desk import Desk
    from complaint_desk.services.entering import Invitation
    from complaint_desk.ui import application

    with contextlib.ExitStack() as until_closed:

        def come(progress: Progress) -> tuple[Door, Program | Invitation]:
            return until_closed.enter_context(_reception(premises, progress, by_name=another))

        (door, met), said = _tried_until_it_opens(premises, come)
        program = _signed_in(premises, door, met, mine) if isinstance(met, Invitation) else met
        if program is None:
            mine.end()
            if another:
                _keep_copy_of_the_day(premises, Desk(door.store, premises.settings, premises.person))
            return None
        wish = application.run(program, said or told, wishes, mine.line)
        if wish is None:
            # The next start need not wait for the copy.
            mine.end()
            _keep_copy_of_the_day(premises, program.desk)
        return wish


@contextlib.contextmanager
def _reception(premises: Premises, progress: Progress, *, by_name: bool) -> Iterator[tuple[Door, Program | Invitation]]:
    """The ledger open, and the program for whoever came in by the account of the PC, or what they are asked."""
    from complaint_desk.services import entering

    with _door(premises, progress) as door:
        met = entering.received(door, by_name=by_name or premises.asks_for_names)
        yield door, met if isinstance(met, entering.Invitation) else _for_window(premises, door, met, progress)


def _for_window(premises: Premises, door: Door, entrance: Entrance, progress: Progress) -> Program:
    from complaint_desk.services import doctor

    return dataclasses.replace(_program(premises, door, entrance, progress), cautions=doctor.folder_warnings(premises))


def _signed_in(premises: Premises, door: Door, invitation: Invitation, mine: OneWindow) -> Program | None:
    """The program for whoever says who they are; None if nobody does."""
    from complaint_desk.ui import application

    entrance = application.signed_in(premises, door, invitation, mine.line)
    if entrance is None:
        return None
    try:
        return application.opened_beside(premises, lambda progress: _for_window(premises, door, entrance, progress))
    except DeskError as error:
        application.explain(error, premises)
        raise


def _tried_until_it_opens(premises: Premises, deed: Callable[[Progress], _T]) -> tuple[_T, str]:
    """What `deed` gives, and what was done to a damaged file before."""
    from complaint_desk.services import care
    from complaint_desk.ui import application

    told = ""
    while True:
        # A server may be back in a moment, a folder be made.
        try:
            return application.opened_beside(premises, deed), told
        except DeskError as error:
            if isinstance(error, Surroundings) and error.code in care.OF_THE_FILE and not premises.on_server:
                goes_on, said = application.mend(premises, error)
                told = said or told
            else:
                goes_on = application.explain(error, premises)
            if not goes_on:
                raise


def _keep_copy_of_the_day(premises: Premises, desk: Desk) -> None:
    """What goes wrong is told at the next start: whoever switches off the PC in the evening shall not be held by a dialog."""
    from complaint_desk.services import care
    from complaint_desk.ui import application

    if premises.on_server:
        return
    with contextlib.suppress(DeskError):
        care.remember_head(desk)
    if premises.settings.automatic_backup:
        folders = premises.copy_folders
        try:
            application.copied_beside(
                premises, lambda progress: care.daily_backup(desk, folders[0], folders[-1], progress)
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
