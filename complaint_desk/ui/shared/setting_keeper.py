"""Settings read and saved beside the window, one at a time; what is saved counts at once wherever that is possible."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.errors import DeskError
from complaint_desk.runtime.settings_file import save_setting
from complaint_desk.runtime.settings_in_force import SettingsInForce, read_settings
from complaint_desk.services import staff
from complaint_desk.ui.shared.style import Theme
from complaint_desk.ui.shared.workplace import Workplace


class SettingKeeper(QObject):
    """`came` carries the `SettingsInForce`; `kept` a name and its new value; `refused` a name and the error.

    Once nobody looks any more (`leave`), an error is told by a dialog of its own.
    """

    came = Signal(object)
    kept = Signal(str, object)
    refused = Signal(str, object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._left = False

    def read(self) -> None:
        """Ask for what is in force."""
        places = self._workplace.places
        self._workplace.lanes.submit("page", lambda: read_settings(places), self._came)

    def save(self, name: str, value: str | bool) -> None:
        """Save one setting; those that are saved one after the other are written in that order."""
        places, desk = self._workplace.places, self._workplace.desk

        def deed() -> None:
            if name == "sign_in" and value:
                staff.check_sign_in(desk)
            save_setting(places, name, value)

        self._workplace.lanes.submit(
            "page",
            deed,
            lambda _saved: self._apply(name, value),
            lambda error: self._fail(name, error),
        )

    def leave(self) -> None:
        """The pages are closed; what is under way is still saved."""
        self._left = True

    def _came(self, found: SettingsInForce) -> None:
        if not self._left:
            self.came.emit(found)

    def _apply(self, name: str, value: str | bool) -> None:
        workplace = self._workplace
        changed: dict[str, str | bool] = {name: value}
        workplace.settings = dataclasses.replace(workplace.settings, **changed)  # type: ignore[arg-type]
        workplace.desk = dataclasses.replace(workplace.desk, settings=workplace.settings)
        if name == "appearance" and (theme := Theme.of_application()) is not None:
            theme.choose(str(value))
        if not self._left:
            self.kept.emit(name, value)

    def _fail(self, name: str, error: DeskError) -> None:
        if self._left:
            self._workplace.questions.show_error(error)
        else:
            self.refused.emit(name, error)
