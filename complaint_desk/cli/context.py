"""What a command gets: its arguments, the program around it, and where its answer goes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

from complaint_desk.cli.interrupts import Interrupts
from complaint_desk.cli.output import Output
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services.program import Options, Premises, Program, Wishes

DONE = 0
BUG = 1
USAGE = 2
REFUSED = 3
SURROUNDINGS = 4
STOPPED = 5


@dataclass(frozen=True, slots=True)
class Builders:
    """What bootstrap offers: the premises for some options, the program with its ledger open, the window.

    `show_bug` shows an error that kept the window from being opened to somebody who sees no terminal.
    """

    premises: Callable[[Options], Premises]
    opened: Callable[[Premises, Progress], AbstractContextManager[Program]]
    window: Callable[[Premises, Wishes], int]
    show_bug: Callable[[BaseException], None] = lambda _error: None


@dataclass(frozen=True, slots=True)
class Context:
    """One call of the command line."""

    arguments: argparse.Namespace
    premises: Premises
    builders: Builders
    output: Output
    interrupts: Interrupts

    @property
    def stop(self) -> StopSignal:
        return self.interrupts.stop

    @contextmanager
    def opened(self) -> Iterator[Program]:
        """The program with its ledger open, for a `with`; an older ledger is brought up to date first."""
        with ExitStack() as ledger:
            with self.output.progress(_("Bringing the ledger up to date")) as progress:
                program = ledger.enter_context(self.builders.opened(self.premises, progress))
            yield program


Command = Callable[[Context], int]
"""Does one deed, tells the outcome through `output`, gives the exit code; raises `DeskError` for what it cannot do."""


class UsageError(Exception):
    """The call itself is wrong; `sentence` says how, `usage` how it should be (exit code 2)."""

    def __init__(self, sentence: str, usage: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.usage = usage
