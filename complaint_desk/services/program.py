"""What bootstrap builds once and hands to the window or the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_desk.domain.entrance import Entrance, entrance_by_account
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.health import Finding
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.settings_in_force import SettingsInForce, SettingsWarning

if TYPE_CHECKING:
    # Neither is wanted before a ledger is opened, and both take long to import.
    from complaint_desk.i18n.words import Words
    from complaint_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Credentials:
    """Under which name somebody asks to come in, and with which password."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about the whole program; empty texts say nothing."""

    data: str = ""
    database: str = ""
    language: str = ""


def copy_folders(places: Places, settings: Settings) -> tuple[Path, ...]:
    """Where automatic copies go, and where they go while that cannot be had; a relative setting counts from the data folder."""
    wanted = places.data / settings.backup_folder if settings.backup_folder else places.backups
    return tuple(dict.fromkeys((wanted, places.backups)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a start without a command asks of the window, which may be open already: files to import, a number to show, a form."""

    files: tuple[Path, ...] = ()
    number: str = ""
    new: bool = False

    def message(self) -> bytes:
        """As it goes to the window that is open."""
        return json.dumps(
            {"files": [str(each) for each in self.files], "number": self.number, "new": self.new}
        ).encode()

    @classmethod
    def read(cls, message: bytes) -> Wishes:
        """What another start, perhaps of another version, asks; what cannot be read asks nothing but to come to the front."""
        try:
            said = json.loads(message)
            files = tuple(Path(str(each)) for each in said.get("files", ()))
            return cls(files, str(said.get("number", "")), bool(said.get("new", False)))
        except (ValueError, AttributeError, TypeError):
            return cls()


@dataclass(frozen=True, slots=True)
class Premises:
    """The program before its ledger is opened: where it is, how it is set, who sits there, what it speaks.

    `person` is what somebody is called where no roles are known, `account` under which they are signed in to the PC.
    """

    places: Places
    in_force: SettingsInForce
    person: str
    language: str
    trial: bool = False
    """True for a ledger that is gone once the program ends."""
    account: str = ""
    credentials: Credentials | None = None

    @property
    def settings(self) -> Settings:
        return self.in_force.settings

    @property
    def asks_for_names(self) -> bool:
        """True if the account of the PC is not enough to come in."""
        return self.settings.sign_in and not self.trial

    @property
    def on_server(self) -> bool:
        """True if many desks share a ledger on a server."""
        return self.settings.database.startswith("postgresql")

    @property
    def rights(self) -> frozenset[Right]:
        """Of whoever sits here, as far as the policy says it: a ledger that does not open cannot be asked."""
        try:
            return entrance_by_account(self.account, self.person, None if self.trial else self.in_force.roles).rights
        except Refusal:
            return frozenset()

    @property
    def ledger_address(self) -> str:
        """What opens the ledger: a path, or the address of a server."""
        database = self.settings.database
        return database if database and not database.startswith("sqlite:///") else str(self.places.ledger)

    @property
    def backup_folder(self) -> Path:
        """Where automatic copies go."""
        return self.copy_folders[0]

    @property
    def copy_folders(self) -> tuple[Path, ...]:
        return copy_folders(self.places, self.settings)

    def on_trial(self, data: Path) -> Premises:
        """The same with a ledger and copies of its own in another folder, whatever server and backup folder the settings name."""
        places = replace(self.places, data=data, ledger=data / "ledger.db", backups=data / "backups")
        settings = replace(self.settings, database="", backup_folder="")
        return replace(
            self, places=places, in_force=replace(self.in_force, settings=settings), trial=True, credentials=None
        )


@dataclass(frozen=True, slots=True)
class Program:
    """The program with its ledger open. `words` knows the office's own list entries as they stood at the start.

    `cautions` are findings of the start that the person should know; `entrance` is how they got in.
    """

    premises: Premises
    desk: Desk
    words: Words
    entrance: Entrance
    cautions: tuple[Finding, ...] = ()

    @property
    def places(self) -> Places:
        return self.premises.places

    @property
    def settings(self) -> Settings:
        return self.premises.settings

    @property
    def warnings(self) -> tuple[SettingsWarning, ...]:
        """What was wrong with the settings and passed over."""
        return self.premises.in_force.warnings
