"""Builds every long-lived object once, and hands it to the window or the command line."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from complaint_desk import __version__, cli, i18n
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.runtime.logs import start_log
from complaint_desk.runtime.paths import Places, places
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source, read_settings
from complaint_desk.runtime.stop import Progress, no_progress
from complaint_desk.services.program import Options, Premises, Program

log = logging.getLogger(__name__)
_T = TypeVar("_T")


def main(arguments: list[str] | None = None) -> int:
    """The whole program: its exit code. Without a command it opens the window."""
    given = sys.argv[1:] if arguments is None else arguments
    return cli.run(given, cli.Builders(premises=premises, opened=opened, window=window))


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
    return Premises(_with_ledger(where, in_force), in_force, person_at_the_desk(around), language)


@contextlib.contextmanager
def opened(premises: Premises, progress: Progress = no_progress) -> Iterator[Program]:
    """The program with its ledger open, made new where there is none; closed at the end.

    `progress` is told how far an older ledger is brought up to date.

    Raises:
        Refusal: `server_not_supported` for a database of another make, `no_server_driver`, `bad_server_url`.
        Surroundings: the ledger cannot be opened.
    """
    # What a ledger needs takes longest to import; help, usage errors and `where` go without.
    from complaint_desk.i18n.words import Words
    from complaint_desk.services import clocks, ledger
    from complaint_desk.services.desk import Desk
    from complaint_desk.storage.draft_files import DraftFiles
    from complaint_desk.storage.draft_shelf import DraftShelf
    from complaint_desk.storage.opening import open_ledger

    database = premises.settings.database
    named = str(premises.places.ledger) if not database or _is_file_url(database) else database
    store = open_ledger(named, copies=premises.backup_folder, progress=progress)
    log.info("version %s on %s", __version__, sys.platform)
    try:
        drafts = premises.places.data / "drafts"
        shelf = DraftShelf(drafts, store.name) if store.on_server else None
        files = DraftFiles(drafts, store.name)
        desk = Desk(store, premises.settings, premises.person, shelf=shelf, draft_files=files)
        clocks.begin_older(desk, progress)
        yield Program(premises, desk, Words(premises.language, ledger.lists(desk)))
    finally:
        store.close()


def window(premises: Premises) -> int:
    """Open the window until the person closes it; then the copy of the day is made.

    Raises:
        Surroundings: `no_display`, or the ledger cannot be opened.
    """
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        raise Surroundings("no_display")
    from complaint_desk.services import care
    from complaint_desk.ui import application

    def until_given_up(deed: Callable[[], _T]) -> _T:
        # A server may be back in a moment, a folder be made.
        while True:
            try:
                return deed()
            except DeskError as error:
                if not application.explain(error, premises):
                    raise

    def open_here() -> Program:
        def enter(progress: Progress) -> Program:
            return until_closed.enter_context(opened(premises, progress))

        return application.opened_beside(premises, enter)

    with contextlib.ExitStack() as until_closed:
        program = until_given_up(open_here)
        code = application.run(program)
        if premises.settings.automatic_backup and not premises.on_server:
            until_given_up(lambda: care.daily_backup(program.desk, premises.backup_folder))
        return code


def check_window(data: str, language: str, answer: str) -> int:
    """Look at the window on the ledger of a data folder, without a screen; what is wrong goes to a file, as a JSON list."""
    from complaint_desk.ui import window_check

    with opened(premises(Options(data=data, language=language)).on_trial(Path(data))) as program:
        faults = window_check.faults_of(program, Path(data))
    Path(answer).write_text(json.dumps(faults, ensure_ascii=False), encoding="utf-8")
    return 0


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
