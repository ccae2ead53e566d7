"""Templates that the office may have of its own: one folder, a file for each kind, the built-in one where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings import Settings

FOLDER = "letters"
"""In the data folder: where the office's own templates are unless the settings name another place."""


def template_folder(places: Places, settings: Settings) -> Path:
    """Where the office keeps templates of its own; a relative setting counts from the data folder."""
    return places.data / (settings.letter_folder or FOLDER)


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """One kind of template: where the office's own is, or would be, and the built-in one."""

    own: Path
    built_in: Path

    def read(self, *, built_in: bool = False) -> tuple[str, bytes]:
        """The name by which errors call it, and its bytes; the office's own unless the built-in one is asked for.

        Raises:
            Surroundings: `cannot_read`.
        """
        if built_in or not self.own.is_file():
            return self.built_in.name, self.built_in.read_bytes()
        try:
            return str(self.own), self.own.read_bytes()
        except OSError as error:
            raise Surroundings("cannot_read", path=str(self.own), reason=error.strerror or str(error)) from error

    def to_edit(self, list_name: str, names: Sequence[str]) -> Path:
        """The office's own template; where it has none yet, a copy of the built-in one is put there.

        Beside it stands, as `list_name`, a list of all that a template may name, always of this program version.

        Raises:
            Surroundings: `cannot_write`.
        """
        try:
            if not self.own.exists():
                self.own.parent.mkdir(parents=True, exist_ok=True)
                self.own.write_bytes(self.built_in.read_bytes())
            # With a mark of its encoding: the plain editors of older Windows take it for the system's otherwise.
            (self.own.parent / list_name).write_text("\n".join((*names, "")), "utf-8-sig")
        except OSError as error:
            raise Surroundings("cannot_write", path=str(self.own), reason=error.strerror or str(error)) from error
        return self.own
